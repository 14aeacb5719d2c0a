"""A window of skin as a small picture: the same light in all of them, and nothing of the photo's file."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray

from speciosa.skin import WindowMap, colour

LEFT_OUT = (232, 230, 226)
"""What is painted where no plain skin was seen: lighter than skin, so that nobody takes it for a dark spot."""


def window_image(window: WindowMap) -> str:
    """A window as a PNG in a ``data:`` URI, one pixel a point.

    Its colours are those under D65, so two windows may be compared by eye. It is made from the
    numbers alone: nothing that the photo's file carried can be in it. Colours that a screen can't
    show are shown as its nearest.

    Parameters
    ----------
    window : [row, column] points; NaN becomes `LEFT_OUT`.

    Examples
    --------
    >>> grey = WindowMap(np.full((2, 2, 3), [50, 0, 0], dtype=np.float32), 0.4)
    >>> window_image(grey)[:22]
    'data:image/png;base64,'
    """
    from PIL import Image  # noqa: PLC0415  only a page with photos needs it

    file = io.BytesIO()
    Image.fromarray(_pixels(window)).save(file, "PNG", compress_level=9)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _pixels(window: WindowMap) -> NDArray[np.uint8]:
    lab = window.lab.astype(np.float64)
    known = np.isfinite(lab).all(axis=-1, keepdims=True)
    linear = colour.linear_from(colour.xyz_from(np.where(known, lab, 0.0)))
    code = np.round(255 * colour.srgb_of(linear))
    return np.where(known, code, np.array(LEFT_OUT, dtype=np.float64)).astype(np.uint8)
