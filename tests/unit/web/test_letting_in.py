"""Who is let in, what may not come in between, and how often wrong words may be tried."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from tests.store_fixture import PASSPHRASE
from tests.unit.store.filled import fill
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.store import erasing, lock
from speciosa.store.backup import make_backup
from speciosa.store.details import setting
from speciosa.store.entries import own_record
from speciosa.store.key_change import rewrite
from speciosa.store.key_file import DamagedKeyFileError, WrongWordsError, make_key_file, read_key_file, write_key_file
from speciosa.values.errors import EntryError
from speciosa.web import attempts, chore, daily_backup, opened, working

NEW, THEIRS = "five other quiet words", "the strangers own words"
NOW_S = 1_780_000_000


@pytest.fixture
def stranger() -> Client:
    return Client(HTTP_HOST="127.0.0.1:8137")


@pytest.fixture
def renewing(app: App) -> Iterator[threading.Event]:
    """Something that may open the store anew goes on until the event is set."""
    ends = threading.Event()
    request = HttpRequest()
    request.session = app.client.session
    chore.begin(request, "erase", lambda _step: ends.wait(30), title="Erasing", then="/", renews=True)
    yield ends
    ends.set()
    _until_idle()


def _until_idle() -> None:
    until = time.monotonic() + 10
    while chore.is_busy() and time.monotonic() < until:
        time.sleep(0.01)
    assert not chore.is_busy()


def is_in(client: Client) -> bool:
    return b'name="passphrase"' not in client.get("/entries").content


def of_a_stranger(backup: Path, work: Path, **changed: object) -> SimpleUploadedFile:
    """A backup file that opens with the stranger's own words, and says of itself what they like."""
    write_key_file(work / "k.json", make_key_file(THEIRS)[0])
    files = {"key.json": (work / "k.json").read_bytes(), "store.db": b"junk"}
    with tarfile.open(backup) as tar:
        said = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    members = {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    written = json.dumps({**said, "members": members, **changed}).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, body in {"manifest.json": written, **files}.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return SimpleUploadedFile("x.backup", packed.getvalue())


@pytest.mark.parametrize("changed", [{"schema": "9999_newer"}, {}])
def test_a_restore_that_did_not_come_about_lets_no_stranger_in(
    changed: dict[str, object], app: App, knowledge: Knowledge, tmp_path: Path, stranger: Client
) -> None:
    fill(app.record, knowledge, days=1)
    file = of_a_stranger(make_backup(app.path, now_s=NOW_S).path, tmp_path, **changed)
    answer = stranger.post("/restore", {"file": file, "passphrase": THEIRS})
    assert answer.status_code == 400, "who has not opened the record must know its words"
    assert not is_in(stranger)
    assert is_in(app.client), "nor does it shut out who was in"


def test_a_restore_that_falls_late_lets_in_again_who_was_in_alone(
    app: App, knowledge: Knowledge, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app.record, knowledge, days=1)
    backup = make_backup(app.path, now_s=NOW_S).path

    def full(*_said: object) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("speciosa.store.restoring._changed_places", full)
    for client, is_let_in in ((stranger, False), (app.client, True)):
        client.post("/restore", {"backup": str(backup), "passphrase": PASSPHRASE})
        wait(client)
        assert lock.open_now() is not None, "the present store stands as it was"
        assert is_in(client) is is_let_in
        app.client.post("/unlock", {"passphrase": PASSPHRASE})


def test_a_restore_that_is_done_lets_in_who_said_its_words(app: App, knowledge: Knowledge, stranger: Client) -> None:
    fill(app.record, knowledge, days=1)
    backup = make_backup(app.path, now_s=NOW_S).path
    stranger.post("/restore", {"backup": str(backup), "passphrase": PASSPHRASE})
    assert wait(stranger).status_code == 200
    assert is_in(stranger)


def test_the_words_are_not_changed_while_something_goes_on(app: App, renewing: threading.Event) -> None:
    before = (app.path / "key.json").read_bytes()
    said = {"old": PASSPHRASE, "new": NEW, "again": NEW}
    assert "something else is still being done" in app.client.post("/safekeeping/passphrase", said).content.decode()
    assert app.client.post("/safekeeping/recovery-code", {"old": PASSPHRASE}).status_code == 400
    assert (app.path / "key.json").read_bytes() == before
    renewing.set()
    _until_idle()
    assert app.client.post("/safekeeping/passphrase", said).status_code == 302


def test_a_locked_store_is_not_opened_while_its_files_may_move(app: App, renewing: threading.Event) -> None:
    del renewing
    opened.close()
    answer = app.client.post("/unlock", {"passphrase": PASSPHRASE})
    assert answer.status_code == 403
    assert lock.open_now() is None


def test_no_job_is_sent_while_the_store_is_written_anew(
    app: App, renewing: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    begun: list[None] = []
    monkeypatch.setattr(working, "_begin", lambda: begun.append(None))
    working._send(None, "en")
    assert not begun
    renewing.set()
    _until_idle()
    working._send(None, "en")
    assert len(begun) == 1
    working.stop()


def test_the_key_leaves_before_anything_else_and_a_fault_keeps_nobody_from_it(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    found: list[object] = []

    def falls() -> None:
        found.append(lock.open_now())
        raise ValueError

    monkeypatch.setattr(opened, "_when_closed", [falls, lambda: found.append("next")])
    opened.close()
    assert found == [None, "next"]


def test_the_idle_watch_outlives_a_fault(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    del app
    looks: list[None] = []

    class Over(BaseException):
        pass

    def slept(_s: float) -> None:
        looks.append(None)
        if len(looks) == 3:
            raise Over

    monkeypatch.setattr("speciosa.web.opened.time.sleep", slept)
    monkeypatch.setattr(opened, "close", lambda: 1 / 0)
    monkeypatch.setattr("speciosa.web.opened.details.setting", lambda *_: 1e-9)
    with pytest.raises(Over):
        opened._watch()
    assert len(looks) == 3


def test_a_piece_of_work_ends_where_the_store_is_locked_under_it(app: App) -> None:
    request = HttpRequest()
    request.session = app.client.session
    chore.begin(request, "backup", lambda _step: lock.lock(), title="x", then="/")
    _until_idle()


def test_the_daily_look_keeps_other_work_away_and_gives_way_to_it(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app.record, knowledge, days=1)
    busy: list[bool] = []

    def made(*said: Any, **more: Any) -> Any:
        busy.append(chore.is_busy())
        with pytest.raises(EntryError, match="still being done"):
            chore.refuse_while_busy()
        return make_backup(*said, **more)

    monkeypatch.setattr(daily_backup, "make_backup", made)
    assert daily_backup.look_after()
    assert busy == [True]
    assert not chore.is_busy()
    with chore.held() as mine:
        assert mine
        assert not daily_backup.look_after()


def test_an_erasure_that_met_a_busy_file_is_tried_again(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(app.record, knowledge, days=1)
    daily_backup.look_after()

    def in_use(*_said: object) -> None:
        raise EntryError("the store is in use elsewhere", todo="close other windows")

    monkeypatch.setattr(erasing, "rewrite", in_use)
    with pytest.raises(EntryError, match="in use"):
        erasing.erase_entries(own_record(), ["p0-08:00"], passphrase=PASSPHRASE)
    with pytest.raises(EntryError, match="in use"):
        daily_backup.look_after()
    monkeypatch.setattr(erasing, "rewrite", rewrite)
    daily_backup.look_after()
    assert setting(own_record(), "erasure_key") == ""


def test_wrong_words_count_and_a_damaged_file_does_not(app: App) -> None:
    key_file = app.path / "key.json"

    def opens(words: str) -> bytes:
        return attempts.tried(lambda: read_key_file(key_file).open_with_passphrase(words))

    whole = key_file.read_bytes()
    key_file.write_bytes(whole[:-4])
    for _ in range(attempts.FREE + 2):
        with pytest.raises(DamagedKeyFileError):
            opens(PASSPHRASE)
    assert attempts.wait_s() == 0
    key_file.write_bytes(whole)
    for _ in range(attempts.FREE + 1):
        with pytest.raises(WrongWordsError):
            opens("other words here")
    with pytest.raises(EntryError, match="too many wrong"):
        opens(PASSPHRASE)
    attempts.was_right()
    assert len(opens(PASSPHRASE)) == 32
