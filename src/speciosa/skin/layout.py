"""Which session is what: the baseline, the overlap after another set-up, and the points of the chart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The part that each session has in the chart. All of it is linear in the sessions' scores.

    Parameters
    ----------
    time_s : [session], UTC seconds, ascending.
    baseline, overlap, charted : [session]; a session that is none of them was too short with its set-up.
    align : [session, session]; ``align @ score`` is counted from the baseline and, after another set-up, set level
        with the last sessions before it.
    average : [session, session]; ``average @ score`` is the moving average of the charted ones.
    """

    time_s: NDArray[np.int64]
    baseline: Mask
    overlap: Mask
    charted: Mask
    align: Array
    average: Array

    @property
    def restarts(self) -> int:
        """How often the chart was set level anew."""
        return int((np.diff(self.overlap.astype(int), prepend=0) == 1).sum())


def layout_of(time_s: NDArray[np.int64], setups: Sequence[Hashable], knowledge: Knowledge) -> Layout | None:
    """The layout of a course.

    The baseline are the first sessions with one set-up: those of six weeks, at least 4 and at most 8. After another
    set-up (card, phone, lamp) four sessions say by how much it reads otherwise: their mean is set level with the mean
    of the four before it, so a change that was there stays, and one that falls into these weeks is not seen.

    Parameters
    ----------
    time_s : [session], ascending.
    setups : [session], equal where card, phone and lamp are the same.

    Returns
    -------
    None where no set-up has enough sessions for a baseline.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> weekly = np.arange(16) * 7 * DAY_S
    >>> found = layout_of(weekly, ["old"] * 10 + ["new"] * 6, load_knowledge())
    >>> found.baseline.sum(), found.overlap.nonzero()[0].tolist(), found.charted.nonzero()[0].tolist()
    (np.int64(7), [10, 11, 12, 13], [7, 8, 9, 14, 15])
    """
    runs = _runs(setups)
    least = int(knowledge.choice("skin_baseline_least"))
    first = next((at for at, (start, end) in enumerate(runs) if end - start >= least), None)
    if first is None:
        return None
    start, end = runs[first]
    in_time = int((time_s[start:end] - time_s[start] <= DAY_S * knowledge.choice("skin_baseline_d")).sum())
    size = min(max(in_time, least), int(knowledge.choice("skin_baseline_target")))
    return laid_out(time_s, runs[first:], size, knowledge)


def laid_out(time_s: NDArray[np.int64], runs: Sequence[tuple[int, int]], size: int, knowledge: Knowledge) -> Layout:
    """The layout with a baseline of so many sessions.

    Parameters
    ----------
    runs : first session, and one past the last, of each stretch with one set-up; the baseline begins the first.
    """
    count, overlap_n = len(time_s), int(knowledge.choice("skin_overlap_sessions"))
    baseline, overlap, charted = (np.zeros(count, dtype=bool) for _ in range(3))
    start, end = runs[0]
    baseline[start : start + size] = True
    charted[start + size : end] = True
    align = np.eye(count) - baseline / size
    for begin, stop in runs[1:]:
        if stop - begin < overlap_n:
            continue
        before = np.flatnonzero(baseline | charted | overlap)[-overlap_n:]
        overlap[begin : begin + overlap_n] = True
        charted[begin + overlap_n : stop] = True
        align[begin:stop] += align[before].mean(axis=0) - align[begin : begin + overlap_n].mean(axis=0)
    average = _average(align, charted, knowledge.choice("skin_ewma_weight"))
    return Layout(time_s, baseline, overlap, charted, align, average)


def _runs(setups: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Stretches of equal set-ups: first, and one past the last."""
    edges = [0, *(at for at in range(1, len(setups)) if setups[at] != setups[at - 1]), len(setups)]
    return list(pairwise(edges))


def _average(align: Array, charted: Mask, weight: float) -> Array:
    """EWMA of the charted rows, begun at the baseline's level; the other rows are zero."""
    average, now = np.zeros_like(align), np.zeros(len(align))
    for at in np.flatnonzero(charted):
        now = (1 - weight) * now + weight * align[at]
        average[at] = now
    return average
