"""Made-up records for the tests of effect: every entry is chosen, so that one thing can be changed at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import EffectPosterior, estimate_effect
from speciosa.effect.arms import Arms, level_of
from speciosa.effect.outcome import Ratings
from speciosa.effect.usual import Taken
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person, Product

DAY_S = 86_400
FIRST_S = 1_767_225_600
"""2026-01-01 at midnight, in UTC, which is the local time of these records."""
LEAF = "kratom leaf powder"
DOSE_HOURS_H = (8.0, 14.0, 20.0)


def at_s(day: float, hour: float = 0.0) -> int:
    """UTC seconds of an hour of a day of the record."""
    return FIRST_S + round((day * 24 + hour) * 60) * 60


def entry(
    day: float, hour: float, kind: Kind, name: str, value: float = math.nan, unit: str = "", text: str = "",
    late_min: float = 0.0,
) -> Event:  # fmt: skip
    """One entry; `late_min`: minutes from its own time to when it was written down."""
    time_s = at_s(day, hour)
    answer = Answer.NONE if math.isnan(value) else Answer.GIVEN
    recorded_s = time_s + round(late_min * 60)
    return Event(time_s, 0, kind, name, value, answer, text, unit, recorded_s=recorded_s)


def rating(
    day: float, hour: float, value: float, name: str = "pain", unit: str = "nrs", late_min: float = 0.0
) -> Event:
    return entry(day, hour, Kind.RATING, name, float(value), unit, late_min=late_min)


def dose(day: float, hour: float, grams: float = 3.0, name: str = LEAF, unit: str = "g") -> Event:
    return entry(day, hour, Kind.DOSE, name, float(grams), unit)


def assigned(day: float, arm: str, unit: str = "open") -> Event:
    return entry(day, 0.0, Kind.ASSIGNMENT, arm, 1.0, unit)


def every_other_week(day: int) -> bool:
    """Weeks with it and weeks without, the first with."""
    return day // 7 % 2 == 0


def always(day: int) -> bool:
    return True


def record(
    days: int = 49, *, taken_on: Callable[[int], bool] = every_other_week, relief: float = 3.0, seed: int = 1,
    before_min: float = 5.0, grams: float = 3.0, hours_h: Sequence[float] = DOSE_HOURS_H, noise: float = 0.6,
) -> list[Event]:  # fmt: skip
    """Days of doses by the clock, each with a score some minutes before it, and a score at night.

    Pain is `relief` points lower on days with it; one number a score is drawn, whatever else is asked for.
    """
    rng = np.random.default_rng(seed)
    found = []
    for day in range(days):
        taken = taken_on(day)
        level = 6.0 - relief * taken + 0.3 * math.sin(day / 5)
        for hour in (*hours_h, 22.0):
            score = min(max(round(level + noise * float(rng.standard_normal())), 0), 10)
            found.append(rating(day, hour - (before_min / 60 if hour != 22.0 else 0.0), score))
            if taken and hour != 22.0:
                found.append(dose(day, hour, grams))
    return found


def blocks(days: int, length_d: int, arms: Sequence[str], unit: str = "open") -> list[Event]:
    """Assignments that take turns."""
    return [assigned(day, arms[at % len(arms)], unit) for at, day in enumerate(range(0, days, length_d))]


def diary(entries: Iterable[Event], *, person: Person | None = None, products: tuple[Product, ...] = ()) -> Diary:
    kept = [each._replace(id=each.id or f"e{at}") for at, each in enumerate(entries)]
    return Diary(Columns.of(kept), person or Person(), products)


def asked(
    given: Diary | Iterable[Event], knowledge: Knowledge, *, outcome: str = "pain", of: str = "kratom",
    now_s: int | None = None, seed: int = 0,
) -> EffectPosterior:  # fmt: skip
    """The answer; `now_s` is the last entry's time where none is given."""
    told = given if isinstance(given, Diary) else diary(given)
    if now_s is None:
        now_s = int(told.entries.time_s[-1]) if len(told.entries) else FIRST_S
    exposure = expose(told, knowledge, seed=seed, now_s=now_s, grid_s=6 * 3600)
    return estimate_effect(told, exposure, knowledge, outcome=outcome, now_s=now_s, seed=seed, of=of)


def mean_of(answer: EffectPosterior) -> float:
    """The effect's mean, of an answer that has one."""
    assert answer.effect is not None, answer.reasons
    return float(answer.effect.mean)


def sentences(answer: EffectPosterior) -> list[str]:
    """Everything that the room itself says in an answer."""
    return [
        *answer.reasons, *(each.why for each in answer.not_assessed),
    ]  # fmt: skip


def taken_of(moments: Iterable[tuple[float, float, float]]) -> Taken:
    """Doses from (day, hour, grams), a hundredth of them mitragynine."""
    rows = sorted(moments)
    time_s = np.array([at_s(day, hour) for day, hour, _ in rows], dtype=np.int64)
    grams = np.array([each for *_, each in rows], dtype=np.float64)
    return Taken(time_s, np.zeros(len(rows), dtype=np.int16), np.vstack([10.0 * grams, 0.0 * grams]), grams)


def arms_from(rows: Iterable[tuple[float, str]], *, until: float, masked: bool = False) -> Arms:
    """Periods from (first day, arm), the last until a day."""
    given = list(rows)
    start_s = np.array([at_s(day) for day, _ in given], dtype=np.int64)
    end_s = np.append(start_s[1:], at_s(until)).astype(np.int64)
    names = tuple(arm for _, arm in given)
    level = np.array([level_of(each) for each in names], dtype=np.float64)
    return Arms(start_s, end_s, level, np.full(len(given), masked), names)


def no_arms() -> Arms:
    none = np.empty(0, dtype=np.int64)
    return Arms(none, none, np.empty(0), np.empty(0, dtype=bool), ())


def ratings_from(
    rows: Iterable[tuple[float, float, float]], *, late_min: float = 0.0, better: str = "lower"
) -> Ratings:
    """Ratings from (day, hour, value)."""
    given = sorted(rows)
    time_s = np.array([at_s(day, hour) for day, hour, _ in given], dtype=np.int64)
    value: NDArray[np.float64] = np.array([each for *_, each in given], dtype=np.float64)
    offset = np.zeros(len(given), dtype=np.int16)
    entered = time_s + round(late_min * 60)
    return Ratings(
        "pain", "Pain", "nrs", better, known=True, low=0.0, high=10.0, time_s=time_s, offset_min=offset,
        entered_s=entered, value=value,
    )  # fmt: skip
