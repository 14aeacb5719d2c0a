"""A NONMEM event table: CSV text to typed columns, one row an event.

What is wrong with one person's records (see `event_rules`) costs that person's results and nobody else's.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.event_tables.event_rules import COLUMNS, Floats, first_broken
from speciosa.values.errors import EntryError, SpeciosaError

_MISSING = {"", ".", "NA"}
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)

_MOST = 1e100
"""No amount, rate or time is larger; what is counts as no number, so that nothing overflows later."""


@dataclass(frozen=True, slots=True, eq=False)
class EventTable:
    """Records in the order of the file.

    Parameters
    ----------
    line : [row], physical line; the header is line 1.
    id : [row], as written.
    numbers : each [row]: TIME, II, DUR in h, AMT, RATE in amount/h, EVID, CMT, ADDL, SS; missing is 0.
    texts : cells of every other column, by its name in capitals, for parameters that stand in the rows.
    first : [person + 1], where each person's rows begin; a person's rows stand together.
    refused : what is wrong with a person's records, by person.
    notices : what was decided about the file as a whole.
    """

    line: NDArray[np.int64]
    id: tuple[str, ...]
    numbers: Mapping[str, Floats]
    texts: Mapping[str, tuple[str, ...]]
    first: NDArray[np.int64]
    has_decimal_comma: bool = False
    refused: Mapping[int, SpeciosaError] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.line)

    @property
    def persons(self) -> int:
        """How many blocks of rows with one ID there are."""
        return len(self.first) - 1

    def rows(self, person: int) -> range:
        """The rows of one person."""
        return range(int(self.first[person]), int(self.first[person + 1]))

    def where(self, row: int) -> str:
        """What a message says of a row: its line and whose it is."""
        shown = "".join(each if each.isprintable() else " " for each in self.id[row])[:40]
        return f"line {self.line[row]}" + (f", ID {shown}" if shown else "")

    def parameter(self, column: str) -> Floats:
        """A column that holds a parameter: [row]; NaN where it is missing, infinite where it is no number.

        Raises
        ------
        KeyError : there is no such column.
        """
        if column in self.numbers:
            return self.numbers[column]
        return _numbers(self.texts[column], decimal_comma=self.has_decimal_comma)


def read_event_table(text: str) -> EventTable:
    r"""An event table from CSV text.

    Parameters
    ----------
    text : a header and one record a line, separated by comma, semicolon or tab; with semicolons a
        decimal comma is accepted. Columns in any case and order. ``.``, ``NA`` and an empty cell are
        missing. Rows that begin with # or have a C in a column named C are comments.

    Raises
    ------
    EntryError : the header lacks what is needed, or a quotation mark has no partner. What is wrong
        with the records of one person is in `refused` instead.

    Examples
    --------
    >>> table = read_event_table("ID,TIME,AMT,EVID\n7,0,100,1\n7,2.5,.,0\n")
    >>> table.numbers["TIME"].tolist(), table.rows(0), table.where(1)
    ([0.0, 2.5], range(0, 2), 'line 3, ID 7')
    """
    text = text.removeprefix("\ufeff")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    rows = _rows(text, separator)
    if (head := next(rows, None)) is None:
        raise EntryError("the event table is empty", todo="write a header with ID,TIME,AMT,EVID and a record a line")
    names = _names(head[1])
    comment = names.index("C") if "C" in names else None
    lines: list[int] = []
    table: list[list[str]] = []
    broken: list[tuple[int, EntryError]] = []
    comments = 0
    for line, cells in rows:
        if cells[0].startswith("#") or (comment is not None and cells[comment : comment + 1] in (["C"], ["c"])):
            comments += 1
            continue
        if len(cells) < len(names) or any(cells[len(names) :]):
            what = f"this row has {len(cells)} cells and the header {len(names)}"
            broken.append((len(lines), EntryError(what, todo="correct the row")))
            cells.extend([""] * len(names))
        lines.append(line)
        table.append(cells[: len(names)])
    columns = dict(zip(names, zip(*table, strict=True) if table else [()] * len(names), strict=True))
    notices = [f"comments (# or C) were left out, {comments} in number"] if comments else []
    return _typed(lines, columns, broken, notices, decimal_comma=separator == ";")


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the physical line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            stripped = [each.strip() for each in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error:
        what = "a quotation mark has no partner or stands within a cell, or a cell is too long"
        raise EntryError(what, where=f"line {line}", todo="correct the line") from None


def _names(header: Sequence[str]) -> list[str]:
    """The header in capitals; a name that comes again is put aside, so that the first one counts."""
    names = [each.lstrip("#").strip().upper() for each in header]
    if "TIME" not in names:
        raise EntryError("the header has no column TIME", where="line 1", todo="name the column with the hours TIME")
    dated = next((each for each in names if each in ("DATE", "DAT1", "DAT2", "DAT3")), None)
    if dated:
        todo = "write TIME in hours since one moment, and leave the column out"
        raise EntryError(
            f"the column {dated} is not read here, and TIME would be wrong without it", where="line 1", todo=todo
        )
    for at, name in enumerate(names):
        if name in names[:at]:
            if name in {"ID", *COLUMNS}:
                raise EntryError(f"the header names {name} twice", where="line 1", todo="leave one out")
            names[at] = f"{name} in column {at + 1}"
    return names


def _typed(
    lines: list[int],
    columns: dict[str, tuple[str, ...]],
    broken: list[tuple[int, EntryError]],
    notices: list[str],
    *,
    decimal_comma: bool,
) -> EventTable:
    n = len(lines)
    ids = columns.get("ID", ("1",) * n)
    starts = [row for row in range(n) if row == 0 or ids[row] != ids[row - 1]]
    first = np.array([*starts, n], dtype=np.int64)
    if len(set(ids)) < len(starts):
        notices.append("an ID that comes again after another one is taken as a new record, as NONMEM does")
    parsed = {
        name: _numbers(columns[name], decimal_comma=decimal_comma) if name in columns else np.zeros(n)
        for name in (*COLUMNS, "MDV")
    }
    for name in COLUMNS:
        bad = np.flatnonzero(np.isinf(parsed[name]) | (np.isnan(parsed[name]) & (name == "TIME")))
        todo = "write 1 for the first compartment" if name == "CMT" else "correct the cell"
        if name == "TIME":
            todo = "write the hours since the first record, like 8.5"
        broken += [(int(row), EntryError(f"{name} is not a number", todo=todo)) for row in bad]
    broken += [(row, EntryError("this row has no ID", todo="fill it")) for row in range(n) if not ids[row]]
    numbers = {name: np.nan_to_num(parsed[name], posinf=0.0) for name in COLUMNS}
    if "EVID" not in columns:  # as NM-TRAN makes it
        numbers["EVID"] = np.where(numbers["AMT"] != 0, 1.0, np.where(parsed["MDV"] == 1, 2.0, 0.0))
    texts = {name: cells for name, cells in columns.items() if name not in COLUMNS}
    table = EventTable(np.array(lines, dtype=np.int64), tuple(ids), numbers, texts, first, decimal_comma)
    refused = first_broken(numbers, first, broken)
    return replace(
        table,
        refused={person: problem.at(table.where(row)) for person, (row, problem) in sorted(refused.items())},
        notices=tuple(notices),
    )


def _numbers(cells: Sequence[str], *, decimal_comma: bool) -> Floats:
    """Cells as numbers: NaN where missing, infinite where there is something else."""
    values = {each: _number(each.replace(",", ".") if decimal_comma else each) for each in set(cells)}
    return np.array([values[each] for each in cells], dtype=np.float64)


def _number(cell: str) -> float:
    if cell.upper() in _MISSING:
        return math.nan
    value = float(cell) if _NUMBER.fullmatch(cell) else math.inf
    return value if abs(value) < _MOST else math.inf
