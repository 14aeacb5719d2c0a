"""The diary out of the store, in columns: a million entries are never a million objects."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from speciosa.record import Columns, Diary, Kind
from speciosa.record.kinds import KIND_CODE, RETRACTED
from speciosa.record.words import Words
from speciosa.store.details import person_of, products_of
from speciosa.store.models import Record

_ROWS = 1_000  # few enough to be used up while they are still in the processor's cache
_APART = "\x1f"  # stands in no word: `entry_row` sees to that
_WORDS = ("kind", "name", "text", "unit", "supersedes", "note")
_BITS = {"answer": (0, 7), "reason": (3, 7), "food": (6, 3), "precision": (8, 3)}  # where each begins in one number
_SAID = " || %s || ".join(_WORDS)
_SMALL = " + ".join(f"{name} * {1 << bit}" for name, (bit, _) in _BITS.items())
_COLUMNS = f"time_s, recorded_s, offset_min, value, {_SMALL}, entry_id, {_SAID}"
_DTYPES = (np.int64, np.int64, np.int16, np.float64, np.int16)


def diary_of(record: Record) -> Diary:
    """Everything that the record holds, as every other room knows it.

    The same as the diary that was written as a folder and read again. A correction whose entry is not here (it has not
    arrived yet) stands as an entry of its own until it does.

    `line` of an entry is its place in the diary, from 1: a tie between two corrections ends as it would in a file.
    """
    history = without_lost_aims(_read(record))
    history = replace(history, line=np.arange(1, len(history) + 1, dtype=np.int32))
    return Diary(history, person_of(record), products_of(record))


def without_lost_aims(columns: Columns) -> Columns:
    """Without what points at entries that are not here: a correction of one stands alone, a retraction is left out.

    Parameters
    ----------
    columns : whole chains of versions.
    """
    aims = columns.supersedes
    missing = set(aims.used()) - {""}
    missing.difference_update(columns.id.used() if missing else ())
    if not missing:
        return columns
    lost = np.array([each in missing for each in aims.vocabulary], dtype=bool)[aims.codes]
    retracts = lost & (columns.kind == KIND_CODE[Kind.EVENT]) & columns.name.equal(RETRACTED)
    found = Words.of("" if each in missing else each for each in aims.vocabulary)
    columns = replace(columns, supersedes=found.take(aims.codes.astype(np.intp))).take(~retracts)
    return without_lost_aims(columns) if retracts.any() else columns  # what corrects a retraction lost its aim now


def _read(record: Record) -> Columns:
    """All entries, sorted by time, then by when recorded, then by when they arrived."""
    # SQLite would jump through the file along an index and decrypt a page for each entry; one file holds one record
    whose = "+record_id" if connection.vendor == "sqlite" else "record_id"
    parts: list[list[NDArray[Any]]] = [[np.empty(0, each)] for each in (*_DTYPES, np.int32)]
    known: dict[str, int] = {}
    ids: list[str] = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM store_entry WHERE {whose} = %s ORDER BY id",  # noqa: S608  names of ours
            [*[_APART] * (len(_WORDS) - 1), record.pk],
        )
        while rows := cursor.fetchmany(_ROWS):
            columns = list(zip(*rows, strict=True))
            for part, column, dtype in zip(parts, columns, _DTYPES, strict=False):
                part.append(np.array(column, dtype=dtype))  # None becomes NaN
            ids.extend(columns[5])
            parts[5].append(np.array([known.setdefault(said, len(known)) for said in columns[6]], dtype=np.int32))
    numbers = [np.concatenate(part) for part in parts]
    return _columns(numbers, tuple(ids), [said.split(_APART) for said in known])


def _columns(numbers: list[NDArray[Any]], ids: tuple[str, ...], sayings: list[list[str]]) -> Columns:
    """Columns of what was read: `numbers` are times, small numbers, and for each entry which saying it is."""
    time_s, recorded_s, offset_min, value, small, which = numbers
    order = np.lexsort((recorded_s, time_s))
    if not np.array_equal(order, np.arange(len(order))):
        time_s, recorded_s, offset_min, value, small, which = (each[order] for each in numbers)
    whose = which.astype(np.intp)
    words = dict(zip(_WORDS, zip(*sayings, strict=True), strict=True)) if sayings else dict.fromkeys(_WORDS, ())
    columns: dict[str, Any] = {name: Words.of(each).take(whose) for name, each in words.items()}
    kinds = np.array([KIND_CODE[Kind(word)] for word in words["kind"]], dtype=np.int8)
    columns["kind"] = kinds[whose]
    for name, (bit, mask) in _BITS.items():
        columns[name] = (small >> bit & mask).astype(np.int8)
    columns["id"] = Words(order.astype(np.int32), ids)
    line = np.zeros(len(time_s), dtype=np.int32)
    return Columns(time_s=time_s, offset_min=offset_min, value=value, recorded_s=recorded_s, line=line, **columns)
