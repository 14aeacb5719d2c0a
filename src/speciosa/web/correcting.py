"""All entries: undo, correct, take back, and what stood there before."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.as_row import row_of
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web import entry_words, recent, working
from speciosa.web.alarm_words import meant_by
from speciosa.web.at_once import answer_at_once
from speciosa.web.clock import now_s
from speciosa.web.correction_sheet import corrected_row, fields_of
from speciosa.web.kept_form import own_address
from speciosa.web.local_clock import day_begins_s, day_of, offset_min
from speciosa.web.page import render, words_for
from speciosa.web.saving import amend, back, say_so, sent_before

_MOST_AT_ONCE = 20


def all_entries(request: HttpRequest) -> HttpResponse:
    """The list by day, latest first: a page of it, perhaps of one kind, perhaps from one day on."""
    record, words = entries.own_record(), words_for(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Kind) else ""
    day = request.POST.get("day", "").strip()
    shown = recent.listed(record, before=request.GET.get("before", ""), until_s=_end_of(record, day), kind=kind)
    days: dict[int, list[tuple[Event, str, list[str], str]]] = {}
    for each in shown.events:
        local = (each.time_s + 60 * each.offset_min) // DAY_S
        line = (each, entry_words.whole(words, each), entry_words.beside(words, each), entry_words.clock(words, each))
        days.setdefault(local, []).append(line)
    names = entry_words.kinds(words)
    return render(
        request, "entries.html.j2", place="today", days=[(words.date(each), lines) for each, lines in days.items()],
        older=shown.older, kind=kind, kinds=[(each.value, names[each]) for each in Kind], day=day,
        first=not request.GET.get("before") and not day,
    )  # fmt: skip


def entry(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One entry: what stands, and what stood there before.

    Raises
    ------
    EntryError : there is no such entry.
    """
    record, words = entries.own_record(), words_for(request)
    versions = entries.history_of(record, entry_id)
    now = entries.last_of(record, entry_id)
    earlier = [each for each in reversed(versions) if each.id != now.id]
    return render(
        request, "entry.html.j2", place="today", now=_shown(request, now),
        taken_back=entries.is_retraction(now), earlier=[_shown(request, each) for each in earlier],
        stood=_shown(request, _stood_before(record, now)) if entries.is_retraction(now) else None,
        meant=meant_by(words, now), can_correct=now.kind is not Kind.ASSIGNMENT, kinds=entry_words.kinds(words),
    )  # fmt: skip


def correct(request: HttpRequest, entry_id: str) -> HttpResponse:
    """The entry's sheet: saving writes a new version, and the old one stays in its history.

    Raises
    ------
    EntryError : there is no such entry, or it was taken back.
    """
    record, words = entries.own_record(), words_for(request)
    now = entries.last_of(record, entry_id)
    if entries.is_retraction(now) or now.kind is Kind.ASSIGNMENT:
        raise EntryError("this entry can't be corrected", todo="go back and look at it again")
    problem, rival = None, None
    if request.method == "POST":
        try:
            row = corrected_row(request, now)
            rival = _rival(request, entry_id, now, row)
            if rival is None:
                answer_at_once(request, [amend(request, entry_id, row, "The correction is in.")])
                return back(f"/entries/{entry_id}")
        except EntryError as found:
            problem = found
    return render(
        request, "correct.html.j2", place="today", status=400 if problem else 409 if rival else 200, problem=problem,
        entry_id=entry_id, what=entry_words.whole(words, now), fields=fields_of(words, now, request.POST), rival=rival,
        version=now.id,
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, ids: str) -> HttpResponse:
    """Take entries back, or undo what was just done to them; several ids go with commas between them.

    Raises
    ------
    EntryError : there is no such entry.
    """
    record, undo = entries.own_record(), request.POST.get("undo") == "1"
    found = [entries.find(record, each) for each in ids.split(",")[:_MOST_AT_ONCE]]
    done = [
        _restore(record, each) if undo and each.supersedes else
        entries.take_back(record, each.id, load_knowledge(), now_s=now_s())
        for each in found
    ]  # fmt: skip
    if undo:
        say_so(request, [], "Undone.")
    else:
        say_so(request, done, "Taken back. It stays in the history.")
    working.ask(request)
    return back(own_address(request.POST.get("to", "/")))


def _restore(record: Record, after: Event) -> Event:
    """Let stand again what stood before a correction or a taking back; done twice it is done once."""
    again = f"{after.id}-undone"
    known = [each for each in entries.history_of(record, after.id) if each.id == again]
    if known:
        return known[0]
    before = entries.find(record, after.supersedes)
    recorded = before._replace(time_s=now_s(), offset_min=offset_min(record, now_s())).local_time
    return entries.correct(record, after.id, row_of(before)._replace(id=again, recorded=recorded), load_knowledge())


def _rival(request: HttpRequest, entry_id: str, now: Event, row: Row) -> tuple[str, str] | None:
    """What stands since another window corrected the entry, and what this form would make of it; None if none did.

    Raises
    ------
    EntryError : the row can't be understood.
    """
    opened_at = request.POST.get("version", now.id)
    if opened_at == now.id or sent_before(request, entry_id, row) is not None:
        return None
    with transaction.atomic():
        yours = entries.correct(entries.own_record(), entry_id, row, load_knowledge())
        transaction.set_rollback(True)
    words = words_for(request)
    return _in_full(words, now), _in_full(words, yours)


def _in_full(words: Wording, event: Event) -> str:
    """All that an entry says, in one line."""
    day = words.date((event.time_s + 60 * event.offset_min) // DAY_S)
    when = words.say("{date}, {clock}", date=day, clock=entry_words.clock(words, event))
    note = [f"“{event.note}”"] if event.note else []
    return "; ".join([entry_words.whole(words, event), when, *entry_words.beside(words, event), *note])


def _stood_before(record: Record, retraction: Event) -> Event:
    return entries.find(record, retraction.supersedes)


def _shown(request: HttpRequest, event: Event) -> dict[str, object]:
    """An entry as the page about it shows it."""
    words = words_for(request)
    day = (event.time_s + 60 * event.offset_min) // DAY_S
    return {
        "id": event.id,
        "says": words.say("Taken back") if entries.is_retraction(event) else entry_words.whole(words, event),
        "when": words.say("{date}, {clock}", date=words.date(day), clock=entry_words.clock(words, event)),
        "beside": entry_words.beside(words, event),
        "note": event.note,
        "written": words.moment(event.recorded_s, event.offset_min)
        if abs(event.recorded_s - event.time_s) > 60
        else "",
        "kind": entry_words.kinds(words)[event.kind],
    }


def _end_of(record: Record, day: str) -> int | None:
    """The end of a local day that a form names, UTC seconds; None without one.

    Raises
    ------
    EntryError : it is no day.
    """
    if not day:
        return None
    return day_begins_s(record, day_of(day) + 1)


paths = [
    path("entries", all_entries, name="entries"),
    path("entries/<path:entry_id>/correct", correct, name="correct"),
    path("entries/<path:ids>/back", take_back, name="take_back"),
    path("entries/<path:entry_id>", entry, name="entry"),
]
