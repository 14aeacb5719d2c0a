"""The check-in: pain, mood, sleep and one symptom, at most six taps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.web import recent
from speciosa.web.alarm_words import is_alarm_word
from speciosa.web.at_once import answer_at_once
from speciosa.web.clock import now_s
from speciosa.web.entry_words import CRISIS
from speciosa.web.help_lines import lines_of
from speciosa.web.page import render, words_for
from speciosa.web.saving import back, moment_of, number_of, save

_USUAL = ("nausea", "constipation", "itching", "dizziness")
_MOST_SYMPTOMS = 5
_NOTHING = "none"
"""What the tap on “nothing” sends: nothing bothers, and nothing is written down."""


def check_in(request: HttpRequest) -> HttpResponse:
    """All on one page with one save; whatever is left open was not asked."""
    record, words = entries.own_record(), words_for(request)
    problem = None
    if request.method == "POST":
        try:
            events = save(request, rows_of(request.POST, *moment_of(request)), "Your check-in is in.")
            answer_at_once(request, events)
        except EntryError as found:
            problem = found
        else:
            return back()
    slept = any(each.kind is Kind.SLEEP for each in recent.todays(record, now_s()))
    return render(
        request, "check_in.html.j2", place="today", status=400 if problem else 200, problem=problem, said=request.POST,
        slept=slept, symptoms=symptoms(record, words), lines=lines_of(record, words),
    )  # fmt: skip


def rows_of(said: QueryDict, time: str, recorded: str) -> list[Row]:
    """The rows that a filled check-in makes: of what was answered, and of nothing else.

    Raises
    ------
    EntryError : nothing was answered, or an answer is no number.
    """
    made = [
        Row(time, Kind.RATING.value, name, value, recorded=recorded)
        for name in ("pain", "mood")
        if (value := number_of(said.get(name, "")))
    ]
    if said.get("crisis"):
        made.append(Row(time, Kind.SYMPTOM.value, CRISIS, recorded=recorded))
    if slept := number_of(said.get("slept_other", "")) or number_of(said.get("slept", "")):
        made.append(Row(time, Kind.SLEEP.value, "night", slept, "h", recorded=recorded))
    if (symptom := said.get("symptom", "").strip()) and symptom != _NOTHING:
        how_bad = number_of(said.get("how_bad", ""))
        made.append(Row(time, Kind.SYMPTOM.value, symptom, how_bad, recorded=recorded))
    note = said.get("note", "").strip()
    if note and not made:
        made.append(Row(time, Kind.EVENT.value, "note", recorded=recorded))
    if not made:
        raise EntryError("nothing was chosen yet", todo="tap one answer at least")
    if note:
        made[0] = made[0]._replace(note=note)
    return made


def symptoms(record: Record, words: Wording) -> list[tuple[str, str]]:
    """One symptom to tap: those that the person wrote down lately first, then common ones; a sign that can't wait is
    never one of them. The word, and its label.
    """
    known = load_knowledge()
    names = [*recent.last_symptoms(record), *_USUAL]
    names = list(dict.fromkeys(each for each in names if not is_alarm_word(each, known)))
    return [(each, _label(words, each)) for each in names[:_MOST_SYMPTOMS]]


def _label(words: Wording, name: str) -> str:
    outcome = load_knowledge().outcome(name)
    return words.say(outcome.label) if outcome.known else name


paths = [path("check-in", check_in, name="check_in")]
