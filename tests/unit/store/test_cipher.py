"""The encrypted database beneath Django: nothing readable, nothing unsealed, closed with the lock."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.utils import DEFAULT_DB_ALIAS, ConnectionHandler

from speciosa.store import lock
from speciosa.store.cipher.connection import MAGIC, UnreadableError, connect, damage

KEY, OTHER = b"k" * 32, b"o" * 32
CANARY = "canary-7f3a"


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[ConnectionHandler]:
    """Django's connections to a store of our own that is unlocked; one a thread, as in the app."""
    made = ConnectionHandler({DEFAULT_DB_ALIAS: {"ENGINE": "speciosa.store.cipher"}})
    lock.unlock(tmp_path / "store.db", KEY)
    with made[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE canary_table (n integer, said text)")
    yield made
    made.close_all()
    lock.lock()


def rows(handler: ConnectionHandler) -> list[Any]:
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT n, said FROM canary_table ORDER BY n")
        return list(cursor.fetchall())


def write(handler: ConnectionHandler, number: int, said: str = CANARY) -> None:
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO canary_table VALUES (%s, %s)", [number, said])


def test_it_is_opened_with_the_settings_that_keep_a_diary(handler: ConnectionHandler) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "busy_timeout": 10_000,
    }
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    assert found == wanted


def test_a_transaction_takes_its_place_before_it_reads(handler: ConnectionHandler) -> None:
    connection = handler[DEFAULT_DB_ALIAS]
    connection.force_debug_cursor = True
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.rollback()
    connection.set_autocommit(True)
    assert connection.queries_log[0]["sql"] == "BEGIN IMMEDIATE"


def test_no_byte_on_the_disk_can_be_read(handler: ConnectionHandler, tmp_path: Path) -> None:
    for number in range(50):
        write(handler, number)
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        raw = (tmp_path / name).read_bytes()
        assert raw
        for plain in (MAGIC, b"canary", b"CREATE TABLE", KEY, KEY.hex().encode()):
            assert plain not in raw, name
    handler.close_all()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["store.db"]
    assert not (tmp_path / "store.db").read_bytes().startswith(b"SQLite")


def test_the_standard_librarys_sqlite_cannot_open_it(handler: ConnectionHandler, tmp_path: Path) -> None:
    import sqlite3

    handler.close_all()
    plain = sqlite3.connect(tmp_path / "store.db")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM canary_table")
    plain.close()


def test_another_key_opens_nothing_and_the_sentence_is_plain(handler: ConnectionHandler, tmp_path: Path) -> None:
    write(handler, 1)
    lock.unlock(tmp_path / "store.db", OTHER)
    with pytest.raises(UnreadableError, match="cannot be read with this key") as told:
        rows(handler)
    assert str(tmp_path) not in str(told.value)
    lock.unlock(tmp_path / "store.db", KEY)
    assert rows(handler) == [(1, CANARY)]


@pytest.mark.parametrize("content", [b"x" * 5000, MAGIC + bytes(5000), b"short"])
def test_a_foreign_file_is_no_store(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.db").write_bytes(content)
    with pytest.raises(UnreadableError):
        connect(tmp_path / "store.db", KEY)
    assert (tmp_path / "store.db").read_bytes() == content


def test_a_store_that_was_emptied_is_no_new_one(handler: ConnectionHandler, tmp_path: Path) -> None:
    handler.close_all()
    (tmp_path / "store.db").write_bytes(b"")
    with pytest.raises(UnreadableError, match="this file is empty"):
        rows(handler)


def test_sqlcipher_says_nothing_on_the_terminal(handler: ConnectionHandler, tmp_path: Path) -> None:
    handler.close_all()
    code = f"from speciosa.store.cipher.connection import connect; connect({str(tmp_path / 'store.db')!r}, {OTHER!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "UnreadableError" in done.stderr
    assert "ERROR CORE" not in done.stderr + done.stdout
    assert OTHER.hex() not in done.stderr


def test_values_come_back_as_they_went_in(handler: ConnectionHandler) -> None:
    moment = dt.datetime(2026, 3, 1, 8, 5)
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE kinds (yes bool, day date, clock time, at datetime, price decimal, bytes blob)")
        cursor.executemany(
            "INSERT INTO kinds VALUES (%s, %s, %s, %s, %s, %s)",
            [(True, moment.date(), "08:05:00", moment, Decimal("1.50"), b"\x00\xff")],
        )
        found = cursor.execute("SELECT * FROM kinds").fetchone()
    assert found == (True, moment.date(), moment.time(), moment, 1.5, b"\x00\xff")


def test_parameters_by_name_and_a_per_cent_sign_are_understood(handler: ConnectionHandler) -> None:
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("INSERT INTO canary_table VALUES (%(n)s, %(said)s || '%%')", {"n": 1, "said": "%s"})
        cursor.executemany("INSERT INTO canary_table VALUES (%(n)s, 'x')", [{"n": 2}, {"n": 3}])
        cursor.execute("INSERT INTO canary_table VALUES (4, '%')")
    assert rows(handler) == [(1, "%s%"), (2, "x"), (3, "x"), (4, "%")]


def test_a_locked_store_answers_no_query(handler: ConnectionHandler) -> None:
    write(handler, 1)
    lock.lock()
    with pytest.raises(lock.Locked):
        rows(handler)
    assert handler[DEFAULT_DB_ALIAS].connection is None


def test_the_lock_closes_other_threads_connections_before_their_next_use(
    handler: ConnectionHandler, tmp_path: Path
) -> None:
    opened, locked = threading.Event(), threading.Event()
    told: list[object] = []

    def reader() -> None:
        told.append(rows(handler))
        before = handler[DEFAULT_DB_ALIAS].connection
        opened.set()
        assert locked.wait(10)
        try:
            rows(handler)
        except lock.Locked as wrong:
            told.append(type(wrong))
        told.append(handler[DEFAULT_DB_ALIAS].connection)
        lock.unlock(tmp_path / "store.db", KEY)
        told.append(rows(handler))
        told.append(handler[DEFAULT_DB_ALIAS].connection is before)
        handler.close_all()

    thread = threading.Thread(target=reader)
    thread.start()
    assert opened.wait(10)
    lock.lock()
    locked.set()
    thread.join()
    assert told == [[], lock.Locked, None, [], False]


def test_a_thread_that_finishes_a_request_lets_go_of_a_locked_store(handler: ConnectionHandler) -> None:
    rows(handler)
    lock.lock()
    handler[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
    assert handler[DEFAULT_DB_ALIAS].connection is None


def test_what_was_half_written_when_the_store_was_locked_is_undone(
    handler: ConnectionHandler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "connections", handler)
    write(handler, 1)

    def half() -> None:
        with transaction.atomic():
            write(handler, 2)
            lock.lock()
            lock.unlock(tmp_path / "store.db", KEY)  # locked and opened again meanwhile
            write(handler, 3)

    with pytest.raises(lock.Locked, match="while this was being written"):
        half()
    assert rows(handler) == [(1, CANARY)]


def test_a_key_in_the_settings_goes_before_the_lock(tmp_path: Path) -> None:
    place = tmp_path / "own.db"
    settings = {"ENGINE": "speciosa.store.cipher", "NAME": str(place), "OPTIONS": {"key_hex": OTHER.hex()}}
    handler = ConnectionHandler({DEFAULT_DB_ALIAS: settings})
    lock.lock()
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("CREATE TABLE t (a)")
    handler.close_all()
    opened = connect(place, OTHER)
    assert opened.execute("SELECT count(*) FROM t").fetchone() == (0,)
    assert damage(opened) == []
    opened.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a person that the disk can refuse")
def test_a_folder_that_cannot_be_written_is_told_by_the_database(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Exception, match="unable to open"):
        connect(tmp_path / "store.db", KEY)


def test_a_key_of_another_length_is_never_tried(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "store.db", b"")
    assert not (tmp_path / "store.db").exists()


def test_a_damaged_page_is_named_and_its_read_refused(handler: ConnectionHandler, tmp_path: Path) -> None:
    with handler[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany("INSERT INTO canary_table VALUES (%s, %s)", [(n, CANARY * 5) for n in range(2000)])
    handler.close_all()
    place = tmp_path / "store.db"
    raw = bytearray(place.read_bytes())
    raw[5 * 4096 + 100] ^= 1
    place.write_bytes(raw)
    with pytest.raises(DatabaseError, match="malformed"):
        rows(handler)
    opened = connect(place, KEY)
    assert any("page 6" in line for line in damage(opened))
    opened.close()
