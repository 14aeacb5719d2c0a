"""MedTimer's JSON backup, also where bytes that are no JSON stand around it.

A reminder that was taken becomes `medicine` (`dose` where it is kratom) at the moment of taking; a skipped
or unanswered one becomes an `event`, because it says that nothing was taken. The list of medicines is a
plan, not something taken: it is counted. The app's free text for the amount is split where it is a number
and a unit, else it stays in the note and the amount is `unknown`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, StableIds, noted
from speciosa.record.readers.epoch_time import at_epoch
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.intake import split_amount, taken
from speciosa.record.readers.json_record import Fields, decode_json, each_of, plain
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_MOST_BYTES = 30_000_000
_MOST_STARTS = 50
_NOT_TAKEN = {
    "SKIPPED": "dose skipped", "RAISED": "reminder not answered", "ACKNOWLEDGED": "reminder acknowledged",
}  # fmt: skip
_PLAN = (
    "{n} medicine{s} in the app's list {are} a plan, not something taken: name {them} under medicines in person.toml"
)
_OUTER = re.compile(r'"(?:medicines|events)"\s*:')
_AROUND = Note("bytes before or after the backup in this file were passed over")


def _recognises(_path: Path, head: bytes) -> bool:
    has_list = b'"list"' in head and (b'"version"' in head or b'"medicines"' in head or b'"events"' in head)
    return has_list and any(
        key in head for key in (b'"reminders"', b'"medicineName"', b'"remindedTimestamp"', b'"medicines"')
    )


def read(request: Request) -> Iterator[Found]:
    """Each reminder that was raised, in the order of the file.

    Raises
    ------
    EntryError : no such backup in the file.
    """
    if request.file.stat().st_size > _MOST_BYTES:
        raise EntryError("this file is too large for a MedTimer backup", where=request.file.name)
    top, is_alone = _backup(request.file.read_bytes(), request.file.name)
    if not is_alone:
        yield _AROUND
    aside = LeftAside()
    reader = _Events(request.zone, request.knowledge, aside)
    lists = [inner for key in ("medicines", "events") if (inner := top.inner(key)) is not None] or [top]
    numbers = count(1)
    for each in lists:
        items = each.items("list")
        events = [item for item in items if not (isinstance(item, dict) and "medicine" in item)]
        aside.add(_PLAN, len(items) - len(events))
        rest = Fields({"list": events})
        yield from each_of(rest, "list", reader.row, numbers)
    yield from aside.notes()


class _Events:
    def __init__(self, zone: ZoneInfo, knowledge: Knowledge, aside: LeftAside) -> None:
        self._zone, self._knowledge, self._aside, self._ids = zone, knowledge, aside, StableIds()

    def row(self, value: object) -> Row:
        """One reminder."""
        said = Fields(value, "this reminder")
        name, amount = said.text("medicineName").strip(), " ".join(said.text("amount").split())
        status, reminded = said.text("status").strip().upper(), said.number("remindedTimestamp")
        tags = [each for each in said.items("tags") if isinstance(each, str)]
        words = noted(said.text("notes"), f"tags: {', '.join(tags)}" if tags else "")
        if status == "TAKEN":
            row = self._taken(said, name, amount, words)
        elif status in _NOT_TAKEN:
            text = noted(f"{name}, {amount}" if amount else name)
            row = Row(self._time(reminded), "event", _NOT_TAKEN[status], text, note=words)
        elif status == "DELETED":
            raise EntryError("this reminder was deleted in the app")
        else:
            raise EntryError("this reminder has no status that is known here")
        reminder = said.number("reminderId")
        if not reminded or reminder is None:
            return row
        return row._replace(id=self._ids.of(f"medtimer-{plain(reminder)}-{plain(reminded)}", row))

    def _taken(self, said: Fields, name: str, amount: str, words: str) -> Row:
        if not name:
            raise EntryError("this reminder names no medicine")
        reminded, processed = said.number("remindedTimestamp"), said.number("processedTimestamp")
        number, unit = split_amount(amount)
        due = f"due {self._time(reminded)}" if reminded and processed and reminded != processed else ""
        time = self._time(processed or reminded)
        row = taken(time, name, number or amount, unit, line=0, knowledge=self._knowledge)
        return row._replace(note=noted(words, row.note, due))

    def _time(self, seconds: float | None) -> str:
        if not seconds:
            raise EntryError("this reminder has no time")
        return at_epoch(seconds, self._zone)


def _backup(data: bytes, where: str) -> tuple[Fields, bool]:
    """The backup in a file, and whether there is nothing else in it."""
    try:
        return Fields(decode_json(data, where), "this file"), True
    except EntryError:
        text = data.decode("utf-8", "surrogateescape")
    start = text.find("{")
    for _ in range(_MOST_STARTS):
        if start < 0:
            break
        try:
            found, end = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            # a whole list within an outer backup that breaks off must not pass for all there is
            is_inner = _OUTER.search(text, 0, start) is not None
            if (
                isinstance(found, dict)
                and not is_inner
                and ("list" in found or "events" in found or "medicines" in found)
            ):
                return Fields(
                    decode_json(text[start:end].encode("utf-8", "surrogateescape"), where), "this file"
                ), False
        start = text.find("{", end)
    raise EntryError("there is no MedTimer backup in this file, or it breaks off", where=where, todo="export it again")


FORMAT = Format("medtimer", "MedTimer backup (JSON)", _recognises, read)
