"""One row as text: what a diary's file and the readers of other apps' files hand to the door."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.values.errors import EntryError


class Row(NamedTuple):
    """One row as text: the columns of `diary.csv`, and its physical line in the file it came from."""

    time: str
    kind: str
    name: str
    value: str = ""
    unit: str = ""
    reason: str = ""
    food: str = ""
    precision: str = ""
    recorded: str = ""
    id: str = ""
    supersedes: str = ""
    note: str = ""
    line: int = 0


COLUMNS = Row._fields[:-1]
REQUIRED_COLUMNS = COLUMNS[:4]


def readable(cells: list[str]) -> list[str]:
    """The cells as they can be shown: line ends are all line feeds, other control characters are spaces.

    Raises
    ------
    EntryError : a NUL byte, or bytes that are no UTF-8.
    """
    together = "".join(cells)
    if together.isprintable():
        return cells
    if "\x00" in together:
        raise EntryError("this row holds a NUL byte", todo="look whether the file is damaged here")
    if any("\ud800" <= character <= "\udfff" for character in together):
        raise EntryError("this row holds bytes that are not UTF-8", todo="save the file as UTF-8")
    return [cell.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE) for cell in cells]


_INVISIBLE = {code: " " for code in [*range(1, 32), *range(127, 160)] if code != ord("\n")}
