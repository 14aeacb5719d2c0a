"""One simulated person after the other: the truth, what the room says, and what the usual analyses say."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np

from bench.effect_calibration.bound import Bound, bound_of
from bench.effect_calibration.generators import MATCHED, Known, lived
from bench.effect_calibration.kinds import MISSPECIFIED
from bench.effect_calibration.look import Look, look, look_times
from bench.effect_calibration.people import Plan, anybody, on_recorded_pain, platform, randomised
from bench.effect_calibration.workers import spread_out
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, Kind
from speciosa.simulate import PersonModel, simulate_person
from speciosa.simulate.usual_analyses import (
    Interval,
    days_of,
    generalised_least_squares,
    paired_periods,
    t_test,
    t_test_after_washout,
)

SEED = 20_260_302
"""Fixed before the first run."""
WASHOUT_D = 4
USUAL = ("t-test on days", "t-test after washout", "paired period means", "GLS, Ornstein-Uhlenbeck errors")
OBSERVED, ABAB, ABAB_DRIFT, YEAR = (
    "doses on recorded pain",
    "ABAB weeks",
    "ABAB weeks, drift",
    "doses on recorded pain, a year",
)
CASES = (MATCHED.name, *(each.name for each in MISSPECIFIED), OBSERVED, ABAB, ABAB_DRIFT, YEAR)
_DAYS = {OBSERVED: 120, YEAR: 365}
_RANDOMISED = {each.name: each for each in (MATCHED, *MISSPECIFIED)}


class Case(NamedTuple):
    """One person: the true effect, the last look, the looks before it, and the usual analyses.

    Of one look alone, and of a record with no second look, the last is at the record's end.
    """

    truth: float
    last: Look
    path: tuple[Look, ...]
    usual: tuple[Interval, ...]
    bound: Bound | None


def cases(name: str, people: int, *, unmoved: bool, workers: int, path: bool) -> list[Case]:
    """People of one kind.

    Parameters
    ----------
    name : of `CASES`.
    unmoved : kratom does nothing to their pain.
    path : every look on the way, and not the last one alone.
    """
    return spread_out(partial(_case, name=name, unmoved=unmoved, path=path), people, workers)


def says_of(name: str) -> str:
    """What kind of people these are, in a sentence."""
    if name in _RANDOMISED:
        return _RANDOMISED[name].says
    knowledge, rng = load_knowledge(), np.random.default_rng(0)
    return _plan(name, knowledge, anybody(knowledge, rng, unmoved=True), rng).says


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


def _case(number: int, *, name: str, unmoved: bool, path: bool) -> Case:
    knowledge = _knowledge()
    rng = np.random.default_rng([SEED, CASES.index(name), int(unmoved), number])
    model = anybody(knowledge, rng, unmoved=unmoved)
    plan = _plan(name, knowledge, model, rng)
    known = _lived(name, plan, knowledge, rng)
    times = look_times(known.diary, knowledge) if path else []
    if len(times) < 2:
        times.append(int(known.diary.entries.time_s[-1]))
    looks = [look(known.diary, knowledge, now_s, seed=number) for now_s in times]
    bound = bound_of(known, knowledge, seed=number) if name == MATCHED.name and not unmoved else None
    return Case(known.effect, looks[-1], tuple(looks[:-1]), usual_answers(known.diary, plan.begins), bound)


def _plan(name: str, knowledge: Knowledge, model: PersonModel, rng: np.random.Generator) -> Plan:
    if name in (OBSERVED, YEAR):
        return on_recorded_pain(knowledge, model, rng, days=_DAYS[name])
    if name in (ABAB, ABAB_DRIFT):
        return platform(knowledge, model, rng, drift=name == ABAB_DRIFT)
    return randomised(knowledge, model, rng)


def _lived(name: str, plan: Plan, knowledge: Knowledge, rng: np.random.Generator) -> Known:
    if name in (OBSERVED, YEAR):
        person = simulate_person(plan.design, knowledge, seed=int(rng.integers(1 << 31)))
        return Known(person.diary, person.truth.true_effect_nrs, person)
    return lived(plan, _RANDOMISED.get(name, MATCHED), knowledge, rng)


def usual_answers(diary: Diary, begins: tuple[int, ...] | None) -> tuple[Interval, ...]:
    """The usual analyses of a diary, in the order of `USUAL`.

    Parameters
    ----------
    begins : days of the record on which assigned periods begin.
    """
    scores, doses = diary.entries.of_kind(Kind.RATING, "pain"), diary.entries.of_kind(Kind.DOSE)
    first = int(scores.day()[0])
    starts = None if begins is None else first + np.array(begins)
    days = days_of(scores.day(), scores.value, doses.day(), starts)
    return t_test(days), t_test_after_washout(days, WASHOUT_D), paired_periods(days), generalised_least_squares(days)
