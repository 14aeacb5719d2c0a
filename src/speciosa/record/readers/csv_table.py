"""CSV exports as records by column name: the header is checked, every row keeps its physical line."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from speciosa.record.delimited import open_text, rows_of, separator_of
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_LONGEST_HEADER = 100_000


class Record(NamedTuple):
    """One row: its physical line, its cells by column name in lower case, and cells beyond the header."""

    line: int
    cells: Mapping[str, str]
    extra: tuple[str, ...] = ()


def names_in(head: bytes, *, line: int = 1, separator: str = "") -> tuple[str, ...]:
    """The column names that a file's first bytes show, in lower case; empty where there are none.

    Parameters
    ----------
    head : the first 4096 bytes.
    line : on which line the names stand.
    separator : between them; empty for the one that the line uses most.

    Examples
    --------
    >>> names_in(b'Date,"Time of day",Mood')
    ('date', 'time of day', 'mood')
    """
    for at, text in enumerate(text_in(head).splitlines(), 1):
        if at == line:
            return _names(text, separator or separator_of(text))
    return ()


def separator_in(head: bytes, *, line: int = 1) -> str:
    """The separator that the line of the column names uses."""
    return next((separator_of(text) for at, text in enumerate(text_in(head).splitlines(), 1) if at == line), ",")


def text_in(head: bytes) -> str:
    """The first bytes of a file as text, whatever they are."""
    is_utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace")


def read_table(
    path: Path,
    needed: Sequence[str],
    *,
    title: str = "",
    lacks: str = "",
    separator: str = "",
    header_line: int = 1,
    ragged: bool = False,
) -> tuple[tuple[str, ...], Iterator[Record | Refused]]:
    """The column names of a CSV file, and its rows.

    Parameters
    ----------
    needed : columns, in lower case, without which the file is not what it should be.
    title, lacks : what the file should be, or a whole sentence with ``{name}``, for the message when
        a needed column is not there.
    separator : empty for the one that the header uses.
    header_line : physical line of the header; blank lines before it are passed over if it is the first.
    ragged : rows may have fewer cells than the header, or more; else they are refused, because
        nobody can tell which cell belongs where.

    Raises
    ------
    EntryError : it is no text, or has not these columns.
    """
    file = open_text(path)
    try:
        text, line = _header(file, header_line)
        separator = separator or separator_of(text)
        names = _names(text, separator)
        while ragged and names and not names[-1]:
            names = names[:-1]  # what stands below a nameless column is beyond the header
        _check(names, needed, path.name, lacks or f"this is no {title}: it has no column {{name}}")
    except (EntryError, UnicodeError) as problem:
        file.close()
        raise problem if isinstance(problem, EntryError) else _damaged(path.name) from None
    return names, _records(file, names, separator, line, ragged=ragged)


def _header(file: IO[str], header_line: int) -> tuple[str, int]:
    line = 0
    while text := file.readline(_LONGEST_HEADER):
        line += 1
        if line >= header_line and text.strip():
            break
    return text, line


def _names(text: str, separator: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([text.rstrip("\r\n")], delimiter=separator), [])
    except csv.Error:
        return ()
    return tuple(" ".join(cell.split()).lower() for cell in cells)


def _check(names: tuple[str, ...], needed: Sequence[str], file: str, lacks: str) -> None:
    for name in needed:
        if name not in names:
            raise EntryError(
                lacks.replace("{name}", name), where=file, todo="look at its first line, or name another --format"
            )
        if names.count(name) > 1:
            raise EntryError(f"the header names {name} twice", where=file, todo="rename one of the two")


def _records(
    file: IO[str], names: tuple[str, ...], separator: str, line: int, *, ragged: bool
) -> Iterator[Record | Refused]:
    width = len(names)
    with file:
        rows = rows_of(file, separator, width, line=line)
        while True:
            try:
                raw = next(rows, None)
            except UnicodeError:
                raise _damaged(Path(file.name).name) from None
            if raw is None:
                return
            yield raw if isinstance(raw, Refused) else _record(raw[0], raw[1], names, ragged=ragged)


def _record(line: int, cells: list[str], names: tuple[str, ...], *, ragged: bool) -> Record | Refused:
    width = len(names)
    if tuple(" ".join(cell.split()).lower() for cell in cells[:width]) == names:
        return Refused(line, "this line repeats the column names")
    if len(cells) > width and not ragged:
        return Refused(
            line, "this row has more cells than the header; put a text that holds a separator into quotation marks"
        )
    if len(cells) < width and not ragged:
        return Refused(
            line, "this row has fewer cells than the header, so that nobody can tell which is which; export it again"
        )
    padded = [cell.strip() for cell in cells[:width]] + [""] * (width - len(cells))
    # where an unneeded name stands twice, the first column is meant
    return Record(line, dict(zip(reversed(names), reversed(padded), strict=True)), tuple(cells[width:]))


def _damaged(file: str) -> EntryError:
    return EntryError(
        "this file's text breaks off or is damaged", where=file, todo="export it again, or save it as UTF-8"
    )
