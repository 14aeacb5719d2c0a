"""From photos with a card to a calibrated colour, and to a change that can be trusted.

`PhotoReader` measures one photo after the other; `follow_skin` says what the photos of a record show over time.
`card` has the geometry of the window card, `colour` the colorimetry, `optics` a layered skin, `series` all that
`follow_skin` says.
"""

from speciosa.skin import card, colour, optics, series
from speciosa.skin.follow import follow_skin
from speciosa.skin.measured_photos import MeasuredPhotos
from speciosa.skin.measurement import Measurement, Refusal, WindowMap
from speciosa.skin.reader import PhotoReader
from speciosa.skin.series import SkinSeries

__all__ = [
    "MeasuredPhotos",
    "Measurement",
    "PhotoReader",
    "Refusal",
    "SkinSeries",
    "WindowMap",
    "card",
    "colour",
    "follow_skin",
    "optics",
    "series",
]
