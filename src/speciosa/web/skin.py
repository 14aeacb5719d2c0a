"""The skin: photos side by side, the person's own noise, the course, and when the next photo is due."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.web.page import render, words_for
from speciosa.web.waiting import shown


def skin(request: HttpRequest) -> HttpResponse:
    """What the photos show."""
    say = words_for(request).say
    found = shown(request, "skin", "skin")
    none = "There are no skin photos in this record, so nobody has looked at your skin."
    said = () if found.bodies or found.state != "current" or found.notes else (say(none),)
    return render(
        request, "see.html.j2", place="skin", title=say("Skin"), said=said,
        links=[
            ("/log/photo", say("Take a photo")), ("/skin/card", say("Print the card first")),
            ("/watch", say("What to watch")),
        ], shown=found,
    )  # fmt: skip


paths = [path("skin", skin, name="skin")]
