"""Chance as the instrument: somebody who skips doses on good days still gets an answer that is about right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.effect.conftest import FittedTrial, plain_columns
from tests.unit.effect.records import arms_from, at_s, diary, dose, rating, ratings_from, taken_of

from speciosa.effect.arms import Arms
from speciosa.effect.exposed import Exposed, Source, exposed
from speciosa.effect.fit import coefficients, fit, model_of
from speciosa.effect.instrument import adherence_of, assigned_conc
from speciosa.effect.likelihood.dense import felt_plainly
from speciosa.effect.outcome import Ratings
from speciosa.effect.priors import Priors
from speciosa.effect.usual import Taken, UsualPattern, usual_pattern
from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Event

Array = NDArray[np.float64]
DAYS, BLOCK_D = 84, 7
EMAX, HEIGHT = 4.0, 0.5


@dataclass
class Asked:
    """What the functions read of a question."""

    taken: Taken
    arms: Arms
    pattern: UsualPattern
    now_s: int


@dataclass
class Case:
    """Somebody in a trial: what they wrote, what they were exposed to, and what was assigned."""

    ratings: Ratings
    laid: Exposed
    asked: Any


def question(*parts: Any) -> Any:
    return Asked(*parts)


USUAL = [(float(day), 8.0, 3.0) for day in range(7)] + [(float(day), 8.0, 3.0) for day in range(14, 21)]
ARMS = arms_from([(0, "usual"), (7, "none"), (14, "usual"), (21, "none")], until=28)
PATTERN = UsualPattern(np.array([8.0]), np.array([[30.0], [0.0]]), np.array([3.0]), 14)


def test_doses_as_assigned_are_full_adherence() -> None:
    assert adherence_of(question(taken_of(USUAL), ARMS, PATTERN, at_s(28))) == 1.0


def test_each_day_that_strays_costs_its_share() -> None:
    skipped = [each for each in USUAL if each[0] not in (2.0, 3.0)]
    extra = [*skipped, (9.0, 8.0, 3.0)]
    assert adherence_of(question(taken_of(extra), ARMS, PATTERN, at_s(28))) == pytest.approx(25 / 28)


def test_a_fifth_of_a_usual_day_more_or_less_is_as_assigned() -> None:
    about = [(day, hour, 3.5 if day % 2 else 2.5) for day, hour, _ in USUAL]
    assert adherence_of(question(taken_of(about), ARMS, PATTERN, at_s(28))) == 1.0


def test_days_to_come_are_not_held_against_anybody() -> None:
    assert adherence_of(question(taken_of(USUAL[:7]), ARMS, PATTERN, at_s(14))) == 1.0


def test_who_kept_to_the_assignment_needs_no_instrument(fitted_trial: FittedTrial, knowledge: Knowledge) -> None:
    given = fitted_trial
    asked = question(given.taken, given.arms, given.pattern, given.now_s)
    assert adherence_of(asked) > 0.9
    assert assigned_conc(asked, given.exposed, knowledge) is None


def test_the_instrument_is_the_exposure_under_every_assigned_dose(
    fitted_trial: FittedTrial, knowledge: Knowledge
) -> None:
    """Half of the doses thrown away: what was assigned stays what it was."""
    given = fitted_trial
    some = np.random.default_rng(1).random(len(given.taken.time_s)) < 0.5
    taken = Taken(
        given.taken.time_s[some], given.taken.offset_min[some], given.taken.nominal_mg[:, some], given.taken.amt_g[some]
    )
    found = assigned_conc(question(taken, given.arms, given.pattern, given.now_s), given.exposed, knowledge)
    assert found is not None
    assert found.shape == given.exposed.conc.shape
    day = (given.exposed.time_s - given.exposed.time_s[0]) // 86_400
    daily = [np.bincount(day, weights=each.mean(axis=1)) / np.bincount(day) for each in (found, given.exposed.conc)]
    assert np.corrcoef(daily[0], daily[1])[0, 1] > 0.9
    assert daily[0].mean() == pytest.approx(daily[1].mean(), rel=0.15)


def skips_on_good_days(seed: int, curve_of: Callable[[list[Event]], ExposureCurve]) -> tuple[Case, float]:
    """Two doses a day in the usual weeks, but none on days that begin well; scores at eleven and at night.

    Relief is that of the middle curve at typical numbers, so that the truth is known.
    """
    rng = np.random.default_rng(seed)
    order = np.concatenate([rng.permutation(["none", "usual"]) for _ in range(DAYS // BLOCK_D // 2)]).tolist()
    mood = rng.normal(0.0, 1.5, DAYS)
    on = np.repeat([each == "usual" for each in order], BLOCK_D)
    kept = on & (mood > -0.3)
    doses = [dose(day, hour) for day in np.flatnonzero(kept).tolist() for hour in (8.0, 16.0)]
    arms = arms_from([(at * BLOCK_D, arm) for at, arm in enumerate(order)], until=DAYS)
    rated = [(float(day), hour) for day in range(DAYS) for hour in (11.0, 22.0)]
    blank = ratings_from([(day, hour, 5.0) for day, hour in rated])
    curve = curve_of([*doses, *[rating(day, hour, 5.0) for day, hour in rated]])
    assert curve.ledger is not None
    ledger, intake = curve.ledger, curve.ledger.intake
    taken = Taken(intake.time_s, intake.offset_min, intake.nominal_mg, intake.amt_g)
    pattern = usual_pattern(taken, arms, today=at_s(DAYS - 1) // 86_400)
    source = Source(ledger.conc_at, ledger.known_at, ledger.conc_of)
    laid = exposed(taken, blank.time_s, source, pattern, first_s=at_s(0), now_s=at_s(DAYS), horizon_d=30)
    share, tolerance = felt_plainly(laid.conc[:, laid.draws // 2], laid.step_min, 0.7, 1.0, 0.003)
    at = laid.place_of(blank.time_s)
    day = np.repeat(np.arange(DAYS), 2)
    value = 5.0 + mood[day] - EMAX * share[at] + HEIGHT * tolerance[at] + rng.normal(0.0, 0.5, len(at))
    usual = felt_plainly(laid.usual[:, laid.draws // 2], np.full(len(laid.usual), 60), 0.7, 1.0, 0.003)
    truth = float(HEIGHT * usual[1].mean() - EMAX * usual[0].mean())
    return Case(replace(blank, value=value), laid, question(taken, arms, pattern, at_s(DAYS))), truth


def effect_of(case: Case, knowledge: Knowledge, assigned: Array | None) -> float:
    priors, first_s = Priors.default(knowledge), int(case.laid.time_s[0])
    columns = plain_columns(case.ratings, priors)
    model = model_of(case.ratings, case.laid, columns, priors, first_s=first_s, assigned=assigned)
    found = fit(model, np.random.default_rng(0), draws=512)
    return float(found.weight @ coefficients(found).middle[:, 0])


def test_skipping_doses_on_good_days_biases_what_was_taken_and_not_what_was_assigned(knowledge: Knowledge) -> None:
    def curve_of(entries: list[Event]) -> ExposureCurve:
        found = expose(diary(entries), knowledge, seed=0, now_s=at_s(DAYS), grid_s=6 * 3600)
        assert isinstance(found, ExposureCurve)
        return found

    as_taken, by_chance = [], []
    for seed in range(4):
        case, truth = skips_on_good_days(seed, curve_of)
        assert 0.4 < adherence_of(case.asked) < 0.9
        assigned = assigned_conc(case.asked, case.laid, knowledge)
        assert assigned is not None
        as_taken.append(effect_of(case, knowledge, None) - truth)
        by_chance.append(effect_of(case, knowledge, assigned) - truth)
    assert np.mean(as_taken) > 0.4
    assert abs(np.mean(by_chance)) < 0.5 * np.mean(as_taken)
