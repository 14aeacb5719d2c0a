"""A participant's own entries and trial, by program."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Header, Query, Router

from speciosa.knowledge import load_knowledge
from speciosa.store import entries
from speciosa.store.adding import OTHER_WORDS, Added, serialise
from speciosa.store.diary import diary_of
from speciosa.store.opening import arrived_s
from speciosa.study.server.api import repeats
from speciosa.study.server.api.caller import Bearer, Caller, about, caller_of
from speciosa.study.server.api.forms import KEY, DueListOut, Page, RowIn, RowsIn, ScheduleOut, Verdicts
from speciosa.study.server.api.pages_of_entries import Wanted, page_of
from speciosa.study.server.api.problems import MAY_COME, Refused
from speciosa.study.server.api.row_in import ids_of, refuse_what_can_not_be_kept, row_of
from speciosa.study.server.api.scopes import Scope
from speciosa.study.server.roles import Role
from speciosa.study.server.written import writing_as
from speciosa.trial import Trial
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment
from speciosa.web.due import due_list

ORIGIN = "api"
own = Router(tags=["own record"])
_Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", pattern=KEY,
           description="Names this call. Sent again with the same key and body it gets the same answer."),
]  # fmt: skip


@own.post("entries", auth=Bearer(Scope.ENTRIES_WRITE), response={200: Verdicts, **MAY_COME},
          operation_id="write_entries", summary="Write entries down")  # fmt: skip
def write_entries(request: HttpRequest, said: RowsIn, key: _Key = None) -> dict[str, Any]:
    """Each is kept or refused with its one sentence. Sent again, any number of times and in any order, an entry is
    written once: by its id, or where it has none by the call's key and its place in the call; without either it is
    refused. A call that got no answer is simply sent again.
    """
    caller = caller_of(request)
    asked = repeats.asked_of(said.model_dump()) if key else ""
    with about(caller.own.record) as record, _written_by(caller), transaction.atomic():
        if not key:
            return {"results": _verdicts(caller, said.entries)}
        serialise(record)  # the same call, sent twice at once, waits for itself
        before = repeats.answered_before(caller.token, key, asked)
        if before is not None:
            return dict(before)
        answer = {"results": _verdicts(caller, said.entries, key)}
        repeats.keep_answer(caller.token, key, asked, answer)
    return answer


@own.get("entries", auth=Bearer(Scope.ENTRIES_READ), response={200: Page, **MAY_COME},
         operation_id="read_entries", summary="Read your entries")  # fmt: skip
def read_entries(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Every version of every entry, in the order in which they arrived."""
    return page_of(caller_of(request).own.record, wanted, notes=True)


@own.get("schedule", auth=Bearer(Scope.SCHEDULE_READ), response={200: ScheduleOut, **MAY_COME},
         operation_id="read_schedule", summary="The periods of your trial")  # fmt: skip
def read_schedule(request: HttpRequest) -> dict[str, Any]:
    """Periods, codes and dates; never an arm."""
    try:
        planned = Trial.all_in(diary_of(caller_of(request).own.record))
    except EntryError as problem:
        raise Refused(409, problem.what, todo=problem.todo) from None
    return {"trial": _trial(planned[-1]) if planned else None}


@own.get("due", auth=Bearer(Scope.SCHEDULE_READ), response={200: DueListOut, **MAY_COME},
         operation_id="read_due", summary="What is due now")  # fmt: skip
def read_due(request: HttpRequest) -> dict[str, Any]:
    """What the app's first page would ask for now."""
    with about(caller_of(request).own.record) as record:
        return {"due": [{"code": each.code, "says": each.says, "to": each.to}
                        for each in due_list(record, arrived_s())]}  # fmt: skip


def _written_by(caller: Caller) -> AbstractContextManager[None]:
    """What the trail says of who wrote: the participant, by which program."""
    return writing_as(f"participant {caller.own.number} by token {caller.token.pk}", Role.PARTICIPANT)


def _verdicts(caller: Caller, said: list[RowIn], key: str = "") -> list[dict[str, str]]:
    """What became of each row, in their order.

    Raises
    ------
    Refused : they left, or the study closed, since the call came (`participants.taken_in`).
    """
    ids = ids_of(caller.token, key, len(said)) if key else [""] * len(said)
    rows, refusals = [row_of(each, made) for each, made in zip(said, ids, strict=True)], dict[int, str]()
    for at, row in enumerate(rows):
        try:
            refuse_what_can_not_be_kept(row)
        except EntryError as problem:
            refusals[at] = problem.reason
    wanted = [row for at, row in enumerate(rows) if at not in refusals]
    try:
        added = iter(entries.add_rows(caller.own.record, wanted, load_knowledge(), origin=ORIGIN) if wanted else ())
    except EntryError as found:
        raise Refused(409, found.what, todo=found.todo) from None
    return [
        _verdict(each.id or "", row.id, Added(None, is_new=False, why=refusals[at]) if at in refusals else next(added))
        for at, (each, row) in enumerate(zip(said, rows, strict=True))
    ]


def _verdict(sent_id: str, row_id: str, added: Added) -> dict[str, str]:
    """The same words for the same entry, however often it is sent."""
    if added.event is None or added.why:
        return {"id": sent_id, "state": "refused", "why": added.why, "ask": ""}
    is_other = added.event.id != row_id
    return {"id": added.event.id, "state": "kept", "why": "", "ask": OTHER_WORDS if is_other else ""}


def _trial(found: Trial) -> dict[str, Any]:
    periods = [
        {"number": each.number, "code": each.code, "begins": format_moment(each.start_s, each.offset_min),
         "ends": format_moment(each.end_s, each.offset_min)}
        for each in found.periods
    ]  # fmt: skip
    return {"name": found.name, "commitment": found.commitment, "periods": periods}
