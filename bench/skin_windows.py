"""Windows of skin whose truth is known: texture, freckles, hairs, a slope of light, and a soft darker place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from speciosa.skin.measurement import WindowMap

PITCH_MM, POINTS, MARGIN = 0.4, 100, 5
"""A window of 40 mm, and how many points at its edge the card's shadow hides."""
DERMAL = np.array([-0.86, -0.27, -0.43])
"""Unit direction of deep pigment in light skin, after research/skin.md section 0: L*, a*, b*."""


@dataclass(frozen=True, slots=True)
class Skin:
    """One person's skin in the window, without a darker place.

    Parameters
    ----------
    lab : its middle. grain, mottle : SD of single points and of patches of some 3 mm, L*.
    freckles, hairs : how many. slope : L* from one side to the other. session_sd : of the whole from time to time.
    """

    lab: tuple[float, float, float] = (62.0, 9.0, 16.0)
    grain: float = 1.2
    mottle: float = 0.35
    freckles: int = 6
    hairs: int = 12
    slope: float = 1.0
    session_sd: float = 0.6


def window(
    skin: Skin, rng: np.random.Generator, *, alpha: NDArray[np.float64] | None = None, contrast: float = 0.0,
    shift: float = 0.0,
) -> WindowMap:  # fmt: skip
    """A photo's map of it.

    Parameters
    ----------
    alpha : [row, column] share of the darker place, 0 to 1. contrast : of it, along `DERMAL`, CIELAB units.
    shift : of the whole window, along `DERMAL`.
    """
    y, x = np.indices((POINTS, POINTS))
    turn = rng.uniform(0, 2 * np.pi)
    light = skin.slope * ((x * np.cos(turn) + y * np.sin(turn)) / POINTS - 0.5)
    mottle = ndimage.gaussian_filter(rng.standard_normal((POINTS, POINTS)), 3.0)
    light = light + skin.mottle * mottle / mottle.std()
    lab = np.array(skin.lab) + rng.normal(0, skin.session_sd, 3) * (1.0, 0.6, 0.7) + np.zeros((POINTS, POINTS, 3))
    lab[..., 0] += light
    lab += skin.grain * rng.standard_normal((POINTS, POINTS, 3)) * (1.0, 0.5, 0.6)
    for _ in range(skin.freckles):
        at, wide = rng.uniform(0, POINTS, 2), rng.uniform(0.5, 1.1) / PITCH_MM
        spot = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * wide**2))
        lab += spot[..., None] * rng.uniform(1, 4) * np.array([-0.85, 0.2, 0.5])
    if alpha is not None:
        lab += contrast * alpha[..., None] * DERMAL
    lab += shift * DERMAL
    hidden = _hair(skin.hairs, rng)
    hidden[:MARGIN] = hidden[-MARGIN:] = hidden[:, :MARGIN] = hidden[:, -MARGIN:] = True
    return WindowMap(np.where(hidden[..., None], np.nan, lab).astype(np.float32), PITCH_MM)


def place(area_cm2: float, rng: np.random.Generator, *, edge_sd_mm: float = 0.6) -> NDArray[np.float64]:
    """[row, column] share of an uneven round place of that area with a soft edge; its sum is that area."""
    y, x = (each * PITCH_MM for each in np.indices((POINTS, POINTS)))
    radius = np.sqrt(area_cm2 * 100 / np.pi)
    free = max((POINTS / 2 - MARGIN) * PITCH_MM - 1.3 * radius - 1, 0)
    middle = POINTS * PITCH_MM / 2 + rng.uniform(-free, free, 2)
    angle = np.arctan2(y - middle[1], x - middle[0])
    waves, phases = rng.uniform(0, 0.08, 3), rng.uniform(0, 2 * np.pi, 3)
    wave = 1 + sum(w * np.cos(n * angle + p) for n, w, p in zip((2, 3, 5), waves, phases, strict=True))
    distance = np.hypot(x - middle[0], y - middle[1]) - radius * wave / np.sqrt(np.mean(wave**2))
    hard = np.clip(0.5 - distance / PITCH_MM, 0, 1)
    return np.asarray(ndimage.gaussian_filter(hard, edge_sd_mm / PITCH_MM))


def area_of(alpha: NDArray[np.float64]) -> float:
    """True area of a place within the window, cm2."""
    return float(alpha[MARGIN:-MARGIN, MARGIN:-MARGIN].sum()) * PITCH_MM**2 / 100


def _hair(count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """[row, column] where a hair of half a millimetre hides the skin."""
    hidden = np.zeros((POINTS, POINTS), dtype=np.bool_)
    for _ in range(count):
        start, turn, length = rng.uniform(0, POINTS, 2), rng.uniform(0, np.pi), rng.uniform(15, 50)
        along = np.linspace(0, length, 2 * int(length))
        row = np.round(start[0] + along * np.sin(turn)).astype(int)
        column = np.round(start[1] + along * np.cos(turn)).astype(int)
        seen = (row >= 0) & (row < POINTS) & (column >= 0) & (column < POINTS)
        hidden[row[seen], column[seen]] = True
    return hidden
