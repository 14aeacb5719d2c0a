"""Any CSV file through a map; maps for known tables come with the package and are found by their header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import Record, names_in, read_table, separator_in
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.map_file import Condition, CsvMap, RowMap, built_in_maps, read_map
from speciosa.record.readers.map_time import Dated, Dating, day_after
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")


def _recognises(_path: Path, head: bytes) -> bool:
    return bool(_built_in_for(head))


def _built_in_for(head: bytes) -> str:
    """Name of the built-in map whose exact header this is; empty where there is none."""
    for name, each in built_in_maps().items():
        names = list(names_in(head, line=each.header_line, separator=each.separator))
        while names and not names[-1]:  # spreadsheets end every line with the same number of commas
            names.pop()
        if tuple(names) == each.columns:
            return name
    return ""


def _read(request: Request) -> Iterator[Found]:
    """Each row as the entries that the map makes of it."""
    with request.file.open("rb") as file:
        head = file.read(4096)
    name = "" if request.mapping else _built_in_for(head)
    if request.mapping:
        csv_map = read_map(request.mapping)
    elif not name:
        raise EntryError(
            "no built-in map knows this file's header",
            where=request.file.name,
            todo="name a map with --map FILE.toml; see docs/reference/import-map.md",
        )
    else:
        csv_map = built_in_maps()[name]
        yield Note(f"read through the built-in map {name}: {csv_map.title}")
    _check_complete(csv_map, request, name)
    needed = tuple(dict.fromkeys(csv_map.columns_used()))
    names, records = read_table(
        request.file,
        needed,
        lacks="the map names the column {name}, which this file does not have",
        separator=csv_map.separator,
        header_line=csv_map.header_line,
        ragged=True,
    )
    yield from (Note(text) for text in csv_map.notes)
    unused = ", ".join(each for each in names if each and each not in needed)
    if unused:
        yield Note(f"columns that the map does not use: {unused}")
    separator = csv_map.separator or separator_in(head, line=csv_map.header_line)
    # where the semicolon separates, a comma within a number is a decimal comma, as in a diary
    reading = _Reading(csv_map, decimal_comma=csv_map.decimal_comma or separator == ";")
    yield from reading.rows(records)
    yield from reading.notes()


def _check_complete(csv_map: CsvMap, request: Request, name: str) -> None:
    """A study's table needs a person and a date, which only the person who imports it can say.

    Raises
    ------
    EntryError : what the map still needs, as lines to write.
    """
    select, time = csv_map.select, csv_map.time
    lacks = []
    if select.needed and not select.row and not (select.column and select.value):
        lacks.append('[select] value = "..."' if select.column else "[select] row = 1")
    wanted = sorted({row.start for row in csv_map.rows if row.start} - set(time.starts))
    if wanted:
        lacks.append(f"[time] starts = {{ {', '.join(f'{each} = 2026-03-01' for each in wanted)} }}")
    elif not time.start and (time.day_column or any(row.day is not None and not row.start for row in csv_map.rows)):
        lacks.append("[time] start = 2026-03-01")
    if lacks:
        based = f'based_on = "{name}", ' if name else ""
        raise EntryError(
            "this table needs a map that says whose rows are meant and when they began",
            where=(request.mapping or request.file).name,
            why="it is about several people, or has study days instead of dates",
            todo=f"write a map with {based}{', '.join(lacks)} and name it with --map FILE.toml",
        )


class _Reading:
    """One file through one map."""

    def __init__(self, csv_map: CsvMap, *, decimal_comma: bool) -> None:
        self._map, self._decimal_comma = csv_map, decimal_comma
        self._dating = Dating(csv_map.time)
        self._before: dict[int, str] = {}
        self._count: dict[int, int] = {}
        self._left_out = 0

    def rows(self, records: Iterator[Record | Refused]) -> Iterator[Row | Refused]:
        """Rows for every record; `Refused` where none could be made of one."""
        for dated in self._dating.dated(self._selected(records)):
            if isinstance(dated, Refused):
                yield dated
                continue
            if any(dated.record.extra) and not self._map.extra_cells_to_note:
                yield Refused(dated.record.line, "this row has more cells than the header")
                continue
            try:
                rows = [row for at, each in enumerate(self._map.rows) for row in self._made(at, each, dated)]
            except EntryError as problem:
                rows = []
                why = problem.reason
            else:
                why = "nothing in this row is named by the map, or its cells are empty"
            yield from rows
            if not rows:
                yield Refused(dated.record.line, why)

    def notes(self) -> Iterator[Note]:
        """What the receipt has to say, once the file was read."""
        yield from self._dating.notes()
        if self._left_out:
            yield Note(f"Rows about somebody else, left out as the map's [select] says: {self._left_out}.")

    def _selected(self, records: Iterator[Record | Refused]) -> Iterator[Record | Refused]:
        select = self._map.select
        found = False
        for number, record in enumerate(records, 1):
            if not select.needed:
                yield record
            elif (select.row and number != select.row) or (
                not select.row
                and not isinstance(record, Refused)
                and record.cells[select.column].lower() != select.value.lower()
            ):
                self._left_out += 1
            else:
                found = True
                yield record
        if select.needed and not found:
            raise EntryError(
                "no row of this file is the one that the map's [select] names", todo="look at the file's rows"
            )

    def _made(self, at: int, row: RowMap, dated: Dated) -> Iterator[Row]:
        cells = dated.record.cells
        if not _holds(row.only_if, cells) or (row.except_if and _holds(row.except_if, cells)):
            return
        name = self._name(row, cells[row.name_from]) if row.name_from else row.name
        if row.at_change:
            if not name or self._before.get(at) == name:
                return
            self._before[at] = name
            self._count[at] = self._count.get(at, 0) + 1
        value, notes = self._value(at, row, cells[row.value_from] if row.value_from else "")
        if value is None:
            return
        several = len(row.note_from) > 1
        notes += [f"{each}: {cells[each]}" if several else cells[each] for each in row.note_from if cells[each]]
        notes += dated.record.extra
        unit = cells[row.unit_from] if row.unit_from else row.unit
        own_id = cells[row.id_from] if row.id_from else ""
        time, line = self._time(row, dated), dated.record.line
        yield Row(time, row.kind, name, value, unit, recorded=dated.recorded, id=own_id, note=noted(*notes), line=line)

    def _name(self, row: RowMap, cell: str) -> str:
        word = " ".join(cell.split())
        if not word:
            raise EntryError("this row does not say what it is about")
        return row.name_words.get(word.lower()) or f"{word.lower() if row.name_suffix else word}{row.name_suffix}"

    def _value(self, at: int, row: RowMap, cell: str) -> tuple[str | None, list[str]]:
        """The value as text, None where the row is left out, and what has to be noted with it."""
        if not row.value_from:
            return (str(self._count[at]) if row.at_change and not row.value else row.value), []
        if cell.lower() in self._map.missing:
            empty = {"unknown": "unknown", "present": ""}.get(row.empty)
            return empty, [row.empty_note] if row.empty_note and empty is not None else []
        if row.value_words:
            word = " ".join(cell.split())
            said = row.value_words.get(word.lower())
            if said is None:
                raise EntryError("this value is none of the words that the map knows")
            return said, [word] if said != word else []
        return cell.replace(",", ".") if self._decimal_comma and _DECIMAL_COMMA.match(cell) else cell, []

    def _time(self, row: RowMap, dated: Dated) -> str:
        if row.day is None:
            return dated.time
        time = self._map.time
        return day_after(time.starts[row.start] if row.start else time.start, row.day - time.first_day)


def _holds(condition: Condition, cells: Mapping[str, str]) -> bool:
    return all(" ".join(cells[column].lower().split()) in words for column, words in condition.items())


FORMAT = Format("mapped", "a CSV file through a map of its columns", _recognises, _read)
"""Last of all: any CSV with a map."""
