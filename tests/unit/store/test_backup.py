"""Backups: one file, opened again, whole or not there, in the order in which they were made."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import textwrap
import threading
import time
from pathlib import Path

import pytest
from tests.store_fixture import NOW_S, cheap_hashing, made_store
from tests.unit.store.filled import fill, say

from speciosa.knowledge import Knowledge
from speciosa.store import lock
from speciosa.store.backup import backups_in, make_backup, opened_again
from speciosa.store.backup_file import read_manifest, unpacked
from speciosa.store.cipher.connection import connect
from speciosa.store.content import content_of
from speciosa.store.key_file import make_key_file, write_key_file
from speciosa.store.models import Record
from speciosa.values.errors import EntryError

_NEWER = json.dumps(
    {"format": 2, "version": "9", "schema": "x", "made_s": 1, "entries": 1, "photos": 1, "content": "x", "members": {}}
).encode()


@pytest.fixture
def folder(store: Record, tmp_path: Path, knowledge: Knowledge) -> Path:
    """The folder of an open store with some entries."""
    fill(store, knowledge, days=5)
    return tmp_path / "store"


def content(database: Path) -> object:
    key = lock.current().key
    opened = connect(database, key)
    try:
        return content_of(opened, key)
    finally:
        opened.close()


def test_a_backup_is_one_file_that_holds_every_row(folder: Path) -> None:
    made = make_backup(folder, now_s=NOW_S)
    assert made.path.name == "speciosa-2026-05-28T202640Z.backup"
    assert made.manifest.says == content(folder / "store.db")
    assert (made.manifest.entries, made.manifest.photos) == (21, 1)
    assert made.manifest.schema.startswith("000")
    with unpacked(made.path, folder) as (copy, _):
        assert content(copy / "store.db") == content(folder / "store.db")
        assert (copy / "key.json").read_bytes() == (folder / "key.json").read_bytes()
    assert [each.name for each in (folder / "backups").iterdir()] == [made.path.name], "nothing is left beside it"
    if os.name == "posix":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_nothing_of_the_diary_can_be_read_in_the_file(folder: Path) -> None:
    raw = make_backup(folder, now_s=NOW_S).path.read_bytes()
    for word in (b"kratom", b"pain", b"SQLite format", b"rating", lock.current().key):
        assert word not in raw
    assert b"entries" in raw, "the manifest is in the clear"


def test_the_app_goes_on_writing_while_it_is_backed_up(folder: Path, store: Record, knowledge: Knowledge) -> None:
    going, written = threading.Event(), [0]

    def write() -> None:
        from django.db import connections

        while not going.is_set():
            say(store, knowledge, f"more{written[0]}")
            written[0] += 1
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = [make_backup(folder, now_s=NOW_S + at).manifest.entries for at in range(8)]
    finally:
        going.set()
        writer.join()
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "it was written meanwhile"
    assert counts[-1] <= 21 + written[0]


def test_backups_of_one_second_and_of_a_clock_that_went_back_keep_their_order(folder: Path) -> None:
    names = [make_backup(folder, now_s=NOW_S + step).path for step in (0, 0, -90_000, -400 * 86_400, 60)]
    assert backups_in(folder / "backups")[-1] == names[-1]
    assert names == sorted(names, key=lambda each: each.stem)
    assert len(set(names)) == 5
    assert read_manifest(names[-1]).made_s == NOW_S + 60


def test_older_backups_go_only_after_the_new_one_was_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_backup(folder, now_s=NOW_S).path
    monkeypatch.setattr("speciosa.store.backup.faults_of", lambda *_: ["its database is damaged"])
    with pytest.raises(EntryError, match="did not open again"):
        make_backup(folder, now_s=NOW_S + 1)
    assert backups_in(folder / "backups") == [first], "the old one stays, the bad one is gone"
    monkeypatch.undo()
    second = make_backup(folder, now_s=NOW_S + 2)
    assert (second.removed, backups_in(folder / "backups")) == ((first,), [second.path])


def test_a_backup_that_was_renamed_or_is_not_ours_is_never_thrown_away(folder: Path) -> None:
    first = make_backup(folder, now_s=NOW_S).path
    mine = first.rename(first.with_name("before-the-holidays.backup"))
    foreign = mine.with_name("speciosa-2020-01-01T000000Z.backup")
    foreign.write_bytes(b"no tar at all")
    for at in range(3):
        make_backup(folder, now_s=NOW_S + at)
    assert mine.exists()
    assert foreign.exists()
    assert len(backups_in(folder / "backups")) == 3


def test_another_folder_is_remembered_and_gets_a_whole_backup(folder: Path, store: Record, tmp_path: Path) -> None:
    from speciosa.store.backup import backup_folders

    stick = tmp_path / "stick" / "mine"
    made = make_backup(folder, now_s=NOW_S, to=stick)
    make_backup(folder, now_s=NOW_S + 86_400, to=stick)
    assert backup_folders(store, folder) == (folder / "backups", stick)
    assert opened_again(made.path, lock.current().key, beside=folder).entries == 21
    assert not (folder / "backups").exists()


def test_a_key_file_of_another_store_is_noticed_before_an_older_backup_goes(folder: Path) -> None:
    good = make_backup(folder, now_s=NOW_S).path
    with cheap_hashing():
        write_key_file(folder / "key.json", make_key_file("somebody else's words")[0])
    with pytest.raises(EntryError, match="key file does not open"):
        make_backup(folder, now_s=NOW_S + 1)
    assert backups_in(folder / "backups") == [good]


def test_a_locked_store_and_another_one_are_not_backed_up(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="another store is open"):
        make_backup(tmp_path / "other", now_s=NOW_S)
    lock.lock()
    with pytest.raises(lock.Locked):
        make_backup(folder, now_s=NOW_S)


def test_a_damaged_store_is_not_backed_up_over_a_good_one(folder: Path) -> None:
    from django.db import connections

    good = make_backup(folder, now_s=NOW_S).path
    connections.close_all()
    raw = bytearray((folder / "store.db").read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / "store.db").write_bytes(raw)
    with pytest.raises(EntryError, match="damaged"):
        make_backup(folder, now_s=NOW_S + 1)
    assert backups_in(folder / "backups") == [good]
    assert [each.name for each in (folder / "backups").iterdir()] == [good.name]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits")
@pytest.mark.parametrize("most", [30_000, 200_000, 420_000])
def test_a_full_disk_is_one_plain_sentence_and_leaves_the_old_backup(
    most: int, folder: Path, store: Record, knowledge: Knowledge
) -> None:
    from speciosa.store.models import Photo

    Photo.objects.create(record=store, name="big", body=os.urandom(300_000), small=b"", entered_s=0)
    good = make_backup(folder, now_s=NOW_S).path
    said = child(folder, f"""
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
        try:
            make_backup(store, now_s={NOW_S + 1})
        except EntryError as problem:
            print("plain:", problem)
        except OSError as problem:
            print("plain:", problem.strerror)
    """)  # fmt: skip
    assert said.startswith("plain:"), said
    assert "Traceback" not in said
    assert [each.name for each in (folder / "backups").iterdir()] == [good.name]
    assert opened_again(good, lock.current().key, beside=folder)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(OSError, match="ermission"):
        make_backup(folder, now_s=NOW_S, to=closed)


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("after_s", [0.0, 0.004, 0.015, 0.03])
def test_a_backup_that_is_killed_leaves_no_half_file_under_a_backup_s_name(after_s: float, folder: Path) -> None:
    good = make_backup(folder, now_s=NOW_S).path
    program = _program(
        folder,
        f"""
        print("ready", flush=True)
        for at in range(10_000):
            make_backup(store, now_s={NOW_S + 86_400} + at * 86_400)
    """,
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=_env()) as going:
        assert going.stdout is not None
        assert going.stdout.readline().strip() == "ready"
        time.sleep(after_s)
        going.send_signal(signal.SIGKILL)
    found = backups_in(folder / "backups")
    assert found[0] == good or len(found) >= 7
    for each in found:
        opened_again(each, lock.current().key, beside=folder)


def test_what_a_killed_process_left_is_swept_up_after_a_day(folder: Path) -> None:
    left = folder / "backups" / ".working-x"
    left.mkdir(parents=True)
    (left / "store.db").write_bytes(b"x")
    half = folder / "backups" / ".speciosa.making"
    half.write_bytes(b"x")
    made_s = int(half.stat().st_mtime)
    make_backup(folder, now_s=made_s + 3600)
    assert left.exists(), "another process may be at work"
    make_backup(folder, now_s=made_s + 90_000)
    assert not left.exists()
    assert not half.exists()


@pytest.mark.parametrize("what", ["nothing", "text", "another tar", "link", "no manifest", "newer", "cut"])
def test_a_foreign_or_damaged_file_is_one_plain_sentence(what: str, folder: Path, tmp_path: Path) -> None:
    good = make_backup(folder, now_s=NOW_S).path
    bad = tmp_path / "bad.backup"
    if what == "text":
        bad.write_text("x" * 2000)
    elif what in {"another tar", "link", "no manifest", "newer"}:
        with tarfile.open(bad, "w") as tar:
            for name in ["manifest.json", "key.json", "store.db"][1 if what == "no manifest" else 0 :]:
                info = tarfile.TarInfo(name if what != "another tar" else f"../{name}")
                info.size = len(_NEWER)
                if what == "link" and name == "store.db":
                    info.type, info.linkname, info.size = tarfile.SYMTYPE, "/etc/passwd", 0
                tar.addfile(info, io.BytesIO(_NEWER))
    elif what == "cut":
        bad.write_bytes(good.read_bytes()[:-30_000])
    with pytest.raises(EntryError) as raised, unpacked(bad, folder):
        pass
    assert "newer version" in str(raised.value) if what == "newer" else "backup" in str(raised.value)
    assert not list(folder.glob(".working-*"))


@pytest.mark.parametrize("at", [0.02, 0.3, 0.6, 0.9])
def test_one_flipped_bit_is_noticed(at: float, folder: Path) -> None:
    made = make_backup(folder, now_s=NOW_S)
    raw = bytearray(made.path.read_bytes())
    raw[int(len(raw) * at)] ^= 0x10
    made.path.write_bytes(raw)
    with pytest.raises(EntryError):
        opened_again(made.path, lock.current().key, beside=folder)


def child(folder: Path, body: str) -> str:
    """What a process says that opens the store and runs this with `store` and `make_backup`."""
    done = subprocess.run(
        [sys.executable, "-c", _program(folder, body)], capture_output=True, text=True, check=False, env=_env()
    )
    return done.stdout + done.stderr


def _program(folder: Path, body: str) -> str:
    begin = f"""
        from pathlib import Path
        from speciosa.store.opening import open_with_key
        from speciosa.store.backup import make_backup
        from speciosa.values.errors import EntryError
        store = Path({str(folder)!r})
        open_with_key(store, bytes.fromhex({lock.current().key.hex()!r}))
    """
    return textwrap.dedent(begin) + textwrap.dedent(body)


def _env() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}


def test_the_hash_changes_with_any_word_and_not_with_the_pages(tmp_path: Path, knowledge: Knowledge) -> None:
    with made_store(tmp_path / "s") as record:
        fill(record, knowledge, days=3)
        before = content(tmp_path / "s" / "store.db")
        from django.db import connection

        connection.cursor().execute("VACUUM")
        assert content(tmp_path / "s" / "store.db") == before
        say(record, knowledge, "one more")
        assert content(tmp_path / "s" / "store.db") != before
