"""A diary kept in a spreadsheet (xlsx): its cells as the text that a CSV would hold."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from speciosa.values.errors import EntryError

_MOST_BYTES = 500_000_000
_MOST_RATIO = 200
_MOST_CELLS = 50_000_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def spreadsheet_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with its row number, the header first.

    The sheet called `diary` is read, else the first.

    Raises
    ------
    EntryError : no spreadsheet, locked, or a zip archive that unpacks to far more than it is.
    """
    try:
        refuse_zip_bomb(file)
        _refuse_far_cells(file)
        with CalamineWorkbook.from_path(file) as book:
            named = [name for name in book.sheet_names if name.strip().lower() == "diary"]
            sheet = book.get_sheet_by_name(named[0]) if named else book.get_sheet_by_index(0)
            rows = sheet.to_python(skip_empty_area=False)
    except PasswordError:
        raise EntryError(
            "this spreadsheet is locked with a password", where=file.name, todo="save it without one"
        ) from None
    except (CalamineError, OSError, zipfile.BadZipFile, IndexError):
        raise EntryError("this spreadsheet can't be read", where=file.name, todo="save it as xlsx or CSV") from None
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield number, cells


def refuse_zip_bomb(file: Path) -> None:
    """Stop before unpacking an archive that is far larger inside than outside.

    Raises
    ------
    EntryError : it is one.
    """
    if not zipfile.is_zipfile(file):
        return
    with zipfile.ZipFile(file) as archive:
        inside = sum(each.file_size for each in archive.infolist())
    if inside > _MOST_BYTES or inside > _MOST_RATIO * max(file.stat().st_size, 5000):
        raise EntryError(
            "this archive unpacks to far more than it should", where=file.name, todo="export the file again"
        )


def _refuse_far_cells(file: Path) -> None:
    """Stop before the library makes room for every cell up to the furthest one.

    Raises
    ------
    EntryError : a cell, blank perhaps, lies so far out that the sheet would fill the memory.
    """
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as sheet:
                    if _room_needed(sheet) > _MOST_CELLS:
                        what = "a cell lies so far from the others that the sheet would fill the memory"
                        raise EntryError(what, where=file.name, todo="copy the rows into a new one, or save it as CSV")


def _room_needed(sheet: IO[bytes]) -> int:
    """Rows times columns up to the furthest cell."""
    columns = rows = 1
    tail = b""
    while chunk := sheet.read(1_000_000):
        for letters, row in _CELL.findall(tail + chunk):
            rows = max(rows, int(row))
            columns = max(columns, sum((letter - 64) * 26**at for at, letter in enumerate(reversed(letters))))
        tail = chunk[-40:]
    return rows * columns


def _text(cell: Cell) -> str:
    """A cell as a CSV would hold it: whole numbers without a point, dates as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
