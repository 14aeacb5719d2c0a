"""Erasing from the page: shown first, asked for the passphrase, gone from every file, and said so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.store_fixture import PASSPHRASE
from tests.unit.store.filled import fill, say
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App
from tests.unit.web.pages import post, seen

from speciosa.knowledge import Knowledge
from speciosa.store import answers, lock
from speciosa.store.backup import backups_in, make_backup
from speciosa.store.backup_file import unpacked
from speciosa.store.cipher.connection import connect
from speciosa.store.diary import diary_of
from speciosa.store.entries import own_record
from speciosa.store.models import Entry
from speciosa.store.store_folder import DATABASE, StoreFolder
from speciosa.web import working

NOW_S = 1_780_000_000


def ids_in(backup: Path) -> set[str]:
    """The entries of a backup, as far as the key of now opens it."""
    with unpacked(backup, backup.parent) as (folder, _):
        opened = connect(folder / DATABASE, lock.current().key)
        found = {name for (name,) in opened.execute("SELECT entry_id FROM store_entry")}
        opened.close()
        return found


def test_an_entry_is_erased_here_and_in_its_backups(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=2)
    make_backup(app.path, now_s=NOW_S)
    answers.keep_answers(app.record, {"effect": b"made from it"}, language="en", upto=1)
    page = app.client.get("/erase/entry/p1-08:00").content.decode()
    assert "1 entry would go" in page
    assert "1 backup is known" in page
    assert app.client.post("/erase/entry/p1-08:00", {"passphrase": "wrong words"}).status_code == 400
    assert Entry.objects.filter(entry_id="p1-08:00").exists()
    app.client.post("/erase/entry/p1-08:00", {"passphrase": PASSPHRASE})
    done = wait(app.client)
    assert "1 backup was written anew without it" in done.content.decode()
    assert not Entry.objects.filter(entry_id="p1-08:00").exists()
    assert answers.kept_answer(own_record(), "effect", language="en") is None
    (backup,) = backups_in(StoreFolder(app.path).backups)
    assert "p1-08:00" not in ids_in(backup)
    assert "p0-08:00" in ids_in(backup)
    assert app.client.get("/erase").status_code == 200  # this browser stays let in


def test_after_an_erasure_the_alarm_stands_and_no_dose_is_offered_before_the_worker_is_done(
    app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "ask", lambda _request: None)  # the worker never answers
    fill(app.record, knowledge, days=2)
    post(app, "/log/dose", product="kratom leaf powder", amount="2.5", unit="g")
    post(app, "/log/symptom", name_other="trouble breathing")
    before = seen(app, "/")
    assert "finding now alarm" in before
    assert "Don't take more now." in before
    app.client.post("/erase/entry/p1-08:00", {"passphrase": PASSPHRASE})
    wait(app.client)
    after = seen(app, "/")
    assert "finding now alarm" in after
    assert "Don't take more now." in after
    assert "I took 2.5" not in after


def test_a_period_shows_how_much_would_go_and_takes_whole_local_days(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=3)
    days = {"first": "2026-01-02", "last": "2026-01-02"}
    page = app.client.post("/erase/period", days).content.decode()
    assert "5 entries would go" in page
    assert "with 1 photo" in page
    app.client.post("/erase/period", {**days, "passphrase": PASSPHRASE})
    assert "5 entries are gone" in wait(app.client).content.decode()
    left = {each.local_time[:10] for each in diary_of(own_record()).entries}
    assert left == {"2026-01-01", "2026-01-03"}


def test_days_in_the_wrong_order_or_no_days_change_nothing(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=1)
    for days in ({"first": "2026-01-02", "last": "2026-01-01"}, {"first": "x", "last": "2026-01-01"}):
        assert app.client.post("/erase/period", {**days, "passphrase": PASSPHRASE}).status_code == 400
    assert app.client.get("/erase/period").status_code == 302
    assert len(diary_of(app.record).entries) == 5


def test_a_folder_that_is_not_there_is_named(app: App, knowledge: Knowledge, tmp_path: Path) -> None:
    fill(app.record, knowledge, days=1)
    stick = tmp_path / "stick"
    make_backup(app.path, now_s=NOW_S, to=stick)
    stick.rename(tmp_path / "drawer")
    assert str(stick) in app.client.get("/erase/entry/p0-08:00").content.decode()
    app.client.post("/erase/entry/p0-08:00", {"passphrase": PASSPHRASE})
    assert str(stick) in wait(app.client).content.decode()


def test_everything_needs_a_word_and_the_passphrase_and_leaves_nothing(app: App, knowledge: Knowledge) -> None:
    fill(app.record, knowledge, days=1)
    make_backup(app.path, now_s=NOW_S)
    say(app.record, knowledge, "one more")
    assert app.client.post("/erase/everything", {"word": "no", "passphrase": PASSPHRASE}).status_code == 400
    assert app.client.post("/erase/everything", {"word": "erase", "passphrase": "wrong"}).status_code == 400
    assert StoreFolder(app.path).exists
    app.client.post("/erase/everything", {"word": "Erase", "passphrase": PASSPHRASE})
    assert "Everything is erased" in wait(app.client).content.decode()
    assert not app.path.exists()
    assert not lock.is_open()


def test_while_it_goes_on_its_page_needs_nothing_of_the_record(app: App) -> None:
    from speciosa.web import chore

    assert all(getattr(each, "needs_no_opening", False) for each in (chore.chore, chore.chore_state))
    assert app.client.get("/chore").status_code == 302
    assert app.client.get("/chore/state").json() == {"ended": True, "says": "", "share": None}
