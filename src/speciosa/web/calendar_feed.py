"""Reminders as a calendar: times and a neutral name, nothing else, at an address that only the person knows.

A calendar app asks while the store is locked, too. So the feed lies as a plain file under STORE/phone, if the person
wants one: it holds the times of day that they chose and the name that they gave the calendar, and nothing of the diary.
The file's name is the hash of the address's secret.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from speciosa.store import details, entries
from speciosa.store.models import Record
from speciosa.store.own_files import make_own, own_folder
from speciosa.web import served
from speciosa.web.clock import now_s
from speciosa.web.marks import open_to_strangers

_SECRET = re.compile(r"[A-Za-z0-9_-]{32,64}")
_TYPE = "text/calendar; charset=utf-8"


def calendar_text(name: str, times: list[str], *, made_s: int) -> bytes:
    """A calendar with one short event a day at each of these local times.

    The times float: eight o'clock stays eight o'clock, whatever zone or season the phone is in.

    Parameters
    ----------
    name : of the calendar and of each event, as the person chose it.
    times : e.g. ``["08:00", "20:00"]``.
    made_s : UTC seconds.

    Examples
    --------
    >>> b"RRULE:FREQ=DAILY" in calendar_text("Tea", ["08:00"], made_s=1_780_000_000)
    True
    """
    name, made = " ".join(name.split()), datetime.fromtimestamp(made_s, tz=UTC)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//calendar//EN")
    calendar.add("x-wr-calname", name)
    for clock in times:
        begins = datetime.combine(date(made.year, made.month, made.day), datetime.strptime(clock, "%H:%M").time())  # noqa: DTZ007  floats on purpose
        event = icalendar.Event()
        event.add("uid", hashlib.sha256(f"{name} {clock}".encode()).hexdigest()[:32])
        event.add("dtstamp", made)
        event.add("dtstart", begins)
        event.add("duration", timedelta(minutes=5))
        event.add("rrule", {"freq": "daily"})
        event.add("summary", name)
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", timedelta(0))
        alarm.add("description", name)
        event.add_component(alarm)
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def own_calendar(record: Record) -> bytes:
    """The person's calendar as it is now."""
    name, times = details.setting(record, "calendar_name"), details.setting(record, "reminders")
    return calendar_text(str(name), list(times), made_s=now_s())


def begin_feed(record: Record) -> None:
    """Keep a feed at a new address; one at an earlier address ends."""
    end_feed(record)
    details.save_setting(record, "calendar_secret", secrets.token_urlsafe(24))
    renew_feed(record)


def end_feed(record: Record) -> None:
    """No feed any more."""
    for each in _folder().glob("calendar-*.ics"):
        each.unlink(missing_ok=True)
    if details.setting(record, "calendar_secret"):
        details.save_setting(record, "calendar_secret", "")


def renew_feed(record: Record) -> None:
    """Write the feed anew after the times or the name changed, if there is one."""
    secret = details.setting(record, "calendar_secret")
    if secret:
        own_folder(_folder())
        place = _place(secret)
        beside = place.with_suffix(".new")
        beside.unlink(missing_ok=True)
        make_own(beside)
        beside.write_bytes(own_calendar(record))
        beside.replace(place)


@open_to_strangers
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed, for a calendar app: it has no cookie, and knows the secret.

    Raises
    ------
    Http404 : no feed lies at this address.
    """
    del request
    place = _place(secret)
    if not _SECRET.fullmatch(secret) or not place.exists():
        raise Http404
    return HttpResponse(place.read_bytes(), content_type=_TYPE)


@require_GET
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same once, as a file to open."""
    del request
    headers = {"Content-Disposition": 'attachment; filename="calendar.ics"'}
    return HttpResponse(own_calendar(entries.own_record()), content_type=_TYPE, headers=headers)


def _folder() -> Path:
    return served.folder().phone


def _place(secret: str) -> Path:
    return _folder() / f"calendar-{hashlib.sha256(secret.encode()).hexdigest()[:32]}.ics"


paths = [
    path("calendar/<str:secret>.ics", feed, name="calendar_feed"),
    path("reminders/calendar", calendar_file, name="calendar_file"),
]
