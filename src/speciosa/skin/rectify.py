"""The card laid straight: its square, 100 mm a side, seen from above, whatever the photo's angle and size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.card import SQUARE_MM, Polygon
from speciosa.skin.markers import FoundCard, Pixels

_FINEST_PX_PER_MM = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class StraightCard:
    """The card's square.

    Parameters
    ----------
    rgb : [row, column, 3], sRGB code values.
    px_per_mm : of this picture.
    origin_mm : where its upper left corner lies on the page.
    """

    rgb: Pixels
    px_per_mm: float
    origin_mm: NDArray[np.float64]

    def inside(self, polygon_mm: Polygon, margin_mm: float) -> Pixels:
        """The pixels [row, column, 3] of an upright rectangle without its margin."""
        low = (polygon_mm.min(axis=0) - self.origin_mm + margin_mm) * self.px_per_mm
        high = (polygon_mm.max(axis=0) - self.origin_mm - margin_mm) * self.px_per_mm
        (left, top), (right, bottom) = np.round(low).astype(int), np.round(high).astype(int)
        return self.rgb[top:bottom, left:right]


def straighten(rgb: Pixels, found: FoundCard) -> StraightCard:
    """The card's square at up to 10 pixels a millimetre.

    Only this region of the photo is looked at in full size; where the photo is finer, it is averaged
    down before it is turned, so that no pixel goes unheard.
    """
    import cv2  # noqa: PLC0415  only who looks at a photo needs it

    corner_px = found.px(found.card.square_mm)
    low = np.maximum(np.floor(corner_px.min(axis=0)).astype(int) - 2, 0)
    high = np.minimum(np.ceil(corner_px.max(axis=0)).astype(int) + 3, [rgb.shape[1], rgb.shape[0]])
    region = rgb[low[1] : high[1], low[0] : high[0]]
    finest = _FINEST_PX_PER_MM
    scale = np.ones(2)
    if found.px_per_mm > 1.3 * finest:
        size = np.round(np.array([region.shape[1], region.shape[0]]) * finest / found.px_per_mm).astype(int)
        scale = size / [region.shape[1], region.shape[0]]
        shrunk = cv2.resize(region, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
        region = np.asarray(shrunk, dtype=np.uint8)
    px_per_mm = min(finest, max(4.0, found.px_per_mm))
    origin = found.card.square_mm[0]
    side = round(SQUARE_MM * px_per_mm)
    # straight pixel centre -> page mm -> photo pixel -> region pixel; a pixel's centre counts as whole in both pictures
    to_mm = np.array([[1 / px_per_mm, 0, origin[0] + 0.5 / px_per_mm], [0, 1 / px_per_mm, origin[1] + 0.5 / px_per_mm],
                      [0, 0, 1]])  # fmt: skip
    shift = (0.5 - low) * scale - 0.5
    to_region = np.array([[scale[0], 0, shift[0]], [0, scale[1], shift[1]], [0, 0, 1]])
    straight = cv2.warpPerspective(
        region, to_region @ found.to_px @ to_mm, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return StraightCard(np.asarray(straight, dtype=np.uint8), px_per_mm, origin)
