"""Whether a symptom goes with exposure or dose: an association, with how often one would see it by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from speciosa.effect import arms_of, estimate_effect
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.complaint import Complaint
from speciosa.safety.follow_sentences import SEALED, URGENT, relation_says, too_few
from speciosa.safety.fortnights import Comparison, Measure, RecordedDays, compare, holm
from speciosa.safety.measures import amount_before, doses_before, in_blood
from speciosa.values.gaps import NotAssessed

_STREAM = 9  # of the seed: other rooms draw from others


class Relation(StrEnum):
    """What may be said of a symptom and exposure. Never that one causes the other."""

    GOES_WITH_MORE = "goes_with_more"
    NO_CLEAR_RELATION = "no_clear_relation"
    NOT_ENOUGH_DATA = "not_enough_data"
    NOT_LOOKED_AT = "not_looked_at"


@dataclass(frozen=True, slots=True)
class Scores:
    """What the effect machinery says of a symptom that was scored often: a number, and no verdict.

    Parameters
    ----------
    scores : how many. unit: of the numbers.
    grade : what kind of evidence it is.
    mean, interval_95 : of the score on the usual pattern minus on none; None where no number is earned.
    reasons : why not, or what the number leaves open; plain sentences.
    """

    scores: int
    unit: str
    grade: str
    mean: float | None
    interval_95: tuple[float, float] | None
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "scores": self.scores, "unit": self.unit, "grade": self.grade, "mean": self.mean,
            "interval_95": list(self.interval_95) if self.interval_95 else None, "reasons": list(self.reasons),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Follows:
    """One symptom against exposure.

    Parameters
    ----------
    state : what may be said; exposure and dose are asked alike.
    exposure : the comparison with what was in the blood, or with the doses before where there is no curve; None
        where too few episodes can be compared.
    dose : the comparison with the amount of the hours before; None where that says nothing.
    scores : of a symptom that was scored often; else None.
    comparisons : how many were made in the whole record: p-values are corrected for them.
    says : plain sentences, in the order in which they are read.
    not_assessed : what was not looked at, and why.
    """

    state: Relation
    exposure: Comparison | None
    dose: Comparison | None
    scores: Scores | None
    comparisons: int
    says: tuple[str, ...]
    not_assessed: tuple[NotAssessed, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order; what is null has its reason in `not_assessed` or `says`."""
        return {
            "state": self.state.value,
            "exposure": self.exposure.to_json() if self.exposure else None,
            "dose": self.dose.to_json() if self.dose else None,
            "scores": self.scores.to_json() if self.scores else None,
            "comparisons": self.comparisons,
            "says": list(self.says),
            "not_assessed": [each.to_json() for each in self.not_assessed],
        }  # fmt: skip


def follows_of(
    complaints: Sequence[Complaint], diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, *,
    now_s: int, seed: int,
) -> tuple[Follows, ...]:  # fmt: skip
    """Each symptom against exposure and dose, with one correction over all of them.

    Parameters
    ----------
    complaints : as from `complaints_of`.
    now_s : the instant of asking, UTC seconds.
    seed : of the orders that are drawn; each symptom has a stream of its own.
    """
    if arms_of(diary).sealed:
        gap = NotAssessed("side_effect_trial", SEALED)
        return tuple(Follows(Relation.NOT_LOOKED_AT, None, None, None, 0, (SEALED,), (gap,)) for _ in complaints)
    looked = [_compared(each, diary, exposure, knowledge, seed) for each in complaints]
    every = [found for pair in looked for found in pair[:2] if found]
    level = knowledge.choice("safety_follow_level")
    adjusted = {
        id(each): replace(each, p_holm=p, related=p <= level)
        for each, p in zip(every, holm([each.p for each in every]), strict=True)
    }
    fitted = _scored(complaints, diary, exposure, knowledge, now_s=now_s, seed=seed)
    found = []
    for each, (main, dose, gaps) in zip(complaints, looked, strict=True):
        main_p, dose_p = (part and adjusted[id(part)] for part in (main, dose))
        state = _state(each, main_p, dose_p)
        says = relation_says(main_p, dose_p, len(each.onset), len(every), gaps)
        found.append(Follows(state, main_p, dose_p, fitted.get(each.word), len(every), says, gaps))
    return tuple(found)


def _state(complaint: Complaint, main: Comparison | None, dose: Comparison | None) -> Relation:
    if complaint.urgent:
        return Relation.NOT_LOOKED_AT
    if main is None:
        return Relation.NOT_ENOUGH_DATA
    related = main.related or (dose is not None and dose.related)
    return Relation.GOES_WITH_MORE if related else Relation.NO_CLEAR_RELATION


def _compared(
    complaint: Complaint, diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, seed: int
) -> tuple[Comparison | None, Comparison | None, tuple[NotAssessed, ...]]:
    """Against the curve (or the doses), against the amount, and what could not be looked at."""
    if complaint.urgent:
        return None, None, (NotAssessed("side_effect_urgent", URGENT),)
    doses = diary.kratom_doses(knowledge)
    if not len(doses):
        why = "There are no doses of kratom in this record to hold this against."
        return None, None, (NotAssessed("side_effect_doses", why),)
    days = RecordedDays.of(diary.logged, knowledge)
    onsets = complaint.present.take(complaint.onset)
    # a stream for each symptom: what else was written down changes nothing about this one
    rng = np.random.default_rng([seed, _STREAM, *complaint.word.encode()])

    def against(measure: tuple[str, Measure]) -> Comparison | None:
        return compare(measure[0], measure[1], onsets, days, knowledge, rng)

    main = against(in_blood(exposure)) if isinstance(exposure, ExposureCurve) else None
    main = main or against(doses_before(diary, knowledge))
    if main is None:
        gap = NotAssessed("side_effect_episodes", too_few(len(onsets), knowledge))
        return None, None, (gap,)
    if isinstance(exposure, NotAssessed):
        return main, None, (NotAssessed("side_effect_dose", exposure.why),)
    amount = amount_before(exposure, knowledge)
    if isinstance(amount, NotAssessed):
        return main, None, (amount,)
    return main, against(amount), ()


def _scored(
    complaints: Sequence[Complaint], diary: Diary, exposure: ExposureCurve | NotAssessed, knowledge: Knowledge, *,
    now_s: int, seed: int,
) -> dict[str, Scores]:  # fmt: skip
    """The effect machinery on the symptoms that were scored most often; each takes a second or so."""
    least, most = knowledge.choice("safety_follow_scores_least"), int(knowledge.choice("safety_follow_fits_most"))
    often = [each for each in complaints if each.scores >= least and not each.urgent]
    often.sort(key=lambda each: (-each.scores, each.word))
    found = {}
    for each in often[:most]:
        effect = estimate_effect(diary, exposure, knowledge, outcome=each.word, now_s=now_s, seed=seed)
        mean = effect.effect.mean if effect.effect else None
        interval = effect.effect.interval(0.95) if effect.effect else None
        found[each.word] = Scores(
            each.scores, effect.unit, effect.evidence_grade.value, mean, interval, effect.reasons
        )  # fmt: skip
    return found
