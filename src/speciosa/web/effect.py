"""Does it help? The answer, its dots, how it could be wrong, and what would settle it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.web.here import offers
from speciosa.web.page import render, words_for
from speciosa.web.waiting import shown


def effect(request: HttpRequest) -> HttpResponse:
    """The answer in words, then its pictures; how it could be wrong is never folded away."""
    say, found = words_for(request).say, shown(request, "help", "effect")
    links = [("/course", say("The course of what you wrote down")), ("/blood", say("How much is in your blood"))]
    if found.is_blind or not found.notes:
        links.append(("/trial", say("Try it blind") if offers("/trial/plan") else say("Your trial")))
    return render(request, "see.html.j2", place="help", title=say("Does it help?"), links=links, shown=found)


paths = [path("help", effect, name="effect")]
