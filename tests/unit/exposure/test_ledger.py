"""The ledger of a curve: the same exposure at any times, and that of doses that were not taken."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from speciosa.exposure import ExposureCurve, expose
from speciosa.exposure.ledger import Ledger
from speciosa.knowledge import Knowledge
from speciosa.record import Diary

DAY_S = 86_400
LeafDiary = Callable[..., Diary]
ROWS = [f"2026-03-{day:02d}T08:00+00:00,dose,kratom leaf powder,3,g" for day in range(1, 15)]


@pytest.fixture
def curve(diary_of: LeafDiary, knowledge: Knowledge) -> ExposureCurve:
    found = expose(diary_of(*ROWS), knowledge, seed=0, grid_s=3600)
    assert isinstance(found, ExposureCurve)
    return found


@pytest.fixture
def ledger(curve: ExposureCurve) -> Ledger:
    assert curve.ledger is not None
    return curve.ledger


def test_asked_at_the_curves_own_times_it_gives_the_curve(curve: ExposureCurve, ledger: Ledger) -> None:
    assert ledger.conc_at(curve.time_s) == pytest.approx(curve.conc_ng_ml[:, 0], rel=1e-9)


def test_asked_at_fewer_times_it_says_the_same(curve: ExposureCurve, ledger: Ledger) -> None:
    some = curve.time_s[5::7]
    assert ledger.conc_at(some) == pytest.approx(ledger.conc_at(curve.time_s)[:, 5::7], rel=1e-9)


def test_there_is_one_curve_a_story_and_it_begins_at_nothing(ledger: Ledger) -> None:
    early = ledger.intake.time_s[:1] - DAY_S
    assert ledger.conc_at(early).shape[1] == 1
    assert not ledger.conc_at(early).any()


def test_of_other_doses_twice_the_amount_is_twice_the_concentration(ledger: Ledger) -> None:
    dose_s, times = np.array([0, DAY_S]), np.arange(0, 4 * DAY_S, 1800)
    one = ledger.conc_of(dose_s, np.array([[40.0, 40.0], [0.5, 0.5]]), times)
    two = ledger.conc_of(dose_s, np.array([[80.0, 80.0], [1.0, 1.0]]), times)
    assert two == pytest.approx(2 * one, rel=1e-9)
    assert (one >= 0).all()
    assert one[:, times > 2 * 3600].min() > 0


def test_of_other_doses_each_adds_its_own_share(ledger: Ledger) -> None:
    times = np.arange(0, 4 * DAY_S, 1800)
    amounts = np.array([[40.0, 20.0], [0.5, 0.2]])
    both = ledger.conc_of(np.array([0, DAY_S]), amounts, times)
    alone = [
        ledger.conc_of(np.array([at * DAY_S]), amounts[:, at : at + 1], times) for at in range(2)
    ]  # fmt: skip
    assert both == pytest.approx(alone[0] + alone[1], rel=1e-7, abs=1e-9)


def test_the_clock_of_other_doses_does_not_matter(ledger: Ledger) -> None:
    dose_s, times = np.array([8 * 3600, 20 * 3600]), np.arange(0, 2 * DAY_S, 1800)
    amounts = np.array([[40.0, 20.0], [0.5, 0.2]])
    later = 1000 * DAY_S
    here, there = ledger.conc_of(dose_s, amounts, times), ledger.conc_of(dose_s + later, amounts, times + later)
    assert here == pytest.approx(there, rel=1e-6, abs=1e-9)


def test_the_usual_doses_taken_again_are_of_the_size_of_the_record(ledger: Ledger) -> None:
    intake = ledger.intake
    times = np.arange(int(intake.time_s[0]), int(intake.time_s[-1]) + DAY_S, 3600)
    again = ledger.conc_of(intake.time_s, intake.nominal_mg, times)
    taken = ledger.conc_at(times)
    assert np.median(again.mean(axis=1) / taken.mean(axis=1)) == pytest.approx(1.0, abs=0.15)


def test_nothing_is_known_after_a_dose_that_nobody_can_tell(diary_of: LeafDiary, knowledge: Knowledge) -> None:
    found = expose(diary_of(*ROWS, "2026-03-10T12:00+00:00,dose,kratom extract,1,ml"), knowledge, seed=0, grid_s=3600)
    assert isinstance(found, ExposureCurve)
    assert found.ledger is not None
    known = found.ledger.known_at(found.time_s)
    assert np.array_equal(~known, np.isnan(found.conc_ng_ml[:, 0]).all(axis=0))
    assert known[:200].all()
    assert not known[-1]
    assert np.isfinite(found.ledger.conc_at(found.time_s)).all()


def test_everything_is_known_of_doses_that_were_weighed(curve: ExposureCurve, ledger: Ledger) -> None:
    assert ledger.known_at(curve.time_s).all()
