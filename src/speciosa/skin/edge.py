"""What light does at the window's edge: where a shadow on the card alone, or on the skin alone, has its soft border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import CARD_MM, Card
from speciosa.skin.correction import Correction
from speciosa.skin.markers import FoundCard, Pixels
from speciosa.skin.patches import DECODED
from speciosa.skin.rectify import StraightCard

_WIDE_MM = 0.6  # of the strip next to the edge
_FAR_MM = (3.5, 6.5)  # from the edge: where its light no longer reaches
_AROUND_MM = (3.0, 14.0)  # outside of the card: skin, if the arm goes on there
_AROUND_LEAST = 0.03
_ALIKE = 0.08  # how far chromaticities (logarithms) of one skin lie apart
_BRIGHT = 95  # percentile: the ridge of an arm, not its flanks


@dataclass(frozen=True, slots=True, eq=False)
class EdgeSteps:
    """Brightness next to the window's edge against further away, in logarithms: top, right, bottom, left.

    `frame`: on the paper. `skin`: in the window. A shadow that stops at the edge makes both step the same way on all
    four sides: on the card alone, `frame` above 0; on the skin alone, `skin` above 0.
    """

    frame: NDArray[np.float64]
    skin: NDArray[np.float64]


def edge_steps(straight: StraightCard, card: Card, blur_mm: float) -> EdgeSteps:
    """How light changes towards the window's edge.

    Parameters
    ----------
    blur_mm : of this photo; so near the edge, paper and skin run into each other.
    """
    light = DECODED[straight.rgb].mean(axis=-1)
    near = 0.2 + 2.5 * blur_mm
    scale = straight.px_per_mm
    low, high = (
        (edge - straight.origin_mm) * scale for edge in (card.window_mm.min(axis=0), card.window_mm.max(axis=0))
    )
    along = slice(int(low[0] + 0.15 * (high[0] - low[0])), int(high[0] - 0.15 * (high[0] - low[0])))
    frame, skin = [], []
    for turned in range(4):  # the window lies in the middle of the square: each turn brings the next side up
        side = np.rot90(light, turned)

        def strip(start_mm: float, stop_mm: float, side: NDArray[np.float64] = side) -> float:
            rows = side[round(low[1] + start_mm * scale) : round(low[1] + stop_mm * scale), along]
            return float(np.log(max(np.median(rows), 1e-6)))

        frame.append(strip(-near - _WIDE_MM, -near) - strip(-_FAR_MM[1], -_FAR_MM[0]))
        skin.append(strip(near, near + _WIDE_MM) - strip(*_FAR_MM))
    return EdgeSteps(np.array(frame), np.array(skin))


def brighter_than_around(
    rgb: Pixels, found: FoundCard, correction: Correction, window_xyz: NDArray[np.float64], knowledge: Knowledge
) -> float | None:
    """How much brighter the skin in the window is than the same skin around the card, in logarithms.

    Where both lie in one light the brightest skin around is at least as bright. None where no such skin is seen.

    Parameters
    ----------
    window_xyz : [3], the window's colour before ink is told from skin.
    """
    import cv2  # noqa: PLC0415  only who looks at a photo needs it

    width, height = CARD_MM
    reach, scale = _AROUND_MM[1], 2.0
    corner = found.card.outline_mm[0] - reach
    to_mm = np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]], [0, 0, 1]])
    size = (round((width + 2 * reach) * scale), round((height + 2 * reach) * scale))
    shrink = min(1.0, 3 * scale / found.px_per_mm)
    small = cv2.resize(rgb, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else rgb
    seen = cv2.warpPerspective(
        small, np.diag([shrink, shrink, 1.0]) @ found.to_px @ to_mm, size,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0),
    )  # fmt: skip
    inner = round((reach - _AROUND_MM[0]) * scale)
    ring = np.ones(seen.shape[:2], dtype=bool)
    ring[inner:-inner, inner:-inner] = False
    row, column = np.nonzero(ring & (seen > 4).all(axis=-1) & (seen < 250).all(axis=-1))
    if not len(row):
        return None
    codes, at_mm = seen[row, column], np.stack([column, row], axis=1) / scale - reach
    light = np.stack([correction.curve[codes[:, channel], channel] for channel in range(3)], axis=1)
    xyz = np.maximum(light * correction.fall_beyond(at_mm) @ correction.matrix, 1e-6)
    apart = np.log(xyz[:, [0, 2]] / xyz[:, 1:2]) - np.log(window_xyz[[0, 2]] / window_xyz[1])
    near = np.abs(np.log(xyz[:, 1] / window_xyz[1])) < knowledge.choice("skin_around_alike")
    alike = xyz[(np.abs(apart).max(axis=1) < _ALIKE) & near, 1]
    if len(alike) < _AROUND_LEAST * ring.sum():
        return None
    return float(np.log(window_xyz[1]) - np.log(np.percentile(alike, _BRIGHT)))
