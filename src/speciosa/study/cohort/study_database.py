"""Participants as records of a PostgreSQL database: one record is one participant, and nothing is ever written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from speciosa.knowledge import Knowledge
from speciosa.study.cohort.source import Listed, Opened
from speciosa.values.errors import EntryError
from speciosa.values.json_form import fingerprint
from speciosa.values.reading import Reading

_SETTING = "SPECIOSA_POSTGRESQL"  # `store.settings` looks at it once, when it is loaded: so it has to be set before
_READ_ONLY = "-c default_transaction_read_only=on"
_RECORDS = "SELECT key, id FROM store_record"
_PARTICIPANTS = (
    "SELECT CASE WHEN (SELECT count(*) FROM study_study) > 1 THEN s.slug || '-' || p.number ELSE p.number END, "
    "p.record_id FROM study_participant p JOIN study_study s ON s.id = p.study_id"
)
"""The study server's own numbers; where it holds several studies, with the study's name before them."""
_CONTENT = "SELECT count(*), max(id) FROM {table} WHERE record_id = %s"
_TABLES = ("store_entry", "store_detail", "store_erasure")
_PHOTOS = "store_photo"


@dataclass(frozen=True, slots=True)
class StudyDatabase:
    """The records of a database; each process has a connection of its own, and that can only read.

    Parameters
    ----------
    url : as libpq knows it: ``postgresql://reader@host/study``, or ``host=... dbname=...``. It goes to the workers with
        any password in it: to those of another machine in the clear, unless the scheduler is a ``tls://`` one.
    """

    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """Where it is, without any password."""
        said = _said(self.url)
        return f"PostgreSQL {said.get('dbname', '')} at {said.get('host', 'this machine')}"

    def listed(self) -> Listed:
        """Every record, or where the study's server made the tables, every participant.

        Raises
        ------
        EntryError : there is nobody, or the database can't be read.
        """
        with _said_to_a_person():
            ids = tuple(sorted(self._records()))
        if not ids:
            raise EntryError("nobody is in this database yet", where="--database", todo="check that it is the study's")
        return Listed(ids)

    def refuse_if_gone(self) -> None:
        """Stop where the database can't be reached, or holds something else.

        Raises
        ------
        EntryError : that.
        """
        with _said_to_a_person(), _reading(self.url) as cursor:
            cursor.execute("SELECT to_regclass('store_record'), to_regclass('store_entry')")
            if None in cursor.fetchone():
                todo = "check that it is the study's"
                raise EntryError("this database holds no records of speciosa", where="--database", todo=todo)

    def fingerprint(self, id_: str, *, photos: bool) -> str:
        """Of how much is there: entries are only ever added, and an erasure is counted."""
        record, found = self._record(id_), []
        with _reading(self.url) as cursor:
            for table in (*_TABLES, *([_PHOTOS] if photos else [])):
                cursor.execute(_CONTENT.format(table=table), [record])
                found.append(list(cursor.fetchone()))
        return fingerprint(found)

    def opened(self, id_: str, knowledge: Knowledge, *, now_s: int) -> Opened:
        """The record's diary; its photos are read when somebody looks at one."""
        del knowledge, now_s
        key = self._record(id_)
        with _reading(self.url):
            from speciosa.store.diary import diary_of  # noqa: PLC0415  needs a database
            from speciosa.store.models import Record  # noqa: PLC0415  as above
            from speciosa.store.photos import PhotoShelf  # noqa: PLC0415  as above

            record = Record.objects.get(pk=key)
            diary, rows = diary_of(record), Reading()
            rows = replace(rows, rows=len(diary.history), kept=len(diary.history))
            return Opened(replace(diary, reading=rows), PhotoShelf(record))

    def _record(self, id_: str) -> int:
        found = self._records(id_).get(id_)
        if found is None:
            raise EntryError("this participant is not in the database any more", where=id_)
        return found

    def _records(self, id_: str = "") -> dict[str, int]:
        """The record's number in the tables by the participant's id: of one, or of all."""
        with _reading(self.url) as cursor:
            cursor.execute("SELECT to_regclass('study_participant')")
            rows = (
                f"SELECT * FROM ({_RECORDS if cursor.fetchone()[0] is None else _PARTICIPANTS}) AS people (id, record)"  # noqa: S608
            )
            cursor.execute(*((f"{rows} WHERE id = %s", [id_]) if id_ else (rows,)))
            return dict(cursor.fetchall())


@contextmanager
def _reading(url: str) -> Iterator[Any]:
    """A cursor of this process's connection, and all that is read in the block is of one instant.

    Raises
    ------
    OSError : the database can't be reached or read now; it may go well another time.
    """
    connection = _connection(url)
    from django.db import Error, transaction  # noqa: PLC0415  needs a database

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield cursor
    except Error as problem:
        connection.close()  # the next one asks anew
        name = type(problem.__cause__ or problem).__name__
        raise OSError(errno.EIO, f"the database can't be read ({name})") from None


@contextmanager
def _said_to_a_person() -> Iterator[None]:
    """Before a run: whoever starts it can see to the database."""
    try:
        yield
    except OSError as problem:
        todo = "check the address, the name and the rights, and that the server runs"
        raise EntryError(f"{problem.strerror}", where="--database", todo=todo) from None


def _connection(url: str) -> Any:
    from speciosa.store.opening import start_django  # noqa: PLC0415  needs Django

    said = _said(url)
    os.environ[_SETTING] = url
    start_django()
    from django.db import connection  # noqa: PLC0415  as above

    if connection.connection is None:
        others = {
            key: value for key, value in said.items() if key not in {"dbname", "user", "password", "host", "port"}
        }
        connection.settings_dict["OPTIONS"] = {**others, "options": _READ_ONLY}
    return connection


def _said(url: str) -> dict[str, Any]:
    """The parts of an address.

    Raises
    ------
    EntryError : psycopg is not installed, or it is no address.
    """
    try:
        from psycopg import ProgrammingError  # noqa: PLC0415  an extra of the installation
        from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415  as above
    except ImportError:
        todo = "install what a study needs with: pip install 'speciosa[study]'"
        raise EntryError("psycopg, which reads PostgreSQL, is not installed", where="--database", todo=todo) from None
    try:
        return dict(conninfo_to_dict(url))
    except ProgrammingError:
        todo = "write it like postgresql://reader@host/study"
        raise EntryError("this is no address of a PostgreSQL database", where="--database", todo=todo) from None
