"""When to be asked, and what is due: the person chooses, nothing nags."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web import calendar_feed, devices, due, served
from speciosa.web.clock import now_s
from speciosa.web.here import offers
from speciosa.web.page import render
from speciosa.web.phone_door import door_of
from speciosa.web.saving import back

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOST_TIMES, _LONGEST_NAME = 6, 40
SUGGESTED = ("08:00", "20:00")


def reminders(request: HttpRequest) -> HttpResponse:
    """The times of day, the calendar, and what is due."""
    record = entries.own_record()
    secret = details.setting(record, "calendar_secret")
    door = door_of(served.folder()) if offers("/phone") else None
    times = details.setting(record, "reminders")
    base = door.url if door else f"{request.scheme}://{request.get_host()}"
    return render(
        request, "reminders.html.j2", times=times, suggested=[each for each in SUGGESTED if each not in times],
        most=_MOST_TIMES, calendar_name=details.setting(record, "calendar_name"), door=door,
        feed=f"{base}/calendar/{secret}.ics" if secret else "", due=due.due_list(record, now_s()),
        by_phone=devices.came_by_phone(request),
    )  # fmt: skip


@require_POST
def add_time(request: HttpRequest) -> HttpResponse:
    """One more time of day."""
    clock = request.POST.get("clock", "").strip()[:5]
    if not _CLOCK.fullmatch(clock):
        raise EntryError("this is not a time of day", todo="write it like 08:00")
    times = sorted({*details.setting(entries.own_record(), "reminders"), clock})
    if len(times) > _MOST_TIMES:
        raise EntryError("six times a day are the most", todo="take one away first")
    return _keep(times)


@require_POST
def take_time(request: HttpRequest) -> HttpResponse:
    """One time less."""
    clock = request.POST.get("clock", "")
    return _keep([each for each in details.setting(entries.own_record(), "reminders") if each != clock])


@require_POST
def name_calendar(request: HttpRequest) -> HttpResponse:
    """How the calendar and each of its events is called."""
    name = " ".join(request.POST.get("name", "").split())[:_LONGEST_NAME]
    if not name:
        raise EntryError("the calendar needs a name", todo="any word will do")
    record = entries.own_record()
    details.save_setting(record, "calendar_name", name)
    calendar_feed.renew_feed(record)
    return back("/reminders")


@require_POST
def feed(request: HttpRequest) -> HttpResponse:
    """Begin the feed, give it a new address, or end it."""
    record = entries.own_record()
    if request.POST.get("feed") == "end":
        calendar_feed.end_feed(record)
    else:
        calendar_feed.begin_feed(record)
    return back("/reminders")


@require_POST
def not_today(request: HttpRequest) -> HttpResponse:
    """Put something off that was due."""
    due.put_off(entries.own_record(), request.POST.get("code", ""), now_s())
    return back("/reminders" if request.POST.get("from") == "reminders" else "/")


def _keep(times: list[str]) -> HttpResponse:
    record = entries.own_record()
    details.save_setting(record, "reminders", times)
    calendar_feed.renew_feed(record)
    return back("/reminders")


paths = [
    path("reminders", reminders, name="reminders"),
    path("reminders/add", add_time, name="reminder_add"),
    path("reminders/take", take_time, name="reminder_take"),
    path("reminders/name", name_calendar, name="calendar_name"),
    path("reminders/feed", feed, name="calendar_feed_set"),
    path("reminders/not-today", not_today, name="not_today"),
]
