"""How sharp a photo is, in millimetres on the card: by the edges of its markers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.card import Card
from speciosa.skin.rectify import StraightCard

_REACH_MM = 1.8  # to either side of an edge: less than one square of a marker, less than the white around it
_PIECE_MM = 1.5  # edges are looked at in short pieces, so that a slight turn does not look like blur


def blur_mm(straight: StraightCard, card: Card) -> float:
    """Spread (standard deviation) of the markers' edges, mm: the worse of the two directions.

    A photo that shook is blurred along one direction only.
    """
    across: dict[int, list[float]] = {0: [], 1: []}
    for marker in card.markers:
        low, high = marker.polygon_mm.min(axis=0), marker.polygon_mm.max(axis=0)
        for axis in (0, 1):
            for edge in (low[axis], high[axis]):
                across[axis] += _spreads(straight, axis, edge, low[1 - axis] + 1, high[1 - axis] - 1)
    return float(max(np.median(each) for each in across.values()))


def _spreads(straight: StraightCard, axis: int, edge_mm: float, start_mm: float, stop_mm: float) -> list[float]:
    """Each short piece's own spread along one edge; `axis` is the one that crosses it."""
    found = []
    for start in np.arange(start_mm, stop_mm - _PIECE_MM / 2, _PIECE_MM):
        corners = [(edge_mm - _REACH_MM, start), (edge_mm + _REACH_MM, start + _PIECE_MM)]
        box = np.array(corners if axis == 0 else [each[::-1] for each in corners])
        pixels = straight.inside(box, 0.0).astype(np.float64).mean(axis=2)
        profile = pixels.mean(axis=0 if axis == 0 else 1)
        found.append(_spread(profile) / straight.px_per_mm)
    return found


def _spread(profile: NDArray[np.float64]) -> float:
    """Standard deviation of an edge's slope over its place, in pixels; noise far from the edge stays out."""
    slope = np.diff(profile)
    slope = slope * np.sign(slope.sum() or 1.0)
    slope = np.where(slope > 0.08 * slope.max(initial=0.0), slope, 0.0)
    if slope.sum() <= 0:
        return float(len(profile))
    place = np.arange(len(slope))
    middle = (slope * place).sum() / slope.sum()
    return float(np.sqrt((slope * (place - middle) ** 2).sum() / slope.sum()))
