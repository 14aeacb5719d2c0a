"""Another app's SQLite file, read only: nothing in it runs, nothing beside it is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from speciosa.values.errors import EntryError

MAGIC = b"SQLite format 3\x00"
Cell = int | float | str | bytes | None


class Tables:
    """The tables of one file; views and triggers are not looked at."""

    def __init__(self, connection: sqlite3.Connection, where: str) -> None:
        self._connection, self._where = connection, where
        self._columns: dict[str, tuple[str, ...]] = {}
        for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if isinstance(name, str):
                found = self.run(f"PRAGMA table_info({_quoted(name)})")
                self._columns[name.lower()] = tuple(str(each[1]).lower() for each in found)

    def columns(self, table: str) -> tuple[str, ...]:
        """Column names in lower case; none where there is no such table."""
        return self._columns.get(table, ())

    def names(self) -> tuple[str, ...]:
        return tuple(self._columns)

    def rows(self, table: str, columns: Sequence[str], order: str = "") -> Iterator[tuple[Cell, ...]]:
        """The rows of a table; a column that this version of the app lacks is None.

        Raises
        ------
        EntryError : the file is damaged, which can come to light in the middle.
        """
        present = self.columns(table)
        wanted = ", ".join(_quoted(each) if each in present else "NULL" for each in columns)
        ordered = f" ORDER BY {_quoted(order)}" if order in present else ""
        yield from self.run(f"SELECT {wanted} FROM {_quoted(table)}{ordered}")  # noqa: S608  (names are quoted)

    def count(self, table: str) -> int:
        """Number of rows."""
        ((found,),) = self.run(f"SELECT COUNT(*) FROM {_quoted(table)}")  # noqa: S608
        return found if isinstance(found, int) else 0

    def run(self, statement: str) -> Iterator[tuple[Cell, ...]]:
        """The rows of one reading statement."""
        try:
            yield from self._connection.execute(statement)
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError):
            raise EntryError("this database is damaged", where=self._where, todo="export it again") from None


@contextmanager
def opened(file: Path, where: str = "") -> Iterator[Tables]:
    """A database file for reading.

    Raises
    ------
    EntryError : no SQLite, or damaged.
    """
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        raise EntryError("this database can't be opened", where=where or file.name, todo="export it again") from None
    with closing(connection):
        connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        yield Tables(connection, where or file.name)


def columns_in(file: Path, table: str) -> tuple[str, ...]:
    """The columns of one table; none where the file is no database that can be read."""
    try:
        with opened(file) as tables:
            return tables.columns(table)
    except EntryError:
        return ()


def whole(cell: Cell) -> int | None:
    """A cell as a whole number; None where it is empty.

    Raises
    ------
    EntryError : it is something else.
    """
    if cell is None or isinstance(cell, int):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    raise EntryError("one of its cells is not a whole number")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
