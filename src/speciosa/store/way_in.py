"""How another process gets at one record: of an encrypted file with its key, of PostgreSQL by its own settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it is read in the other process before Django has started there
    from speciosa.store.models import Record


@dataclass(frozen=True, slots=True)
class WayIn:
    """It crosses a pipe, never a disk.

    Parameters
    ----------
    path : the store's folder; None: the tables lie in PostgreSQL.
    key : its data key, 32 bytes; never part of the printed form.
    record : the record's key in its table; None: the one of an own store.

    Examples
    --------
    >>> WayIn(None, b"", 3)
    WayIn(path=None, record=3)
    """

    path: Path | None
    key: bytes = field(repr=False)
    record: int | None


def way_in(record: Record | None = None) -> WayIn:
    """The way into the open store, to this record where there are many.

    Raises
    ------
    Locked : there is no open store.
    """
    from django.db import connection  # noqa: PLC0415

    from speciosa.store import lock  # noqa: PLC0415
    from speciosa.store.whose import holds_many  # noqa: PLC0415

    whose = record.pk if record is not None and holds_many() else None
    if connection.vendor != "sqlite":
        return WayIn(None, b"", whose)
    unlocked = lock.current()
    return WayIn(unlocked.path.parent, unlocked.key, whose)


@contextmanager
def entered(way: WayIn) -> Iterator[Record]:
    """The record, in a process of its own; the connection is closed after it.

    Raises
    ------
    EntryError : the store can't be read.
    """
    from speciosa.store import opening  # noqa: PLC0415

    opening.start_django()
    from django.db import connections  # noqa: PLC0415

    from speciosa.store.models import Record  # noqa: PLC0415
    from speciosa.store.whose import acting_for, own_record  # noqa: PLC0415

    if way.path is not None:
        opening.open_with_key(way.path, way.key)
    try:
        record = own_record() if way.record is None else Record.objects.get(pk=way.record)
        with acting_for(record):
            yield record
    finally:
        connections.close_all()
