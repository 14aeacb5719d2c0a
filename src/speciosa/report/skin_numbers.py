"""Numbers of a skin course with the digits that their interval earns."""

from __future__ import annotations

import math

from speciosa.report.printed import stepped
from speciosa.report.skin_panel import Panel
from speciosa.report.wording import Wording
from speciosa.skin import series

_STEPS = (10.0, 5.0, 1.0, 0.5, 0.1)
_MINUS = "\u2212"
_WHOLE_CM2 = 6.0  # without a rest to compare with, such an area is the whole window


def tenths(words: Wording, share: float) -> str:
    """``about 4 in 10``.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> tenths(wording("en"), 0.42), tenths(wording("en"), 0.02), tenths(wording("en"), 0.99)
    ('about 4 in 10', 'fewer than 1 in 10', 'more than 9 in 10')
    """
    if share < 0.1:
        return words.say("fewer than 1 in 10")
    if share > 0.9:
        return words.say("more than 9 in 10")
    return words.say("about {tenths} in 10", tenths=math.floor(10 * share + 0.5))


def spread_says(words: Wording, estimate: series.Estimate, unit: str = "{value}") -> str:
    """``about 3.5 (2.5 to 4.5)``; `unit`: a sentence with the place of the number.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> spread_says(wording("en"), series.Estimate(3.41, 2.6, 4.2))
    'about 3.4 (2.6 to 4.2)'
    >>> spread_says(wording("en"), series.Estimate(-7.2, -13.0, -1.4))
    'about \u22127 (\u221213 to \u22121)'
    """
    step = step_of(estimate)
    middle, low, high = (signed(words, each, step) for each in (estimate.mean, estimate.low_95, estimate.high_95))
    value = words.say(unit, value=middle)
    return words.say("about {value} ({low} to {high})", value=value, low=low, high=high)


def signed(words: Wording, value: float, step: float) -> str:
    """A number to a step, with a true minus sign and no minus nothing."""
    text = stepped(words, abs(value), step)
    return f"{_MINUS}{text}" if value < 0 and text != words.number(0) else text


def step_of(estimate: series.Estimate) -> float:
    """To which step a number is printed: the coarsest that moves no end by more than an eighth of the interval."""
    width = estimate.high_95 - estimate.low_95
    return next((step for step in _STEPS if step <= width / 4), _STEPS[-1])


def facts_of(words: Wording, panel: Panel) -> list[tuple[str, str]]:
    """What a reader of numbers wants to know of a site: what it is, and the number."""
    course = panel.course
    first = words.count(
        "{n}; the first {first} make your usual spread", "{n}; the first {first} make your usual spread",
        len(panel.days), first=words.number(course.baseline_sessions),
    )  # fmt: skip
    own = words.say("itself alone: it is a covered place") if course.covered else words.say("itself alone")
    facts = [
        (words.say("Sessions"), first if course.chart is not None else words.number(len(panel.days))),
        (words.say("Compared with"), panel.control or own),
        (words.say("Colour difference from your first photos (delta E 2000)"), _or_not_known(words, course.delta_e_00)),
        (
            words.say("Change of the typology angle (ITA; below zero is darker; a flush lowers it, too, so it is never "
                      "the alarm)"),
            _or_not_known(words, course.ita_deg_change, "{value}\u00b0"),
        ),
        *_area(words, course),
    ]  # fmt: skip
    if course.power is not None:
        found = words.say("Deep changes of delta E 5 that are found within 12 weeks")
        facts.append((found, tenths(words, course.power)))
    if course.chart is not None and math.isfinite(course.chart.false_alarms_a_year):
        text = "about {n} in a hundred years of photos"
        alarms = max(1, round(100 * course.chart.false_alarms_a_year))
        facts.append((words.say("False alarms of this limit"), words.say(text, n=words.number(alarms))))
    return facts


def _area(words: Wording, course: series.SiteCourse) -> list[tuple[str, str]]:
    """How much of the window changed, and how far it stands out from the rest, where there is a rest."""
    extent, visibility = course.extent_cm2, course.visibility
    label = words.say("Changed area within the window")
    if extent is not None and visibility is None and extent.mean > _WHOLE_CM2:
        whole = words.say("all that the window shows, {area} cm\u00b2 or more", area=words.number(round(extent.mean)))
        return [(label, whole)]
    if extent is not None and extent.high_95 == 0:
        return [(label, words.say("none beyond your own spread"))]
    return [
        (label, _or_not_known(words, extent, "{value} cm\u00b2")),
        (words.say("How far that area stands out (delta E 2000)"), _or_not_known(words, visibility)),
    ]


def _or_not_known(words: Wording, estimate: series.Estimate | None, unit: str = "{value}") -> str:
    if estimate is None or not math.isfinite(estimate.mean):
        return words.say("not known")
    return spread_says(words, estimate, unit)
