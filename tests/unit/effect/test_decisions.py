"""Why doses were taken: the rule of the score before each dose, and scores that are missing when it hurts."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.records import arms_from, no_arms, ratings_from, taken_of

from speciosa.effect.decisions import Decisions, decisions_of, rated_before
from speciosa.effect.outcome import Ratings
from speciosa.effect.posterior import Grade
from speciosa.effect.usual import Taken
from speciosa.knowledge import Knowledge

DAYS = 40


def doses(days: int = DAYS) -> Taken:
    return taken_of([(day, 12.0, 3.0) for day in range(days)])


def scores(minutes_before: float, *, days: int = DAYS, late_min: float = 0.0) -> Ratings:
    return ratings_from([(day, 12.0 - minutes_before / 60, 5.0 + day % 3) for day in range(days)], late_min=late_min)


def decided(taken: Taken, ratings: Ratings, knowledge: Knowledge, before: Ratings | None = None) -> Decisions:
    return decisions_of(taken, ratings, before or ratings, no_arms(), knowledge)


@pytest.mark.parametrize(
    ("minutes", "counts"), [(0, True), (1, True), (15, True), (16, False), (600, False), (-1, False)]
)
def test_a_score_counts_from_the_same_minute_to_a_quarter_of_an_hour_before(minutes: float, *, counts: bool) -> None:
    assert rated_before(doses(), scores(minutes), 15.0).all() == counts
    assert rated_before(doses(), scores(minutes), 15.0).any() == counts


def test_seconds_within_the_minute_do_not_decide() -> None:
    taken, ratings = doses(), scores(0)
    later = Taken(taken.time_s, taken.offset_min, taken.nominal_mg, taken.amt_g)
    ratings.time_s[:] += 59
    ratings.entered_s[:] += 59
    assert rated_before(later, ratings, 15.0).all()


def test_a_score_that_was_remembered_later_does_not_count() -> None:
    assert rated_before(doses(), scores(10, late_min=8), 15.0).all()
    assert not rated_before(doses(), scores(5, late_min=9), 15.0).any()  # dated before the dose, written after it
    assert not rated_before(doses(), scores(5, late_min=600), 15.0).any()


def test_without_scores_no_dose_has_one() -> None:
    nothing = scores(5).take(np.zeros(DAYS, dtype=bool))
    assert not rated_before(doses(), nothing, 15.0).any()


@pytest.mark.parametrize(
    ("missing", "grade"), [(12, Grade.OBSERVATIONAL), (13, Grade.ASSOCIATION_ONLY), (40, Grade.ASSOCIATION_ONLY)]
)
def test_below_seven_in_ten_it_is_an_association(knowledge: Knowledge, missing: int, grade: Grade) -> None:
    pain = scores(5)
    some = pain.take(np.arange(DAYS) >= missing)
    found = decided(doses(), some, knowledge)
    assert found.rated_before_share == pytest.approx(1 - missing / DAYS)
    assert found.grade is grade
    assert bool(found.reasons) == (grade is Grade.ASSOCIATION_ONLY)


def test_pain_before_a_dose_does_not_stand_for_an_outcome_that_was_scored_at_another_time(knowledge: Knowledge) -> None:
    evening = ratings_from([(day, 22.0, 5.0) for day in range(DAYS)])
    assert decided(doses(), evening, knowledge, before=scores(5)).grade is Grade.ASSOCIATION_ONLY


def test_doses_under_an_assignment_are_not_counted(knowledge: Knowledge) -> None:
    arms = arms_from([(0, "usual"), (10, "none")], until=20)
    pain = scores(5).take(np.arange(DAYS) >= 20)
    found = decisions_of(doses(), pain, pain, arms, knowledge)
    assert (found.counted, found.rated_before_share, found.grade) == (20, 1.0, Grade.OBSERVATIONAL)


def missing_on(bad: np.ndarray, *, better: str = "lower") -> tuple[Taken, Ratings]:
    """A score before each dose but every fourth, and one four hours after it: bad where `bad` says so."""
    days = np.arange(80)
    rng = np.random.default_rng(4)
    rows = [(float(day), 11.9, 5.0) for day in days if day % 4]
    worst = 8.0 if better == "lower" else 2.0
    after = np.where(bad, worst, 5.0) + 0.5 * rng.standard_normal(80)
    rows += [(float(day), 16.0, float(value)) for day, value in zip(days, after, strict=True)]
    return doses(80), ratings_from(rows, better=better)


@pytest.mark.parametrize("better", ["lower", "higher"])
def test_scores_that_are_missing_when_it_hurts_make_it_an_association(knowledge: Knowledge, better: str) -> None:
    linked = decided(*missing_on(np.arange(80) % 4 == 0, better=better), knowledge)
    assert (linked.flare_linked, linked.grade) == (True, Grade.ASSOCIATION_ONLY)
    assert linked.rated_before_share == pytest.approx(0.75)
    chance = decided(*missing_on(np.arange(80) % 5 == 0, better=better), knowledge)
    assert (chance.flare_linked, chance.grade) == (False, Grade.OBSERVATIONAL)


def test_scores_that_are_missing_on_good_days_are_no_reason(knowledge: Knowledge) -> None:
    taken, ratings = missing_on(np.arange(80) % 4 != 0)
    assert not decided(taken, ratings, knowledge).flare_linked


def test_the_odds_of_a_dose_rise_with_pain_for_somebody_who_doses_on_it(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(8)
    pain = rng.integers(2, 9, 300)
    rows = [(float(day), 12.0, float(score)) for day, score in enumerate(pain)]
    on_pain = rng.random(300) < 1 / (1 + np.exp(-1.2 * (pain - 5)))
    by_chance = rng.random(300) < 0.5
    found = {}
    for name, chosen in (("pain", on_pain), ("chance", by_chance)):
        taken = taken_of([(float(day), 12.0, 3.0) for day in np.flatnonzero(chosen)])
        found[name] = decided(taken, ratings_from(rows), knowledge).odds_per_point
    assert found["pain"] == pytest.approx(np.exp(1.2), rel=0.35)
    assert found["chance"] == pytest.approx(1.0, abs=0.2)


def test_too_few_scores_say_nothing_of_the_odds(knowledge: Knowledge) -> None:
    found = decided(doses(20), scores(5, days=20), knowledge)
    assert (found.odds_per_point, found.by_clock_share) == (None, None)
