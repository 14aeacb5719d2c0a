"""Made-up months of somebody whose doses and symptoms are known: for holding the comparison against the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.values.timeline import DAY_S, HOUR_S

START_S = 1_767_225_600  # 2026-01-01T00:00Z
DAYS = 150
HALF_LIFE_H = 24.0
Hours = NDArray[np.float64]


@dataclass(frozen=True)
class Life:
    """Doses of some months, and what they leave at each hour, in units of one usual dose."""

    dose_s: NDArray[np.int64]
    amount_g: NDArray[np.float64]
    level: Hours

    @property
    def beside_usual(self) -> Hours:
        """How far each hour's level is from the mean at that hour of the day, in SDs of it, [hour]."""
        by_hour = self.level.reshape(-1, 24)
        found: Hours = ((by_hour - by_hour.mean(axis=0)) / by_hour.std(axis=0)).ravel()
        return found

    def curve(self) -> ExposureCurve:
        conc = np.broadcast_to(self.level, (2, 1, len(self.level))).copy()
        return ExposureCurve(
            START_S + HOUR_S * np.arange(len(self.level), dtype=np.int64), ("mitragynine",), conc, "population",
            self.dose_s, np.zeros(len(self.dose_s), np.int16), conc.max(axis=2), np.full((2, 1), np.nan),
        )  # fmt: skip

    def diary(self, symptoms: dict[str, NDArray[np.int64]]) -> Diary:
        doses = [
            event(int(at), Kind.DOSE, "kratom leaf powder", round(float(grams), 2), "g")
            for at, grams in zip(self.dose_s, self.amount_g, strict=True)
        ]
        ticks = [event(int(at), Kind.SYMPTOM, word) for word, times in symptoms.items() for at in times]
        evenings = [event(START_S + day * DAY_S + 22 * HOUR_S, Kind.RATING, "pain", 4.0, "nrs") for day in range(DAYS)]
        return Diary(Columns.of([*doses, *ticks, *evenings]))


def event(time_s: int, kind: Kind, name: str, value: float | None = None, unit: str = "") -> Event:
    answer = Answer.NONE if value is None else Answer.GIVEN
    number = float("nan") if value is None else value
    return Event(time_s, 0, kind, name, number, answer, unit=unit, recorded_s=time_s, id=f"{kind}{name}{time_s}")


def lived(rng: np.random.Generator) -> Life:
    """Two or three doses a day at their own hours; good and bad days last, and over the months it gets more."""
    mood = np.empty(DAYS)
    mood[0] = rng.standard_normal()
    for day in range(1, DAYS):
        mood[day] = 0.6 * mood[day - 1] + 0.8 * rng.standard_normal()
    times, amounts = [], []
    for day in range(DAYS):
        for hour in (8.0, 14.0, 20.0):
            if rng.random() < 0.85 + 0.05 * mood[day]:
                times.append(START_S + day * DAY_S + int((hour + rng.normal(0, 0.8)) * HOUR_S))
                amounts.append(3.0 * np.exp(0.25 * mood[day] + 0.15 * rng.standard_normal() + 0.5 * day / DAYS))
    dose_s, amount_g = np.array(times, dtype=np.int64), np.array(amounts)
    taken = np.zeros(DAYS * 24)
    np.add.at(taken, np.clip((dose_s - START_S) // HOUR_S, 0, len(taken) - 1), amount_g / 3.0)
    since = np.arange(12 * 24) + 0.5
    slow = np.exp(-since * np.log(2) / HALF_LIFE_H)
    # what one dose leaves: up within two hours, then down in a fast and a slow part
    left = (1 - np.exp(-1.2 * since)) * (0.7 * np.exp(-0.35 * since) + 0.3 * slow)
    return Life(dose_s, amount_g, np.convolve(taken, np.concatenate([[0.0], left]))[: len(taken)])


def ticked(rng: np.random.Generator, hazard: Hours, mean: float) -> NDArray[np.int64]:
    """Times of about so many entries, each hour as likely as its hazard says, to the minute."""
    chance = mean * hazard / hazard.sum()
    hours = np.flatnonzero(rng.random(len(hazard)) < chance)
    found: NDArray[np.int64] = START_S + hours * HOUR_S + rng.integers(0, 60, len(hours)) * 60
    return found


def by_the_clock(rng: np.random.Generator) -> Hours:
    """A hazard of its own: some hours of the day, good and bad weeks, and more of it over the months."""
    hour = np.arange(DAYS * 24)
    peak, width = rng.uniform(6, 22), rng.uniform(1, 4)
    day = np.empty(DAYS)
    day[0] = rng.standard_normal()
    for at in range(1, DAYS):
        day[at] = 0.7 * day[at - 1] + 0.7 * rng.standard_normal()
    within = np.exp(-0.5 * ((hour % 24 - peak) / width) ** 2)
    found: Hours = within * np.exp(0.8 * day[hour // 24] + 1.0 * hour / len(hour))
    return found
