"""The person's own clock: local time now, and what a form says about when something happened."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, QueryDict

from speciosa.store import entries
from speciosa.store.details import person_of
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Moment, Precision, format_moment, parse_moment
from speciosa.web.clock import now_s

PARTS = {"morning": "08:00", "midday": "13:00", "evening": "19:00", "night": "23:00"}
"""Parts of a day, and the clock time that stands for each."""
_SLACK_S = 60


def offset_min(record: Record, at_s: int) -> int:
    """Local time minus UTC where the person is; where no time zone was named, as this machine is set."""
    return entries.now_offset(record, at_s, _machine_offset(at_s))


def now_here() -> str:
    """The instant of asking, ISO 8601 with the local offset."""
    now = now_s()
    return format_moment(now, offset_min(entries.own_record(), now))


def said_moment(request: HttpRequest) -> Moment | None:
    """When it happened, as the form's fields ``day``, ``part`` and ``clock`` say; None where all are empty: now.

    A day alone is that day, a part of the day stands for several hours, and both are marked so.

    Raises
    ------
    EntryError : it is no time, or lies ahead.
    """
    day, clock, part = (request.POST.get(name, "").strip() for name in ("day", "clock", "part"))
    if not (day or clock or part):
        return None
    if part and part not in PARTS:
        raise EntryError("this part of the day is not known", todo="choose one that the page offers")
    moment = _read(day or now_here()[:10], clock or PARTS.get(part, ""))
    # the whole day, or hours of it, may lie ahead of now: the entry is of today all the same
    if moment.time_s > now_s() + _SLACK_S and not (not clock and moment.time_s < _tomorrow_s()):
        raise EntryError("this time lies ahead", todo="choose one that has passed")
    if clock:
        return moment
    now = now_s()
    kept = moment if moment.time_s <= now else Moment(now, offset_min(entries.own_record(), now))
    return kept._replace(precision=Precision.PART_OF_DAY if part else Precision.DAY)


def told(said: QueryDict) -> str:
    """What a form says of the time, as one text: two forms that differ in it say different things."""
    return "|".join(said.get(name, "").strip() for name in ("day", "part", "clock"))


def _read(day: str, clock: str) -> Moment:
    zone = person_of(entries.own_record()).zone
    if zone:
        return parse_moment(f"{day}T{clock or '12:00'}", zone)
    at = parse_moment(f"{day}T{clock or '12:00'}+00:00", None)
    offset = _machine_offset(at.time_s)
    return Moment(at.time_s - 60 * offset, offset)


def _tomorrow_s() -> int:
    return _read(now_here()[:10], "23:59").time_s + 60


def _machine_offset(at_s: int) -> int:
    offset = datetime.fromtimestamp(at_s).astimezone().utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0
