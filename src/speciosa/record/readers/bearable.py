"""Bearable's CSV: one row a reading, English ordinal dates, parts of the day, scales of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import Record, names_in, read_table
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.intake import split_amount, taken
from speciosa.record.readers.written_times import clock_of, day_of, hours_of
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("date", "time of day", "category", "rating/amount", "detail", "notes")
# The app divides the day into quarters; the middle of each stands for it, marked part_of_day.
_PARTS = {"pre": "03:00", "am": "09:00", "mid": "15:00", "pm": "21:00"}
_SEVERITY = {"none": "0", "mild": "1", "moderate": "2", "severe": "3", "unbearable": "4"}
_RATINGS = {
    "mood": ("mood", "score_1_10"),
    "energy": ("energy", "score_1_5"),
    "sleep quality": ("sleep_quality", "score_1_5"),
}
_LAST_BRACKET = re.compile(r"^(.*\S)\s*\(([^()]*)\)$")
_PARTS_NOTE = Note(
    "Bearable's parts of the day stand at the middle of their quarter (pre 03:00, am 09:00, mid 15:00, pm 21:00) "
    "and are marked part_of_day."
)


class _Entry(NamedTuple):
    """A row of the file with its time read."""

    line: int
    time: str
    precision: str
    category: str
    amounts: list[str]
    details: list[str]
    note: str

    def row(self, kind: str, name: str, value: str, unit: str = "", note: str = "") -> Row:
        return Row(self.time, kind, name, value, unit, precision=self.precision, note=note, line=self.line)


def _recognises(_path: Path, head: bytes) -> bool:
    return set(_NEEDED) <= set(names_in(head))


def _read(request: Request) -> Iterator[Found]:
    """Every reading in the diary's own columns."""
    _, records = read_table(request.file, _NEEDED, title="Bearable export")
    said = False
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        entry = _entry(record)
        if isinstance(entry, _Entry):
            if entry.precision and not said:
                said = True
                yield _PARTS_NOTE
            yield from _rows(entry, request.knowledge)
        else:
            yield entry


def _entry(record: Record) -> _Entry | Refused:
    cells, line = record.cells, record.line
    day = day_of(cells.get("date formatted", "")) or day_of(cells["date"])
    if not day:
        return Refused(line, "this row has no date" if not cells["date"] else "this date is not one like 22nd Sep 2020")
    part = cells["time of day"].lower()
    clock = _PARTS.get(part) or clock_of(part)
    if not clock and part not in {"", "all day"}:
        return Refused(line, "this time of day is neither a clock time nor one of pre, am, mid, pm, all day")
    if not cells["category"]:
        return Refused(line, "this row has no category")
    if not any(cells[name] for name in ("rating/amount", "detail", "notes")):
        return Refused(line, "this row says nothing: rating, detail and notes are empty")
    time = f"{day}T{clock}" if clock else day
    precision = "part_of_day" if part in _PARTS else ""
    amounts, details = _split(cells["rating/amount"]), _split(cells["detail"])
    return _Entry(line, time, precision, cells["category"], amounts, details, cells["notes"])


def _split(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"\s\|\s", cell)]


def _rows(entry: _Entry, knowledge: Knowledge) -> Iterator[Row]:
    category = entry.category.lower()
    rows = _meds(entry, knowledge) if category == "meds/supplements" else _MAKERS.get(category, _words)(entry)
    for at, row in enumerate(rows):
        # the person's note belongs to the line: it stands once
        yield row._replace(note=noted(row.note, entry.note if at == 0 else ""))


def _pairs(entry: _Entry) -> Iterator[tuple[str, str, str]]:
    """Amount, detail and a note for each of the values that a bar joins."""
    amounts, details = entry.amounts, entry.details
    if len(amounts) == len(details):
        yield from ((amount, detail, "") for amount, detail in zip(amounts, details, strict=True))
    elif len(details) == 1:
        for at, amount in enumerate(amounts, 1):
            # equal rows would be taken for one entry; these are several
            yield amount, details[0], f"{at} of {len(amounts)}"
    else:
        said = " | ".join(amount for amount in amounts if amount)
        yield from (("", detail, f"amount: {said}" if said else "") for detail in details)


def _symptoms(entry: _Entry) -> Iterator[Row]:
    """Severity stays the ordinal 0 to 4 that it is."""
    for amount, detail, note in _pairs(entry):
        found = _LAST_BRACKET.match(detail)
        name, word = (found[1], found[2]) if found else (detail, "")
        number = _SEVERITY.get(word.lower())
        severity = amount or number or ""
        if word and severity != number:
            yield entry.row("symptom", name, severity, "score_0_4", noted(f"written: {word}", note))
        else:
            yield entry.row("symptom", name, severity, "score_0_4", note)


def _rated(entry: _Entry) -> Iterator[Row]:
    name, unit = _RATINGS[entry.category.lower()]
    for at, amount in enumerate(entry.amounts):
        yield entry.row(
            "rating", name, amount or "unknown", unit, " | ".join(filter(None, entry.details)) if at == 0 else ""
        )


def _slept(entry: _Entry) -> Iterator[Row]:
    detail = " | ".join(filter(None, entry.details))
    for at, amount in enumerate(entry.amounts):
        hours = hours_of(amount)
        said = f"written: {amount}" if hours is None and amount else ""
        value = "unknown" if hours is None else repr(hours)
        yield entry.row("sleep", "night", value, "h", noted(said, detail if at == 0 else ""))


def _meds(entry: _Entry, knowledge: Knowledge) -> Iterator[Row]:
    for amount, detail, note in _pairs(entry):
        found = _LAST_BRACKET.match(detail)
        name, unit = (found[1], found[2]) if found else (detail, "")
        number, own_unit = split_amount(amount)
        if own_unit and not found:
            unit = own_unit
        elif own_unit or not number:
            number = amount  # kept as words: it does not fit the unit beside the name
        yield taken(
            entry.time, name or "medicine", number, unit,
            line=entry.line, note=note, precision=entry.precision, knowledge=knowledge,
        )  # fmt: skip


def _words(entry: _Entry) -> Iterator[Row]:
    """Every other category, custom ratings among them: their scale is not in the file, so that they stay words."""
    for amount, detail, note in _pairs(entry):
        said = ": ".join(part for part in (detail, amount) if part)
        yield entry.row("event", entry.category.lower(), said, note=note)


_MAKERS: dict[str, Callable[[_Entry], Iterator[Row]]] = {
    "symptom": _symptoms, "sleep": _slept, **dict.fromkeys(_RATINGS, _rated),
}  # fmt: skip

FORMAT = Format("bearable", "Bearable CSV export", _recognises, _read)
"""Bearable."""
