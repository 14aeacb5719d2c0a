"""What a review of the pain strategy would look at: pain beyond the person's own range, and what goes with it.

Each number is held against the person's own weeks before (`usual_range`), never against other people's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from speciosa.record import Kind
from speciosa.safety.case import Case
from speciosa.safety.daily import Daily, daily_of, scored
from speciosa.safety.goes_along import GoesAlong, goes_along
from speciosa.safety.pain_places import leading_pain, new_place
from speciosa.safety.scored import daily_totals
from speciosa.safety.sighting import Sighting
from speciosa.safety.usual_range import Shift, Window, days_window, scales_window, shift_of
from speciosa.values.gaps import NotAssessed

_WEEK_D = 7
_TOP = 10.0


def worse_than_usual(case: Case) -> Sighting | None:
    """Pain beyond the person's own usual range in the last two weeks."""
    shift = _pain_shift(case)
    if shift is None or not shift.beyond:
        return None
    return _sighting(shift, _says(shift, days_window(case.knowledge), "your pain was about {amount} higher"))


def interference_rising(case: Case) -> Sighting | None:
    """Pain gets more in the way than it did: by scores of the day, or by the questionnaire's."""
    by_day, by_scale = _interference_shifts(case)
    if by_day is not None and by_day.beyond:
        return _sighting(
            by_day, _says(by_day, days_window(case.knowledge), "pain got in your way by about {amount} more")
        )
    if by_scale is not None and by_scale.beyond:
        what = "pain got in your way (by the PEG questions) by about {amount} more"
        return _sighting(by_scale, _says(by_scale, scales_window(case.knowledge), what))
    return None


def sleep_falling(case: Case) -> Sighting | None:
    """Fewer hours of sleep than before, or a worse sleep."""
    hours, quality = _sleep_shifts(case)
    window = days_window(case.knowledge)
    if hours is not None and hours.beyond:
        return _sighting(hours, _says(hours, window, "you slept about {amount} less", hours=True))
    if quality is not None and quality.beyond:
        return _sighting(quality, _says(quality, window, "the score of your sleep was about {amount} lower"))
    return None


def new_site(case: Case) -> Sighting | None:
    """Pain in a place that was not named before, in a record that was kept for a while."""
    return new_place(case)


def mood_falls_with_pain(case: Case) -> Sighting | None:
    """Mood that is low of late, and lower on days with more pain than chance makes it."""
    mood, window, end_day = scored(case, "mood"), days_window(case.knowledge), _end_day(case)
    late = mood.within(end_day - window.late_d + 1, end_day)
    if len(late) < window.late_least:
        return None
    middle = float(np.median(late.value))
    found = _mood_with_pain(case)
    if middle > case.knowledge.choice("safety_mood_low") or found is None:
        return None
    if found.chance > case.knowledge.choice("safety_mood_pain_chance"):
        return None
    says = (
        f"In the last {window.late_d // _WEEK_D} weeks your mood was about {_level(middle)} of 10 on a middle day. "
        f"On days with more pain it was {_amount(-found.apart)} lower than on days with less ({found.days} days with "
        "both). That they go together does not say which brings which."
    )
    return Sighting(int(late.time_s[-1]), late.id, says)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """What could not be held against the person's own range, and why."""
    pain = _pain_shift(case)
    if pain is None:
        yield _too_few(case, "pain_range", "your pain is worse than usual", scored(case, leading_pain(case)))
    elif pain.early + pain.change > _TOP or pain.edge >= _TOP:
        why = "Your usual scores reach the top of the scale, so pain that is worse than that would not show in them."
        yield NotAssessed("pain_range", why)
    if not any(_interference_shifts(case)):
        about = "pain gets in your way more than usual"
        yield _too_few(case, "interference_range", about, scored(case, "interference"))
    if not any(_sleep_shifts(case)):
        nights = max(_nights(case), scored(case, "sleep_quality"), key=len)
        yield _too_few(case, "sleep_range", "you sleep less or worse than usual", nights)
    if _mood_with_pain(case) is None:
        least = int(case.knowledge.choice("safety_mood_pain_least_d"))
        why = (
            f"Whether your mood goes with your pain was not looked at: it takes {least} days of late with both scores."
        )
        yield NotAssessed("mood_with_pain", why)


def _end_day(case: Case) -> int:
    """Local day of the last entry."""
    entries = case.diary.entries
    return int(entries.day()[-1]) if len(entries) else 0


def _pain_shift(case: Case) -> Shift | None:
    return _by_day(case, scored(case, leading_pain(case)), _important(case, "pain_nrs"), higher_is_worse=True)


def _interference_shifts(case: Case) -> tuple[Shift | None, Shift | None]:
    """By day from ratings, and by questionnaire."""
    by_scale = shift_of(
        _peg(case), scales_window(case.knowledge), end_day=_end_day(case), change=_important(case, "peg"),
        higher_is_worse=True,
    )  # fmt: skip
    return _by_day(case, scored(case, "interference"), _important(case, "pain_nrs"), higher_is_worse=True), by_scale


def _sleep_shifts(case: Case) -> tuple[Shift | None, Shift | None]:
    """Hours, and quality."""
    less_h = case.knowledge.choice("safety_sleep_change_h")
    return (
        _by_day(case, _nights(case), less_h, higher_is_worse=False),
        _by_day(case, scored(case, "sleep_quality"), _important(case, "pain_nrs"), higher_is_worse=False),
    )


def _by_day(case: Case, daily: Daily, change: float, *, higher_is_worse: bool) -> Shift | None:
    window = days_window(case.knowledge)
    return shift_of(daily, window, end_day=_end_day(case), change=change, higher_is_worse=higher_is_worse)


def _nights(case: Case) -> Daily:
    return daily_of(case.diary.entries.of_kind(Kind.SLEEP, "night"))


def _peg(case: Case) -> Daily:
    """The two questions on what pain keeps from, on days with both; the score as a whole where more days have that."""
    enjoyment, activity = (daily_of(case.diary.entries.of_kind(Kind.SCALE, name)) for name in ("peg.2", "peg.3"))
    both = np.intersect1d(enjoyment.day, activity.day)
    whole = daily_totals(case, "peg")
    if len(whole) > len(both):
        return whole
    first, at = np.isin(enjoyment.day, both), np.flatnonzero(np.isin(activity.day, both))
    value = (enjoyment.value[first] + activity.value[at]) / 2
    return Daily(both, value, tuple(activity.id[each] for each in at.tolist()), activity.time_s[at])


def _mood_with_pain(case: Case) -> GoesAlong | None:
    """Of the last days and the weeks before them."""
    window, end_day = days_window(case.knowledge), _end_day(case)
    first = end_day - window.late_d - window.early_d + 1
    pain, mood = (scored(case, word).within(first, end_day) for word in (leading_pain(case), "mood"))
    return goes_along(pain, mood, least=int(case.knowledge.choice("safety_mood_pain_least_d")))


def _important(case: Case, instrument: str) -> float:
    """The difference that people notice; none that can be reached where none was read."""
    change = case.knowledge.instruments[instrument].important_change
    return math.inf if change is None else change


def _sighting(shift: Shift, says: str) -> Sighting:
    return Sighting(shift.time_s, shift.ids, says)


def _says(shift: Shift, window: Window, what: str, *, hours: bool = False) -> str:
    half_hours = _half(shift.worse_by)
    amount = f"{half_hours} {'hour' if half_hours == '1' else 'hours'}" if hours else _amount(shift.worse_by)
    worse = what.format(amount=amount)
    level = f"{_half(shift.late)} hours" if hours else f"{_level(shift.late)} of 10"
    weeks = f"the {shift.weeks_before} weeks" if shift.weeks_before > 1 else "the week"
    beside = "less" if what.endswith(("less", "lower")) else "more"
    turned = " (Your scale was counted from 0 to 10.)" if shift.stretched else ""
    return (
        f"In the last {window.late_d // _WEEK_D} weeks {worse} than in {weeks} before: about "
        f"{level} on the middle one of {shift.days} days, {beside} than on {shift.milder} of the {shift.days_before} "
        f"days before with a score.{turned}"
    )


def _too_few(case: Case, code: str, about: str, daily: Daily) -> NotAssessed:
    window, end_day = days_window(case.knowledge), _end_day(case)
    late = len(daily.within(end_day - window.late_d + 1, end_day))
    early = len(daily.within(end_day - window.late_d - window.early_d + 1, end_day - window.late_d))
    why = (
        f"Whether {about} was not looked at: it takes {window.late_least} days with a score in the last "
        f"{window.late_d // _WEEK_D} weeks and {window.early_least} in the {window.early_d // _WEEK_D} weeks before; "
        f"your record has {late} and {early}."
    )
    return NotAssessed(code, why)


def _amount(points: float) -> str:
    """Whole points: a middle of two weeks is not known better than that."""
    whole = math.floor(abs(points) + 0.5)
    return {0: "less than a point", 1: "1 point"}.get(whole, f"{whole} points")


def _level(value: float) -> str:
    return f"{math.floor(value + 0.5)}"


def _half(value: float) -> str:
    return f"{math.floor(value * 2 + 0.5) / 2:g}"
