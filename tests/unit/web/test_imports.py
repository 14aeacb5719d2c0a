"""Bringing files in: seen first, every row accounted for, and taken back as a whole."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.conftest import HEADER
from tests.store_fixture import PASSPHRASE
from tests.unit.store.filled import fill, say
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.record.packed_diary import diary_files, zipped
from speciosa.store import entries
from speciosa.store.diary import diary_of
from speciosa.store.models import Entry
from speciosa.store.past_imports import past_imports
from speciosa.web import held_file, importing
from speciosa.web.import_reading import Wanted, read_found
from speciosa.web.leaving import PARTS, only

DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-02-01,February 1,Sunday,08:00,good,"walk","",""\n'
    '2026-02-02,February 2,Monday,25:00,good,"walk","",""\n'
)
CSV = f"{HEADER}\n2026-02-01T08:00,rating,pain,6,,,,,,p1,,\n2026-02-01T09:00,nonsense,x,,,,,,,,,\n2026-02-01T08:00,rating,pain,6,,,,,,p1,,\n"


@pytest.fixture
def here(app: App, monkeypatch: pytest.MonkeyPatch) -> App:
    """The app; files are read in this process."""
    monkeypatch.setattr(
        importing,
        "run_apart",
        lambda _task, file, wanted, place, *, step, folder: read_found(file, wanted, place, step),
    )
    return app


def brought(app: App, name: str, body: bytes, **said: str) -> Any:
    """The preview of a file that was uploaded."""
    form = {"file": SimpleUploadedFile(name, body), "zone": "Europe/Berlin", "format": "", **said}
    answer = app.client.post("/import", form)
    return wait(app.client) if answer.status_code == 302 else answer


def add(app: App) -> None:
    """Say yes to what the preview shows."""
    assert app.client.post("/import/add").status_code == 302
    assert wait(app.client).status_code == 302


def test_nothing_is_written_before_the_person_says_so(here: App) -> None:
    page = brought(here, "diary.csv", CSV.encode()).content.decode()
    assert "Nothing is added yet." in page
    assert Entry.objects.count() == 0
    here.client.post("/import/leave")
    assert here.client.post("/import/add").status_code == 400
    assert Entry.objects.count() == 0


def test_every_row_is_kept_refused_or_merged(here: App) -> None:
    brought(here, "diary.csv", CSV.encode())
    add(here)
    (past,) = past_imports(here.record)
    assert (past.rows, past.kept, past.refused, past.merged) == (3, 1, 1, 1)
    assert past.entries == 1
    page = here.client.get(f"/import/{past.token}").content.decode()
    assert past.whys[0][0].split(";")[0] in page


def test_a_bare_local_time_is_read_in_the_zone_that_was_asked_for(here: App) -> None:
    brought(here, "diary.csv", CSV.encode(), zone="America/New_York")
    add(here)
    assert [each.offset_min for each in diary_of(here.record).entries] == [-300]


def test_an_own_export_brought_back_in_doubles_nothing(here: App, knowledge: Knowledge) -> None:
    fill(here.record, knowledge, days=3)
    before = diary_of(here.record)
    page = brought(here, "all.zip", zipped(diary_files(only(before, PARTS, knowledge)))).content.decode()
    assert "There is nothing new in it" in page
    assert diary_of(here.record) == before


def test_an_own_export_fills_an_empty_store_with_an_equal_diary(
    here: App, knowledge: Knowledge, tmp_path: Path
) -> None:
    fill(here.record, knowledge, days=3)
    say(here.record, knowledge, "late")
    entries.take_back(here.record, "late", knowledge, now_s=1_775_000_000)
    before = diary_of(here.record)
    file = zipped(diary_files(before))
    from speciosa.store.erasing import erase_entries
    from speciosa.store.models import Detail, Erasure

    erase_entries(here.record, [each.id for each in before.history if not each.supersedes], passphrase=PASSPHRASE)
    Erasure.objects.all().delete()  # as if it were another machine's store
    Detail.objects.all().delete()
    here.client.post("/unlock", {"passphrase": PASSPHRASE})
    brought(here, "all.zip", file)
    add(here)
    assert diary_of(here.record) == before


def test_what_was_erased_stays_out(here: App, knowledge: Knowledge) -> None:
    from speciosa.store.erasing import erase_entries

    fill(here.record, knowledge, days=2)
    file = zipped(diary_files(diary_of(here.record)))
    erase_entries(here.record, ["p1-08:00"], passphrase=PASSPHRASE)
    here.client.post("/unlock", {"passphrase": PASSPHRASE})
    page = brought(here, "all.zip", file).content.decode()
    assert "1 entry was erased here before" in page
    assert not Entry.objects.filter(entry_id="p1-08:00").exists()


def test_an_import_is_taken_back_as_a_whole_but_for_what_the_person_corrected(here: App, knowledge: Knowledge) -> None:
    rows = "".join(f"2026-02-0{day}T08:00,rating,pain,6,,,,,,p{day},,\n" for day in range(1, 5))
    brought(here, "diary.csv", f"{HEADER}\n{rows}".encode())
    add(here)
    from speciosa.record.row import Row

    entries.correct(here.record, "p2", Row("2026-02-02T08:00+01:00", "rating", "pain", "3"), knowledge)
    (past,) = past_imports(here.record)
    here.client.post(f"/import/{past.token}/back")
    assert [each.value for each in diary_of(here.record).entries] == [3.0]
    assert past_imports(here.record)[0].taken_back == 3


def test_a_correction_that_an_import_brought_gives_way_to_what_stood_before(here: App, knowledge: Knowledge) -> None:
    say(here.record, knowledge, "mine", "5")
    brought(
        here,
        "diary.csv",
        f"{HEADER}\n2026-03-01T08:00,rating,pain,5,,,,,,mine,,\n2026-03-01T08:00,rating,pain,9,,,,,,theirs,mine,\n".encode(),
    )
    add(here)
    assert [each.value for each in diary_of(here.record).entries] == [9.0]
    (past,) = past_imports(here.record)
    here.client.post(f"/import/{past.token}/back")
    assert [each.value for each in diary_of(here.record).entries] == [5.0]


def test_another_apps_file_is_recognised_in_a_process_of_its_own(app: App) -> None:
    page = brought(app, "export.csv", DAYLIO.encode()).content.decode()
    assert "Daylio CSV export" in page
    add(app)
    (past,) = past_imports(app.record)
    assert (past.rows, past.kept + past.refused + past.merged) == (2, 2)
    assert past.refused == 1
    brought(app, "export.csv", DAYLIO.encode())
    add_again = app.client.post("/import/add")
    assert add_again.status_code == 302
    wait(app.client)
    assert past_imports(app.record)[0].entries == 0


def test_an_unknown_file_is_a_plain_sentence_without_its_words(app: App) -> None:
    answer = brought(app, "secret-name.bin", b"\x00\x01secret words")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "of no kind that is known here" in page
    assert "secret words" not in page


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04broken", b"time,kind,name,value\n\xff\xfe\x00"])
def test_a_damaged_file_changes_nothing(here: App, body: bytes) -> None:
    assert brought(here, "diary.csv", body).status_code in {200, 400}
    assert Entry.objects.count() == 0


def test_the_import_folder_is_listed_and_read_only_on_a_tap(here: App) -> None:
    inbox = here.path / "inbox"
    inbox.mkdir()
    (inbox / "mine.csv").write_text(CSV)
    (inbox / "link.csv").symlink_to("/etc/passwd")
    page = here.client.get("/import").content.decode()
    assert "mine.csv" in page
    assert "link.csv" not in page
    assert here.client.post("/import", {"inbox": "../key.json", "zone": "UTC"}).status_code == 400
    here.client.post("/import", {"inbox": "mine.csv", "zone": "Europe/Berlin", "format": ""})
    assert "Nothing is added yet." in wait(here.client).content.decode()


def test_a_file_is_held_in_a_folder_of_its_owners_alone_and_is_gone_at_once(tmp_path: Path) -> None:
    with held_file.held_folder(tmp_path) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.parent == (held_file.MEMORY if held_file.is_in_memory() else tmp_path)
        (folder / "x").write_bytes(b"x")
    assert not folder.exists()


def test_a_zip_writes_nothing_outside_its_folder(tmp_path: Path, knowledge: Knowledge) -> None:
    del knowledge
    from speciosa.record import Columns

    evil = zipped({"diary.csv": f"{HEADER}\n".encode(), "../evil.toml": b"x", "photos/../../evil.jpg": b"x"})
    file = tmp_path / "in" / "a.zip"
    file.parent.mkdir()
    file.write_bytes(evil)
    found = read_found(file, Wanted("a.zip", "", "UTC", 0, Columns.of(())), file.parent, lambda *_: None)
    assert found.photos == {}
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == ["a.zip", "diary.csv", "person.toml"]


def test_leaving_a_file_throws_no_other_work_away(here: App) -> None:
    brought(here, "diary.csv", CSV.encode())
    stranger = Client(HTTP_HOST="127.0.0.1:8137")
    stranger.post("/unlock", {"passphrase": PASSPHRASE})
    assert stranger.post("/import/leave").status_code == 302
    add(here)
    assert Entry.objects.count() == 1


def test_the_receipt_waits_for_who_leaves_the_page_meanwhile(here: App) -> None:
    brought(here, "diary.csv", CSV.encode())
    here.client.post("/import/add")
    while not here.client.get("/chore/state").json()["ended"]:
        pass
    here.client.post("/import/leave")  # the other kind of work: what was added is not forgotten
    assert here.client.get("/import/added").headers["Location"].startswith("/import/")
    assert here.client.get("/import/added").headers["Location"] != "/import"
