"""Backups from the page: made, checked, downloaded, restored; passphrase and recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.store_fixture import PASSPHRASE
from tests.unit.store.filled import fill, say
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App
from tests.unit.web.pages import post, seen

from speciosa.knowledge import Knowledge
from speciosa.store import lock
from speciosa.store.backup import backups_in
from speciosa.store.diary import diary_of
from speciosa.store.entries import own_record
from speciosa.store.store_folder import StoreFolder
from speciosa.values.timeline import DAY_S
from speciosa.web import daily_backup, working

NEW = "five other quiet words"


def backed_up(app: App, **said: str) -> Path:
    """A backup made from the page."""
    assert app.client.post("/safekeeping/back-up", said).status_code == 302
    assert wait(app.client).status_code == 302
    return backups_in(Path(said["folder"]) if said else StoreFolder(app.path).backups)[-1]


def restored(app: App, backup: Path, passphrase: str = PASSPHRASE) -> Any:
    """The answer to a wish to go back."""
    answer = app.client.post("/restore", {"backup": str(backup), "passphrase": passphrase})
    return wait(app.client) if answer.status_code == 302 else answer


def test_a_backup_is_made_listed_and_downloaded_under_a_neutral_name(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=2)
    assert "There is no backup yet." in app.client.get("/safekeeping").content.decode()
    backup = backed_up(app)
    assert "9 entries, 1 photo" in app.client.get("/safekeeping").content.decode()
    answer = app.client.post("/safekeeping/download", {"backup": str(backup)})
    assert b"".join(answer.streaming_content) == backup.read_bytes()  # type: ignore[attr-defined]
    assert 'filename="speciosa.backup"' in answer.headers["Content-Disposition"]


def test_after_a_restore_the_alarm_stands_before_the_worker_is_done(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "ask", lambda _request: None)  # the worker never answers
    fill(app.record, knowledge, days=1)
    post(app, "/log/symptom", name_other="trouble breathing")
    assert "finding now alarm" in seen(app, "/")
    backup = backed_up(app)
    assert restored(app, backup).status_code == 200
    assert "finding now alarm" in seen(app, "/")


def test_only_a_backup_of_the_list_can_be_downloaded(app: App) -> None:
    assert app.client.post("/safekeeping/download", {"backup": str(app.path / "key.json")}).status_code == 400


def test_another_folder_is_checked_and_kept_in_mind(app: App, knowledge: Knowledge, tmp_path: Path) -> None:
    fill(app.record, knowledge, days=1)
    assert app.client.post("/safekeeping/back-up", {"folder": "relative/path"}).status_code == 400
    assert app.client.post("/safekeeping/back-up", {"folder": str(tmp_path / "no" / "such")}).status_code == 400
    backed_up(app, folder=str(tmp_path / "stick"))
    assert str(tmp_path / "stick") in app.client.get("/safekeeping").content.decode()


def test_going_back_restores_the_entries_and_puts_the_present_ones_aside(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=2)
    before, backup = diary_of(app.record), backed_up(app)
    say(app.record, knowledge, "later")
    page = restored(app, backup)
    assert page.status_code == 200
    assert "store-before-restore-" in page.content.decode()
    assert diary_of(own_record()) == before
    assert app.client.get("/safekeeping").status_code == 200  # this browser stays let in


def test_wrong_words_for_a_backup_leave_the_present_store_open(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=1)
    backup, generation = backed_up(app), lock.current().generation
    answer = restored(app, backup, "other words")
    assert answer.status_code == 400
    assert "this passphrase does not open this store" in answer.content.decode()
    assert lock.is_current(generation)


def test_a_damaged_store_is_restored_without_opening_it(app: App, knowledge: Knowledge) -> None:
    from django.db import connections
    from django.test import Client

    fill(app.record, knowledge, days=2)
    before, backup = diary_of(app.record), backed_up(app)
    lock.lock()
    connections.close_all()
    (app.path / "store.db").write_bytes(b"broken" * 4000)
    stranger = Client(HTTP_HOST="127.0.0.1:8137")
    page = stranger.post("/unlock", {"passphrase": PASSPHRASE})
    assert page.status_code == 403
    assert 'href="/restore"' in page.content.decode()
    listed = stranger.get("/restore").content.decode()
    assert "9 entries, 1 photo" in listed
    stranger.post("/restore", {"backup": str(backup), "passphrase": PASSPHRASE})
    assert "may be here again" in wait(stranger).content.decode()
    assert diary_of(own_record()) == before


def test_an_uploaded_backup_is_restored_and_a_foreign_file_is_refused(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=1)
    body = backed_up(app).read_bytes()
    foreign = app.client.post("/restore", {"file": SimpleUploadedFile("x.backup", b"no"), "passphrase": PASSPHRASE})
    assert foreign.status_code == 400
    app.client.post("/restore", {"file": SimpleUploadedFile("x.backup", body), "passphrase": PASSPHRASE})
    assert wait(app.client).status_code == 200
    assert not list(app.path.glob(".working-*"))


def test_a_check_says_that_all_is_whole_and_names_a_bad_backup(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=1)
    backup = backed_up(app)
    app.client.post("/safekeeping/check")
    assert "All is whole" in wait(app.client).content.decode()
    raw = bytearray(backup.read_bytes())
    raw[len(raw) // 2] ^= 1
    backup.write_bytes(bytes(raw))
    app.client.post("/safekeeping/check")
    assert "a backup is not" in wait(app.client).content.decode()


def test_a_new_passphrase_needs_the_old_one_and_opens_the_store(app: App) -> None:
    from speciosa.store.key_file import read_key_file

    def change(old: str, new: str, again: str) -> int:
        return app.client.post("/safekeeping/passphrase", {"old": old, "new": new, "again": again}).status_code

    assert [change("wrong", NEW, NEW), change(PASSPHRASE, NEW, "x"), change(PASSPHRASE, "short", "short")] == [400] * 3
    assert change(PASSPHRASE, NEW, NEW) == 302
    assert read_key_file(app.path / "key.json").open_with_passphrase(NEW) == lock.current().key


def test_a_new_recovery_code_is_shown_once_and_opens_the_store(app: App) -> None:
    from speciosa.store.key_file import read_key_file

    assert app.client.post("/safekeeping/recovery-code", {"old": "wrong"}).status_code == 400
    app.client.post("/safekeeping/recovery-code", {"old": PASSPHRASE})
    page = app.client.get("/recovery-code").content.decode()
    code = page.partition('class="code">')[2].partition("<")[0]
    assert read_key_file(app.path / "key.json").open_with_recovery_code(code) == lock.current().key
    app.client.post("/recovery-code")
    assert app.client.get("/recovery-code").status_code == 302


def test_a_backup_is_made_by_itself_once_a_day(app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    store, start = StoreFolder(app.path), 1_780_000_000
    clock = [start]
    monkeypatch.setattr(daily_backup, "now_s", lambda: clock[0])
    assert not daily_backup.look_after()  # nothing to keep yet
    fill(app.record, knowledge, days=1)
    made = []
    for later in (0, 3_600, DAY_S - 1, DAY_S, DAY_S + 60):
        clock[0] = start + later
        made.append(daily_backup.look_after())
    assert made == [True, False, False, True, False]
    assert daily_backup.last_backup_s(store) == start + DAY_S


def test_two_pieces_of_work_never_go_on_at_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.web import chore

    monkeypatch.setattr(chore, "is_busy", lambda: True)
    assert not daily_backup.look_after()
    monkeypatch.undo()
    del app
