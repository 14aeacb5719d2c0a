"""A store of every earlier form is brought up to date with each of its rows as it was; a newer one is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.store_fixture import PASSPHRASE, cheap_hashing, close, start

from speciosa.store import lock
from speciosa.store.cipher.connection import connect
from speciosa.store.content import known_schemas
from speciosa.store.key_file import make_key_file, write_key_file
from speciosa.store.opening import open_store
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError

start()
DAYS = 365
SAID = (("dose", "kratom leaf powder", 2.5), ("symptom", "nausea", None))
COLUMNS = {
    "store_record": "id, key, begun_s",
    "store_entry": (
        "id, record_id, entry_id, time_s, offset_min, kind, name, value, answer, text, unit, reason, food, precision,"
        " recorded_s, supersedes, note, origin, entered_s, version"
    ),
    "store_photo": "id, record_id, name, body, small, taken_at, phone, asked, entered_s",
    "store_detail": "id, record_id, name, body, entered_s",
    "store_erasure": "id, record_id, entry_id, erased_s",
}
"""The columns of the first form: written out, so that a later form can't quietly drop one."""


def store_of(path: Path, schema: str) -> bytes:
    """A store whose tables are of that form, with a year of entries: its key."""
    from django.core.management import call_command

    folder = StoreFolder(path)
    made, key, _ = make_key_file(PASSPHRASE)
    path.mkdir(parents=True)
    write_key_file(folder.key_file, made)
    lock.unlock(folder.database, key)
    call_command("migrate", "store", schema, verbosity=0, interactive=False)
    close()
    fill(folder.database, key)
    return key


def fill(database: Path, key: bytes) -> None:
    opened = connect(database, key)
    opened.execute("BEGIN")
    opened.execute("INSERT INTO store_record VALUES (1, 'somebody', 5)")
    for day in range(DAYS):
        time_s = 1_740_000_000 + day * 86_400
        for at, (kind, name, value) in enumerate((*SAID, ("rating", "pain", day % 11))):
            supersedes = f"e{day - 1}.{at}" if day % 30 == 7 and at == 2 else ""
            row = (None, 1, f"e{day}.{at}", time_s + at, 60, kind, name, value, int(value is None), "", "g", 0, 0, 0,
                   time_s + at, supersedes, f"Grüße {day}", "app", time_s + 9, 1)  # fmt: skip
            opened.execute(f"INSERT INTO store_entry ({COLUMNS['store_entry']}) VALUES ({','.join('?' * 20)})", row)
    photo = "1, 1, 'photos/a.jpg', x'ffd8', x'ff', '', '', '', 7"
    opened.execute(f"INSERT INTO store_photo ({COLUMNS['store_photo']}) VALUES ({photo})")
    opened.execute(f"INSERT INTO store_detail ({COLUMNS['store_detail']}) VALUES (1, 1, 'person', '{{}}', 7)")
    opened.execute(f"INSERT INTO store_erasure ({COLUMNS['store_erasure']}) VALUES (1, 1, 'gone', 7)")
    opened.execute("COMMIT")
    opened.close()


def rows_of(database: Path, key: bytes) -> dict[str, list[Any]]:
    opened = connect(database, key)
    try:
        return {
            table: opened.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
            for table, columns in COLUMNS.items()
        }
    finally:
        opened.close()


def applied(database: Path, key: bytes) -> set[str]:
    opened = connect(database, key)
    try:
        return {name for (name,) in opened.execute("SELECT name FROM django_migrations WHERE app = 'store'")}
    finally:
        opened.close()


@pytest.mark.parametrize("schema", known_schemas())
def test_each_row_of_an_earlier_form_is_there_afterwards(tmp_path: Path, schema: str) -> None:
    with cheap_hashing():
        key = store_of(tmp_path / "store", schema)
    database = StoreFolder(tmp_path / "store").database
    before = rows_of(database, key)
    assert len(before["store_entry"]) == 3 * DAYS
    open_store(tmp_path / "store", PASSPHRASE)
    try:
        from speciosa.store.diary import diary_of
        from speciosa.store.entries import own_record

        assert len(diary_of(own_record()).history) == 3 * DAYS
    finally:
        close()
    assert rows_of(database, key) == before
    assert applied(database, key) == set(known_schemas())


def test_the_tables_are_those_of_the_models() -> None:
    from django.core.management import call_command

    lock.unlock(Path(":memory:"), b"k" * 32)
    try:
        call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)
    finally:
        close()


KILLED = """
import os, sys
from pathlib import Path
from speciosa.store.opening import open_store, start_django
start_django()
from django.db.migrations.executor import MigrationExecutor
apply, done = MigrationExecutor.apply_migration, []
def stop(*args, **more):
    if len(done) == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
    done.append(1)
    return apply(*args, **more)
MigrationExecutor.apply_migration = stop
open_store(Path(sys.argv[1]), sys.argv[3])
"""


@pytest.mark.parametrize("done", range(len(known_schemas())))
def test_killed_between_two_changes_of_the_tables_it_goes_on_at_the_next_start(tmp_path: Path, done: int) -> None:
    path = tmp_path / "store"
    with cheap_hashing():
        made, key, _ = make_key_file(PASSPHRASE)
    path.mkdir()
    write_key_file(StoreFolder(path).key_file, made)
    database = StoreFolder(path).database
    connect(database, key).close()
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "speciosa.store.settings"}
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path), str(done), PASSPHRASE], env=environ, check=False)
    assert ended.returncode == -9
    assert len(applied(database, key)) == done
    open_store(path, PASSPHRASE)
    close()
    assert applied(database, key) == set(known_schemas())
    fill(database, key)
    assert len(rows_of(database, key)["store_entry"]) == 3 * DAYS


def test_a_store_of_a_newer_version_is_refused_in_a_plain_sentence(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with cheap_hashing():
        key = store_of(path, known_schemas()[-1])
    opened = connect(StoreFolder(path).database, key)
    opened.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_later', '2040-01-01')")
    opened.close()
    before = rows_of(StoreFolder(path).database, key)
    with pytest.raises(EntryError, match="this store was made by a newer version; install the newest"):
        open_store(path, PASSPHRASE)
    assert not lock.is_open()
    close()
    assert rows_of(StoreFolder(path).database, key) == before
