"""From ratings and exposure to an answer."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed


@dataclass(frozen=True, slots=True, eq=False)
class EffectPosterior:
    """What the record says about one outcome.

    Parameters
    ----------
    outcome : the rated word.
    effect : mean outcome over 30 days on the usual pattern minus on none, both started washed out.
    evidence_grade : ``association_only``, ``observational``, ``randomised_open`` or ``randomised_masked``.
    """

    outcome: str
    effect: Draws
    evidence_grade: str


def estimate_effect(
    diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, *, outcome: str, now_s: int, seed: int
) -> EffectPosterior | NotAssessed:
    """The effect on one outcome, or why it cannot be said.

    Parameters
    ----------
    outcome : a rated word, e.g. ``pain``.
    now_s : the instant of asking, UTC seconds.
    seed : of the draws.
    """
    del knowledge, now_s, seed  # there is no model yet that would use them
    ratings = diary.entries.of_kind(Kind.RATING, outcome)
    if not len(ratings):
        return NotAssessed("effect", "There are no scores in this record, so there is nothing to compare.")
    if isinstance(exposure, NotAssessed) and not len(diary.entries.of_kind(Kind.DOSE)):
        return NotAssessed("effect", "There are no doses in this record, so nobody can say what a dose does.")
    return NotAssessed("effect", "This version of speciosa does not yet work out whether it helps you.")
