"""A file of rows under a header, whether it is text or a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from speciosa.record.delimited import open_text, rows_of, separator_of
from speciosa.record.row import REQUIRED_COLUMNS
from speciosa.record.spreadsheet import spreadsheet_rows
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_SPREADSHEETS = {".xlsx", ".xlsm"}
_TEMPLATE = "make a template with: speciosa new FOLDER"


class Table(NamedTuple):
    """Header cells, and the rows below it: physical line and cells, or a row that was refused.

    `decimal_comma`: the separator is ``;``, so that numbers may be written 2,5.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]] | Refused]
    decimal_comma: bool


@contextmanager
def opened_table(file: Path) -> Iterator[Table]:
    """Open a CSV, TSV or spreadsheet file for reading row by row.

    Raises
    ------
    EntryError : it is empty, or no such file.
    """
    if file.suffix.lower() in _SPREADSHEETS:
        cells = spreadsheet_rows(file)
        first = next(cells, None)
        if first is None:
            raise EntryError("this spreadsheet is empty", where=file.name, todo=_TEMPLATE)
        yield Table(first[1], cells, decimal_comma=False)
        return
    with open_text(file) as text:
        line, header = 1, text.readline()
        while header and not header.strip():
            line, header = line + 1, text.readline()
        if not header:
            raise EntryError("this file is empty", where=file.name, todo=_TEMPLATE)
        separator = separator_of(header)
        names = [cell.strip().strip('"') for cell in header.rstrip("\r\n").split(separator)]
        yield Table(
            names,
            rows_of(text, separator, len(names), line=line, fewest=len(REQUIRED_COLUMNS)),
            decimal_comma=separator == ";",
        )
