"""An entry as a row of its table, and back."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from django.db import connection

from speciosa.record import Answer, Event, Food, Kind, Reason
from speciosa.record.row import readable
from speciosa.store.models import Entry, Record
from speciosa.values.timeline import Precision

_FIELDS = (
    "record_id", "entry_id", "time_s", "offset_min", "kind", "name", "value", "answer", "text", "unit", "reason",
    "food", "precision", "recorded_s", "supersedes", "note", "origin", "entered_s", "version",
)  # fmt: skip
_INSERT = f"INSERT INTO store_entry ({', '.join(_FIELDS)}) VALUES ({', '.join(['%s'] * len(_FIELDS))})"  # noqa: S608  names of ours
VERSION = 1
"""Of the form of a row, written beside each."""


def insert(record: Record, events: Iterable[Event], *, origin: str, entered_s: int) -> None:
    """Write entries as they are; the caller holds the transaction and knows that their ids are new.

    Raises
    ------
    EntryError : a NUL byte, or what is no Unicode.
    """
    rows = [_values(record.pk, each, origin, entered_s) for each in events]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, rows)


def event_of(row: Entry) -> Event:
    """The entry that stands in a row."""
    return Event(
        row.time_s, row.offset_min, Kind(row.kind), row.name, math.nan if row.value is None else row.value,
        Answer(row.answer), row.text, row.unit, Reason(row.reason), Food(row.food), Precision(row.precision),
        row.recorded_s, row.entry_id, row.supersedes, row.note,
    )  # fmt: skip


def _values(record: int, event: Event, origin: str, entered_s: int) -> tuple[Any, ...]:
    kind = event.kind.value
    words = [event.name, event.text, event.unit, event.supersedes, event.note, event.id]
    if not "".join(words).isprintable():
        words = readable(words)
    name, text, unit, supersedes, note, entry_id = words
    # minus nought is nought: one of the databases would keep the sign, the other not
    value = None if math.isnan(event.value) else event.value + 0.0
    return (
        record, entry_id, event.time_s, event.offset_min, kind, name, value, int(event.answer), text, unit,
        int(event.reason), int(event.food), int(event.precision), event.recorded_s, supersedes, note, origin, entered_s,
        VERSION,
    )  # fmt: skip
