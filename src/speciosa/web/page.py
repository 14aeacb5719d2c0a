"""One page: a template, the words of the reader's language, and what every page carries."""

from __future__ import annotations

import re
from typing import Any

import jinja2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from markupsafe import Markup, escape

from speciosa.report import Wording, wording
from speciosa.report.wording import languages
from speciosa.store import answers, details, entries
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.web import help_lines, here, opened
from speciosa.web.alarm_words import meant_by
from speciosa.web.alarms import CRISIS, STRIP, alarms_in
from speciosa.web.calling import call, numbers_in
from speciosa.web.clock import now_s

LANGUAGES = tuple(languages())
"""Those that have a catalogue: another one needs no code."""
PLACES = ("today", "help", "skin", "watch", "doctor")
"""The five places of the bottom bar."""
_FOR_OTHERS = ("card.html.j2", "trial_emergency.html.j2", "packing")
"""Templates that somebody else reads: nothing of the record stands on them, and what was said waits for the next."""


def environment(**options: Any) -> jinja2.Environment:
    """Templates of the app, and those of the report under ``report/``; everything is escaped."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["loader"] = jinja2.ChoiceLoader([
        jinja2.PackageLoader("speciosa.web"),
        jinja2.PrefixLoader({"report": jinja2.PackageLoader("speciosa.report")}),
    ])  # fmt: skip
    made = jinja2.Environment(**options)  # noqa: S701  Django passes autoescape=True
    made.globals["as_is"] = Markup  # what the report's own templates have escaped already
    made.globals |= {"offers": here.offers, "is_own_device": here.is_own_device}
    return made


def render(request: HttpRequest, template: str, *, status: int = 200, place: str = "", **values: Any) -> HttpResponse:
    """A page.

    Parameters
    ----------
    template : in `web/templates`. place: of `PLACES`, or empty.
    values : for the template, beside `words`, `say`, `count`, `app_name`, `theme`, `urgent`, `taken_back`.
    """
    carried = _carried(request, for_others=template.startswith(_FOR_OTHERS))
    return django_render(request, template, {**carried, "place": place, **values}, status=status)


def words_for(request: HttpRequest) -> Wording:
    """The reader's language: as they set it, else as the browser asks, else English."""
    wanted = str(details.setting(entries.own_record(), "language")) if opened.is_admitted(request) else ""
    return _wording(wanted or _asked_for(request))


def _carried(request: HttpRequest, *, for_others: bool) -> dict[str, Any]:
    words = words_for(request)
    carried: dict[str, Any] = {
        "words": words, "say": words.say, "count": words.count, "app_name": "speciosa", "theme": "", "urgent": "",
        "more_urgent": 0, "countries": lambda: help_lines.countries(words),
        "is_open": False, "flash": None, "young": False, "fresh_id": entries.fresh_id,
    }  # fmt: skip
    if opened.is_admitted(request):
        record = entries.own_record()
        flash = None if for_others else request.session.pop("flash", None)
        urgent, more = ("", 0) if for_others else _strip(record, words, answered=bool(flash and flash.get("crisis")))
        carried |= {
            "is_open": True,
            "app_name": details.setting(record, "app_name"),
            "theme": details.setting(record, "theme"),
            "urgent": urgent,
            "more_urgent": more,
            "flash": flash,
            "young": details.person_of(record).may_be_under(18, now_s()),
            "help_note": lambda: _linked(words.say(_note(), line=help_lines.note_line(record, words))),
            "help_calls": lambda: help_lines.lines_of(record, words),
            "poison_calls": lambda: help_lines.poison_lines_of(record, words),
            "meant_of": lambda entry: _meant_of(record, words, entry),
        }
    return carried


def _note() -> str:
    """What stands beside a note box."""
    if here.is_own_device():
        return "Nobody reads this. If you are in danger: {line}."
    return "Nobody reads this at once. If you are in danger: {line}."


def _strip(record: Record, words: Wording, *, answered: bool) -> tuple[str, int]:
    """The most urgent alarm, and how many more there are. `answered`: the calm words stand on the page already."""
    kept = answers.kept_answer(record, STRIP, language=words.language)
    body = kept.body.decode() if kept else ""
    found = alarms_in(body)
    if not found:
        return body, 0
    shown = [each for each in found if not (answered and each.sign == CRISIS)]
    return (shown[0].html, len(shown) - 1) if shown else ("", 0)


def _meant_of(record: Record, words: Wording, entry: str) -> list[tuple[str, str]]:
    """The known words that an entry which was just made may have meant."""
    try:
        return meant_by(words, entries.last_of(record, entry))
    except EntryError:  # erased meanwhile
        return []


def _linked(line: str) -> Markup:
    """A line of words with each number in it as a link that calls it."""
    said = str(escape(line))
    for number in dict.fromkeys(numbers_in(said)):
        said = re.sub(rf"(?<![\d:\-]){re.escape(number)}(?![\d\-])", call(number), said, count=1)
    return Markup(said)  # noqa: S704  escaped above


def _asked_for(request: HttpRequest) -> str:
    for each in request.headers.get("Accept-Language", "").split(","):
        language = each.partition(";")[0].strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return "en"


def _wording(language: str) -> Wording:
    try:
        return wording(language)
    except EntryError:
        return wording("en")
