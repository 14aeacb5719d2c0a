"""A day of a trial: the capsules with one tap, three questions in the evening, a guess at a period's end."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.record import Answer, Event, Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.models import Record
from speciosa.trial import Trial
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S, format_moment
from speciosa.web import recent
from speciosa.web.beside_kratom import slow_breath_together
from speciosa.web.clock import now_s
from speciosa.web.entry_words import CAPSULE
from speciosa.web.local_clock import day_at, day_begins_s, offset_min
from speciosa.web.page import render, words_for
from speciosa.web.saving import moment_of, save
from speciosa.web.trial_record import Stands, stands

GUESSES = ("usual", "less", "dont_know")
_EVENING_H = 17
_MOST = 60  # capsules at once: a slip of the finger, else
_SCORED_S = 3600


def line_of(found: Stands, record: Record) -> dict[str, Any] | None:
    """What is to be done now; None where nothing is.

    `state`; `code` of the container; `capsules` of the dose that is next today, 0 where all are written down; `taken`
    and `a_day`; whether the `evening` questions are due; `guesses`: periods that wait for one.
    """
    status, design = found.status, found.trial.design
    guesses = guesses_due(found, record)
    if status.state in {"over", "ended_early"}:
        return {"state": "over", "guesses": guesses}
    if status.state != "running" or status.period is None:
        return None
    taken, next_up, so_far = capsules_today(found, record), 0, 0
    for count in design.capsules:
        so_far += count
        if so_far > taken and not next_up:
            next_up = count
    return {
        "state": "running", "code": status.period.code, "capsules": next_up, "taken": taken,
        "a_day": design.capsules_a_day, "guesses": guesses,
        "evening": is_evening(record, found.now_s) and len(answered_today(found, record)) < len(Trial.QUESTIONS),
    }  # fmt: skip


def capsules_today(found: Stands, record: Record) -> float:
    """Capsules that are written down for this local day."""
    return sum(each.value for each in _today(found, record, Kind.DOSE) if each.name == CAPSULE and each.value > 0)


def answered_today(found: Stands, record: Record) -> dict[str, int]:
    """Evening answers of this local day, by question."""
    asked = {word for word, _ in Trial.QUESTIONS}
    said = _today(found, record, Kind.SYMPTOM)
    return {each.name: int(each.value) for each in said if each.name in asked and each.answer is Answer.GIVEN}


def guesses_due(found: Stands, record: Record) -> tuple[int, ...]:
    """Numbers of the periods that are over, or end this evening, and wait for a guess."""
    status, now = found.status, found.now_s
    due = status.guesses_due if status.state != "revealed" else ()
    period = status.period
    ends = status.state == "running" and period is not None and now >= period.end_s - DAY_S and is_evening(record, now)
    return (*due, period.number) if ends and period and period.number not in status.guesses else due


def is_evening(record: Record, now: int) -> bool:
    """Whether the day is far enough to be asked about."""
    return (now + 60 * offset_min(record, now)) % DAY_S >= _EVENING_H * 3600


@require_POST
def capsules(request: HttpRequest) -> HttpResponse:
    """So many capsules, now; then the page asks for the pain before them.

    Raises
    ------
    EntryError : no trial is running, or this is no number of capsules.
    """
    record = entries.own_record()
    if _running(record) is None:
        raise EntryError("no trial is running now", todo="go back to today")
    text = request.POST.get("n", "").strip()
    count = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= count <= _MOST:
        raise EntryError("this is no number of capsules", todo=f"write one from 1 to {_MOST}")
    time, recorded = moment_of(request)
    is_scored = any(
        each.kind is Kind.RATING and each.name == "pain" for each in recent.since(record, now_s() - _SCORED_S)
    )
    row = Row(time, Kind.DOSE.value, CAPSULE, str(count), "capsule", recorded=recorded)
    (taken,) = save(request, [row], "Capsules are in: {n}.", n=count)
    request.session["flash"]["slows_breathing"] = slow_breath_together(record, [taken])
    if "day" not in request.POST:
        request.session["flash"]["dose"] = {"id": taken.id, "with": "", "pain": not is_scored, "why": False}
        request.session["flash"]["named"] |= {"amount": text, "product": CAPSULE}
    return HttpResponseRedirect("/")


def evening(request: HttpRequest) -> HttpResponse:
    """Three questions, and a guess where one is due."""
    record, words = entries.own_record(), words_for(request)
    found = stands(record, now_s())
    if found is None or found.status.state == "revealed":
        return HttpResponseRedirect("/trial")
    problem = None
    if request.method == "POST":
        try:
            save(request, _rows(request, found), "Thank you: it is in.")
        except EntryError as slip:
            problem = slip
        else:
            return HttpResponseRedirect("/trial")
    return render(
        request, "trial_evening.html.j2", place="help", status=400 if problem else 200, problem=problem,
        asks=found.status.state == "running", said=request.POST, answered=answered_today(found, record),
        questions=[(word, words.say(text)) for word, text in Trial.QUESTIONS], guesses=_periods(words, found, record),
    )  # fmt: skip


def _rows(request: HttpRequest, found: Stands) -> list[Row]:
    """What was answered, each as a row.

    Raises
    ------
    EntryError : nothing was, or something else than the page offers.
    """
    time, recorded = moment_of(request)
    rows = []
    for word, _ in Trial.QUESTIONS:
        if said := request.POST.get(word, ""):
            if said not in {"0", "1", "2"}:
                raise EntryError("this is none of the answers", todo="choose one that the page offers")
            rows.append(Row(time, Kind.SYMPTOM.value, word, said, "score_0_2", recorded=recorded))
    for period in found.trial.periods:
        if guess := request.POST.get(f"guess-{period.number}", ""):
            if guess not in GUESSES or period.start_s > found.now_s:
                raise EntryError("this is none of the answers", todo="choose one that the page offers")
            # a guess counts for the period of the day before it: a late one stands at the period's last evening
            is_late = found.trial.at(found.now_s - DAY_S) != period
            when = format_moment(period.end_s - 3600, period.offset_min) if is_late else time
            rows.append(Row(when, Kind.EVENT.value, "guess", guess, recorded=recorded))
    if not rows:
        raise EntryError("nothing was chosen yet", todo="tap an answer, or go back")
    return rows


def _periods(words: Wording, found: Stands, record: Record) -> list[tuple[int, str]]:
    """Each period that waits for a guess, and what is asked."""
    codes = {each.number: each.code for each in found.trial.periods}
    ask = "Period {n}, container {code}: what do you think was in it?"
    return [(each, words.say(ask, n=each, code=codes[each])) for each in guesses_due(found, record)]


def _running(record: Record) -> Stands | None:
    found = stands(record, now_s())
    return found if found is not None and found.status.state == "running" else None


def _today(found: Stands, record: Record, kind: Kind) -> list[Event]:
    since_s = day_begins_s(record, day_at(record, found.now_s))
    return [each for each in found.diary.entries.of_kind(kind) if each.time_s >= since_s]


paths = [
    path("trial/capsules", capsules, name="trial_capsules"),
    path("trial/evening", evening, name="trial_evening"),
]
