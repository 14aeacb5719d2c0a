"""From photos with a card to a calibrated colour, and to a change that can be trusted."""

from speciosa.skin.follow import SkinSeries, follow_skin

__all__ = ["SkinSeries", "follow_skin"]
