"""What to watch: each finding, what was not assessed, whom to call, and the card for somebody beside the person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.web.page import render, words_for
from speciosa.web.waiting import shown


def watch(request: HttpRequest) -> HttpResponse:
    """The findings: those for now first. A blind trial hides none of them."""
    say = words_for(request).say
    links = [("/card", say("The card for somebody beside you")), ("/help#less", say("If you think of taking less"))]
    return render(request, "see.html.j2", place="watch", title=say("Watch"), links=links, shown=shown(request, "watch"))


paths = [path("watch", watch, name="watch")]
