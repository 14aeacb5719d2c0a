"""A person's bad hours held against the same hour of their other days: the self-controlled comparison."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Columns
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
Measure = Callable[[NDArray[np.int64]], Array]
"""How much there was at some instants, [n] UTC seconds to [n]; NaN where nobody knows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a symptom's episodes have of one measure, beside the same hour of other days.

    Parameters
    ----------
    measure : ``mitragynine``, ``7-hydroxymitragynine``, ``doses`` or ``amount``.
    episodes : how many could be compared.
    higher : of them, those with more than the middle of the other days at that hour.
    mean_rank : mean place among those days, 0 to 1; 0.5 is as usual.
    p : share of the orders that look at least as much like "more" as the record does.
    orders : how many were looked at. exact: all there are, not a sample.
    p_holm : the same after Holm's correction over every comparison of the record.
    related : whether that is low enough to say that the two go together.
    """

    measure: str
    episodes: int
    higher: int
    mean_rank: float
    p: float
    orders: int
    exact: bool
    p_holm: float = math.nan
    related: bool = False

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "measure": self.measure, "episodes": self.episodes, "higher": self.higher, "mean_rank": self.mean_rank,
            "p": self.p, "p_holm": self.p_holm, "related": self.related, "orders": self.orders, "exact": self.exact,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class RecordedDays:
    """The days on which something was written down, in stretches of a fortnight.

    Parameters
    ----------
    day : [day], local days since 1970, ascending.
    offset_min : [day], local time minus UTC on each.
    first_s, last_s : first and last entry; outside of them nobody knows.
    length_d : of a stretch, counted from the first day.
    """

    day: NDArray[np.int64]
    offset_min: NDArray[np.int64]
    first_s: int
    last_s: int
    length_d: int

    @classmethod
    def of(cls, logged: Columns, knowledge: Knowledge) -> RecordedDays:
        """The calendar of these entries; at least one."""
        day, first = np.unique(logged.day(), return_index=True)
        length_d = int(knowledge.choice("safety_follow_fortnight_d"))
        offset_min = logged.offset_min[first].astype(np.int64)
        return cls(day, offset_min, int(logged.time_s[0]), int(logged.time_s[-1]), length_d)

    @property
    def stretch(self) -> NDArray[np.int64]:
        """[day], which stretch each lies in."""
        found: NDArray[np.int64] = (self.day - self.day[0]) // self.length_d
        return found

    def instants(self, at: NDArray[np.intp], clock_s: NDArray[np.int64]) -> NDArray[np.int64]:
        """UTC seconds of these local times on these days, [clock, day]."""
        found: NDArray[np.int64] = self.day[at] * DAY_S - self.offset_min[at] * 60 + clock_s[:, None]
        return found


def compare(
    name: str, measure: Measure, onsets: Columns, calendar: RecordedDays, knowledge: Knowledge, rng: np.random.Generator
) -> Comparison | None:
    """Whether there was more of something at the onsets than at the same clock time on other recorded days.

    statistic = mean over episodes of the rank of the onset's value among the days of its fortnight, all at the
    onset's clock time (ties: middle rank). p: the pattern of onsets of each fortnight is moved along its recorded
    days, round and round, every fortnight by itself; share of such orders with at least that statistic. Moving the
    pattern as a whole keeps apart what is apart: neither a bout of bad days nor a run of high ones counts twice.
    Fixed fortnights and not days around each episode, since those bias the comparison (janes2005).

    Parameters
    ----------
    name : of the measure.
    onsets : one entry an episode, in the order of time.
    rng : used where there are too many orders to look at all.

    Returns
    -------
    None where too few episodes can be compared.

    Valid when: within a fortnight, and at one hour of the day, an episode would be as likely on any day if there
    were no relation. Whatever makes both a dose and an episode likely on the same day breaks that.
    """
    tables = _tables(measure, onsets, calendar, int(knowledge.choice("safety_follow_days_least")))
    episodes = sum(len(position) for _, position in tables)
    if episodes < knowledge.choice("safety_follow_episodes_least"):
        return None
    shifts, higher = [], 0
    for values, position in tables:
        ranks, days = _ranks(values), values.shape[1]
        row = np.arange(len(position))
        moved = (position[:, None] + np.arange(days)) % days
        shifts.append(ranks[row[:, None], moved].sum(axis=0))
        others = values[np.arange(days) != position[:, None]].reshape(len(position), days - 1)
        higher += int((values[row, position] > np.median(others, axis=1)).sum())
    seen = sum(float(each[0]) for each in shifts)
    found, exact = _orders(shifts, knowledge, rng)
    beyond = int((found >= seen - 1e-9).sum())
    p = beyond / len(found) if exact else (beyond + 1) / (len(found) + 1)
    return Comparison(name, episodes, higher, seen / episodes, p, len(found), exact)


def holm(p: list[float]) -> list[float]:
    """P-values so corrected that calling those up to 5 % a finding is wrong in any of them 5 % of the time.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    found, highest = [0.0] * len(p), 0.0
    for rank, at in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        highest = max(highest, min(1.0, (len(p) - rank) * p[at]))
        found[at] = highest
    return found


def _tables(
    measure: Measure, onsets: Columns, calendar: RecordedDays, days_least: int
) -> list[tuple[Array, NDArray[np.intp]]]:
    """For each fortnight with episodes: the measure, [episode, day], and on which of those days each began."""
    day, clock_s = onsets.day(), (onsets.time_s + onsets.offset_min.astype(np.int64) * 60) % DAY_S
    place = np.searchsorted(calendar.day, day)
    stretch = calendar.stretch
    of_onset = stretch[place]
    blocks = []
    for each in np.unique(of_onset).tolist():
        of_days, of_onsets = np.flatnonzero(stretch == each), np.flatnonzero(of_onset == each)
        blocks.append((calendar.instants(of_days, clock_s[of_onsets]), place[of_onsets] - of_days[0]))
    # asked once for all: a curve of years is slow to ask for each fortnight
    measured = measure(np.concatenate([instants.ravel() for instants, _ in blocks]))
    found, begin = [], 0
    for instants, position in blocks:
        values = measured[begin : begin + instants.size].reshape(instants.shape)
        begin += instants.size
        outside = (instants < calendar.first_s) | (instants > calendar.last_s)
        known: NDArray[np.bool_] = np.logical_and.reduce(np.isfinite(values) & ~outside, axis=0)
        kept = known[position]
        if known.sum() >= days_least and kept.any():
            moved = np.cumsum(known) - 1
            found.append((values[kept][:, known], moved[position[kept]].astype(np.intp)))
    return found


def _ranks(values: Array) -> Array:
    """Middle ranks of each row as shares of its length, mean 0.5."""
    below = (values[:, None, :] < values[:, :, None]).sum(axis=2)
    same = (values[:, None, :] == values[:, :, None]).sum(axis=2)
    ranks: Array = (below + same / 2) / values.shape[1]
    return ranks


def _orders(shifts: list[Array], knowledge: Knowledge, rng: np.random.Generator) -> tuple[Array, bool]:
    """The statistic's sum over all orders, or over drawn ones, and which of both."""
    if math.prod(len(each) for each in shifts) <= knowledge.choice("safety_follow_orders_exact"):
        total = np.zeros(1)
        for each in shifts:
            total = np.add.outer(total, each).ravel()
        return total, True
    draws = int(knowledge.choice("safety_follow_orders"))
    total = np.zeros(draws)
    for each in shifts:
        total += each[rng.integers(len(each), size=draws)]
    return total, False
