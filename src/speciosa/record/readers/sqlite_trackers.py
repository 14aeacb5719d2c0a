"""Two small kratom trackers that keep a SQLite table `doses`.

FFCoder's keeps times only: the amount is `unknown`. public-space's keeps a quantity, in grams by what the
app asks for; the file itself names no unit. Both keep local times without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speciosa.record.readers.accounting import accounted
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.json_record import plain
from speciosa.record.readers.sqlite_tables import MAGIC, Cell, columns_in, opened
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_TABLE = "doses"
_TIMES_ONLY, _QUANTITIES = frozenset({"id", "date_taken"}), frozenset({"id", "timestamp", "quantity"})
_GRAMS = Note("the file names no unit; its app asks for grams, so amounts were read as g: check one")
_NO_AMOUNT = Note("this app keeps no amounts: every dose stands as unknown")
_UNMERGED = Note(
    "a file ending in -wal lies beside it: the app's latest entries may stand there; close the app and copy again"
)


def _recognises(path: Path, head: bytes) -> bool:
    if not head.startswith(MAGIC):
        return False
    columns = set(columns_in(path, _TABLE))
    return columns >= _TIMES_ONLY or columns >= _QUANTITIES


def read(request: Request) -> Iterator[Found]:
    """Each dose, in the order in which it was entered.

    Raises
    ------
    EntryError : damaged, or no such database.
    """
    beside = request.file.with_name(f"{request.file.name}-wal")
    if beside.exists() and beside.stat().st_size:
        yield _UNMERGED
    with opened(request.file) as tables:
        columns = set(tables.columns(_TABLE))
        if columns >= _QUANTITIES:
            yield _GRAMS
            for number, (own, time, quantity) in enumerate(
                tables.rows(_TABLE, ("id", "timestamp", "quantity"), "id"), 1
            ):
                yield from accounted(number, _dose, "kratomtrackerpython", own, time, quantity)
        elif columns >= _TIMES_ONLY:
            yield _NO_AMOUNT
            for number, (own, time) in enumerate(tables.rows(_TABLE, ("id", "date_taken"), "id"), 1):
                yield from accounted(number, _dose, "ffcoder", own, time, None)
        else:
            raise EntryError("this database has no table of doses that is known here", where=request.file.name)


def _dose(app: str, own: Cell, time: Cell, quantity: Cell) -> Row:
    if not isinstance(time, str):
        raise EntryError("this dose has no time")
    if isinstance(quantity, str | bytes):
        raise EntryError("its quantity is not a number")
    amount = ("unknown", "") if quantity is None else (plain(float(quantity)), "g")
    return Row(time, "dose", "kratom", *amount, id=f"{app}-{own}" if isinstance(own, int) else "")


FORMAT = Format("kratom-sqlite", "Kratom tracker (SQLite: FFCoder, Kratom-Tracker-Python)", _recognises, read)
