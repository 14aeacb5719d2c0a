"""Where in the window the skin is darker or greyer than the rest of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from speciosa.knowledge import Knowledge
from speciosa.skin.cells import Cells, Mask, Surface, cells_of, plane_through
from speciosa.skin.colour import Colours, delta_e_00
from speciosa.skin.measurement import WindowMap

DARKER = np.array([-1.0, 0.0, 0.0])
"""Direction from which the search starts where none is given."""
_LEAST_REST = 0.1  # of the window: with less there is nothing to compare with
_CORE_MM2 = 4.0
_STEEP, _LEVEL = 0.02, 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Lesion:
    """One or several darker places of a window.

    Parameters
    ----------
    inside : [row, column] where the colour is more than half the way from the rest to the place.
    area_cm2 : of all of them; 0 where there are none.
    delta_e_00 : median CIEDE2000 of the place against the rest of the window. NaN where there is none.
    apart_lab : [3] the place minus the rest, away from the edge; zeros where there is none.
    rest_lab : [3] middle of the rest of the window.
    """

    inside: NDArray[np.bool_]
    area_cm2: float
    delta_e_00: float
    apart_lab: Colours
    rest_lab: Colours


def lesion_of(
    window: WindowMap, texture: Colours, knowledge: Knowledge, *, direction: Colours | None = None
) -> Lesion | None:
    r"""The darker or greyer part of a window, against the rest of it, beyond the person's own noise.

    The rest is a plane fitted to the lighter points (light and skin change smoothly over the window). A place counts
    where it stands out by more than 99 % of the person's own cells do. Its edge lies at half its contrast: a blurred
    edge then takes away on one side what it adds on the other, and what the smoothing takes from a round edge,
    :math:`\pi s^2` a place for a smoothing of standard deviation :math:`s`, is given back. A direction that is not
    given is found: first darker, then from the rest towards the place.

    Parameters
    ----------
    window : one photo's map.
    texture : [cell, 3] the person's own noise, see `texture_of`, of several baseline sessions together.
    direction : [3] unit CIELAB direction in which to look, e.g. that of deep pigment.

    Returns
    -------
    None where the window shows too little skin. A place that fills more than most of the window can't be seen here,
    for want of a rest: see `extent.extent_of`.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> lab = np.full((100, 100, 3), (62.0, 9.0, 16.0), dtype=np.float32)
    >>> lab[30:70, 30:70, 0] -= 5  # 16 mm by 16 mm
    >>> lesion = lesion_of(WindowMap(lab, 0.4), np.zeros((1, 3)), load_knowledge())
    >>> round(lesion.area_cm2, 1)
    2.6
    """
    cells = cells_of(window, knowledge)
    return None if cells is None else lesion_in(cells, texture, knowledge, direction=direction)


def lesion_in(
    cells: Cells, texture: Colours, knowledge: Knowledge, *, direction: Colours | None = None,
    apart: Colours | None = None,
) -> Lesion:  # fmt: skip
    """The same as `lesion_of`, of a window that is smoothed already.

    Parameters
    ----------
    apart : [3] colour of a place minus the rest, where it is known: what is at least half as far from the rest counts.
        For holding a baseline against a later session.
    """
    if apart is not None:
        size = float(np.linalg.norm(apart))
        along = apart / size
        inside, rest = _split(cells, along, size)
    else:
        along = DARKER if direction is None else direction
        inside, rest = _split(cells, along)
        if direction is None and inside.any():
            towards = _middle(cells, inside) - _middle(cells, cells.known & ~inside)
            if towards @ DARKER > 0:
                along = towards / np.linalg.norm(towards)
                inside, rest = _split(cells, along)
    above = cells.lab @ along - rest
    inside = _beyond(inside, above, _limit(texture, along, knowledge), cells, knowledge)
    return _lesion(cells, inside, above, along)


def _lesion(cells: Cells, inside: Mask, above: Surface, along: Colours) -> Lesion:
    rest_lab = _middle(cells, cells.known & ~inside)
    if not inside.any():
        return Lesion(inside, 0.0, float("nan"), np.zeros(3), rest_lab)
    given_back = np.pi * (cells.sd_mm / cells.pitch_mm) ** 2 * _whole_places(inside, cells.known)
    return Lesion(
        inside=inside,
        area_cm2=float(inside.sum() + given_back) * cells.pitch_mm**2 / 100,
        delta_e_00=float(np.median(delta_e_00(cells.lab[inside], rest_lab))),
        apart_lab=_contrast(cells, above, inside) * along,
        rest_lab=rest_lab,
    )


def _split(cells: Cells, along: Colours, contrast: float | None = None) -> tuple[Mask, Surface]:
    """The window in two along a direction: where the place may be, and the height of the rest as a surface.

    Two starts, a level rest and a sloping one, on every second point; the one that explains the window better is
    finished on all of them.
    """
    rough = Cells(cells.lab[::2, ::2], cells.known[::2, ::2], 2 * cells.pitch_mm, cells.sd_mm)
    height = rough.lab @ along
    level = np.full_like(height, np.nanmedian(height))
    starts = (level, plane_through(height, rough.known))
    found = [_settled(rough, height, start, contrast, _edge(rough, height - start, contrast)) for start in starts]
    inside, rest = min(found, key=lambda each: _misfit(rough, height, *each))
    if not inside.any():
        return np.zeros_like(cells.known), _widened(rest, cells.known.shape)
    edge = (contrast or _contrast(rough, height - rest, inside)) / 2
    return _settled(cells, cells.lab @ along, _widened(rest, cells.known.shape), contrast, edge, rounds=2)


def _settled(
    cells: Cells, height: Surface, rest: Surface, contrast: float | None, edge: float, rounds: int = 10
) -> tuple[Mask, Surface]:
    """Contrast, unless it is known, and rest in turn, until neither changes."""
    inside = cells.known & (height - rest > edge)
    outside = cells.known & ~inside
    start = rest = rest + (np.median((height - rest)[outside]) if outside.any() else 0.0)
    for _ in range(rounds):
        if not inside.any():
            break
        step = contrast or _contrast(cells, height - rest, inside)
        low = cells.known & (height - rest < step / 4)
        far = low & (ndimage.distance_transform_edt(~inside) * cells.pitch_mm > 2 * cells.sd_mm)
        if low.sum() < cells.known.sum() * _LEAST_REST:
            break
        rest = start + plane_through(height - start, far if far.sum() > low.sum() / 2 else low, level=_LEVEL)
        now = cells.known & (height - rest > step / 2)
        if (now == inside).all():
            break
        inside = now
    return inside, rest


def _edge(cells: Cells, above: Surface, contrast: float | None) -> float:
    return _two_groups(above[cells.known]) if contrast is None else contrast / 2


def _widened(rest: Surface, shape: tuple[int, ...]) -> Surface:
    """A plane on every second point, on all points."""
    y, x = np.indices(shape) / 2
    return np.asarray(rest[0, 0] + x * (rest[0, 1] - rest[0, 0]) + y * (rest[1, 0] - rest[0, 0]))


def _contrast(cells: Cells, above: Surface, inside: Mask) -> float:
    """Height of the place over the rest: its middle away from the edge, or its upper part where it is all edge."""
    core = ndimage.distance_transform_edt(inside) * cells.pitch_mm > 2 * cells.sd_mm
    if core.sum() * cells.pitch_mm**2 >= _CORE_MM2:
        return float(np.median(above[core]))
    return float(np.quantile(above[inside], 0.9))


def _misfit(cells: Cells, height: Surface, inside: Mask, rest: Surface) -> float:
    """How far the window is from place and rest; the light was levelled by the card, so a steep rest counts as far."""
    above = (height - rest)[cells.known]
    step = _contrast(cells, height - rest, inside) if inside.any() else 0.0
    return float(np.sqrt(np.mean((above - step * inside[cells.known]) ** 2)) + _STEEP * np.ptp(rest))


def _beyond(inside: Mask, above: Surface, limit: float, cells: Cells, knowledge: Knowledge) -> Mask:
    """Those places that stand out by more than the limit, and over enough points."""
    places, count = ndimage.label(inside)
    beyond = inside & (np.nan_to_num(above) > limit)
    held = np.bincount(places[beyond], minlength=count + 1) * cells.pitch_mm**2 / 100
    kept = held >= knowledge.choice("skin_lesion_least_cm2")
    for number in np.flatnonzero(kept[1:]) + 1:
        kept[number] = float(np.median(above[places == number])) > limit
    kept[0] = False
    return np.asarray(kept[places], dtype=np.bool_)


def _limit(texture: Colours, along: Colours, knowledge: Knowledge) -> float:
    """What one in a hundred of the person's own cells goes beyond, and never less than what can be seen."""
    heights = texture @ along
    spread = 1.4826 * float(np.median(np.abs(heights - np.median(heights))))  # of a bell curve with that middle half
    return max(knowledge.choice("skin_cell_limit_sd") * spread, knowledge.choice("skin_edge_visible"))


def _whole_places(inside: Mask, known: Mask) -> int:
    """Places minus their holes, without those that the window cuts: only a whole edge bends once around."""
    places, count = ndimage.label(inside)
    outer = ndimage.binary_dilation(~known, border_value=1)
    holes = ndimage.label(~inside)[1] - 1
    return int(count - np.count_nonzero(np.unique(places[outer])) - max(holes, 0))


def _middle(cells: Cells, where: Mask) -> Colours:
    return np.asarray(np.median(cells.lab[where], axis=0))


def _two_groups(heights: NDArray[np.float64]) -> float:
    """The height that divides them so that the two groups differ most (Otsu 1979)."""
    ordered = np.sort(heights)
    below = np.arange(1, len(ordered))
    summed = np.cumsum(ordered)[:-1]
    gap = summed / below - (ordered.sum() - summed) / (len(ordered) - below)
    best = int(np.argmax(below * (len(ordered) - below) * gap**2))
    return float(ordered[best])
