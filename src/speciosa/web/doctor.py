"""For my doctor: what is on the page, how it begins, the whole page as it would be handed over."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording
from speciosa.safety import shut_for
from speciosa.store import answers, details, entries
from speciosa.store.models import Record
from speciosa.web.about_you import first_page_open, in_app
from speciosa.web.alarms import alarms_of
from speciosa.web.clock import now_s
from speciosa.web.one_word import one_word
from speciosa.web.page import render, words_for
from speciosa.web.quiet_mode import NAME, runs_blind
from speciosa.web.switched_off import switched_off
from speciosa.web.waiting import rewired, shown

_LEFT_OUT = re.compile(r"<nav.*?</nav>|<p class=\"finding now alarm\">.*?</p>|</?header>", re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def doctor(request: HttpRequest) -> HttpResponse:
    """What is on the page for the doctor, and how it begins."""
    words = words_for(request)
    found = shown(request, "doctor")
    kept = answers.kept_answer(entries.own_record(), "headline", language=words.language)
    preview = _preview(kept.body.decode()) if kept and not found.is_blind else ""
    return render(
        request, "doctor.html.j2", place="doctor", title=words.say("For my doctor"), preview=preview,
        whole=not found.is_blind, parts=_parts(words, entries.own_record()), shown=found,
    )  # fmt: skip


def whole_page(request: HttpRequest) -> HttpResponse:
    """The report itself, as it would be handed over.

    While there is none yet, or a blind trial hides it, the page before it says so.
    """
    record = entries.own_record()
    found = answers.kept_answers(record, ("page", NAME), language=words_for(request).language)
    kept, times = found.get("page"), found.get(NAME)
    if kept is None or (times is not None and runs_blind(times.body, now_s())):
        return HttpResponseRedirect("/doctor")
    words = words_for(request)
    made = one_word(kept.body.decode(), words, alarms_of(record, words))
    page = first_page_open(in_app(made, words, links=False))
    policy = _POLICY.search(page[:4_000])
    said = f"{policy[1]}; frame-ancestors 'none'" if policy else ""
    said = said.replace("&#39;", "'")
    return HttpResponse(page, headers={"Content-Security-Policy": said} if said else {})


def _preview(headline: str) -> str:
    """The head of the page as a part of another one."""
    return rewired(_LEFT_OUT.sub("", headline).replace("<h1>", "<h3>").replace("</h1>", "</h3>"))


def _parts(words: Wording, record: Record) -> list[tuple[str, str]]:
    """What stands on it, each with where it is in the app."""
    say = words.say
    shut = shut_for(details.person_of(record), load_knowledge(), now_s=now_s(), without=switched_off())
    closed = {"/help": "effect", "/blood": "exposure", "/skin": "skin"}
    parts = [
        ("/watch", say("What to watch, with the entries behind it")), ("/course", say("What you scored, and when")),
        ("/help", say("Whether it helps, as far as that can be told, and what you try")),
        ("/skin", say("What the photos of your skin show")), ("/course#doses", say("What you took")),
        ("/blood", say("How much was in your blood, by other people's bodies")),
        ("#causality", say("For professionals: causality scales, item by item")),
        ("/watch#gaps", say("What was not assessed")),
    ]  # fmt: skip
    return [each for each in parts if closed.get(each[0]) not in shut]


paths = [path("doctor", doctor, name="doctor"), path("doctor/page", whole_page, name="doctor_page")]
