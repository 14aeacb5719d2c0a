"""What a person deciding today needs: five differences and no more than the record can answer."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.records import DAY_S, FIRST_S, asked, record

from speciosa.effect import EffectPosterior
from speciosa.effect.contrasts import SAYS, unanswered
from speciosa.effect.posterior import Contrast, Grade
from speciosa.knowledge import Knowledge
from speciosa.record import Kind


def first_on(day: int) -> bool:
    """Daily for six weeks, then never again."""
    return day < 42


@pytest.fixture(scope="module")
def stopped(knowledge: Knowledge) -> EffectPosterior:
    return asked(record(84, taken_on=first_on, seed=5), knowledge)


def named(answer: EffectPosterior, name: str) -> Contrast:
    return next(each for each in answer.contrasts if each.name == name)


def mean(answer: EffectPosterior, name: str) -> float:
    found = named(answer, name)
    assert found.difference is not None, found.why_null
    return float(found.difference.mean)


def test_all_five_stand_in_the_same_order_with_their_sentence(stopped: EffectPosterior) -> None:
    assert [each.name for each in stopped.contrasts] == list(SAYS)
    assert [each.says for each in stopped.contrasts] == list(SAYS.values())


def test_six_weeks_after_stopping_three_of_them_have_an_answer(stopped: EffectPosterior) -> None:
    for name in ("settled", "stopping_days_1_14", "stopping_days_15_60"):
        assert named(stopped, name).difference is not None, named(stopped, name).why_null
    assert named(stopped, "one_step_less").why_null


def test_somebody_whom_it_helped_is_worse_after_stopping(stopped: EffectPosterior) -> None:
    assert mean(stopped, "settled") < 0
    assert mean(stopped, "stopping_days_1_14") > 0
    assert mean(stopped, "stopping_days_15_60") > 0


def test_long_after_stopping_is_the_opposite_of_settled_use(stopped: EffectPosterior) -> None:
    assert mean(stopped, "stopping_days_15_60") == pytest.approx(-mean(stopped, "settled"), abs=0.8)


def test_one_step_less_says_how_likely_it_does_as_well(knowledge: Knowledge) -> None:
    def not_every_third_week(day: int) -> bool:
        return day // 7 % 3 != 2

    entries = [
        each._replace(value=2.0) if each.kind is Kind.DOSE and (each.time_s - FIRST_S) // DAY_S // 7 % 3 == 1 else each
        for each in record(63, taken_on=not_every_third_week)
    ]
    found = named(asked(entries, knowledge), "one_step_less")
    assert found.difference is not None, found.why_null
    assert found.prob_not_worse is not None
    assert 0.0 <= found.prob_not_worse <= 1.0
    assert found.margin == pytest.approx(0.5)
    # usual minus less: above -0.5 where less is worse by less than the margin
    assert found.prob_not_worse == pytest.approx(float((found.difference.values > -0.5).mean()), abs=1e-12)
    assert np.isfinite(found.difference.values).all()


def test_unanswered_contrasts_say_why_and_have_no_number() -> None:
    found = unanswered("Because.", Grade.OBSERVATIONAL)
    assert {(each.difference, each.prob_not_worse, each.why_null) for each in found} == {(None, None, "Because.")}
