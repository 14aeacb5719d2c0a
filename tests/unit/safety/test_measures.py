"""How much there was at an hour: by the curve, by doses and by amounts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.conftest import NOW_S

from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.measures import amount_before, doses_before, in_blood
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, HOUR_S, parse_moment

EIGHT_S = parse_moment("2026-05-01T08:00+02:00", None).time_s
ROWS = (
    "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d1,,",
    "2026-05-01T14:00+02:00,dose,kratom leaf powder,6,g,,,,,d2,,",
    "2026-05-02T08:00+02:00,dose,kratom extract,1,g,,,,,d3,,",
    "2026-05-03T08:00+02:00,rating,pain,4,,,,,,r1,,",
)


@pytest.fixture
def record(diary_of: Callable[..., Diary]) -> Diary:
    return diary_of(*ROWS[:2], ROWS[3])


@pytest.fixture
def curve(record: Diary, knowledge: Knowledge) -> ExposureCurve:
    found = expose(record, knowledge, seed=0, now_s=EIGHT_S + 2 * DAY_S)
    assert isinstance(found, ExposureCurve)
    return found


def at_hours(*hours: float) -> np.ndarray:
    return np.array([EIGHT_S + round(each * HOUR_S) for each in hours], dtype=np.int64)


def test_in_the_blood_is_the_middle_curve_between_its_points(curve: ExposureCurve) -> None:
    name, measure = in_blood(curve)
    asked = at_hours(40, 0, 0.25, 7.9, 23, 48)
    slow = np.interp(asked, curve.time_s, np.median(curve.conc_ng_ml[:, 0], axis=0))
    assert name == "mitragynine"
    assert measure(asked) == pytest.approx(slow)


def test_before_the_first_dose_there_was_none_and_after_the_end_nobody_knows(curve: ExposureCurve) -> None:
    _, measure = in_blood(curve)
    before, after = measure(at_hours(-5, 49))
    assert before == 0
    assert np.isnan(after)


def test_where_the_curve_is_left_out_nobody_knows(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    diary = diary_of(*ROWS)
    found = expose(diary, knowledge, seed=0, now_s=EIGHT_S + 2 * DAY_S)
    assert isinstance(found, ExposureCurve)
    assert np.isnan(in_blood(found)[1](at_hours(3, 30))).tolist() == [False, True]
    amount = amount_before(found, knowledge)
    assert not isinstance(amount, NotAssessed)
    assert np.isnan(amount[1](at_hours(3, 25))).tolist() == [False, True]


def test_doses_of_the_six_hours_before_count_and_no_others(record: Diary, knowledge: Knowledge) -> None:
    _, measure = doses_before(record, knowledge)
    assert measure(at_hours(0, 0.01, 6, 6.01, 12, 12.01)).tolist() == [0, 1, 1, 1, 1, 0]


def test_amounts_of_the_six_hours_before_are_added_up(curve: ExposureCurve, knowledge: Knowledge) -> None:
    amount = amount_before(curve, knowledge)
    assert not isinstance(amount, NotAssessed)
    none, first, second = amount[1](at_hours(0, 6, 12))
    assert none == 0
    assert second == pytest.approx(2 * first)


def test_the_same_amount_every_time_cannot_be_compared(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    diary = diary_of(ROWS[0], ROWS[1].replace(",6,g", ",3,g"))
    found = expose(diary, knowledge, seed=0, now_s=NOW_S)
    assert isinstance(found, ExposureCurve)
    gap = amount_before(found, knowledge)
    assert isinstance(gap, NotAssessed)
    assert gap.code == "side_effect_dose"
