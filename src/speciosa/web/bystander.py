"""The card for somebody beside a person who can't be woken: it opens without unlocking and holds nothing of anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.safety import help_for
from speciosa.store import details, entries
from speciosa.web import help_lines, opened
from speciosa.web.calling import numbers_in
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render, words_for


@needs_no_opening
def card(request: HttpRequest) -> HttpResponse:
    """Wake, call, naloxone, breathe: in this order, in large type.

    While the app is open the number is that of the person's own country; else nothing of the record is known here, and
    the browser's language tells the country, or nothing does.
    """
    knowledge, words = load_knowledge(), words_for(request)
    is_open = opened.is_admitted(request)
    person = details.person_of(entries.own_record()) if is_open else Person(country=country_of(request))
    lines, anywhere = help_for(person, knowledge), help_for(Person(), knowledge)
    steps = [words.say(each.text) for each in knowledge.advice.values() if each.part == "bystander"]
    numbers = numbers_in(lines.emergency) if is_open or lines.country else []
    return render(
        request, "card.html.j2", title=words.say("Somebody can't be woken"), steps=steps, numbers=numbers,
        emergency=words.say(lines.emergency), country="" if is_open else words.say(lines.country),
        anywhere=words.say(anywhere.emergency), zones={} if is_open else _by_zone(),
    )  # fmt: skip


@needs_no_opening
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers, somebody to talk to, and the card: one tap away, locked or not, and without a word about anybody."""
    words = words_for(request)
    if opened.is_admitted(request):
        lines = help_lines.lines_of(entries.own_record(), words)
    else:
        lines = help_lines.lines_anywhere(Person(country=country_of(request)), words)
    return render(request, "help_now.html.j2", title=words.say("Help now"), lines=lines)


def country_of(request: HttpRequest) -> str:
    """The region of the browser's first language that has one: ``de-AT`` is ``at``; empty where none has."""
    for each in request.headers.get("Accept-Language", "").split(","):
        _, _, region = each.partition(";")[0].strip().lower().partition("-")
        if len(region) == 2 and region in load_knowledge().help_lines:
            return region
    return ""


def _by_zone() -> dict[str, list[str]]:
    """The emergency numbers of each time zone that the table knows: a script chooses, nothing is sent."""
    rows = load_knowledge().help_lines.values()
    return {zone: numbers_in(each.emergency) for each in rows if numbers_in(each.emergency) for zone in each.zones}


paths = [path("card", card, name="card"), path("help-now", help_now, name="help_now")]
