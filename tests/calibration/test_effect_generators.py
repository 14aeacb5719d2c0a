"""People whose scores come about otherwise than the model thinks: their truth, what is said of them, and when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bench.effect_calibration.cases import ABAB_DRIFT, CASES, OBSERVED, Case, cases, says_of
from bench.effect_calibration.generators import MATCHED, Generator, lived, true_effect
from bench.effect_calibration.kinds import MISSPECIFIED
from bench.effect_calibration.look import Look, look, look_times
from bench.effect_calibration.people import anybody, randomised
from bench.effect_calibration.tables import at_most, our_claims, our_score, smallest_sure
from numpy.typing import NDArray
from tests.conftest import ROOT
from tests.scale import examples

from speciosa.effect import estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.simulate import PersonModel
from speciosa.values.timeline import DAY_S

PAGE = ROOT / "docs" / "reference" / "effect" / "calibration.md"
PEOPLE = examples(1, release=60)


def pain_of(diary: Diary) -> NDArray[np.float64]:
    return diary.entries.of_kind(Kind.RATING, "pain").value


@pytest.fixture(scope="module")
def model(knowledge: Knowledge) -> PersonModel:
    return anybody(knowledge, np.random.default_rng(3), unmoved=False)


def test_the_matched_kind_has_the_truth_of_the_simulation(knowledge: Knowledge, model: PersonModel) -> None:
    known = lived(randomised(knowledge, model, np.random.default_rng(1)), MATCHED, knowledge, np.random.default_rng(2))
    assert known.effect == pytest.approx(known.person.truth.true_effect_nrs, rel=1e-9)
    assert known.effect < -0.1


def test_the_matched_kind_s_scores_follow_the_pain_of_the_simulation(knowledge: Knowledge, model: PersonModel) -> None:
    quiet = replace(model, course=replace(model.course, ou_sd_nrs=0.0, noise_sd_nrs=0.0, daily_amplitude_nrs=0.0))
    plan = randomised(knowledge, quiet, np.random.default_rng(1))
    known = lived(plan, MATCHED, knowledge, np.random.default_rng(2))
    apart = np.abs(pain_of(known.diary) - pain_of(known.person.diary))
    assert apart.max() <= 1  # it is made by the hour, and lived by the minute
    assert (apart > 0).mean() < 0.1


@pytest.mark.parametrize("generator", MISSPECIFIED, ids=lambda each: each.name)
def test_a_kind_without_an_effect_has_none_whatever_its_equations(generator: Generator, knowledge: Knowledge) -> None:
    unmoved = anybody(knowledge, np.random.default_rng(4), unmoved=True)
    assert true_effect(generator, unmoved, (8.0, 19.0), (45.0, 45.0)) == 0.0


@pytest.mark.parametrize("generator", MISSPECIFIED, ids=lambda each: each.name)
def test_each_kind_gives_scores_that_people_can_give_and_other_ones_than_the_model(
    generator: Generator, knowledge: Knowledge, model: PersonModel
) -> None:
    def scores(which: Generator) -> NDArray[np.float64]:
        plan = randomised(knowledge, model, np.random.default_rng(1))
        return pain_of(lived(plan, which, knowledge, np.random.default_rng(2)).diary)

    found, matched = scores(generator), scores(MATCHED)
    assert set(np.unique(found)) <= set(range(11))
    assert (found != matched).mean() > 0.1
    assert says_of(generator.name)


def test_a_look_is_what_the_room_says_then_and_claims_by_the_same_rule(knowledge: Knowledge) -> None:
    model = anybody(knowledge, np.random.default_rng(8), unmoved=False)
    strong = replace(model, response=replace(model.response, emax_nrs=6.0, tolerance_nrs=1.0))
    plan = randomised(knowledge, strong, np.random.default_rng(1))
    diary = lived(plan, MATCHED, knowledge, np.random.default_rng(2)).diary
    times = look_times(diary, knowledge)
    assert np.diff(times).tolist() == [21 * DAY_S] * (len(times) - 1)
    said = []
    for now_s in times[-2:]:
        found = look(diary, knowledge, now_s, seed=5)
        exposure = expose(diary, knowledge, seed=5, now_s=now_s)
        room = estimate_effect(diary, exposure, knowledge, outcome="pain", now_s=now_s, seed=5)
        assert room.effect is not None
        assert room.looks.last_s == now_s
        assert (found.mean, found.state) == (room.effect.mean, room.state.value)
        said.append(found.claims(knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")))
        assert {1: "probably_helps", -1: "probably_worse", 0: "no_clear_difference"}[said[-1]] == found.state
    assert 1 in said


def test_of_each_kind_intervals_hold_most_truths_and_nobody_is_told_the_wrong_direction(knowledge: Knowledge) -> None:
    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    found = [
        each
        for name in CASES[: CASES.index(OBSERVED) + 1]
        for each in cases(name, PEOPLE, unmoved=False, workers=1, path=False)
    ]
    assert our_score(found).coverage >= 0.95 - 3.3 * np.sqrt(0.05 * 0.95 / len(found))
    assert our_claims(found, sure, noticed).wrong <= 0.05 * len(found)
    assert all(np.isfinite(each.last.mean) for each in found)


def test_without_an_effect_a_claim_is_rare_at_every_look(knowledge: Knowledge) -> None:
    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    found = [
        each for name in (MATCHED.name, ABAB_DRIFT) for each in cases(name, PEOPLE, unmoved=True, workers=1, path=True)
    ]
    assert our_claims(found, sure, noticed).ever <= 1 + 0.05 * len(found)


def _look(helps: float, notice: float = 0.5) -> Look:
    return Look("", "", -1.0, 0.5, -2.0, 0.0, helps, 1 - helps, notice, 0.0, "importance", 0.1, 0.1)


def test_the_threshold_is_the_smallest_from_which_on_few_enough_are_claimed() -> None:
    quiet = [Case(0.0, _look(0.5), (), (), None)] * 200
    early = Case(0.0, _look(0.5), (_look(0.972),), (), None)
    assert smallest_sure({"quiet": quiet}, 0.2) == 0.95
    assert smallest_sure({"some": [*quiet, *[early] * 20]}, 0.2) == 0.975
    assert smallest_sure({"unnoticed": [*quiet, *[Case(0.0, _look(0.999, 0.1), (), (), None)] * 20]}, 0.2) == 0.95
    assert smallest_sure({"few": quiet[:20]}, 0.2) is None
    assert at_most(3, 60) == pytest.approx(0.124, abs=0.001)


def test_the_threshold_in_use_is_no_lower_than_the_page_found_necessary(knowledge: Knowledge) -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = float(text.partition("with 95 % confidence: **")[2].partition("**")[0])
    assert found <= knowledge.choice("effect_state_prob")
    assert (PAGE.parent / "../../images/effect-sbc.svg").resolve().stat().st_size < 200_000
