"""The skin in the window: point by point, without gloss and hair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import Card
from speciosa.skin.colour import lab_of
from speciosa.skin.correction import Correction, as_skin
from speciosa.skin.measurement import WindowMap
from speciosa.skin.rectify import StraightCard

PITCH_MM = 0.4
"""From point to point of a window's map."""
MARGIN_MM = 2.2
"""So near to the card's edge the skin is not looked at: the card throws a thin shadow there."""
_WHITE = 252


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What the window shows.

    Parameters
    ----------
    map : the skin's colour point by point.
    lab : [3], the middle of it. ink_xyz: [3], the same as if it were ink, XYZ.
    skin_share : of its points that are plain skin.
    white : share of pixels at the bright end of the camera's scale.
    """

    map: WindowMap
    lab: NDArray[np.float64]
    ink_xyz: NDArray[np.float64]
    skin_share: float
    white: float


def look_through(straight: StraightCard, card: Card, correction: Correction, knowledge: Knowledge) -> Window:
    """The window's colours, corrected.

    Gloss is brighter than the skin around it, a hair thin and darker; both are left out. A dark spot
    is neither, and stays in.
    """
    import cv2  # noqa: PLC0415  only who looks at a photo needs it

    pixels = straight.inside(card.window_mm, 0.0)
    light = _through(pixels, correction.curve)
    cells = round(float(np.ptp(card.window_mm[:, 0])) / PITCH_MM)
    points = cv2.resize(light, (cells, cells), interpolation=cv2.INTER_AREA)
    middles = (np.arange(cells) + 0.5) * PITCH_MM
    corner = card.window_mm.min(axis=0) - straight.origin_mm
    at_mm = np.stack(np.meshgrid(corner[0] + middles, corner[1] + middles), axis=-1)
    xyz = correction.xyz(points.astype(np.float64), at_mm)
    lab = as_skin(lab_of(xyz), knowledge)
    inside = (middles > MARGIN_MM) & (middles < cells * PITCH_MM - MARGIN_MM)
    plain = np.outer(inside, inside)
    whole = lab[plain].reshape(inside.sum(), inside.sum(), 3)
    skin = _plain_skin(whole[..., 0])
    kept = whole[skin] if skin.any() else whole.reshape(-1, 3)
    whole = np.where(skin[..., None], whole, np.nan)
    shown = np.full_like(lab, np.nan)
    shown[np.ix_(inside, inside)] = whole
    middle = pixels[len(pixels) // 8 : -len(pixels) // 8, len(pixels) // 8 : -len(pixels) // 8]
    return Window(
        map=WindowMap(shown.astype(np.float32), PITCH_MM),
        lab=np.asarray(kept.mean(axis=0)),
        ink_xyz=np.median(xyz[plain], axis=0),
        skin_share=float(skin.mean()),
        white=float((middle >= _WHITE).any(axis=-1).mean()),
    )


def _through(pixels: NDArray[np.uint8], curve: NDArray[np.float64]) -> NDArray[np.float32]:
    """Each channel's code values through its own tone curve."""
    table = curve.astype(np.float32)
    return np.stack([table[pixels[..., channel], channel] for channel in range(3)], axis=-1)


def _plain_skin(lightness: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Points that are neither gloss nor hair."""
    import cv2  # noqa: PLC0415

    around = np.ones((5, 5), dtype=np.uint8)  # 2 mm: wider than a hair, narrower than a spot
    picture = lightness.astype(np.float32)
    thin_dark = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, around) - picture
    spread = 1.4826 * float(np.median(np.abs(picture - np.median(picture)))) + 0.3
    small_spread = 1.4826 * float(np.median(np.abs(thin_dark - np.median(thin_dark)))) + 0.3
    gloss = picture > np.median(picture) + 6 * spread
    hair = thin_dark > np.median(thin_dark) + 6 * small_spread
    return np.asarray(~(cv2.dilate((gloss | hair).astype(np.uint8), np.ones((3, 3), dtype=np.uint8)) > 0))
