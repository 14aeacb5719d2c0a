"""What was assigned when: the periods of a trial, as the diary holds them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Diary, Kind
from speciosa.trial import share_of
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

_NONE = frozenset({"off", "no kratom", "placebo"})  # other words for none
_ALONE_D = 14  # of a period that stands alone: the longest that a trial plans


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Periods in the order of time.

    Parameters
    ----------
    start_s, end_s : [period], UTC seconds; a period ends where the next begins, the last one after the
        longest of the others.
    level : [period], share of the usual amount, 1 for ``usual``; NaN where the arm is still sealed.
    masked : [period].
    name : [period], as written.
    """

    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    level: NDArray[np.float64]
    masked: NDArray[np.bool_]
    name: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.start_s)

    def none(self) -> Arms:
        """No period at all: as if nothing had been assigned."""
        nothing = np.empty(0, np.int64)
        return Arms(nothing, nothing, np.empty(0), np.empty(0, bool), ())

    def period_at(self, time_s: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which period each instant lies in, [n]; -1 outside of all."""
        at = np.searchsorted(self.start_s, time_s, side="right") - 1
        if not len(self):
            return at
        inside = (at >= 0) & (time_s < self.end_s[np.maximum(at, 0)])
        return np.where(inside, at, -1)

    def level_at(self, time_s: NDArray[np.int64]) -> NDArray[np.float64]:
        """Assigned share of the usual amount, [n]; NaN where nothing is assigned or the arm is sealed."""
        at = self.period_at(time_s)
        return np.where(at >= 0, self.level[np.maximum(at, 0)] if len(self) else np.nan, np.nan)

    @property
    def sealed(self) -> bool:
        """Whether some arm has not been revealed yet."""
        return bool(np.isnan(self.level).any())

    def changes(self, low: float, high: float) -> int:
        """How often, from one period to the next, the level went from at most `low` to at least `high` or back."""
        side = np.where(self.level >= high, 1, np.where(self.level <= low, -1, 0))
        side = side[side != 0]
        return int((np.diff(side) != 0).sum())


def arms_of(diary: Diary) -> Arms:
    """The assignments that stand in the diary.

    Examples
    --------
    >>> from speciosa.record import Columns
    >>> len(arms_of(Diary(Columns.of([]))))
    0
    """
    rows = diary.entries.of_kind(Kind.ASSIGNMENT)
    names = tuple(rows.name[at] for at in range(len(rows)))
    level = np.array([level_of(each) for each in names], dtype=np.float64)
    masked, start_s = rows.unit.equal("masked"), rows.time_s
    end_s = np.append(start_s[1:], np.int64(0))
    if len(rows):
        longest = int((end_s[:-1] - start_s[:-1]).max()) if len(rows) > 1 else _ALONE_D * DAY_S
        end_s[-1] = start_s[-1] + longest
    kept = masked | np.isfinite(level)  # an open period under another word is none: nobody can say what it means
    if len(rows) > 1 and masked[:-1].all() and not masked[-1]:
        kept[-1] = False  # the open row behind a masked trial is how it ends
    chosen = tuple(name for name, keep in zip(names, kept.tolist(), strict=True) if keep)
    return Arms(start_s[kept], end_s[kept], level[kept], masked[kept], chosen)


def level_of(arm: str) -> float:
    """Share of the usual amount that an arm's name means; NaN for a sealed code.

    Examples
    --------
    >>> level_of("usual"), level_of("-25%"), level_of("none"), math.isnan(level_of("K7"))
    (1.0, 0.75, 0.0, True)
    """
    word = " ".join(arm.lower().replace("\u2212", "-").replace("\u2013", "-").replace("%", " %").split())
    word = word.replace(" %", "%").replace("- ", "-")
    try:
        return 0.0 if word in _NONE else share_of(word)
    except EntryError:
        return math.nan
