"""What the camera made of the card: its patches and its white paper, in the photo's own code values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.card import Card, PatchKind, Polygon
from speciosa.skin.colour import linear_of
from speciosa.skin.rectify import StraightCard

DECODED = linear_of(np.arange(256) / 255)
"""[256] what a code value would mean if the camera did nothing to it."""

_MARGIN_MM = 1.6  # of a patch: blur and print edges stay out
_WHITE, _BLACK = 253, 2


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Places of one kind on the card, as the camera saw them.

    Parameters
    ----------
    names : [place].
    at_mm : [place, 2], their middles from the card's upper left corner.
    light : [place, 3], the middle of their decoded code values, 0-1.
    white, black : [place], share of pixels at either end of the scale, in the worst channel.
    """

    names: tuple[str, ...]
    at_mm: NDArray[np.float64]
    light: NDArray[np.float64]
    white: NDArray[np.float64]
    black: NDArray[np.float64]


def patches_seen(straight: StraightCard, card: Card) -> Seen:
    """The printed patches, in the card's order."""
    return _seen(straight, [(each.name, each.polygon_mm) for each in card.patches], _MARGIN_MM)


def paper_seen(straight: StraightCard, card: Card) -> Seen:
    """Bare paper all over the card: the frame's four sides and corners, and beside the markers."""
    return _seen(straight, [("white", each) for each in _paper_cells(card)], 0.0)


def grey_patches(card: Card) -> NDArray[np.bool_]:
    """[patch] the grey ramp."""
    return np.array([each.kind is PatchKind.GREY for each in card.patches])


def plain_patches(card: Card) -> NDArray[np.bool_]:
    """[patch] greys and skin colours: those that a camera can hold without clipping a channel."""
    return np.array([each.kind is not PatchKind.COLOUR for each in card.patches])


def _seen(straight: StraightCard, places: list[tuple[str, Polygon]], margin_mm: float) -> Seen:
    pixels = [straight.inside(polygon, margin_mm).reshape(-1, 3) for _, polygon in places]
    decoded = [np.sort(DECODED[each], axis=0) for each in pixels]
    return Seen(
        names=tuple(name for name, _ in places),
        at_mm=np.array([polygon.mean(axis=0) for _, polygon in places]) - straight.origin_mm,
        light=np.array([_trimmed(each) for each in decoded]),
        white=np.array([(each >= _WHITE).mean(axis=0).max() for each in pixels]),
        black=np.array([(each <= _BLACK).mean(axis=0).max() for each in pixels]),
    )


def _trimmed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """[3] the mean of the middle three fifths of sorted values: dust and dots of ink stay out."""
    cut = len(values) // 5
    return np.asarray(values[cut : len(values) - cut].mean(axis=0))


def _paper_cells(card: Card) -> list[Polygon]:
    """Rectangles of bare paper."""
    low, high = card.frame_mm.min(axis=0), card.frame_mm.max(axis=0)
    inner_low, inner_high = card.window_mm.min(axis=0), card.window_mm.max(axis=0)
    gap = 1.5
    cells = []
    for axis in (0, 1):  # frame: five cells a side, its corners with the first and last
        edges = np.linspace(low[axis] + gap, high[axis] - gap, 6)
        strips = (low[1 - axis], inner_low[1 - axis]), (inner_high[1 - axis], high[1 - axis])
        for near, far in ((start + gap, stop - gap) for start, stop in strips):
            for start, stop in pairwise(edges):
                corners = [(start, near), (stop, near), (stop, far), (start, far)]
                cells.append(np.array(corners if axis == 0 else [each[::-1] for each in corners]))
    return cells + _beside_markers(card)


def _beside_markers(card: Card) -> list[Polygon]:
    """The strips between a marker and the patches, on both of its inner sides."""
    middle = card.square_mm.mean(axis=0)
    cells = []
    for marker in card.markers:
        low, high = marker.polygon_mm.min(axis=0), marker.polygon_mm.max(axis=0)
        for axis in (0, 1):
            inward = high[axis] < middle[axis]
            near, far = (high[axis] + 1.2, high[axis] + 3.8) if inward else (low[axis] - 3.8, low[axis] - 1.2)
            outer = high[1 - axis] < middle[1 - axis]  # the strip stays clear of the square between two strips
            start, stop = low[1 - axis] + (1 if outer else 5), high[1 - axis] - (5 if outer else 1)
            corners = [(near, start), (far, start), (far, stop), (near, stop)]
            cells.append(np.array(corners if axis == 0 else [each[::-1] for each in corners]))
    return cells
