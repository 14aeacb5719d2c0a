"""Daylio's CSV: 8 columns, or 9 with scales; moods are the person's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, noted
from speciosa.record.readers.csv_table import Record, names_in, read_table
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.intake import ticked
from speciosa.record.readers.written_times import clock_of, day_of, hours_of
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("full_date", "time", "mood", "activities", "note_title", "note")
_KNOWN = {*_NEEDED, "date", "weekday", "scales"}
# The five that every Daylio starts with; only their order is known. Other words have none here.
_MOODS = {"rad": "5", "good": "4", "meh": "3", "bad": "2", "awful": "1"}
_OUT_OF = re.compile(r"^(\d+(?:\.\d+)?)\s*/\s*(\d+)(?:\s+[a-z]+)?$", re.IGNORECASE)
_MOODS_NOTE = Note(
    "Moods in your own words are kept as words: the CSV does not say which is better. Daylio's backup file does."
)


class _At(NamedTuple):
    time: str
    line: int

    def row(self, kind: str, name: str, value: str = "", unit: str = "") -> Row:
        return Row(self.time, kind, name, value, unit, line=self.line)


def _recognises(_path: Path, head: bytes) -> bool:
    return set(_NEEDED) <= set(names_in(head))


def _read(request: Request) -> Iterator[Found]:
    """Each entry as a mood, its activities, its scales and its note."""
    names, records = read_table(request.file, _NEEDED, title="Daylio export")
    for name in names:
        if name and name not in _KNOWN:
            yield Note(f"the column {name} is not Daylio's and was not used")
    said, aside = False, LeftAside()
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        if record.cells["mood"] and record.cells["mood"].lower() not in _MOODS and not said:
            said = True
            yield _MOODS_NOTE
        yield from _entry(record, request.knowledge, aside)
    yield from aside.notes()


def _entry(record: Record, knowledge: Knowledge, aside: LeftAside) -> Iterator[Row | Refused]:
    cells, line = record.cells, record.line
    if not cells["full_date"]:
        yield Refused(line, "this row has no date; write the full_date")
        return
    day = day_of(cells["full_date"])
    clock = clock_of(cells["time"])
    if not day or (cells["time"] and not clock):
        what = "time of day is not one like 14:58 or 2:58 pm" if day else "date is not one like 2026-03-01"
        yield Refused(line, f"this {what}")
        return
    at = _At(f"{day}T{clock}" if clock else day, line)
    tags = dict.fromkeys(part.strip() for part in re.split(r"\s\|\s", cells["activities"]))
    activities = [ticked(at.time, tag, knowledge, aside)._replace(line=line) for tag in tags if tag]
    rows = [*_mood(at, cells["mood"]), *activities, *_scales(at, cells.get("scales", ""))]
    note = noted(plain_text(cells["note_title"]), plain_text(cells["note"]))
    if note and not rows:
        rows = [at.row("event", "note")]
    if not rows:
        yield Refused(line, "this row says nothing: mood, activities, scales and note are empty")
        return
    yield rows[0]._replace(note=note)
    yield from rows[1:]


def _mood(at: _At, word: str) -> Iterator[Row]:
    if word.lower() in _MOODS:
        yield at.row("rating", "mood", _MOODS[word.lower()], "score_1_5")
    elif word:
        yield at.row("event", "mood", word)


def _scales(at: _At, cell: str) -> Iterator[Row]:
    for part in re.split(r"\s\|\s", cell):
        name, _, value = (each.strip() for each in part.partition(":"))
        hours, points = hours_of(value), _OUT_OF.match(value)
        key = " ".join(name.lower().split())
        if not key:
            continue
        if key in {"sleep time", "sleep"} and hours is not None:
            yield at.row("sleep", "night", repr(hours), "h")
        elif points and int(points[2]) > 0:
            yield at.row(
                "rating", "sleep_quality" if key == "sleep quality" else key, points[1], f"score_0_{int(points[2])}"
            )
        else:
            yield at.row("event", key, value)


def plain_text(text: str) -> str:
    r"""A note without its HTML: line breaks stay, tags go, entities become what they stand for.

    Examples
    --------
    >>> plain_text("Never <b>mind</b>.<br><br>5 &gt; 3")
    'Never mind.\n\n5 > 3'
    """
    if "<" not in text and "&" not in text:
        return text.strip()
    parser = _Text()
    try:
        parser.feed(text)
        parser.close()
    except AssertionError:  # html.parser on half-written declarations
        return text.strip()
    return "".join(parser.parts).strip()


class _Text(HTMLParser):
    """Collects what a reader of the page would see."""

    _BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in self._BREAKS and (self.parts or tag == "br"):
            self.parts.append("\n")


FORMAT = Format("daylio-csv", "Daylio CSV export", _recognises, _read)
"""Daylio's CSV; its backup file says more."""
