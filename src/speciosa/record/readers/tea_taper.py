"""Tea Taper's JSON backup: kratom tea in ml, and up to fifteen scales of a day from 0 to 10.

An entry becomes a `dose` of kratom tea. The scales and words of a day stand at its noon, marked as the
day's. `sleepHours` is the app's 0 to 10 scale, not hours, and stays a rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from speciosa.record.readers.accounting import LeftAside, accounted, noted
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.json_record import Fields, each_of, outer_keys, plain, read_json
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_NEWEST = 4
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ASIDE = "the morning and evening answers of {n} day{s} were left aside: nobody here has seen how a backup keeps them"


def _recognises(path: Path, head: bytes) -> bool:
    keys = outer_keys(path, head)
    return {"days", "schemaVersion"} <= keys or {"days", "profile", "consent"} <= keys


def read(request: Request) -> Iterator[Found]:
    """Each day's entries, then its scales and words.

    Raises
    ------
    EntryError : no such backup, or one of a newer version.
    """
    top = Fields(read_json(request.file), "this file")
    version = top.number("schemaVersion")
    if version is not None and version > _NEWEST:
        raise EntryError(
            f"this backup was written by a newer Tea Taper (version {plain(version)})",
            where=request.file.name,
            todo="export it as CSV",
        )
    days = top.inner("days")
    if days is None:
        raise EntryError("this file has no days in it", where=request.file.name, todo="export it again")
    numbers, aside = count(1), LeftAside()
    for day in days:
        try:
            said = Fields(days.get(day), "this day")
        except EntryError as problem:
            yield Refused(next(numbers), problem.reason)
            continue
        yield from each_of(said, "entries", _dose, numbers)
        if any(said.get(key) for key in ("metrics", "triggers", "helpers", "relapse", "note")) and not _is_blank(said):
            yield from accounted(next(numbers), _day, day, said)
        if said.get("morning") or said.get("evening"):
            aside.add(_ASIDE)
    yield from aside.notes()


def _is_blank(day: Fields) -> bool:
    """A day that was opened and left: nothing but scales without an answer."""
    metrics = day.get("metrics")
    unanswered = isinstance(metrics, dict) and all(value is None for value in metrics.values())
    return unanswered and not any(day.get(key) for key in ("triggers", "helpers", "relapse", "note"))


def _dose(value: object) -> Row:
    said = Fields(value, "this entry")
    own, amount = said.word("id"), said.number("ml")
    return Row(
        said.text("ts").strip(), "dose", "kratom tea", "unknown" if amount is None else plain(amount), "ml",
        recorded=said.text("createdAt").strip(), id=f"teataper-{own}" if own else "", note=noted(said.text("note")),
    )  # fmt: skip


def _day(day: object, said: Fields) -> Iterator[Row]:
    date = str(day)
    metrics = said.inner("metrics")
    for key in metrics or ():
        score = metrics.word(key) if metrics else ""
        if score:
            name = _CAMEL.sub("_", key).lower()
            yield Row(date, "rating", name, score, "nrs", id=f"teataper-{date}-{key}")
    for key, what in (("triggers", "trigger"), ("helpers", "what helped")):
        if words := [each for each in said.items(key) if isinstance(each, str)]:
            yield Row(date, "event", what, noted(", ".join(words)), id=f"teataper-{date}-{key}")
    relapse = said.inner("relapse")
    if relapse is not None:
        plan = relapse.text("plan").strip()
        note = noted(relapse.text("note"), f"plan: {plan}" if plan else "")
        yield Row(date, "event", "more than planned", id=f"teataper-{date}-relapse", note=note)
    if note := noted(said.text("note")):
        yield Row(date, "event", "note", id=f"teataper-{date}-note", note=note)


FORMAT = Format("tea-taper", "Tea Taper backup (JSON)", _recognises, read)
