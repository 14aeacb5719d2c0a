"""The questions of a study over made-up participants."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.study.pooled.cohorts import cohort, packet, summary

from speciosa.effect import Grade
from speciosa.effect.pooling.pooled import Basis
from speciosa.knowledge import load_knowledge
from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.pooled import Answered, Flow, Less, Shown, Slope, Spread, StudyAnswers, answers_json, answers_of
from speciosa.study.pooled.slopes import holm
from speciosa.study.pooled.spread import typical_variance
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump

KNOWLEDGE = load_knowledge()
ROWS = cohort(np.random.default_rng(1), 44, under_18=3)


def asked(rows: list[ParticipantResult], *, released: bool = False, flow: Flow | None = None) -> StudyAnswers:
    return answers_of(rows, KNOWLEDGE, np.random.default_rng(0), released=released, flow=flow)


@pytest.fixture(scope="module")
def whole() -> StudyAnswers:
    return asked(ROWS)


@pytest.fixture(scope="module")
def released() -> StudyAnswers:
    return asked(ROWS, released=True)


def test_every_question_finds_what_was_put_in(whole: StudyAnswers) -> None:
    assert isinstance(whole.effect, Answered)
    assert whole.effect.pooled.basis is Basis.BOTH
    low, high = whole.effect.pooled.effect.interval(0.95)
    assert low < -0.9 < high
    assert isinstance(whole.randomised, Answered)
    assert (whole.randomised.pooled.basis, whole.randomised.n.n) == (Basis.RANDOMISED, 22)
    assert isinstance(whole.less, Less)
    assert whole.less.prob_not_worse > 0.99
    assert [dose for dose, _ in whole.levels] == [0.25, 0.5, 0.75, 1.0]
    assert isinstance(whole.spread, Spread)
    assert whole.spread.sd.low < 0.5 < whole.spread.sd.high
    assert whole.side_effects[0].symptom == "itching"
    assert whole.side_effects[0].clear
    assert not any(each.clear for each in whole.side_effects if each.symptom == "nausea")
    assert isinstance(whole.skin, Slope)
    assert whole.skin.line.slope is not None
    assert whole.skin.line.slope.interval(0.95)[0] > 0.3
    assert isinstance(whole.trait, Slope)


def test_a_joint_interval_of_the_levels_is_wider_than_each_alone(whole: StudyAnswers) -> None:
    for _, each in whole.levels:
        low, high = each.pooled.effect.interval(0.95)
        assert each.joint[0] < low < high < each.joint[1]


def test_shares_of_people_add_up_and_chance_is_a_share(whole: StudyAnswers) -> None:
    spread = whole.spread
    assert isinstance(spread, Spread)
    assert spread.better.median + spread.worse.median + spread.neither.median == pytest.approx(1, abs=0.02)
    assert 0 < spread.chance.low < spread.chance.median < spread.chance.high < 1


def test_the_order_of_the_rows_changes_nothing(whole: StudyAnswers) -> None:
    assert dump(answers_json(asked(ROWS[::-1]))) == dump(answers_json(whole))


def test_what_is_asked_besides_changes_no_other_answer(whole: StudyAnswers) -> None:
    fewer = asked([replace(row, skin=(), symptoms=()) for row in ROWS])
    assert isinstance(fewer.skin, NotAssessed)
    one, two = answers_json(whole), answers_json(fewer)
    assert all(
        dump(one[key]) == dump(two[key]) for key in ("effect", "dose_levels", "one_step_less", "effect_by_exposure")
    )


def test_a_release_names_nobody_and_shows_no_small_count(released: StudyAnswers) -> None:
    text = dump(answers_json(released))
    found = json.loads(text)
    assert not any(row.id in text or (row.packet and row.packet.id in text) for row in ROWS)
    assert "per_person" not in text

    def small(value: object) -> list[object]:
        if isinstance(value, dict):
            own = (
                [value] if "shown" in value and value["n"] is not None and 0 < value["n"] < released.limit.cell else []
            )
            return own + [each for held in value.values() for each in small(held)]
        return [each for held in value for each in small(held)] if isinstance(value, list) else []

    assert small(found) == []
    assert not any(char.isdigit() for said in found["effect"]["says"] for char in said)
    assert found["flow"]["left_out"]["all"] == {"n": None, "shown": "fewer", "cell_least": 10}
    assert [step for step, count in found["flow"]["steps"].items() if count["n"] is None] == ["records"]
    assert isinstance(released.skin, NotAssessed) or released.skin.points == ()


def test_the_studys_own_statistician_sees_everybody(whole: StudyAnswers) -> None:
    found = answers_json(whole)
    assert len(found["effect"]["per_person"]) == 44
    assert isinstance(whole.effect, Answered)
    assert found["effect"]["says"] == whole.effect.pooled.says
    assert found["flow"].left_out_all.n == 3


def test_a_number_of_few_people_is_not_given_out_but_is_there_within() -> None:
    rows = cohort(np.random.default_rng(2), 14, randomised=0.3)
    within, out = asked(rows), asked(rows, released=True)
    assert isinstance(within.effect, Answered)
    assert out.effect == NotAssessed("effect", "Fewer than 20 people have such a number.")
    assert (out.levels, out.side_effects) == ((), ())
    assert isinstance(out.less, NotAssessed)
    assert {each.code for each in out.not_assessed} >= {"effect", "one_step_less", "spread", "trait_exposure", "skin"}


def test_diaries_alone_never_count_for_less() -> None:
    rows = cohort(np.random.default_rng(3), 24, randomised=0.0)
    answers = asked(rows)
    assert isinstance(answers.effect, Answered)
    assert answers.effect.pooled.basis is Basis.OBSERVATIONAL
    assert (answers.randomised, type(answers.less)) == (None, NotAssessed)


def test_a_packet_that_does_not_fit_is_counted_among_those_left_out() -> None:
    odd = replace(ROWS[0], id="zz", packet=packet(999, summary(9.0, 0.3, Grade.RANDOMISED_MASKED)))
    answers = asked([*ROWS, odd])
    assert ("Its number does not fit among the others, so it is set aside.", 1) in [
        (why, count.n) for why, count in answers.flow.left_out
    ]
    step = answers.flow.step("analysed")
    assert step is not None
    assert step.n == 44


def test_nobody_is_an_entry_error_and_people_without_a_number_are_not() -> None:
    with pytest.raises(EntryError, match="no participant"):
        asked([])
    answers = asked([ParticipantResult.without(f"{at}", State.LEFT_OUT, "Under 18.") for at in range(3)])
    assert isinstance(answers.effect, NotAssessed)
    assert answers.outcome.word == "pain"


def test_few_people_say_that_the_spread_is_mostly_assumed() -> None:
    assert isinstance(asked(cohort(np.random.default_rng(4), 4)).spread, NotAssessed)


def test_holm_never_orders_two_symptoms_the_other_way_round() -> None:
    rng = np.random.default_rng(6)
    for _ in range(50):
        chances = {str(at): float(p) for at, p in enumerate(rng.uniform(0, 0.3, 6))}
        found = holm(chances)
        order = sorted(chances, key=lambda word: chances[word])
        assert all(found[a] <= found[b] for a, b in pairwise(order))
        assert all(found[word] >= chances[word] for word in chances)


def test_the_typical_variance_lies_between_the_smallest_and_the_largest() -> None:
    variance = np.array([0.1, 0.2, 0.9])
    assert variance.min() < typical_variance(variance) < variance.max()


def test_a_count_that_lacks_few_of_everybody_is_told_so(released: StudyAnswers) -> None:
    assert {each.n.how for _, each in released.levels} <= {Shown.EXACT, Shown.ALL_BUT_FEWER}
