"""From draws to a state, and when that is decided."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.effect.conftest import FittedTrial
from tests.unit.effect.records import asked, record

from speciosa.effect import EffectPosterior, State
from speciosa.effect.fit import coefficients
from speciosa.effect.verdict import looks_of, state_of
from speciosa.knowledge import Knowledge

DAY_S = 86_400
EVEN = (np.arange(4000) + 0.5) / 4000


def test_sure_and_large_enough_helps_and_its_mirror_is_worse(knowledge: Knowledge) -> None:
    helps = 0.2 + 1.6 * EVEN
    assert state_of(helps, knowledge) is State.HELPS
    assert state_of(-helps, knowledge) is State.WORSE


def test_sure_and_too_small_to_notice_is_no_clear_difference(knowledge: Knowledge) -> None:
    assert state_of(0.1 + 0.6 * EVEN, knowledge) is State.NO_CLEAR_DIFFERENCE


def test_large_and_unsure_is_no_clear_difference(knowledge: Knowledge) -> None:
    assert state_of(-0.3 + 3.0 * EVEN, knowledge) is State.NO_CLEAR_DIFFERENCE


def test_among_several_effects_each_has_to_be_surer(knowledge: Knowledge) -> None:
    at_the_bound = np.where(EVEN < 0.01, -0.1, 1.5)
    assert state_of(at_the_bound, knowledge) is State.HELPS
    assert state_of(at_the_bound, knowledge, shown=4) is State.NO_CLEAR_DIFFERENCE


@given(st.lists(st.floats(-5, 5), min_size=5, max_size=60))
def test_nothing_helps_and_harms_at_once(values: list[float]) -> None:
    from speciosa.knowledge import load_knowledge

    knowledge, better = load_knowledge(), np.array(values)
    forth, back = state_of(better, knowledge), state_of(-better, knowledge)
    mirrored = {State.HELPS: State.WORSE, State.WORSE: State.HELPS}
    assert back is mirrored.get(forth, forth)


@pytest.mark.parametrize(("day", "number"), [(0.0, 0), (20.99, 0), (21.0, 1), (41.99, 1), (42.0, 2), (210.0, 10)])
def test_looks_come_every_three_weeks(knowledge: Knowledge, day: float, number: int) -> None:
    found = looks_of(1000, 1000 + round(day * DAY_S), knowledge)
    assert found.number == number
    assert found.next_s == 1000 + 21 * (number + 1) * DAY_S
    assert found.last_s == (1000 + 21 * number * DAY_S if number else None)


@given(st.integers(-10, 4000))
def test_now_lies_between_the_last_look_and_the_next(day: int) -> None:
    from speciosa.knowledge import load_knowledge

    found = looks_of(0, day * DAY_S, load_knowledge())
    assert found.next_s is not None
    assert found.next_s > day * DAY_S
    assert found.last_s is None or found.last_s <= day * DAY_S


def test_the_same_prior_once_more_is_the_same_answer(fitted_trial: FittedTrial, knowledge: Knowledge) -> None:
    plain = coefficients(fitted_trial.fit)
    again = coefficients(fitted_trial.fit, mean=0.0, sd=knowledge.choice("effect_effect_sd"))
    assert again.middle == pytest.approx(plain.middle)
    assert again.log_like == pytest.approx(plain.log_like)


@pytest.fixture(scope="module")
def plain(knowledge: Knowledge) -> EffectPosterior:
    return asked(record(), knowledge)


def test_a_sceptic_is_nearer_to_nothing_and_an_optimist_is_not(plain: EffectPosterior) -> None:
    found = plain.sensitivity
    assert found is not None
    assert plain.effect is not None
    assert abs(found.sceptical) < abs(plain.effect.mean)
    assert found.optimistic < found.sceptical < 0
    assert found.tipping_point_rho is not None
    assert 0 < found.tipping_point_rho < 1
    assert 0 < found.moved < 1
    assert found.prior_mean == 0.0
    assert found.prior_sd > plain.effect.sd


def test_what_somebody_without_an_effect_would_need_to_turn_it_is_little(
    plain: EffectPosterior, knowledge: Knowledge
) -> None:
    nothing = asked(record(relief=0.0), knowledge).sensitivity
    assert plain.sensitivity is not None
    assert nothing is not None
    assert (nothing.tipping_point_rho or 0.0) < (plain.sensitivity.tipping_point_rho or 0.0)
