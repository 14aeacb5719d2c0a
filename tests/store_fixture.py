"""A store for a test: made in a folder, open, with one record, quick to make; used by the store's and the web's tests."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from speciosa.store import lock
from speciosa.store.opening import create_store, start_django

if TYPE_CHECKING:
    from speciosa.store.models import Record

PASSPHRASE = "four quiet words here"
BEGUN_S = 1_767_225_600  # 2026-01-01T00:00Z: when every test's store was made
NOW_S = 1_780_000_000  # 2026-05-28, as in tests/conftest.py: later than every entry in the tests


IN_POSTGRESQL = os.environ.get("SPECIOSA_TEST_STORE") == "postgresql"
"""Whether these tests run in PostgreSQL: `tests/unit/store/test_postgresql.py` starts such a run."""
POSTGRESQL = os.environ["SPECIOSA_POSTGRESQL"] if IN_POSTGRESQL else os.environ.pop("SPECIOSA_POSTGRESQL", "")
"""Which one. Where it is named for a usual run, the tests of the encrypted file must not see it."""


def start() -> None:
    """Start Django with the settings of the whole app: one process has one set, and the store's are part of it."""
    whole = importlib.util.find_spec("speciosa.web.settings") is not None
    start_django("speciosa.web.settings" if whole else "speciosa.store.settings")


@contextmanager
def made_store(path: Path) -> Iterator[Record]:
    """A new store in this folder, open until the end of the block: its one record.

    The passphrase is `PASSPHRASE`; hashing it costs next to nothing inside the block (`cheap_hashing`).
    """
    start()
    if IN_POSTGRESQL:
        yield _record_in_postgresql()
        return
    with cheap_hashing():
        create_store(path, PASSPHRASE, now_s=BEGUN_S)
        try:
            from speciosa.store.entries import own_record

            yield own_record()
        finally:
            close()


def close() -> None:
    """Lock the store and let go of this thread's connection."""
    from django.db import connections

    lock.lock()
    connections.close_all()


@contextmanager
def cheap_hashing() -> Iterator[None]:
    """Argon2id at its least: a test makes stores by the dozen."""
    from speciosa.store.key_slot import Cost

    with patch.object(Cost, "chosen", classmethod(lambda cls: cls(1, 1, 1))):
        yield


def _record_in_postgresql() -> Record:
    """A record in empty tables."""
    from django.core.management import call_command
    from django.db import connection

    from speciosa.store.models import Record

    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE store_record CASCADE")
    return Record.objects.create(key="somebody", begun_s=BEGUN_S)
