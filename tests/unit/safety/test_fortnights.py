"""The self-controlled comparison: its p against moving every fortnight by hand, and what counts as usual."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.safety.symptom_lives import START_S, event

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Kind
from speciosa.safety.fortnights import RecordedDays, compare, holm
from speciosa.values.timeline import DAY_S, HOUR_S


def days_of(hours: dict[int, float], days: int = 14) -> tuple[RecordedDays, Columns]:
    """A calendar with an entry at midnight and at 23:00 of each day, and the onsets: day to clock hour."""
    logged = [START_S + day * DAY_S + hour * HOUR_S for day in range(days) for hour in (0, 23)]
    record = Columns.of([event(each, Kind.RATING, "pain", 4.0) for each in logged])
    times = [START_S + day * DAY_S + int(hour * HOUR_S) for day, hour in sorted(hours.items())]
    first, last = int(record.time_s[0]), int(record.time_s[-1])
    calendar = RecordedDays(np.unique(record.day()), np.zeros(days, np.int64), first, last, 14)
    return calendar, Columns.of([event(each, Kind.SYMPTOM, "nausea") for each in times])


@settings(max_examples=examples(25))
@given(
    values=st.lists(st.integers(0, 4), min_size=28, max_size=28),
    chosen=st.sets(st.integers(0, 27), min_size=5, max_size=9),
)
def test_the_exact_p_is_that_of_moving_every_fortnight_by_hand(
    values: list[int], chosen: set[int], knowledge: Knowledge
) -> None:
    calendar, onsets = days_of(dict.fromkeys(chosen, 12.0), days=28)
    level = np.array(values, dtype=float)

    def measure(time_s: np.ndarray) -> np.ndarray:
        return level.take((time_s - START_S) // DAY_S)

    found = compare("doses", measure, onsets, calendar, knowledge, np.random.default_rng(0))
    assert found is not None
    assert found.exact
    fortnights = [(start, [day - start for day in sorted(chosen) if start <= day < start + 14]) for start in (0, 14)]
    totals = [by_hand(values, fortnights, shift) for shift in product(range(14), repeat=2)]
    assert found.mean_rank == pytest.approx(by_hand(values, fortnights, (0, 0)) / len(chosen))
    assert found.p == pytest.approx(np.mean([each >= totals[0] - 1e-9 for each in totals]))


def by_hand(values: Sequence[int], fortnights: list[tuple[int, list[int]]], shift: Sequence[int]) -> float:
    total = 0.0
    for (start, days), by in zip(fortnights, shift, strict=True):
        block = values[start : start + 14]
        for day in days:
            own = block[(day + by) % 14]
            total += (sum(each < own for each in block) + sum(each == own for each in block) / 2) / 14
    return total


def test_drawn_orders_agree_with_all_of_them(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(3)
    level = rng.standard_normal(56)
    calendar, onsets = days_of(dict.fromkeys([1, 5, 17, 20, 30, 41, 50], 12.0), days=56)

    def measure(time_s: np.ndarray) -> np.ndarray:
        return level.take((time_s - START_S) // DAY_S)

    drawn = compare("doses", measure, onsets, calendar, knowledge, np.random.default_rng(0))
    assert drawn is not None
    assert not drawn.exact
    fortnights = [
        (start, [day - start for day in (1, 5, 17, 20, 30, 41, 50) if start <= day < start + 14])
        for start in range(0, 56, 14)
    ]
    tables = [[by_hand(level.tolist(), [each], [by]) for by in range(14)] for each in fortnights]
    totals = [sum(each) for each in product(*tables)]
    assert drawn.p == pytest.approx(np.mean([each >= totals[0] - 1e-9 for each in totals]), abs=0.03)


@pytest.mark.parametrize(("episodes", "told"), [(4, False), (5, True)])
def test_five_episodes_are_compared_and_four_are_not(episodes: int, told: bool, knowledge: Knowledge) -> None:
    calendar, onsets = days_of({2 * each: 12.0 for each in range(episodes)})
    found = compare(
        "doses", lambda time_s: time_s.astype(np.float64), onsets, calendar, knowledge, np.random.default_rng(0)
    )
    assert (found is not None) is told


def test_a_stretch_is_two_weeks_from_the_records_first_day(knowledge: Knowledge) -> None:
    times = [START_S + day * DAY_S + 20 * HOUR_S for day in (0, 1, 13, 14, 27, 28)]
    calendar = RecordedDays.of(Columns.of([event(each, Kind.RATING, "pain", 4.0) for each in times]), knowledge)
    assert calendar.stretch.tolist() == [0, 0, 0, 1, 1, 2]


@pytest.mark.parametrize(("days", "told"), [(4, False), (5, True)])
def test_a_fortnight_needs_five_days_that_are_known(days: int, told: bool, knowledge: Knowledge) -> None:
    with_more = {**dict.fromkeys(range(days), 12.0), **dict.fromkeys(range(14, 19), 12.0)}
    calendar, onsets = days_of(with_more, days=28)

    def known(time_s: np.ndarray) -> np.ndarray:
        second = time_s >= START_S + 14 * DAY_S
        return np.where(second | (time_s < START_S + days * DAY_S), 1.0, np.nan)

    found = compare("doses", known, onsets, calendar, knowledge, np.random.default_rng(0))
    assert found is not None
    assert found.episodes == (days + 5 if told else 5)


@pytest.mark.parametrize(("exponent", "exact"), [(3, True), (4, False)])
def test_up_to_twenty_thousand_orders_are_looked_at_one_by_one(
    exponent: int, exact: bool, knowledge: Knowledge
) -> None:
    days = 14 * exponent
    calendar, onsets = days_of(dict.fromkeys([*range(1, 9, 2), *range(15, days, 14)], 12.0), days=days)
    found = compare("doses", lambda at: at.astype(np.float64), onsets, calendar, knowledge, np.random.default_rng(0))
    assert found is not None
    assert (found.exact, found.orders) == (exact, 14**3 if exact else 4999)


def test_days_of_another_fortnight_do_not_count_as_usual(knowledge: Knowledge) -> None:
    chosen = [15, 17, 19, 21, 23]
    calendar, onsets = days_of(dict.fromkeys(chosen, 12.0), days=28)

    def higher_later(time_s: np.ndarray) -> np.ndarray:
        return np.where(time_s < START_S + 14 * DAY_S, 0.0, 1.0)

    found = compare("doses", higher_later, onsets, calendar, knowledge, np.random.default_rng(0))
    assert found is not None
    assert (found.higher, found.mean_rank, found.p) == (0, 0.5, 1.0)


def test_other_days_are_looked_at_by_the_clock_on_the_wall_when_clocks_change(knowledge: Knowledge) -> None:
    calendar, onsets = days_of(dict.fromkeys([1, 3, 5, 7, 9], 12.0))
    summer = RecordedDays(calendar.day, np.where(np.arange(14) < 7, 0, 60), calendar.first_s, calendar.last_s, 14)
    asked: list[int] = []

    def measure(time_s: np.ndarray) -> np.ndarray:
        asked.extend(time_s.tolist())
        return np.ones(len(time_s))

    compare("doses", measure, onsets, summer, knowledge, np.random.default_rng(0))
    assert {(each - START_S) // DAY_S: (each - START_S) % DAY_S / HOUR_S for each in asked} == {
        day: 12.0 if day < 7 else 11.0 for day in range(14)
    }


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_calls_as_many_as_the_step_down_rule_does(p: list[float]) -> None:
    ordered, called = sorted(p), 0
    while called < len(p) and ordered[called] * (len(p) - called) <= 0.05:
        called += 1
    assert sum(each <= 0.05 for each in holm(p)) == called
