"""The queue of what is to be worked out: in the database, so that every process of the server sees the same one.

However often somebody's answers are asked for, they wait once. Whoever waits longest is next; what can't wait is
looked for in everybody's record before anybody's curves are drawn. A worker that is gone leaves its row to another.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Case, F, Q, Value, When

from speciosa.knowledge import load_knowledge
from speciosa.store.models import Record
from speciosa.study.server.models import Wanted
from speciosa.web.basis import basis_now
from speciosa.web.working import State

_NOT_YET = 2**62
_TRIES = 2
_GONE = "the worker ended"


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that a worker took. `urgent`: only what can't wait is to be looked for."""

    pk: int
    record: int
    language: str
    urgent: bool


class Queue:
    """Who works things out for many: `web.working` asks it."""

    def ask(self, record: Record, language: str, *, again: bool = False) -> None:
        """Have a record's answers made anew; asked again while they wait, they keep their place.

        What fell over just this is not tried once more, unless somebody asks for it: `again`.
        """
        now_s, now_ms = int(time.time()), time.time_ns() // 1_000_000
        rows = Wanted.objects.filter(record=record, language=language)
        news: dict[str, Any] = {"asked_s": now_s, "urgent": True, "waits": True}
        news["tries"] = Case(When(waits=True, then=F("tries")), default=0)
        news["since_ms"] = Case(When(waits=True, then=F("since_ms")), default=now_ms)
        if rows.filter(fell="").update(**news):
            return
        start = {"asked_s": now_s, "since_ms": now_ms}
        row, is_new = Wanted.objects.get_or_create(record=record, language=language, defaults=start)
        if not is_new and (again or row.fell_over != basis_now(record, now_s).written().decode()):
            rows.update(**{**news, "tries": 0, "fell": "", "fell_over": ""})

    def state(self, record: Record) -> State:
        """How far it is, in the language that was asked for last."""
        row = _newest(record)
        if row is None:
            return State()
        failed = "" if row.waits else row.fell
        return State(running=row.waits, step=row.step, done=row.done, of=row.of, kept=row.kept, failed=failed)

    def asked_s(self, record: Record) -> int:
        """When that which is being worked out was begun; far ahead where something was asked for since."""
        row = _newest(record)
        if row is None or not row.taken_by:
            return _NOT_YET
        return row.begun_s if row.begun_s > row.asked_s else _NOT_YET


def take(worker: str) -> Taken | None:
    """The next row for a worker; None where nothing waits."""
    lives_s = int(time.time() - 60 * load_knowledge().choice("study_worker_silent_min"))
    free = Wanted.objects.filter(Q(taken_by="") | Q(taken_s__lt=lives_s), waits=True)
    if not free.exists():  # without a lock: most looks find nothing
        return None
    with transaction.atomic():
        row = free.select_for_update(skip_locked=True).order_by("-urgent", "since_ms", "pk").first()
        if row is None:
            return None
        if row.tries >= _TRIES:
            _give_up(row)
            return None
        now_s = int(time.time())
        fresh = {"step": "urgent" if row.urgent else "start", "done": 0, "of": 0, "begun_s": now_s}
        Wanted.objects.filter(pk=row.pk).update(
            taken_by=worker, taken_s=now_s, tries=row.tries + 1, urgent=False, **fresh
        )
    return Taken(row.pk, row.record_id, row.language, row.urgent)


def step(taken: Taken, worker: str, name: str, done: int = 0, of: int = 0) -> bool:
    """Say how far it is, and that the worker lives; False: the row is no longer its own."""
    news = {"kept": F("kept") + 1} if name == "kept" else {"step": name, "done": done, "of": of}
    mine = Wanted.objects.filter(pk=taken.pk, taken_by=worker)
    return bool(mine.update(taken_s=int(time.time()), **news))


def looked(taken: Taken, worker: str) -> None:
    """What can't wait was looked for: the rest waits its turn."""
    mine = Wanted.objects.filter(pk=taken.pk, taken_by=worker)
    mine.update(taken_by="", tries=0, step="", kept=F("kept") + 1)


def settle(taken: Taken, worker: str, *, fell: str = "", fell_over: str = "") -> None:
    """It is done, or fell. What was asked for since goes to the end of the queue."""
    mine = Wanted.objects.filter(pk=taken.pk, taken_by=worker)
    asked = Case(When(urgent=True, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
    mine.update(
        waits=asked, taken_by="", tries=0, step="", done=0, of=0, fell=fell, fell_over=fell_over,
        since_ms=time.time_ns() // 1_000_000,
    )  # fmt: skip


def leave(worker: str) -> None:
    """A worker is gone: what it had is begun once more by another, then given up."""
    Wanted.objects.filter(taken_by=worker).update(taken_by="", step="")


def _give_up(row: Wanted) -> None:
    Wanted.objects.filter(pk=row.pk).update(waits=False, urgent=False, taken_by="", tries=0, step="", fell=_GONE)


def _newest(record: Record) -> Wanted | None:
    return Wanted.objects.filter(record=record).order_by("-asked_s", "-pk").first()
