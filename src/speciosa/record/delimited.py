"""Text files of rows: separator, encoding, and the physical line of every row.

A stray quotation mark must not swallow the rest of a file: a row that runs over several lines and
does not end as the header promises loses its first line only, and reading goes on with the next.
"""

from __future__ import annotations

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_LONGEST_LINE = 1_000_000
_LONGEST_FIELD = 500_000
_MOST_LINES_A_ROW = 2000  # a note may be long; a stray quotation mark may cost no more than this
_CONTAINERS = {
    b"PK\x03\x04": "a zip archive or spreadsheet", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture",
    b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file", b"SQLite format 3": "a database",
}  # fmt: skip


def open_text(path: Path) -> IO[str]:
    """Open a text file whatever program wrote it: UTF-8 with or without BOM, or UTF-16.

    Bytes that are no UTF-8 come through as surrogates, so that only their row is refused.

    Raises
    ------
    EntryError : not there, not readable, or not text.
    """
    head = _head(path)
    for magic, thing in _CONTAINERS.items():
        if head.startswith(magic):
            raise EntryError(f"this is {thing}, not a text file", where=path.name, todo="name a CSV file")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return path.open(encoding="utf-16", errors="replace", newline="")
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if len(head) >= 8 and max(odd, even) > len(head) // 4 and min(odd, even) == 0:
        return path.open(encoding="utf-16-le" if odd else "utf-16-be", errors="replace", newline="")
    strange = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    if head.count(0) > 8 or strange * 10 > len(head):
        raise EntryError("this is not a text file", where=path.name, todo="name a CSV file")
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def separator_of(header: str) -> str:
    """The separator that the header line uses: comma, semicolon or tab.

    Examples
    --------
    >>> separator_of("time;kind;name;value")
    ';'
    """
    return max(",;\t", key=header.count)


def rows_of(
    file: IO[str], separator: str, width: int, *, line: int = 0, fewest: int = 1
) -> Iterator[tuple[int, list[str]] | Refused]:
    """Each row with the physical line on which it begins; blank rows are passed over.

    Parameters
    ----------
    file : positioned after the header.
    width : number of columns that the header names.
    fewest : a row over several lines with fewer cells is one with a stray quotation mark.
    line : physical lines already read.
    """
    lines = _Lines(file, line)
    taken = lines.taken
    csv.field_size_limit(_LONGEST_FIELD)
    while True:
        rows = csv.reader(lines, delimiter=separator, strict=True)
        try:
            for cells in rows:
                count = len(taken)
                if count > 1 and not fewest <= len(cells) <= width:
                    break
                first = lines.line - count + 1
                taken.clear()
                if any(cells):
                    yield first, cells
            else:
                return
        except (csv.Error, _TooLongError):
            pass
        why = _OVERLONG if lines.over_long else _OPEN_QUOTE
        yield Refused(lines.give_back(), why)


_OPEN_QUOTE = "a quotation mark on this line has no partner; add or remove one"
_OVERLONG = "this line is too long to be an entry; look whether the file is damaged here"


class _TooLongError(Exception):
    """A row that does not end."""


class _Lines:
    """Physical lines for the csv module, with those of the current row at hand to go back to."""

    def __init__(self, file: IO[str], line: int) -> None:
        self._file, self.line = file, line
        self._waiting: deque[str] = deque()
        self.taken: list[str] = []
        self.over_long = False

    def __iter__(self) -> Iterator[str]:
        """The lines from here on; ends with an error within a row that does not end."""
        taken, waiting, readline = self.taken, self._waiting, self._file.readline
        while len(taken) < _MOST_LINES_A_ROW:
            is_again = bool(waiting)
            text = waiting.popleft() if is_again else readline(_LONGEST_LINE)
            if not text:
                return
            self.line += 1
            taken.append(text)
            if len(text) >= _LONGEST_LINE and not text.endswith("\n"):
                # its rest is passed over, once
                while not is_again and (more := readline(_LONGEST_LINE)) and not more.endswith("\n"):
                    pass
                self.over_long = True
                break
            yield text
        raise _TooLongError

    def give_back(self) -> int:
        """Give up the row's first line, read the others again: the line given up."""
        self._waiting.extendleft(reversed(self.taken[1:]))
        given_up = self.line - len(self.taken) + 1
        self.line = given_up
        self.taken.clear()
        self.over_long = False
        return given_up


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except FileNotFoundError:
        raise EntryError("this file is not there", where=path.name, todo="check the name") from None
    except IsADirectoryError:
        raise EntryError("this is a folder, not a file", where=path.name, todo="name the file in it") from None
    except OSError as problem:
        raise EntryError("this file can't be opened", where=path.name, why=problem.strerror or "") from None
