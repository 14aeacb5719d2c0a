"""Settings: language, theme, the names that the app goes by, when it locks itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.store import details, entries
from speciosa.values.errors import EntryError
from speciosa.web import working
from speciosa.web.calendar_feed import renew_feed
from speciosa.web.page import LANGUAGES, render
from speciosa.web.saving import say_so

NAMES = ("app_name", "calendar_name")
THEMES = ("", "light", "dark")
IDLE_MIN = (2, 5, 15, 60, 240, 0)
"""Minutes after which the app may lock itself; 0: not by itself."""
_LONGEST_NAME = 40
_OWN_NAMES = {"en": "English", "de": "Deutsch"}


def settings(request: HttpRequest) -> HttpResponse:
    """Everything that can be set or done, and the few things that are set right here.

    Raises
    ------
    EntryError : a setting that there is not.
    """
    record = entries.own_record()
    if request.method == "POST":
        changed = _chosen(request)
        for name, value in changed.items():
            if details.setting(record, name) != value:
                details.save_setting(record, name, value)
        say_so(request, [], "It is set.")
        if "calendar_name" in changed:
            renew_feed(record)
        if "language" in changed:
            working.ask(request)  # answers are kept by language
        return HttpResponseRedirect("/settings")
    said = {name: details.setting(record, name) for name in ("language", "theme", "idle_min", *NAMES)}
    languages = [(each, _OWN_NAMES.get(each, each)) for each in LANGUAGES]
    return render(request, "settings.html.j2", said=said, languages=languages, minutes=IDLE_MIN)


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """The settings that the form holds, each checked.

    Raises
    ------
    EntryError : a setting that there is not.
    """
    chosen: dict[str, Any] = {}
    for name, among in (("language", ("", *LANGUAGES)), ("theme", THEMES)):
        if name in request.POST:
            chosen[name] = request.POST[name]
            if chosen[name] not in among:
                raise EntryError("there is no such choice", todo="go back and choose one of the list")
    if "idle_min" in request.POST:
        minutes = request.POST["idle_min"]
        stands = details.setting(entries.own_record(), "idle_min")
        if minutes not in {str(each) for each in (*IDLE_MIN, stands)}:
            raise EntryError("there is no such choice", todo="go back and choose one of the list")
        chosen["idle_min"] = stands if minutes == str(stands) else int(minutes)
    for name in NAMES:
        if name in request.POST:
            said = " ".join(request.POST[name].split())
            if len(said) > _LONGEST_NAME or not said.isprintable():
                what = f"this name is longer than {_LONGEST_NAME} letters"
                raise EntryError(what, todo="go back and choose a shorter one")
            chosen[name] = said or details.DEFAULTS[name]
    return chosen


paths = [path("settings", settings, name="settings")]
