"""When something happened: UTC seconds, the local offset, and how exactly it is known.

Everything inside is int64 seconds since 1970 in UTC; hours and days are derived. The local offset
is kept beside each instant, so that "this morning" stays the person's own morning through travel
and the change of clocks.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from speciosa.values.errors import EntryError

HOUR_S = 3600
DAY_S = 86_400
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MOST_OFFSET_MIN = 15 * 60
_FIRST_YEAR, _LAST_YEAR = 1001, 9998  # an offset must not carry a time out of the calendar
_HOW = "write one like 2026-03-01T08:05+01:00"
_MIDNIGHT_24 = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]24:00(?::00)?(Z|[+-]\d{2}:?\d{2})?$")
_DATE_LENGTH = len("2026-03-01")
_USUAL_LENGTHS = {len("2026-03-01T08:05+01:00"), len("2026-03-01T08:05:00+01:00")}
_CLOCK_S = {f"{hour:02d}:{minute:02d}": hour * HOUR_S + minute * 60 for hour in range(24) for minute in range(60)}


class Precision(IntEnum):
    """How exactly the time of an entry is known."""

    CLOCK = 0  # somebody wrote a time of day
    PART_OF_DAY = 1  # morning, midday, evening: the hour stands for several
    DAY = 2  # the date alone: noon stands for the whole day


class Moment(NamedTuple):
    """One instant as the person wrote it.

    `time_s`: UTC seconds. `offset_min`: local time minus UTC, minutes. `question`: what to ask, if
    the clock showed this time twice or never on that day; else empty.
    """

    time_s: int
    offset_min: int
    precision: Precision = Precision.CLOCK
    question: str = ""


def parse_moment(text: str, zone: ZoneInfo | None) -> Moment:
    """Read an ISO 8601 time as a person or a program writes it.

    Parameters
    ----------
    text : e.g. ``2026-03-01T08:05+01:00``; 24:00 is the next day's midnight; a date alone is noon,
        marked `Precision.DAY`. ``Z`` takes the local offset from `zone`, where there is one.
    zone : the person's time zone; without one a bare local time is refused.

    Raises
    ------
    EntryError : not a time, or a bare local time without a zone.

    Examples
    --------
    >>> parse_moment("2026-03-01T08:05+01:00", None)
    Moment(time_s=1772348700, offset_min=60, precision=<Precision.CLOCK: 0>, question='')
    >>> parse_moment("2026-03-29T02:30", ZoneInfo("Europe/Berlin")).question
    'The clock jumped over this time on that day, so it was read an hour later. Is it right?'
    """
    # The usual way to write a time, three times as fast: a clock time that is in the table, and a day
    # and offset that have mostly been worked out for an earlier entry. All else goes the long way.
    clock_s = _CLOCK_S.get(text[11:16]) if len(text) in _USUAL_LENGTHS and text[-6] in "+-" else None
    if clock_s is None:
        return _parse(text, zone)
    midnight_s, offset_min = _midnight(text[:11], text[16:])
    return Moment(midnight_s + clock_s, offset_min)


def format_moment(time_s: int, offset_min: int) -> str:
    """ISO 8601 with offset, to the second.

    Examples
    --------
    >>> format_moment(1772348700, 60)
    '2026-03-01T08:05:00+01:00'
    """
    local = datetime.fromtimestamp(time_s, tz=UTC) + timedelta(minutes=offset_min)
    sign, minutes = ("-", -offset_min) if offset_min < 0 else ("+", offset_min)
    return f"{local:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def offset_at(time_s: int, zone: ZoneInfo) -> int:
    """Local time minus UTC in `zone` at that instant, minutes."""
    offset = datetime.fromtimestamp(time_s, tz=zone).utcoffset() or timedelta()
    return int(offset.total_seconds()) // 60


def local_day(time_s: NDArray[np.int64], offset_min: NDArray[np.int16]) -> NDArray[np.int64]:
    """Days since 1970-01-01 on the person's own calendar, [n].

    Examples
    --------
    >>> local_day(np.array([1772319600]), np.array([60], dtype=np.int16))  # 2026-03-01T00:00+01:00
    array([20513])
    """
    return (time_s + offset_min.astype(np.int64) * 60) // DAY_S


def local_hour(time_s: NDArray[np.int64], offset_min: NDArray[np.int16]) -> NDArray[np.float64]:
    """Hours since local midnight, [n], in [0, 24)."""
    return ((time_s + offset_min.astype(np.int64) * 60) % DAY_S) / HOUR_S


def day_name(day: int) -> str:
    """The local day as ISO date.

    Examples
    --------
    >>> day_name(20513)
    '2026-03-01'
    """
    return (date(1970, 1, 1) + timedelta(days=int(day))).isoformat()


def hours_since(origin_s: int, time_s: NDArray[np.int64]) -> NDArray[np.float64]:
    """Hours since the record's origin, [n]."""
    return (time_s - origin_s) / HOUR_S


@lru_cache(maxsize=20_000)
def _midnight(day: str, rest: str) -> tuple[int, int]:
    """UTC seconds of 00:00 and the seconds in `rest` on a day, and the offset in minutes."""
    moment = _parse(f"{day}00:00{rest}", None)
    return moment.time_s, moment.offset_min


def _parse(text: str, zone: ZoneInfo | None) -> Moment:
    """A time however it is written; the one that says what is wrong with it."""
    is_date = len(text) == _DATE_LENGTH
    # other spellings of ISO 8601 (20260301, 2026-W09-7) are read by Python as midnight: not by us
    if text[4:5] != "-" or text[7:8] != "-" or not (is_date or text[13:14] == ":"):
        raise EntryError("this row has no time" if not text else "this is not a time that we can read", todo=_HOW)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = _midnight_24(text)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise EntryError("this is not a time that exists", todo=_HOW)
    if at.tzinfo is None:
        return _local(at.replace(hour=12) if is_date else at, zone, Precision.DAY if is_date else Precision.CLOCK)
    if zone is not None and text[-1] in "Zz":
        at = at.astimezone(zone)
    offset_min = _offset_min(at.utcoffset() or timedelta())
    # by its parts: subtracting datetimes takes twice as long, and a diary may have a million
    local_s = (at.toordinal() - _EPOCH_DAY) * DAY_S + at.hour * HOUR_S + at.minute * 60 + at.second
    return Moment(local_s - offset_min * 60, offset_min)


@lru_cache(maxsize=1024)
def _offset_min(offset: timedelta) -> int:
    minutes, rest = divmod(int(offset.total_seconds()), 60)
    if rest or abs(minutes) > _MOST_OFFSET_MIN:
        raise EntryError("no place on earth has this offset from UTC", todo=_HOW)
    return minutes


def _midnight_24(text: str) -> datetime:
    found = _MIDNIGHT_24.match(text)
    try:
        if found:
            return datetime.fromisoformat(f"{found[1]}T00:00{found[2] or ''}") + timedelta(days=1)
    except (ValueError, OverflowError):
        pass
    raise EntryError("this is not a time that exists", todo=_HOW)


def _local(naive: datetime, zone: ZoneInfo | None, precision: Precision) -> Moment:
    """A wall-clock time in the person's zone; twice-shown and skipped times become a question."""
    if zone is None:
        raise EntryError(
            "this time has no offset from UTC",
            todo=f"{_HOW}, or name your time_zone in person.toml",
        )
    first, second = naive.replace(tzinfo=zone, fold=0), naive.replace(tzinfo=zone, fold=1)
    before, after = first.utcoffset() or timedelta(), second.utcoffset() or timedelta()
    question = ""
    if precision is Precision.CLOCK and before > after:
        question = "The clock showed this time twice on that day, and the first was taken. Write the offset if not."
    elif precision is Precision.CLOCK and before < after:
        question = "The clock jumped over this time on that day, so it was read an hour later. Is it right?"
    seconds = first.timestamp()
    offset = datetime.fromtimestamp(seconds, tz=zone).utcoffset() or timedelta()
    return Moment(int(seconds // 1), int(offset.total_seconds()) // 60, precision, question)
