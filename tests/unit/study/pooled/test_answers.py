"""The questions of a study over made-up participants."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.study.pooled.cohorts import cohort, packet, place, summary

from speciosa.effect import Grade
from speciosa.effect.pooling.pooled import Basis
from speciosa.knowledge import load_knowledge
from speciosa.study.cohort.result import ExposureFigures, ParticipantResult, State
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
    assert {each.n.how for _, each in released.levels} <= {Shown.EXACT, Shown.HIDDEN}


def person(at: int, grade: Grade, *, only_less: bool = False, log_sd: float | None = 0.3, periods: int = 0, auc: float = 500.0) -> ParticipantResult:  # fmt: skip
    rng = np.random.default_rng(at)
    number = summary(rng.normal(-0.9, 0.5), 0.4, grade)
    less = packet(at, number, contrasts=(("one_step_less", number),))
    return ParticipantResult(
        f"q{at:04}", State.WORKED_OUT, packet=replace(less, effect=None) if only_less else packet(at, number), grade=grade,
        exposure=ExposureFigures("mitragynine", auc * 2 ** rng.normal(0, 0.5), log_sd, 60.0, 9000.0, "label"),
        trial_periods_planned=periods, trial_periods_done=periods,
        skin=(place("forearm_dorsal_left", abs(rng.normal(1.5, 0.5)), 0.5, 1000.0 * rng.uniform(5, 20)),) if at % 30 else (),
    )  # fmt: skip


def counts_in(told: object) -> list[int]:
    """Every number of people that a document shows."""
    if isinstance(told, dict):
        own = [told["n"]] if "shown" in told and told["n"] else []
        return own + [each for held in told.values() for each in counts_in(held)]
    return [each for held in told for each in counts_in(held)] if isinstance(told, list) else []


@pytest.mark.parametrize(("many", "few", "only_less"), [
    (Grade.RANDOMISED_MASKED, Grade.OBSERVATIONAL, 25), (Grade.OBSERVATIONAL, Grade.RANDOMISED_MASKED, 0),
    (Grade.RANDOMISED_MASKED, Grade.RANDOMISED_OPEN, 0),
])  # fmt: skip
def test_no_difference_of_published_counts_gives_back_what_was_hidden(many: Grade, few: Grade, only_less: int) -> None:
    rows = [person(at, many if at < 57 else few) for at in range(60)]
    rows += [person(60 + at, Grade.RANDOMISED_MASKED, only_less=True) for at in range(only_less)]
    released = asked(rows, released=True, flow=Flow({"registered": 130, "began": 88}, {"moved": 12, "pain": 33}))
    known = sorted(set(counts_in(json.loads(dump(answers_json(released))))))
    undone = {a - b for a in known for b in known} | {a - b - c for a in known for b in known for c in known}
    assert len(known) > 2
    assert 3 not in undone, known
    if many.randomised is not few.randomised:
        assert isinstance(released.effect, Answered)
        # a kind of three people has no part in a mean: two means could be subtracted
        assert (released.effect.pooled.n, released.effect.pooled.association is None) == (57, many.randomised)
        assert not isinstance(released.randomised, Answered)


def test_periods_are_not_told_where_few_have_a_trial() -> None:
    rows = [person(at, Grade.OBSERVATIONAL) for at in range(60)]
    few = [person(100 + at, Grade.RANDOMISED_MASKED, periods=8) for at in range(9)]
    assert answers_json(asked([*rows, *few], released=True))["trial_periods"] is None
    assert answers_json(asked([*rows, *few]))["trial_periods"] == {"planned": 72, "done": 72}
    assert answers_json(asked(rows, released=True))["trial_periods"] == {"planned": 0, "done": 0}


def test_an_exposure_of_unknown_spread_counts_in_no_line() -> None:
    rows = [person(at, Grade.OBSERVATIONAL) for at in range(40)]
    stopped = [person(500 + at, Grade.OBSERVATIONAL, log_sd=None, auc=0.01) for at in range(2)]
    without, with_them = asked(rows), asked([*rows, *stopped])
    for name in ("trait", "skin"):
        lines = [getattr(each, name) for each in (without, with_them)]
        assert all(isinstance(each, Slope) for each in lines)
        assert lines[0].n == lines[1].n
        assert lines[0].line.slope.sd == lines[1].line.slope.sd
