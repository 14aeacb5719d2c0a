"""The answers as one JSON document: what scripts read, and what is given out."""

from __future__ import annotations

from typing import Any

from speciosa.effect.pooling import pooled_json
from speciosa.study.pooled.answers import StudyAnswers
from speciosa.study.pooled.means import Answered, Less
from speciosa.study.pooled.regression import Line
from speciosa.study.pooled.slopes import Slope
from speciosa.study.pooled.spread import Spread
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

_OF_PEOPLE = ("schema", "n", "n_randomised", "per_person", "rejected", "outcome", "unit", "better")
"""Keys of a pool that are told elsewhere, or that tell of single people."""


def answers_json(answers: StudyAnswers) -> dict[str, Any]:
    """Plain values, for `json_form.dump`; a number that is not there is null, and `not_assessed` says why."""
    return {
        "outcome": answers.outcome.word, "unit": answers.outcome.unit, "better": answers.outcome.better,
        "released": answers.released, "cell_least": answers.limit.cell,
        "people_least": answers.limit.people,
        "flow": answers.flow,
        "grades": {grade.value: count for grade, count in answers.grades},
        "trial_periods": answers.periods and dict(zip(("planned", "done"), answers.periods, strict=True)),
        "effect": _answered(answers.effect, released=answers.released),
        "effect_randomised": _answered(answers.randomised, released=answers.released),
        "one_step_less": _less(answers.less, released=answers.released),
        "dose_levels": [
            {"relative_dose": dose, "interval_joint": each.joint} | (_answered(each, released=answers.released) or {})
            for dose, each in answers.levels
        ],
        "between_people": answers.spread if isinstance(answers.spread, Spread) else None,
        "effect_by_exposure": _slope(answers.trait, "per doubling"),
        "side_effects": [
            {
                "symptom": each.symptom, "n": each.n, "log_rate_per_doubling": _line_mean(each.line), "p": each.p,
                "p_holm": each.p_holm, "goes_with_exposure": each.clear,
            }
            for each in answers.side_effects
        ],
        "skin_by_exposure": _slope(answers.skin, "per 10 g"),
        "not_assessed": answers.not_assessed,
    }  # fmt: skip


def _answered(found: Answered | NotAssessed | None, *, released: bool) -> dict[str, Any] | None:
    if not isinstance(found, Answered):
        return None
    told = {key: each for key, each in pooled_json(found.pooled).items() if key not in _OF_PEOPLE}
    told["says"] = found.says
    own = {} if released else {"per_person": pooled_json(found.pooled)["per_person"]}
    return {"n": found.n} | told | own


def _less(less: Less | NotAssessed, *, released: bool) -> dict[str, Any] | None:
    if not isinstance(less, Less):
        return None
    share = less.share_not_worse
    return (_answered(less.answered, released=released) or {}) | {
        "margin": less.margin, "prob_not_worse": less.prob_not_worse,
        "share_not_worse": {"median": share.median, "interval_95": [share.low, share.high]},
    }  # fmt: skip


def _slope(slope: Slope | NotAssessed, unit: str) -> dict[str, Any] | None:
    if not isinstance(slope, Slope) or slope.line.slope is None:
        return None
    return {"n": slope.n, "slope": _draws(slope.line.slope) | {"for_each": unit}, "diagnostics": _checks(slope.line)}


def _line_mean(line: Line) -> dict[str, Any]:
    return _draws(line.start) | {"between_people": _draws(line.spread), "diagnostics": _checks(line)}


def _draws(draws: Draws) -> dict[str, Any]:
    return {"mean": draws.mean, "sd": draws.sd, "interval_95": draws.interval(0.95)}


def _checks(line: Line) -> dict[str, Any]:
    return {"method": line.method, "k_hat": line.k_hat, "ess": line.ess}
