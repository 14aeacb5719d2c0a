"""Adding entries to a diary folder: the rows that stand there stay as they are."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import IO

from speciosa.record.delimited import open_text, separator_of
from speciosa.record.diary_writer import cells_of, write_rows
from speciosa.record.event import Event
from speciosa.record.folder import DIARY_FILE, SPREADSHEET_FILE
from speciosa.record.row import COLUMNS
from speciosa.record.whole_file import replacing
from speciosa.values.errors import EntryError


def append_events(folder: Path, events: Iterable[Event]) -> None:
    """Write entries below those of the folder's diary, or make one.

    Rows that stand there, refused ones included, are copied as they are; columns that the header
    lacks are added to it. The old file stands until the new one is whole.

    Raises
    ------
    EntryError : the folder's diary is a spreadsheet, or no UTF-8 text.
    """
    path = folder / DIARY_FILE
    rows = (cells_of(event) for event in events)
    if not path.exists() or not path.stat().st_size:
        if (folder / SPREADSHEET_FILE).exists():
            raise EntryError(
                "this folder keeps its diary in a spreadsheet", where=folder.name, todo=f"save it as {DIARY_FILE} first"
            )
        with replacing(path) as file:
            write_rows(file, rows, header=True)
        return
    first = next(rows, None)
    if first is None:
        return
    with open_text(path) as old, replacing(path) as new:
        if "utf-16" in str(getattr(old, "encoding", "")):
            raise EntryError(
                "this diary is UTF-16, to which nothing can be added", where=path.name, todo="save it as UTF-8"
            )
        header = old.readline()
        while header and not header.strip():
            header = old.readline()
        separator = separator_of(header)
        named = [cell.strip().strip('"').lower() for cell in header.rstrip("\r\n").split(separator)]
        added = [column for column in COLUMNS if column not in named]
        new.write(separator.join([header.rstrip("\r\n"), *added]) + "\n")
        shutil.copyfileobj(old, new)
        _end_line(path, new)
        writer = csv.writer(new, delimiter=separator, lineterminator="\n")
        for cells in chain([first], rows):
            said = dict(zip(COLUMNS, cells, strict=True))
            writer.writerow([said.get(column, "") for column in [*named, *added]])


def _end_line(path: Path, new: IO[str]) -> None:
    """The last row of a file may lack its line end: without one the first new row would join it."""
    with path.open("rb") as file:
        file.seek(-1, 2)
        if file.read(1) not in b"\r\n":
            new.write("\n")
