"""The tables behind the pictures of an effect, and its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from speciosa.report.chart_effect_course import Stretch
from speciosa.report.days import Grain
from speciosa.report.dose_harms import HarmCount
from speciosa.report.effect_contrasts import contrast_question, grade_says
from speciosa.report.effect_section import Effect
from speciosa.report.printed import with_unit
from speciosa.report.tables import MOST_ROWS, Table
from speciosa.report.wording import Wording
from speciosa.values.draws import Draws

_DASH, _MINUS = "\u2013", "\u2212"


def dots_table(words: Wording, effect: Effect) -> Table:
    """How many of the dots lie in which range of points."""
    dots = effect.dots if effect.dots is not None else np.zeros(0)
    low, high = math.floor(dots.min(initial=0.0) * 2), math.ceil(dots.max(initial=0.0) * 2)
    at = np.floor(dots * 2).astype(int)
    rows = [
        (words.say("{low} to {high}", low=signed(words, k / 2, 1), high=signed(words, (k + 1) / 2, 1)),
         words.number(int((at == k).sum())))
        for k in range(low, max(high, low + 1))
    ]  # fmt: skip
    caption = words.say("Dots in each range of points; a minus means lower with it")
    return Table(caption, (words.say("Points"), words.say("Dots")), tuple(rows))


def numbers_table(words: Wording, effect: Effect) -> Table:
    """The number as if starting fresh, and every contrast that has one."""
    rows = []
    if effect.posterior.effect is not None and effect.difference is not None:
        grade = grade_says(words, effect.posterior.evidence_grade)
        rows.append((words.say("As if starting fresh"), *_number(words, effect.posterior.effect), grade))
    for each in effect.contrasts:
        if each.difference is not None:
            asked = contrast_question(words, each, effect.ended_day)
            said = words.say("{question}: {says}", question=asked, says=each.says)
            rows.append((said, *_number(words, each.difference), grade_says(words, each.grade)))
    head = (words.say("What"), words.say("Mean"), words.say("95 %"), words.say("Kind"))
    return Table(words.say("Differences in points; a minus means lower"), head, tuple(rows))


def course_table(words: Wording, grain: Grain, stretches: tuple[Stretch, ...]) -> Table:
    """A row a stretch, the latest first."""
    names = {Grain.DAY: "Day", Grain.WEEK: "Week from", Grain.MONTH: "Month", Grain.YEAR: "Year"}
    rows = [
        (
            words.table_date(each.start_day),
            _DASH if math.isnan(each.recorded) else words.number(each.recorded, 1),
            _DASH if math.isnan(each.median) else signed(words, each.median, 1),
            _DASH if math.isnan(each.low) else words.say(
                "{low} to {high}", low=signed(words, each.low, 1), high=signed(words, each.high, 1)
            ),
        )
        for each in reversed(stretches)
    ]  # fmt: skip
    head = (words.say(names[grain]), words.say("Score"), words.say("Difference"), words.say("Nine in ten"))
    caption = words.say("Mean score, and the difference to a day without any, in points")
    return Table(caption, head, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def response_table(words: Wording, effect: Effect, counted: Callable[[Wording, HarmCount], str]) -> Table:
    """A row a level of the curve, then a row a group of doses with what was written down after them."""
    response, harms = effect.posterior.dose_response, effect.harms
    rows: list[tuple[str, ...]] = []
    if response is not None:
        for dose, mean, low, high in zip(
            *(each.tolist() for each in (response.dose, response.mean, response.low, response.high)), strict=True
        ):
            said = words.say("{low} to {high}", low=signed(words, low, 1), high=signed(words, high, 1))
            name = with_unit(words, float(f"{dose:.2g}"), None, response.unit)
            rows.append((name, signed(words, mean, 1), said, _DASH, _DASH))
    for each in harms.groups if harms else ():
        low, high = (with_unit(words, float(f"{end:.2g}"), None, "") for end in (each.smallest, each.largest))
        unit = harms.unit if harms else ""
        name = (
            words.say("{low} {unit}", low=low, unit=unit)
            if low == high
            else words.say("{low} to {high} {unit}", low=low, high=high, unit=unit)
        )
        name = words.say("{name}, above usual", name=name) if each.above else name
        side = counted(words, each.side_effects) if harms and harms.symptoms else _DASH
        later = counted(words, each.withdrawal) if harms and harms.withdrawals else _DASH
        rows.append((name, _DASH, _DASH, side, later))
    head = (
        words.say("Dose"), words.say("Points"), words.say("95 %"), words.say("Side effects"), words.say("Withdrawal"),
    )  # fmt: skip
    caption = words.say("First the curve, then the doses you took and how many had something written down after")
    return Table(caption, head, tuple(rows))


def signed(words: Wording, value: float, places: int) -> str:
    """A number with its sign; nothing has none.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> signed(wording("en"), -0.52, 1), signed(wording("en"), 0.01, 1), signed(wording("en"), 1.0, 1)
    ('\u22120.5', '0', '+1')
    """
    number = words.number(abs(value), places)
    return number if number == words.number(0) else f"{_MINUS if value < 0 else '+'}{number}"


def _number(words: Wording, draws: Draws) -> tuple[str, str]:
    """Mean and interval with the digits that the SD earns."""
    places = 1 if draws.sd >= 0.1 else 2
    low, high = (signed(words, each, places) for each in draws.interval(0.95))
    return signed(words, draws.mean, places), words.say("{low} to {high}", low=low, high=high)
