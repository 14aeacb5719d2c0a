"""What a rating is made of besides the exposure."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.records import at_s, diary, entry, ratings_from

from speciosa.effect.columns import covariates_of, fixed_columns
from speciosa.effect.outcome import Ratings
from speciosa.effect.priors import Priors
from speciosa.knowledge import Knowledge
from speciosa.record import Event, Kind


def rated(days: int) -> Ratings:
    return ratings_from([(day, hour, 5.0) for day in range(days) for hour in (8.0, 20.0)])


def columns(days: int, knowledge: Knowledge, *, free: bool = True, begun: float = 0.0) -> dict[str, np.ndarray]:
    ratings = rated(days)
    chosen = np.full(len(ratings), free)
    found = fixed_columns(
        ratings, {}, Priors.default(knowledge), begun_s=at_s(begun), run_in_until_s=at_s(14), free=chosen
    )  # fmt: skip
    assert found.values.shape == (len(ratings), len(found.names)) == (len(ratings), len(found.prior_sd))
    return dict(zip(found.names, found.values.T, strict=True))


def test_a_short_record_has_no_weekly_cycle(knowledge: Knowledge) -> None:
    assert {"week_cos", "week_sin"}.isdisjoint(columns(50, knowledge))
    assert {"week_cos", "week_sin"} <= set(columns(70, knowledge))


def test_the_trend_is_one_point_from_start_to_end_and_the_cycle_comes_back_every_day(knowledge: Knowledge) -> None:
    found = columns(40, knowledge)
    assert found["trend"][0] == pytest.approx(-0.5)
    assert found["trend"][-1] == pytest.approx(0.5)
    assert found["day_cos"][::2] == pytest.approx(np.full(40, found["day_cos"][0]))
    assert found["level"].tolist() == [1.0] * 80


def test_the_run_in_is_the_first_fortnight_where_nothing_was_assigned(knowledge: Knowledge) -> None:
    assert columns(40, knowledge)["run_in"].sum() == 28
    assert "run_in" not in columns(40, knowledge, free=False)
    assert "run_in" not in columns(10, knowledge)  # all of it would be the level once more


def test_the_days_before_the_first_dose_have_a_level_of_their_own(knowledge: Knowledge) -> None:
    before = set(columns(40, knowledge, begun=20.0)) - set(columns(40, knowledge))
    assert len(before) == 1
    assert columns(40, knowledge, begun=20.0)[before.pop()].sum() == 40
    assert set(columns(40, knowledge, begun=20.0, free=False)) == set(columns(40, knowledge, free=False))


def sleep(days: int, every: int = 1) -> list[Event]:
    rng = np.random.default_rng(2)
    return [entry(day, 7, Kind.SLEEP, "night", 7.0 + float(rng.normal()), "h") for day in range(0, days, every)]


def test_a_covariate_is_standardised_and_freed_of_what_the_exposure_explains() -> None:
    ratings = rated(40)
    felt = np.random.default_rng(1).random((len(ratings), 2))
    found = covariates_of(diary(sleep(40)), ratings, felt)["sleep"]
    assert (found.mean(), found.std()) == (pytest.approx(0.0, abs=1e-12), pytest.approx(1.0))
    assert felt.T @ found == pytest.approx([0.0, 0.0], abs=1e-9)


def test_sleep_that_is_nothing_but_the_dose_is_no_covariate() -> None:
    ratings = rated(40)
    nights = sleep(40)
    hours = np.repeat([each.value for each in nights], 2)
    assert "sleep" not in covariates_of(diary(nights), ratings, np.column_stack([hours, hours**2]))


@pytest.mark.parametrize("entries", [[], sleep(40, every=5)])
def test_what_was_written_down_rarely_or_never_is_no_covariate(entries: list[Event]) -> None:
    ratings = rated(40)
    assert covariates_of(diary(entries), ratings, np.random.default_rng(1).random((len(ratings), 2))) == {}


def test_another_medicine_counts_for_the_hours_after_it_and_not_before() -> None:
    ratings = rated(40)
    pills = [entry(day, 7.5, Kind.MEDICINE, "ibuprofen", 400.0, "mg") for day in range(0, 40, 2)]
    felt = np.random.default_rng(1).random((len(ratings), 2)) * 1e-6
    found = covariates_of(diary(pills), ratings, felt)["medicine"]
    high = found > 0
    assert np.array_equal(high, np.array([day % 2 == 0 and hour == 0 for day in range(40) for hour in range(2)]))
