"""One record as it is screened: everything that a rule may look at."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar, cast

import numpy as np

from speciosa.effect import EffectPosterior
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.safety.listed import Listed, listed_of
from speciosa.skin import SkinSeries
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_Found = TypeVar("_Found")
_TOLD_AS = (Kind.SYMPTOM, Kind.RATING, Kind.EVENT)


@dataclass(frozen=True, eq=False)
class Case:
    """A record with all that was worked out of it.

    Parameters
    ----------
    diary : as known at `now_s`, the instant of asking, UTC seconds.
    exposure, effect, skin : what the rooms before found, or why they found nothing.
    kept : what was worked out of it already, by the function that did; see `once_a_case`.
    """

    diary: Diary
    exposure: ExposureCurve | NotAssessed
    effect: EffectPosterior
    skin: SkinSeries | NotAssessed
    knowledge: Knowledge
    now_s: int
    kept: dict[Callable[..., Any], object] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def end_s(self) -> int:
        """The last entry, UTC seconds: days are counted back from here, since nobody knows what came after."""
        times = self.diary.entries.time_s
        return int(times[-1]) if len(times) else self.now_s

    @cached_property
    def told(self) -> Columns:
        """Symptoms, scores and events: whatever may tell of a sign."""
        entries = self.diary.entries
        kinds = [list(Kind).index(each) for each in _TOLD_AS]
        return entries.take(np.isin(entries.kind, kinds))

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """What else the person takes or took."""
        return listed_of(self.diary, self.knowledge, end_s=self.end_s)

    @cached_property
    def kratom(self) -> Columns:
        """The doses of kratom and of 7-OH products that were taken: none of zero, none without an answer."""
        doses = self.diary.kratom_doses(self.knowledge)
        return doses.take((doses.answer != Answer.DECLINED) & ~(doses.value == 0))

    def present(self, words: Collection[str]) -> Columns:
        """Entries that say that one of these signs was there, under any of its spellings."""
        rows = self._named(words)
        return rows.take((rows.answer != Answer.DECLINED) & ~(rows.value == 0))

    def denied(self, words: Collection[str]) -> Columns:
        """Entries that say that one of these signs was not there."""
        rows = self._named(words)
        return rows.take(rows.value == 0)

    def days_before_end(self, time_s: int) -> float:
        """How many days before the record's last entry something was."""
        return (self.end_s - time_s) / DAY_S

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """What each word of the vocabulary of `told` means, under any of its spellings."""
        return tuple(self.knowledge.outcome(each).word for each in self.told.name.vocabulary)

    def _named(self, words: Collection[str]) -> Columns:
        rows = self.told
        meant = np.array([each in words for each in self._words], dtype=bool)
        return rows.take(meant[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool))


def once_a_case(work: Callable[[Case], _Found]) -> Callable[[Case], _Found]:
    """The same function of a case, worked out at the first call and kept with the case: many rules ask for it."""

    @wraps(work)
    def kept(case: Case) -> _Found:
        if work not in case.kept:
            case.kept[work] = work(case)
        return cast("_Found", case.kept[work])

    return kept
