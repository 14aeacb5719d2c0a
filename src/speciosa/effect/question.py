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

RUN_UP_D = 60
"""Six half-times of tolerance at its middle: what was taken before leaves nothing that matters."""


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
    run_in_until_s : until when the level is left free: some days after the record began, UTC seconds.
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
    run_in_until_s: int
    gaps: tuple[NotAssessed, ...] = ()

    @property
    def first_s(self) -> int:
        """From when on the exposure is followed, UTC seconds: the first dose, or some weeks before the first rating."""
        first = int(self.ratings.time_s[0])
        return max(min(first, int(self.taken.time_s[0])), first - RUN_UP_D * DAY_S)

    def of_ratings(self, chosen: NDArray[np.bool_]) -> Question:
        """The same question to some of the ratings."""
        return replace(self, ratings=self.ratings.take(chosen))

    @property
    def in_trial(self) -> NDArray[np.bool_]:
        """[rating], under an assignment."""
        return self.arms.period_at(self.ratings.time_s) >= 0


def run_in_until(ratings: Ratings, knowledge: Knowledge) -> int:
    """The end of the first days of a record, UTC seconds: keeping score changes pain, and people begin on bad days."""
    return int(ratings.time_s[0] + knowledge.choice("effect_run_in_d") * DAY_S)


def of_late(ratings: Ratings, knowledge: Knowledge) -> tuple[Ratings, tuple[NotAssessed, ...]]:
    """The ratings of the last years, and a word about those before: nobody's pain is one process for longer."""
    days = knowledge.choice("effect_window_d")
    late = ratings.time_s > ratings.time_s[-1] - int(days * DAY_S)
    if late.all():
        return ratings, ()
    why = f"Scores from before the last {days:g} days were not used for whether it helps."
    return ratings.take(late), (NotAssessed("effect_older", why),)


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
    most = knowledge.choice("effect_ends_most")
    if len(ratings) >= 2 and max(ratings.at_an_end) > most:
        found.append(
            f"More than {most:.0%} of the scores of {word} lie at one end of the scale: what is beyond is hidden."
        )
    return tuple(found)
