"""The power of a study: the same second stage as pooling, and chances that move the way they have to."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.pooling.people import NORMAL, bell, number, packets

from speciosa.effect.pooling import Pooled, PopulationPrior, pool
from speciosa.knowledge import Knowledge
from speciosa.simulate.score_habits import Scored
from speciosa.study.planning.cohort_power import (
    PlannedStudy,
    StudyPower,
    anybody_s_scores,
    chance_below,
    person_variance,
    study_designs,
    study_power,
)
from speciosa.values.errors import EntryError


@pytest.fixture(scope="module")
def scored() -> Scored:
    from speciosa.knowledge import load_knowledge

    return anybody_s_scores(load_knowledge(), seed=0)


def chances(knowledge: Knowledge, *designs: PlannedStudy, **parts: float) -> list[StudyPower]:
    said = {"margin": 0.5, "between": 0.7} | parts
    return list(study_power(designs, knowledge, seed=0, studies=400, **said))  # type: ignore[arg-type]


def test_the_shortcut_s_pool_is_the_pool_of_packets(knowledge: Knowledge) -> None:
    y, s = np.array([0.3, -0.2, 0.6, 0.1, 0.4, -0.5, 0.2, 0.0]), np.array([0.3, 0.4, 0.3, 0.5, 0.35, 0.4, 0.3, 0.6])
    given = packets([number(bell(a, b), prior=NORMAL) for a, b in zip(y, s, strict=True)])
    prior = PopulationPrior.of(knowledge)
    found = pool(given, np.random.default_rng(1), prior=prior)
    assert isinstance(found, Pooled)
    for bound in (-0.2, 0.1, 0.5):
        quick = float(chance_below(y[None, :], s[None, :] ** 2, bound, prior)[0])
        assert quick == pytest.approx(float((found.effect.values < bound).mean()), abs=0.025)


def test_more_people_settle_more_and_people_who_differ_more_settle_less(knowledge: Knowledge) -> None:
    few, many = chances(knowledge, PlannedStudy(10, 10, 4), PlannedStudy(40, 10, 4))
    assert many.clear_if_as_good > few.clear_if_as_good + 0.1
    assert many.clear_if_worse > few.clear_if_worse + 0.1
    (alike,) = chances(knowledge, PlannedStudy(10, 10, 4), between=0.1)
    assert alike.clear_if_as_good > few.clear_if_as_good + 0.1


def test_a_wrong_answer_is_rare_however_large_the_study(knowledge: Knowledge) -> None:
    for each in chances(knowledge, PlannedStudy(10, 10, 2), PlannedStudy(40, 10, 4), PlannedStudy(160, 10, 6)):
        assert each.false_as_good <= 0.025 + 3.3 * np.sqrt(0.025 * 0.975 / 400) + 0.01


def test_the_chance_is_as_sure_as_it_says(knowledge: Knowledge) -> None:
    design = PlannedStudy(20, 10, 4)
    runs = [study_power([design], knowledge, margin=0.5, between=0.7, seed=seed, studies=300) for seed in range(8)]
    found = np.array([each.clear_if_as_good for (each,) in runs])
    assert found.std(ddof=1) < 2.2 * runs[0][0].error


def test_more_blocks_leave_a_person_less_error(scored: Scored, knowledge: Knowledge) -> None:
    def error(period_d: int, blocks: int) -> float:
        rng = np.random.default_rng(1)
        return float(np.median(person_variance(PlannedStudy(20, period_d, blocks), scored, knowledge, rng)))

    assert error(10, 6) < error(10, 4) < error(10, 2)


def test_lengths_that_cannot_be_cut_into_whole_days_are_named() -> None:
    found, unfit = study_designs([40, 20], [120, 80], [4, 6])
    assert [(each.people, each.days, each.blocks) for each in found] == [
        (20, 80, 4), (20, 120, 4), (20, 120, 6), (40, 80, 4), (40, 120, 4), (40, 120, 6),
    ]  # fmt: skip
    assert unfit == ((80, 6),)


@pytest.mark.parametrize(
    ("people", "days", "blocks"), [([1], [80], [4]), ([20], [2], [4]), ([20], [80], [1]), ([], [80], [4])]
)
def test_numbers_out_of_range_are_refused(people: list[int], days: list[int], blocks: list[int]) -> None:
    with pytest.raises(EntryError, match="choose numbers within"):
        study_designs(people, days, blocks)


@pytest.mark.parametrize("parts", [{"margin": 0.0}, {"margin": 3.0}, {"between": -0.1}])
def test_a_margin_or_a_spread_that_means_nothing_is_refused(knowledge: Knowledge, parts: dict[str, float]) -> None:
    with pytest.raises(EntryError, match="points of a scale"):
        chances(knowledge, PlannedStudy(20, 10, 4), **parts)
