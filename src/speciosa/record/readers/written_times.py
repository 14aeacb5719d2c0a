"""Dates, clock times and durations as other apps write them."""

from __future__ import annotations

import re
from datetime import date

_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*(am|pm)?$")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})$")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DURATION = re.compile(r"^(?:(\d{1,2})\s*h)?\s*(?:(\d{1,2})\s*m(?:in)?)?$")


def clock_of(text: str) -> str | None:
    """A time of day as ``HH:MM``, from 12 or 24 hours; None where it is none.

    Examples
    --------
    >>> clock_of("6:50 pm"), clock_of("12:19 AM"), clock_of("08:50"), clock_of("25:00")
    ('18:50', '00:19', '08:50', None)
    """
    found = _CLOCK.match(" ".join(text.lower().replace("a.m.", "am").replace("p.m.", "pm").split()))
    if not found:
        return None
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), found[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{second:02d}" if second else "")


def day_of(text: str) -> str | None:
    """A date as ISO 8601, from ISO or English words with an ordinal; None where it is none.

    Examples
    --------
    >>> day_of("22nd Sep 2020"), day_of("2020-09-22"), day_of("31st Feb 2020"), day_of("9/22/20")
    ('2020-09-22', '2020-09-22', None, None)
    """
    plain = " ".join(text.lower().split())
    found = _ORDINAL.match(plain)
    try:
        if not found:
            return date.fromisoformat(plain).isoformat() if len(plain) == 10 else None
        month = [at for at, name in enumerate(_MONTHS, 1) if name.startswith(found[2]) or found[2] == f"{name[:3]}t"]
        return date(int(found[3]), month[0], int(found[1])).isoformat() if month else None
    except ValueError:
        return None


def hours_of(text: str) -> float | None:
    """A duration in hours, from ``H:MM`` or ``7h 30m``; None where it is none.

    Examples
    --------
    >>> hours_of("9:45"), hours_of("7h 30m"), hours_of("long")
    (9.75, 7.5, None)
    """
    plain = " ".join(text.lower().split())
    clock = re.match(r"^(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$", plain)
    if clock:
        return round(int(clock[1]) + int(clock[2]) / 60 + int(clock[3] or 0) / 3600, 4)
    found = _DURATION.match(plain)
    if plain and found:
        return round(int(found[1] or 0) + int(found[2] or 0) / 60, 4)
    return None
