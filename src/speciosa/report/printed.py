"""Numbers as a person reads them: as many digits as the data have, with their unit."""

from __future__ import annotations

import math

from speciosa.report.middle import Middle
from speciosa.report.wording import Wording

_UNITS = {
    "h": ("{n} hour", "{n} hours"), "min": ("{n} minute", "{n} minutes"), "steps": ("{n} step", "{n} steps"),
    "capsule": ("{n} capsule", "{n} capsules"), "tablet": ("{n} tablet", "{n} tablets"),
    "tsp": ("{n} teaspoon", "{n} teaspoons"), "serving": ("{n} serving", "{n} servings"),
}  # fmt: skip
_UNITS_ALONE = {
    "h": "hours", "min": "minutes", "steps": "steps", "capsule": "capsules", "tablet": "tablets", "tsp": "teaspoons",
    "serving": "servings",
}  # fmt: skip


def stepped(words: Wording, value: float, step: float) -> str:
    """A number rounded to a step of the data.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> stepped(wording("en"), 4.3333, 0.5), stepped(wording("en"), 1234.0, 10)
    ('4.5', '1,230')
    """
    places = max(0, -math.floor(math.log10(step)))
    return words.number(math.floor(value / step + 0.5) * step, places)


def with_unit(words: Wording, value: float, step: float | None, unit: str) -> str:
    """A number with its unit, as it is where `step` is None; scores have no unit.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> with_unit(wording("en"), 1.0, 0.5, "capsule"), with_unit(wording("en"), 2.5, 0.1, "g")
    ('1 capsule', '2.5 g')
    """
    number = plain(words, value) if step is None else stepped(words, value, step)
    if is_score(unit):
        return number
    if unit in _UNITS:
        return words.form(*_UNITS[unit], 1 if number == "1" else 2).format(n=number)
    return f"{number} {unit}"


def about(words: Wording, middle: Middle, step: float, unit: str) -> str:
    """``about 4``."""
    return words.say("about {value}", value=with_unit(words, middle.median, step, unit))


def half_of(words: Wording, middle: Middle, step: float | None) -> str:
    """The middle half: ``3 to 6``, or one number where both ends print the same; empty where there is none.

    `step`: as for `stepped`; None for a table, where numbers stand as they are.
    """
    if middle.half is None:
        return ""
    low, high = (plain(words, each) if step is None else stepped(words, each, step) for each in middle.half)
    return low if low == high else words.say("{low} to {high}", low=low, high=high)


def range_of(words: Wording, middle: Middle) -> str:
    """Lowest to highest, as they were written."""
    low, high = (plain(words, each) for each in (middle.lowest, middle.highest))
    return low if low == high else words.say("{low} to {high}", low=low, high=high)


def plain(words: Wording, value: float) -> str:
    """A number as it was written down, at most two digits behind the point; more below 1."""
    small = 0 < abs(value) < 1
    return words.number(value, max(4, 2 - math.floor(math.log10(abs(value)))) if small else 2)


def is_score(unit: str) -> bool:
    """Whether the unit is that of a score, which is printed bare."""
    return unit in {"nrs", "score", "points", ""} or unit.startswith("score_")


def unit_alone(words: Wording, unit: str) -> str:
    """The unit as it stands at an axis; empty for scores."""
    if is_score(unit):
        return ""
    return words.say(_UNITS_ALONE[unit]) if unit in _UNITS_ALONE else unit


def share(words: Wording, part: int, whole: int) -> str:
    """``about 4 in 10``: fewer digits than a percentage would claim.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> share(wording("en"), 37, 90), share(wording("en"), 2, 3)
    ('37 of 90 (about 4 in 10)', '2 of 3')
    """
    counted = words.say("{part} of {whole}", part=words.number(part), whole=words.number(whole))
    tenths = math.floor(10 * part / whole + 0.5) if whole else 0
    if whole < 10 or part in {0, whole}:
        return counted
    if 10 * part < whole or 10 * part > 9 * whole:
        near = words.say("fewer than 1 in 10") if 10 * part < whole else words.say("more than 9 in 10")
        return words.say("{counted} ({near})", counted=counted, near=near)
    return words.say("{counted} (about {tenths} in 10)", counted=counted, tenths=tenths)
