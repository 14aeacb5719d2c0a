"""What else a person writes down: mood, sleep, walks, nausea, another medicine, sun, weekly questions.

These follow pain and change nothing: they are there so that a record looks like one. Only pain has
a truth that an analysis may be held against.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Event, Kind
from speciosa.simulate.days import Days
from speciosa.simulate.design import Design
from speciosa.simulate.entry import entry, minutes_on, whole_score
from speciosa.simulate.living import Doses
from speciosa.simulate.prompts import Prompts
from speciosa.simulate.streams import stream
from speciosa.values.timeline import Moment

_TUESDAY, _SUNDAY = 1, 6
_SOONEST_NAUSEA_MIN = 5


@dataclass(frozen=True, slots=True)
class Everyday:
    """How everyday entries follow pain; every field is a row of simulation.csv."""

    middling_nrs: float
    mood_without_pain_nrs: float
    mood_per_pain_nrs: float
    mood_sd_nrs: float
    sleep_h: float
    sleep_per_pain_h: float
    sleep_sd_h: float
    sleep_quality_nrs: float
    nausea_share: float
    nausea_from_g: float
    nausea_after_min: float
    nausea_after_sd_min: float
    nausea_other_share: float
    walking_share: float
    walking_min: float
    walking_per_pain_min: float
    walking_sd_min: float
    physiotherapy_min: float
    peg_enjoyment_nrs: float
    peg_activity_nrs: float
    ibuprofen_mg: float
    ibuprofen_from_nrs: float
    ibuprofen_share: float
    sun_share: float
    sun_winter_h: float
    sun_summer_h: float
    goal_start_nrs: float
    goal_per_week_nrs: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the everyday entries see it: its first and last moments, and pain on average.

    An entry may follow only what was felt before it: the night the day before (None on the first
    day), a walk the pain at waking, an evening question the day.
    """

    number: int
    date: date
    first: Moment
    last: Moment
    before_nrs: float | None
    waking_nrs: float
    pain_nrs: float
    week_pain_nrs: float


def noted_days(design: Design, prompts: Prompts, felt_nrs: NDArray[np.float64]) -> list[Day]:
    """Days that have a moment and are written about.

    Parameters
    ----------
    felt_nrs : true pain at each moment, [prompt].
    """
    found = []
    for number in np.unique(prompts.day).tolist():
        if design.calendar.is_gap(number):
            continue
        at, yesterday = np.flatnonzero(prompts.day == number), felt_nrs[prompts.day == number - 1]
        before_nrs = float(yesterday.mean()) if len(yesterday) else None
        week = (prompts.day > number - 7) & (prompts.day <= number)
        first, last = (Moment(int(prompts.time_s[i]), int(prompts.offset_min[i])) for i in (at[0], at[-1]))
        on = date.fromisoformat(design.calendar.starts) + timedelta(days=number)
        felt = float(felt_nrs[at[0]]), float(felt_nrs[at].mean()), float(felt_nrs[week].mean())
        found.append(Day(number, on, first, last, before_nrs, *felt))
    return found


def everyday_entries(design: Design, everyday: Everyday, days: Days, noted: list[Day], *, seed: int) -> Iterator[Event]:
    """Entries once a day or once a week.

    Parameters
    ----------
    noted : the days that are written about.
    seed : of the stream ``everyday``; every day takes the same number of chances from it.
    """
    chances = stream(seed, "everyday").random((design.calendar.days, 6))
    normals = stream(seed, "everyday_spread").standard_normal((design.calendar.days, 5))
    for day in noted:
        u, z = chances[day.number].tolist(), normals[day.number].tolist()
        yield from _night(everyday, day, z[0], z[1])
        if u[0] >= design.recording.missed_checkin_share:
            mood = everyday.mood_without_pain_nrs - everyday.mood_per_pain_nrs * day.pain_nrs
            mood_said = whole_score(mood + everyday.mood_sd_nrs * z[2])
            yield entry(minutes_on(day.last, 1), Kind.RATING, "mood", mood_said, "nrs")
        if u[1] < everyday.walking_share:
            shorter_min = everyday.walking_per_pain_min * (day.waking_nrs - everyday.middling_nrs)
            walk_min = everyday.walking_min - shorter_min + everyday.walking_sd_min * z[3]
            whole_min = max(5.0, 5.0 * round(walk_min / 5))
            yield entry(days.at(day.number, 15 + 3 * u[2]), Kind.ACTIVITY, "walking", whole_min, "min")
        if u[3] < everyday.sun_share:
            sun_h = max(0.0, round(4 * _season_h(everyday, day.date) * 2 * u[4]) / 4)
            yield entry(days.at(day.number, 18 + 2 * u[5]), Kind.SUN, "exposure", sun_h, "h")
        if day.date.weekday() == _TUESDAY and _has_physiotherapy(design, day.number):
            yield entry(days.at(day.number, 17), Kind.ACTIVITY, "physiotherapy", everyday.physiotherapy_min, "min")
        if day.date.weekday() == _SUNDAY:
            yield from _weekly(everyday, day, z[4])


def nausea_entries(design: Design, everyday: Everyday, days: Days, doses: Doses, *, seed: int) -> Iterator[Event]:
    """Nausea after some of the larger doses, most of an hour later, and now and then for another reason."""
    chances = stream(seed, "nausea").random((len(doses.day), 2))
    later_z = stream(seed, "nausea_after").standard_normal(len(doses.day))
    for at, (u, strength) in enumerate(chances.tolist()):
        if doses.day[at] < 0 or design.calendar.is_gap(int(doses.day[at])):
            continue
        if doses.amt_g[at] >= everyday.nausea_from_g and u < everyday.nausea_share:
            after_min = round(everyday.nausea_after_min + everyday.nausea_after_sd_min * later_z[at])
            taken = Moment(int(doses.time_s[at]), int(doses.offset_min[at]))
            yield _nausea(minutes_on(taken, max(after_min, _SOONEST_NAUSEA_MIN)), strength)
    others = stream(seed, "nausea_other").random((design.calendar.days, 3))
    for day, (u, hour, strength) in enumerate(others.tolist()):
        if u < everyday.nausea_other_share and not design.calendar.is_gap(day):
            yield _nausea(days.at(day, 9 + 12 * hour), strength)


def ibuprofen_entries(design: Design, everyday: Everyday, prompts: Prompts, scores: list[int]) -> Iterator[Event]:
    """A tablet as needed on the bad days, at most one a day; it changes nothing of the pain."""
    taken: set[int] = set()
    for at, (day, score) in enumerate(zip(prompts.day.tolist(), scores, strict=True)):
        if score < everyday.ibuprofen_from_nrs or prompts.ibuprofen_chance[at] >= everyday.ibuprofen_share:
            continue
        if day not in taken and not design.calendar.is_gap(day):
            taken.add(day)
            when = Moment(int(prompts.time_s[at]) + 6 * 60, int(prompts.offset_min[at]))
            yield entry(when, Kind.MEDICINE, "ibuprofen", everyday.ibuprofen_mg, "mg")


def _nausea(when: Moment, strength: float) -> Event:
    return entry(when, Kind.SYMPTOM, "nausea", float(1 + int(3 * strength)), "nrs")


def _night(everyday: Everyday, day: Day, hours_z: float, quality_z: float) -> Iterator[Event]:
    """The night that has just ended: it follows the day before, never the one that it begins."""
    worse = 0.0 if day.before_nrs is None else day.before_nrs - everyday.middling_nrs
    sleep_h = everyday.sleep_h - everyday.sleep_per_pain_h * worse + everyday.sleep_sd_h * hours_z
    quality = everyday.sleep_quality_nrs - worse / 2 + (hours_z + quality_z) / 2
    woke = minutes_on(day.first, -5)
    yield entry(woke, Kind.SLEEP, "night", min(max(round(4 * sleep_h) / 4, 2.0), 11.0), "h")
    yield entry(woke, Kind.RATING, "sleep_quality", whole_score(quality), "nrs")


def _weekly(everyday: Everyday, day: Day, z: float) -> Iterator[Event]:
    """PEG over the past week, and how far the goal is reached."""
    shifts = (0.0, everyday.peg_enjoyment_nrs, everyday.peg_activity_nrs)
    items = [whole_score(day.week_pain_nrs + shift + z / 2) for shift in shifts]
    for number, item in enumerate(items, start=1):
        yield entry(minutes_on(day.last, 3), Kind.SCALE, f"peg.{number}", item, "score")
    yield entry(minutes_on(day.last, 3), Kind.SCALE, "peg", round(sum(items) / 3, 1), "score")
    better = everyday.middling_nrs - day.week_pain_nrs
    reached = everyday.goal_start_nrs + everyday.goal_per_week_nrs * day.number / 7 + better
    yield entry(minutes_on(day.last, 5), Kind.GOAL, "walk 30 minutes", whole_score(reached), "nrs")


def _has_physiotherapy(design: Design, day: int) -> bool:
    started = [each for each in design.calendar.milestones if (each.name, each.text) == ("physiotherapy", "start")]
    return any(each.day <= day for each in started)


def _season_h(everyday: Everyday, on: date) -> float:
    """Time in the sun by season on the northern half: a cosine with its low on New Year's Day."""
    summer = (1 - math.cos(2 * math.pi * on.timetuple().tm_yday / 365)) / 2
    return everyday.sun_winter_h + (everyday.sun_summer_h - everyday.sun_winter_h) * summer
