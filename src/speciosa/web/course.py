"""The course of what was scored, with doses and everything else that was written down; and the band in the blood."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.web.page import render, words_for
from speciosa.web.waiting import shown


def course(request: HttpRequest) -> HttpResponse:
    """What was written down, drawn over time."""
    say = words_for(request).say
    links = [("/help", say("Does it help?")), ("/blood", say("How much is in your blood"))]
    return render(
        request, "see.html.j2", place="help", title=say("What you wrote down"), links=links,
        shown=shown(request, "course"),
    )  # fmt: skip


def blood(request: HttpRequest) -> HttpResponse:
    """How much was in the blood, as far as doses and other people's bodies tell."""
    say = words_for(request).say
    links = [("/help", say("Does it help?")), ("/course", say("The course of what you wrote down"))]
    return render(
        request, "see.html.j2", place="help", title=say("How much is in your blood"), links=links,
        shown=shown(request, "blood", "exposure"),
    )  # fmt: skip


paths = [path("course", course, name="course"), path("blood", blood, name="blood")]
