"""The person's own clock: local time now, when a day begins, and what a form says about when something happened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpRequest, QueryDict

from speciosa.knowledge import load_knowledge
from speciosa.store import entries
from speciosa.store.details import person_of
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S, HOUR_S, Moment, Precision, format_moment, parse_moment
from speciosa.web.clock import now_s

PARTS = ("morning", "midday", "evening", "night")
"""Parts of a day; `part_MORNING_h` of the choices is the hour that stands for one."""
_SLACK_S = 60
_NEAR_S = 3 * HOUR_S
_DAY_0 = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = ((date(year, 1, 2) - _DAY_0).days for year in (1901, 2199))


def offset_min(record: Record, at_s: int) -> int:
    """Local time minus UTC where the person is; where no time zone was named, as this machine is set."""
    return entries.now_offset(record, at_s, _machine_offset(at_s))


def now_here() -> str:
    """The instant of asking, ISO 8601 with the local offset."""
    now = now_s()
    return format_moment(now, offset_min(entries.own_record(), now))


def day_at(record: Record, at_s: int) -> int:
    """The local day of an instant, days since 1970-01-01."""
    return (at_s + 60 * offset_min(record, at_s)) // DAY_S


def day_begins_s(record: Record, day: int) -> int:
    """When a local day begins where the person is, UTC seconds: also where the clocks change on it.

    Parameters
    ----------
    day : days since 1970-01-01; one that no calendar of ours has is taken as the nearest.
    """
    return clock_on_s(record, day, "00:00")


def clock_on_s(record: Record, day: int, clock: str) -> int:
    """When a clock time of a local day is where the person is, UTC seconds.

    Parameters
    ----------
    day : days since 1970-01-01. clock : ``08:30``.
    """
    local = _DAY_0 + timedelta(days=min(max(day, _FIRST_DAY), _LAST_DAY))
    return _read(record, local.isoformat(), clock).time_s


def day_of(text: str) -> int:
    """A day as a form or an entry names it, days since 1970-01-01.

    Raises
    ------
    EntryError : it is none.

    Examples
    --------
    >>> day_of(" 2026-03-01 ")
    20513
    """
    try:
        return (date.fromisoformat(text.strip()) - _DAY_0).days
    except ValueError:
        raise EntryError("this is no day", todo="choose one from the calendar") from None


def said_moment(request: HttpRequest) -> Moment | None:
    """When it happened, as the form's fields ``day``, ``part`` and ``clock`` say; None where all are empty: now.

    A day alone is that day, a part of the day stands for several hours, and both are marked so. Without a day it is
    today, or yesterday where that time of today has not come yet (`is_of_yesterday`).

    Raises
    ------
    EntryError : it is no time, or lies ahead.
    """
    day, clock, part = (request.POST.get(name, "").strip() for name in ("day", "clock", "part"))
    if not (day or clock or part):
        return None
    if part and part not in PARTS:
        raise EntryError("this part of the day is not known", todo="choose one that the page offers")
    record = entries.own_record()
    at = clock or (_stands_for(part) if part else "12:00")
    moment = _read(record, day or (_yesterday() if is_of_yesterday(request) else now_here()[:10]), at)
    # the whole day, or hours of it, may lie ahead of now: the entry is of today all the same
    if moment.time_s > now_s() + _SLACK_S and not (not clock and moment.time_s < _tomorrow_s(record)):
        raise EntryError("this time lies ahead", todo="choose one that has passed")
    if clock:
        return moment
    now = now_s()
    kept = moment if moment.time_s <= now else Moment(now, offset_min(record, now))
    return kept._replace(precision=Precision.PART_OF_DAY if part else Precision.DAY)


def is_of_yesterday(request: HttpRequest) -> bool:
    """Whether the form names no day, and a time that has not come yet today: around midnight it is the one before.

    A part of the day that begins within hours may be the one of now.

    Raises
    ------
    EntryError : it is no time.
    """
    day, clock, part = (request.POST.get(name, "").strip() for name in ("day", "clock", "part"))
    if day or not (clock or part in PARTS):
        return False
    at_s = _read(entries.own_record(), now_here()[:10], clock or _stands_for(part)).time_s
    return at_s > now_s() + (_SLACK_S if clock else _NEAR_S)


def told(said: QueryDict) -> str:
    """What a form says of the time, as one text: two forms that differ in it say different things."""
    return "|".join(said.get(name, "").strip() for name in ("day", "part", "clock"))


def _stands_for(part: str) -> str:
    """The clock time that stands for a part of the day."""
    return f"{int(load_knowledge().choice(f'part_{part}_h')):02d}:00"


def _yesterday() -> str:
    return (date.fromisoformat(now_here()[:10]) - timedelta(days=1)).isoformat()


def _read(record: Record, day: str, clock: str) -> Moment:
    zone = person_of(record).zone
    if zone:
        return parse_moment(f"{day}T{clock}", zone)
    at = parse_moment(f"{day}T{clock}+00:00", None)
    said = datetime(1970, 1, 1) + timedelta(seconds=at.time_s)  # noqa: DTZ001  as this machine's own clock reads it
    offset = _minutes(said.astimezone())
    return Moment(at.time_s - 60 * offset, offset)


def _tomorrow_s(record: Record) -> int:
    return day_begins_s(record, day_at(record, now_s()) + 1)


def _machine_offset(at_s: int) -> int:
    return _minutes(datetime.fromtimestamp(at_s).astimezone())


def _minutes(at: datetime) -> int:
    offset = at.utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
