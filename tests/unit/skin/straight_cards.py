"""Cards drawn straight from above, without a camera: edges as sharp and light as uneven as a test wants."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from speciosa.skin.card import SQUARE_MM, Card, Polygon, marker_modules
from speciosa.skin.colour import srgb_of
from speciosa.skin.rectify import StraightCard

Light = NDArray[np.float64]
"""[row, column, 3], linear."""


def drawn(card: Card, px_per_mm: int, skin: tuple[float, float, float] = (0.5, 0.3, 0.22)) -> Light:
    """The card's square in even light; patches are left white. `px_per_mm`: a multiple of 7, so that markers fit."""
    side = round(SQUARE_MM * px_per_mm)
    light = np.full((side, side, 3), 0.7)

    def rows_of(polygon: Polygon) -> tuple[slice, slice]:
        low, high = (
            np.round((edge - card.square_mm[0]) * px_per_mm).astype(int)
            for edge in (polygon.min(axis=0), polygon.max(axis=0))
        )
        return slice(low[1], high[1]), slice(low[0], high[0])

    light[rows_of(card.window_mm)] = skin
    for marker in card.markers:
        place = rows_of(marker.polygon_mm)
        size = place[0].stop - place[0].start
        modules = cv2.resize(
            marker_modules(marker.marker_id).astype(np.uint8), (size, size), interpolation=cv2.INTER_NEAREST
        )
        light[place] = np.where(modules[..., None] > 0, 0.04, 0.7)
    return light


def straight(light: Light, card: Card, px_per_mm: int, *, blur_mm: float = 0.0, noise: float = 0.0) -> StraightCard:
    """The picture of it. `blur_mm`: standard deviation. `noise`: of the code values."""
    soft = np.asarray(cv2.GaussianBlur(light, (0, 0), blur_mm * px_per_mm)) if blur_mm else light
    codes = 255 * srgb_of(soft.astype(np.float64)) + noise * np.random.default_rng(0).standard_normal(soft.shape)
    return StraightCard(np.clip(np.round(codes), 0, 255).astype(np.uint8), px_per_mm, card.square_mm[0])


def distance_mm(card: Card, px_per_mm: int) -> NDArray[np.float64]:
    """[row, column] how far each place lies outside of the window; inside below 0."""
    along = (np.arange(round(SQUARE_MM * px_per_mm)) + 0.5) / px_per_mm
    half = float(np.ptp(card.window_mm[:, 0])) / 2
    out_of = np.abs(along - SQUARE_MM / 2) - half
    return np.maximum(out_of[:, None], out_of[None, :])
