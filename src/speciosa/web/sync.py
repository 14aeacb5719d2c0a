"""Entries that a phone kept while it was away: in any order, any number of times, each is written down once."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row, readable
from speciosa.report import Wording
from speciosa.store import entries
from speciosa.store.entries import Added
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import parse_moment
from speciosa.web import devices, opened, working
from speciosa.web.asking import questions_about
from speciosa.web.at_once import answer_at_once
from speciosa.web.beside_kratom import slow_breath_together
from speciosa.web.clock import now_s
from speciosa.web.marks import open_to_strangers
from speciosa.web.page import words_for
from speciosa.web.saving import say_so

MARK = "X-Sync"
"""A header that no form and no other site's page can send: what a form's token is for the others."""

MOST_ENTRIES = 500
_FIELDS = ("time", "kind", "name", "value", "unit", "reason", "food", "recorded", "id", "supersedes", "note")
_ID = re.compile(r"[A-Za-z0-9-]{16,64}")
_LONGEST = 10_000
_PLAIN = 5  # fields of a flash that says nothing but that something is in


@csrf_exempt
@open_to_strangers
@require_POST
def sync(request: HttpRequest) -> HttpResponseBase:
    """Take a phone's entries in.

    The body is ``{"sent": time, "entries": [{"id", "time", "kind", "name", "value", ...}]}``; the answer says for each
    id: ``kept``, ``already``, or ``refused`` with the reason. What is not answered for stays on the phone.
    """
    state = _may_not(request)
    if state:
        return state
    try:
        said = json.loads(request.body)
        given = said["entries"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _state("unreadable", 400)
    if not isinstance(given, list) or len(given) > MOST_ENTRIES:
        return _state("unreadable", 400)
    record, words = entries.own_record(), words_for(request)
    verdicts, new = _verdicts(record, given, words)
    kept = len(new)
    if kept:
        opened.touch()
        _tell_next_page(request, record, new, kept)
        working.ask(request)
    says = words.count("{n} entry from this phone is in.", "{n} entries from this phone are in.", kept) if kept else ""
    return JsonResponse({
        "state": "open", "verdicts": verdicts, "says": says, "clock": _clock_question(said.get("sent"), words),
    })  # fmt: skip


def _may_not(request: HttpRequest) -> HttpResponseBase | None:
    """Why nothing is taken in, or None. A locked store is no fault: the phone keeps what it has and asks later."""
    if request.headers.get(MARK) != "1" or not (request.content_type or "").startswith("application/json"):
        return _state("unreadable", 400)
    if devices.came_by_phone(request) and not devices.has_joined(request):
        return _state("stranger", 403)
    if not opened.is_admitted(request):
        return _state("locked", 423)
    return None


def _state(state: str, status: int) -> JsonResponse:
    return JsonResponse({"state": state, "verdicts": {}, "says": "", "clock": ""}, status=status)


def _tell_next_page(request: HttpRequest, record: Record, new: Sequence[Added], kept: int) -> None:
    """What an entry on the page itself would have been told: what can't wait, whom to call, and what we would ask."""
    events = [each.event for each in new if each.event is not None]
    about = questions_about(record, events)
    about += [(each.ask, each.event.id) for each in new if each.ask and each.event]
    says = "{n} entry from this phone is in." if kept == 1 else "{n} entries from this phone are in."
    say_so(request, [], says, n=kept)
    request.session["flash"] |= {"seconds": 0, "asks": [list(each) for each in about]}
    answer_at_once(request, events)
    if slow_breath_together(record, events):
        request.session["flash"]["slows_breathing"] = True
    if not about and len(request.session["flash"]) <= _PLAIN:
        del request.session["flash"]  # the phone itself says that they are in


def _verdicts(
    record: Record, given: Sequence[Any], words: Wording
) -> tuple[dict[str, dict[str, str]], list[Added]]:  # fmt: skip
    """What is said of each, and those that were written down now."""
    verdicts: dict[str, dict[str, str]] = {}
    new: list[Added] = []
    rows: dict[str, Row] = {}
    for each in given:
        own_id = each.get("id") if isinstance(each, dict) else None
        if not isinstance(own_id, str) or not _ID.fullmatch(own_id):
            continue  # nothing that could be answered for
        try:
            rows.setdefault(own_id, _row_of(each))
        except EntryError as problem:
            verdicts[own_id] = _refused(problem.reason, words)
    for row, added in zip(rows.values(), _add(record, list(rows.values())), strict=True):
        if added.event is None:
            verdicts[row.id] = _refused(added.why, words)
        else:
            verdicts[row.id] = {"state": "kept" if added.is_new else "already", "why": ""}
            if added.is_new:
                new.append(added)
    return verdicts, new


def _add(record: Record, rows: Sequence[Row]) -> list[Added]:
    """All in one step; where one of them can't be written at all, each by itself."""
    knowledge = load_knowledge()
    try:
        return entries.add_rows(record, rows, knowledge, origin="phone")
    except EntryError:
        return [_add_one(record, row) for row in rows]


def _add_one(record: Record, row: Row) -> Added:
    try:
        (added,) = entries.add_rows(record, [row], load_knowledge(), origin="phone")
    except EntryError as problem:
        return Added(None, is_new=False, why=problem.reason)
    return added


def _row_of(said: dict[str, Any]) -> Row:
    """What the phone says, as a row of the diary.

    Raises
    ------
    EntryError : it is no row.
    """
    cells = [said.get(field, "") for field in _FIELDS]
    if any(not isinstance(each, str) or len(each) > _LONGEST for each in cells):
        raise EntryError("this entry is not one that the app writes", todo="write it down again")
    time, kind, name, value, unit, reason, food, recorded, own_id, supersedes, note = readable(cells)
    return Row(time, kind, name, value, unit, reason, food, "", recorded, own_id, supersedes, note)


def _refused(why: str, words: Wording) -> dict[str, str]:
    return {"state": "refused", "why": words.say(why)}


def _clock_question(sent: object, words: Wording) -> str:
    """What to ask where the phone's clock and this one differ; its entries stay as the phone said."""
    try:
        off_min = (parse_moment(str(sent), None).time_s - now_s()) / 60
    except EntryError:
        return ""
    if abs(off_min) < load_knowledge().choice("phone_clock_min"):
        return ""
    hours = round(abs(off_min) / 60)
    off = words.count("{n} hour", "{n} hours", hours) if hours else words.count(
        "{n} minute", "{n} minutes", round(abs(off_min))
    )  # fmt: skip
    return words.say(
        "This phone's clock differs from the computer's by {off}. Its entries are kept as it said. Is its clock right?",
        off=off,
    )


paths = [path("sync", sync, name="sync")]
