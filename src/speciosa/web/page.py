"""One page: a template, the words of the reader's language, and what every page carries."""

from __future__ import annotations

from typing import Any

import jinja2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from markupsafe import Markup

from speciosa.report import Wording, wording
from speciosa.report.wording import languages
from speciosa.store import answers, details, entries
from speciosa.values.errors import EntryError
from speciosa.web import help_lines, opened
from speciosa.web.clock import now_s

LANGUAGES = tuple(languages())
"""Those that have a catalogue: another one needs no code."""
PLACES = ("today", "help", "skin", "watch", "doctor")
"""The five places of the bottom bar."""


def environment(**options: Any) -> jinja2.Environment:
    """Templates of the app, and those of the report under ``report/``; everything is escaped."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options["loader"] = jinja2.ChoiceLoader([
        jinja2.PackageLoader("speciosa.web"),
        jinja2.PrefixLoader({"report": jinja2.PackageLoader("speciosa.report")}),
    ])  # fmt: skip
    made = jinja2.Environment(**options)  # noqa: S701  Django passes autoescape=True
    made.globals["as_is"] = Markup  # what the report's own templates have escaped already
    return made


def render(request: HttpRequest, template: str, *, status: int = 200, place: str = "", **values: Any) -> HttpResponse:
    """A page.

    Parameters
    ----------
    template : in `web/templates`. place: of `PLACES`, or empty.
    values : for the template, beside `words`, `say`, `count`, `app_name`, `theme`, `urgent`, `taken_back`.
    """
    return django_render(request, template, {**_carried(request), "place": place, **values}, status=status)


def words_for(request: HttpRequest) -> Wording:
    """The reader's language: as they set it, else as the browser asks, else English."""
    wanted = str(details.setting(entries.own_record(), "language")) if opened.is_admitted(request) else ""
    return _wording(wanted or _asked_for(request))


def _carried(request: HttpRequest) -> dict[str, Any]:
    words = words_for(request)
    carried: dict[str, Any] = {
        "words": words, "say": words.say, "count": words.count, "app_name": "speciosa", "theme": "", "urgent": "",
        "is_open": False, "flash": None, "young": False, "fresh_id": entries.fresh_id,
    }  # fmt: skip
    if opened.is_admitted(request):
        record = entries.own_record()
        strip = answers.kept_answer(record, "urgent", language=words.language)
        carried |= {
            "is_open": True,
            "app_name": details.setting(record, "app_name"),
            "theme": details.setting(record, "theme"),
            "urgent": strip.body.decode() if strip else "",
            "flash": request.session.pop("flash", None),
            "young": details.person_of(record).may_be_under(18, now_s()),
            "help_line": lambda: help_lines.note_line(record, words),
            "help_calls": lambda: help_lines.lines_of(record, words),
        }
    return carried


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
