"""What one participant wrote, and what the app's own safety screen finds in it. Never a note, never an arm."""

from __future__ import annotations

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.effect import estimate_effect
from speciosa.knowledge import Urgency, load_knowledge
from speciosa.record import Diary, Event, Kind
from speciosa.record.kinds import KIND_CODE
from speciosa.report import wording
from speciosa.safety import Findings, screen
from speciosa.store.opening import arrived_s
from speciosa.study.server import followed
from speciosa.study.server.masked import diary_as_seen
from speciosa.study.server.models import Participant
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, day_name
from speciosa.web import entry_words
from speciosa.web.about_you import in_app

_OF_A_TRIAL = "trial-"
_SOON = {Urgency.NOW: "Now", Urgency.SOON: "Soon", Urgency.WATCH: "Watch"}
_ACTS = {
    "call_emergency": "Reach them now; they are told to call the emergency number.",
    "today": "They are told to see or call somebody today.",
    "this_week": "They are told to ask for a visit this week.",
    "next_visit": "They are told to bring it up at their next visit.",
}
_LATER = NotAssessed("not_here", "Blood levels, effect and skin are not worked out on this page.")


@needs(Right.SEE_ENTRIES)
def entries(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """Entries that stand, the latest first, a page at a time."""
    del seat
    kind, size = request.GET.get("kind", ""), int(load_knowledge().choice("study_entries_page"))
    words = wording("en")
    found = _places(diary := diary_as_seen(participant), kind)
    last = max(1, -(-len(found) // size))
    asked = request.GET.get("page", "")
    page = min(last, max(1, int(asked) if asked.isdecimal() and len(asked) < 7 else 1))
    events = list(diary.entries.take(found[(page - 1) * size : page * size]))
    return render(
        request, "participant_entries.html.j2", who=participant, page=page, last=last, count=len(found), kind=kind,
        kinds=[(each.value, label) for each, label in entry_words.kinds(words).items() if each is not Kind.ASSIGNMENT],
        rows=[_row(each) for each in events],
    )  # fmt: skip


@needs(Right.SEE_FINDINGS)
def findings(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """What the app's own rules find in the entries now, from the entries alone."""
    del seat
    now_s = arrived_s()
    found = _screened(diary_as_seen(participant), now_s)
    return render(
        request, "participant_findings.html.j2", who=participant, found=found.findings,
        gaps=[in_app(each.why, wording("en"), links=False) for each in found.not_assessed if each.why != _LATER.why],
        later=_LATER.why, soon=_SOON, acts=_ACTS,
        young=followed.is_young(participant, now_s),
    )  # fmt: skip


def _screened(diary: Diary, now_s: int) -> Findings:
    knowledge, known = load_knowledge(), diary.as_of(now_s)
    effect = estimate_effect(
        known, _LATER, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=0, withheld=_LATER
    )
    return screen(known, _LATER, effect, _LATER, knowledge, now_s=now_s)


def _places(diary: Diary, kind: str) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Where the entries stand that are shown, latest first; a trial's own rows are not among them."""
    columns = diary.entries
    kinds = {each.value: each for each in Kind}
    own = np.array([each.startswith(_OF_A_TRIAL) for each in columns.id.vocabulary], dtype=bool)[columns.id.codes]
    shown = ~own & (columns.kind != KIND_CODE[Kind.ASSIGNMENT])
    if kind in kinds:
        shown &= columns.kind == KIND_CODE[kinds[kind]]
    return np.flatnonzero(shown)[::-1]


def _row(event: Event) -> dict[str, object]:
    words = wording("en")
    return {
        "day": day_name((event.time_s + 60 * event.offset_min) // DAY_S), "clock": entry_words.clock(words, event),
        "kind": entry_words.kinds(words)[event.kind], "says": entry_words.whole(words, event),
        "beside": ", ".join(entry_words.beside(words, event)), "corrected": bool(event.supersedes),
    }  # fmt: skip


paths = [
    path("study/<slug:study>/participants/<str:number>/entries/", entries, name="study_participant_entries"),
    path("study/<slug:study>/participants/<str:number>/findings/", findings, name="study_participant_findings"),
]
