"""The numbers that a person gave of one outcome, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.values.timeline import local_hour
from speciosa.values.units import score_bounds

_KINDS = (Kind.RATING, Kind.SYMPTOM, Kind.SCALE)
_NRS_POINTS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """One outcome's ratings, in the order of time.

    Parameters
    ----------
    word, label, unit, better : of the outcome; `known` is False where `better` is a guess.
    low, high : ends of the scale, in `unit`.
    time_s, offset_min : [rating].
    entered_s : [rating], when each was written down, UTC seconds.
    value : [rating], in `unit`.
    """

    word: str
    label: str
    unit: str
    better: str
    known: bool
    low: float
    high: float
    time_s: NDArray[np.int64]
    offset_min: NDArray[np.int16]
    entered_s: NDArray[np.int64]
    value: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def per_point(self) -> float:
        """How much of `unit` is one point of a scale from 0 to 10."""
        return (self.high - self.low) / _NRS_POINTS

    @property
    def points(self) -> NDArray[np.float64]:
        """[rating], on a scale from 0 to 10."""
        return (self.value - self.low) / self.per_point

    @property
    def day(self) -> NDArray[np.int64]:
        """[rating], local days since 1970."""
        return (self.time_s + self.offset_min.astype(np.int64) * 60) // 86_400

    @property
    def hour_h(self) -> NDArray[np.float64]:
        """[rating], hours since local midnight."""
        return local_hour(self.time_s, self.offset_min)

    @property
    def at_an_end(self) -> tuple[float, float]:
        """Share of ratings at the lowest and at the highest answer."""
        if not len(self):
            return 0.0, 0.0
        return float((self.value <= self.low).mean()), float((self.value >= self.high).mean())

    def take(self, chosen: NDArray[np.bool_]) -> Ratings:
        """The chosen ratings."""
        return Ratings(
            self.word, self.label, self.unit, self.better, self.known, self.low, self.high, self.time_s[chosen],
            self.offset_min[chosen], self.entered_s[chosen], self.value[chosen],
        )  # fmt: skip


def ratings_of(diary: Diary, knowledge: Knowledge, outcome: str) -> Ratings:
    """The ratings of one outcome; none where nobody rated it.

    A word counts under every spelling that the knowledge tables give it. Where it was rated on
    several scales, the scale with most ratings is taken: they are never mixed.

    Parameters
    ----------
    outcome : a rated word, a symptom or a scale.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> len(ratings_of(Diary(Columns.of([])), load_knowledge(), "pain"))
    0
    """
    asked = knowledge.outcome(outcome)
    found, unit = Columns.of([]), "nrs"
    for kind in _KINDS:
        entries = diary.entries.of_kind(kind)
        codes = [
            code for code in np.unique(entries.name.codes)
            if knowledge.outcome(entries.name.vocabulary[code]).word == asked.word
        ]  # fmt: skip
        entries = entries.take(np.isin(entries.name.codes, codes) & (entries.answer == Answer.GIVEN))
        commonest = _commonest_scale(entries)
        if commonest:
            unit, found = commonest, entries.take(entries.unit.equal(commonest))
            break
    low, high = score_bounds(unit) or (0.0, _NRS_POINTS)
    return Ratings(
        asked.word, asked.label, unit, asked.better.value, asked.known, low, high, found.time_s, found.offset_min,
        found.recorded_s, found.value,
    )  # fmt: skip


def _commonest_scale(entries: Columns) -> str:
    """The unit of most entries among those that are scales, of equally common ones the earliest; empty without any."""
    codes, first, counts = np.unique(entries.unit.codes, return_index=True, return_counts=True)
    ranked = sorted(zip(-counts, first, (entries.unit.vocabulary[code] for code in codes), strict=True))
    return next((word for _, _, word in ranked if score_bounds(word)), "")
