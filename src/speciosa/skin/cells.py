"""The window smoothed to cells, and how its own skin varies: what the rest of a window is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import Colours
from speciosa.skin.measurement import WindowMap

Mask = NDArray[np.bool_]
"""[row, column]."""
Surface = NDArray[np.float64]
"""[row, column], CIELAB units along a direction; NaN where no colour is."""
_FEWEST_POINTS = 400  # of skin, one in 25 of the window: below that it has no rest
_CELL_SDS = 2.5  # cells so far apart hardly share a point
_TRIMS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A window smoothed to cells.

    Parameters
    ----------
    lab : [row, column, 3], float64, CIELAB; NaN where too little skin was near (small gaps such as hairs are closed).
    known : [row, column] where it is a colour.
    pitch_mm, sd_mm : from point to point; width of the smoothing.
    """

    lab: Colours
    known: NDArray[np.bool_]
    pitch_mm: float
    sd_mm: float

    @property
    def area_cm2(self) -> float:
        """How much skin the window shows."""
        return float(self.known.sum()) * self.pitch_mm**2 / 100


def cells_of(window: WindowMap, knowledge: Knowledge) -> Cells | None:
    """The window smoothed to cells of some two millimetres, gaps closed; None where it shows too little skin.

    Weighted mean with a Gaussian; points without skin have no weight.
    """
    sd_mm = knowledge.choice("skin_cell_sd_mm")
    points = sd_mm / window.pitch_mm
    skin = np.asarray(np.isfinite(window.lab).all(axis=-1))
    weight = ndimage.gaussian_filter(skin.astype(np.float64), points)
    known = weight > knowledge.choice("skin_cell_least_share")
    if known.sum() < _FEWEST_POINTS or skin.mean() < knowledge.choice("skin_window_least_share"):
        return None
    filled = np.where(skin[..., None], window.lab, 0).astype(np.float64)
    summed = np.stack([ndimage.gaussian_filter(filled[..., each], points) for each in range(3)], axis=-1)
    lab = np.where(known[..., None], summed / np.maximum(weight, 1e-9)[..., None], np.nan)
    return Cells(lab, known, window.pitch_mm, sd_mm)


def texture_of(cells: Cells) -> Colours:
    """[cell, 3] how far each cell's colour is from a smooth surface through the window, one row a cell."""
    step = max(round(_CELL_SDS * cells.sd_mm / cells.pitch_mm), 1)
    thin = np.zeros_like(cells.known)
    thin[step // 2 :: step, step // 2 :: step] = True
    at = thin & cells.known
    return np.stack(
        [(cells.lab[..., each] - plane_through(cells.lab[..., each], cells.known))[at] for each in range(3)], -1
    )


def plane_through(height: Surface, where: Mask, *, level: float = 0.0) -> Surface:
    """The plane through the middle of these points, those far off it left out, over the whole window.

    Parameters
    ----------
    level : how strongly slopes are drawn towards none, so that points to one side say little about the other side.
    """
    y, x = np.indices(height.shape, dtype=np.float64)
    terms = np.stack([np.ones_like(x), x / x.max() - 0.5, y / y.max() - 0.5], axis=-1)
    a, b = terms[where], height[where]
    middle = a.mean(axis=0) * (0, 1, 1)
    a, terms = a - middle, terms - middle
    kept = np.ones(len(b), dtype=np.bool_)
    for _ in range(_TRIMS):
        drawn = np.diag([0, level, level]) * kept.sum()
        slopes = np.linalg.solve(a[kept].T @ a[kept] + drawn, a[kept].T @ b[kept])
        off = np.abs(b - a @ slopes)
        kept = off <= max(3 * float(np.median(off)), 1e-9)
    return np.asarray(terms @ slopes)
