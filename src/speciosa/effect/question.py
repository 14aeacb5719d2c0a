"""One question put to a record: what was rated, what was taken, and what is known of the exposure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.arms import Arms
from speciosa.effect.evidence import Evidence
from speciosa.effect.exposed import Source
from speciosa.effect.outcome import Ratings
from speciosa.effect.usual import Taken, UsualPattern
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is asked of a record.

    Parameters
    ----------
    diary : as known at `now_s`.
    of : what the effect is of.
    primary : whether `ratings` are the outcome that was chosen beforehand.
    ratings : where the exposure is known.
    taken, pattern, source : what was taken, on a usual day, and what it left.
    arms, evidence : what was assigned, and what the record can answer.
    horizon_d : days of the estimand.
    wears_off : whether tolerance is part of the model.
    dose_unit : ``g``, an activity's unit, or empty where there is no dose.
    dose : [dose], single amounts in that unit; NaN where not known.
    margin : by how much one step less may be worse and still count as doing as well, points.
    gaps : what this question leaves out.
    """

    diary: Diary
    of: str
    primary: bool
    ratings: Ratings
    taken: Taken
    pattern: UsualPattern
    source: Source
    arms: Arms
    evidence: Evidence
    horizon_d: int
    wears_off: bool
    dose_unit: str
    dose: NDArray[np.float64]
    now_s: int
    margin: float
    gaps: tuple[NotAssessed, ...] = ()

    @property
    def first_s(self) -> int:
        """Start of the record, UTC seconds."""
        return int(min(self.ratings.time_s[0], self.taken.time_s[0]))

    def of_ratings(self, chosen: NDArray[np.bool_]) -> Question:
        """The same question to some of the ratings."""
        return replace(self, ratings=self.ratings.take(chosen))

    @property
    def in_trial(self) -> NDArray[np.bool_]:
        """[rating], under an assignment."""
        return self.arms.period_at(self.ratings.time_s) >= 0


def too_little(ratings: Ratings, taken: Taken, knowledge: Knowledge) -> tuple[str, ...]:
    """Why there is too little for any number, in plain sentences; empty where there may be enough."""
    word = ratings.label.lower()
    if not len(ratings):
        return (f"There are no scores of {word} in this record, so there is nothing to compare.",)
    if not len(taken.time_s):
        return ("There are no doses in this record, so nobody can say what a dose does.",)
    if len(taken.time_s) == 1:
        return ("There is one dose in this record. One dose cannot be told from chance.",)
    found = []
    days_least, least = knowledge.choice("effect_fewest_days"), knowledge.choice("effect_fewest_ratings")
    days = int((ratings.time_s[-1] - ratings.time_s[0]) // DAY_S) + 1
    if days < days_least:
        found.append(
            f"You have {days} {'day' if days == 1 else 'days'}; about {days_least:g}, with a score before each dose, "
            "would be a start."
        )
    if len(ratings) < least:
        are = "is 1 score" if len(ratings) == 1 else f"are {len(ratings)} scores"
        found.append(f"There {are} of {word} that can be used; about {least:g} would be a start.")
    if len(ratings) >= 2 and np.ptp(ratings.value) == 0:
        found.append(f"All scores of {word} are the same, so nothing that changes can be seen in them.")
    return tuple(found)
