"""MedTimer's CSV of events: semicolons, nothing quoted, headers in the phone's language, so read by position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from speciosa.knowledge import Knowledge
from speciosa.record.delimited import open_text
from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import text_in
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.intake import split_amount, taken
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_WIDTH = 9
_NAME, _AMOUNT, _TAGS, _INTERVAL, _NOTES, _REMINDED_ISO, _TAKEN_ISO = 1, 2, 4, 5, 6, 7, 8
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_LONGEST_LINE = 1_000_000
_NOT_TAKEN_NOTE = Note(
    "Reminders that were not marked as taken are kept as events, not as medicines: "
    "the CSV does not say whether they were skipped or not answered."
)


def _recognises(_path: Path, head: bytes) -> bool:
    lines = text_in(head).splitlines()
    header = lines[0].split(";") if lines else []
    if len(header) != _WIDTH:
        return False
    if all("8601" in name for name in header[_REMINDED_ISO:]):
        return True
    first = lines[1].split(";") if len(lines) > 1 else []
    return len(first) == _WIDTH and _ISO.match(first[_REMINDED_ISO]) is not None


def _read(request: Request) -> Iterator[Found]:
    """Each reminder: taken, or not marked as taken."""
    said = False
    with open_text(request.file) as file:
        for line, text in _lines(file, request.file.name):
            cells = [cell.strip() for cell in text.split(";")]
            if line == 1:
                if len(cells) != _WIDTH:
                    raise EntryError(
                        "this is no MedTimer export: its first line has not 9 columns",
                        where=request.file.name,
                        todo="export the events again",
                    )
                continue
            if not any(cells):
                continue
            found = _event(cells, line, request.knowledge)
            if isinstance(found, Row) and found.kind == "event" and not said:
                said = True
                yield _NOT_TAKEN_NOTE
            yield found


def _lines(file: IO[str], name: str) -> Iterator[tuple[int, str]]:
    line = 0
    while True:
        try:
            text = file.readline(_LONGEST_LINE)
        except UnicodeError:
            raise EntryError("this file's text breaks off or is damaged", where=name, todo="export it again") from None
        if not text:
            return
        line += 1
        yield line, text.rstrip("\r\n")


def _event(cells: list[str], line: int, knowledge: Knowledge) -> Row | Refused:
    if len(cells) != _WIDTH:
        why = "this row has not 9 cells, because a text in it holds a semicolon or a line break"
        return Refused(line, f"{why}; mend the line, or use MedTimer's JSON backup")
    name, amount = cells[_NAME], cells[_AMOUNT]
    labels = (("tags", _TAGS), ("interval", _INTERVAL))
    note = noted(*(f"{label}: {cells[at]}" for label, at in labels if cells[at]), cells[_NOTES])
    if not name:
        return Refused(line, "this row names no medicine")
    if not cells[_TAKEN_ISO]:
        said = f"{name}, {amount}" if amount else name
        return Row(cells[_REMINDED_ISO], "event", "reminder not marked as taken", said, note=note, line=line)
    number, unit = split_amount(amount)
    return taken(cells[_TAKEN_ISO], name, number or amount, unit, line=line, note=note, knowledge=knowledge)


FORMAT = Format("medtimer-csv", "MedTimer CSV export of events", _recognises, _read)
"""MedTimer."""
