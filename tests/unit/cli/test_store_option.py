"""`--store PATH` in place of DIARY: the same answers, the same bytes, the same ways to end."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store_fixture import PASSPHRASE, close, made_store

from speciosa.cli.app import run
from speciosa.cli.store_asked import default_store
from speciosa.knowledge import Knowledge
from speciosa.record import Person, Product, read_diary, write_diary
from speciosa.record.row import Row

if TYPE_CHECKING:
    from speciosa.store.models import Record

NOW = "2026-03-01T20:00+01:00"
DAYS = 12


def rows(days: int = DAYS) -> Iterator[Row]:
    """Some weeks of somebody's life: doses, pain, a note with two lines, a slip, a correction, two of one entry."""
    for day in range(days):
        date = f"2026-{1 + day // 28:02d}-{1 + day % 28:02d}"
        for hour, pain in (("08:00", 6), ("20:00", 4)):
            yield Row(f"{date}T{hour}+01:00", "dose", "my leaf", "2.5", "g", id=f"d{day}-{hour}")
            yield Row(f"{date}T{hour}+01:00", "rating", "pain", str((pain + day) % 8), id=f"p{day}-{hour}")
    yield Row("2026-01-05T09:00+01:00", "symptom", "nausea", "3", note="two\nlines", id="n1")
    yield Row("2026-01-06T09:00+01:00", "dose", "my leaf", "2500", "g", id="slip")
    yield Row("2026-01-07T09:00+01:00", "rating", "mood", "5", id="m1")
    yield Row(
        "2026-01-07T09:00+01:00", "rating", "mood", "6", recorded="2026-01-08T09:00+01:00", id="m2", supersedes="m1"
    )
    yield Row(
        "2026-01-07T09:00+01:00", "rating", "mood", "7", recorded="2026-01-09T09:00+01:00", id="m3", supersedes="m1"
    )
    for at in range(2):
        yield Row(f"2026-01-1{at}T12:00+01:00", "photo", "forearm_dorsal_left", f"photos/{at}.jpg", id=f"f{at}")


def filled_store(path: Path, knowledge: Knowledge, days: int = DAYS) -> None:
    """A store with those entries, a person, a product, and one of the two photos."""
    with made_store(path) as record:
        from speciosa.store.details import save_person, save_products
        from speciosa.store.entries import add_rows
        from speciosa.store.models import Photo

        save_person(record, Person(time_zone="Europe/Berlin", birth_year=1980, medicine_names=(("x", "fluoxetine"),)))
        save_products(record, [Product("my leaf", mitragynine_mg_per_g=14.5, basis="assay")])
        assert not [each.why for each in add_rows(record, rows(days), knowledge) if each.why]
        body = grey_jpeg()
        Photo.objects.create(record=record, name="photos/0.jpg", body=body, small=body, entered_s=0)


def grey_jpeg() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 48), (128, 120, 110)).save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """A folder with the store `s`, its passphrase in `words`, and the same diary as the folder `d`."""
    folder = tmp_path_factory.mktemp("kept")
    filled_store(folder / "s", knowledge)
    (folder / "words").write_text(PASSPHRASE + "\n")
    as_folder(folder / "s", folder / "d")
    return folder


def as_folder(store: Path, folder: Path) -> None:
    """Write what a store holds as a diary's folder."""
    from speciosa.store.diary import diary_of
    from speciosa.store.entries import own_record
    from speciosa.store.opening import open_store
    from speciosa.store.photos import PhotoShelf

    open_store(store, PASSPHRASE)
    write_diary(diary_of(own_record()), folder)
    for name, body in PhotoShelf(own_record()).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(body)
    close()


def in_store(kept: Path) -> list[str]:
    return ["--store", str(kept / "s"), "--passphrase-file", str(kept / "words")]


def test_a_report_out_of_a_store_is_the_same_bytes_as_out_of_a_folder(kept: Path, tmp_path: Path) -> None:
    common = ["--now", NOW, "--out"]
    assert run(["report", str(kept / "d"), *common, str(tmp_path / "folder")]) == 0
    assert run(["report", *in_store(kept), *common, str(tmp_path / "store")]) == 0
    for name in ("report.json", "report.html"):
        assert (tmp_path / "folder" / name).read_bytes() == (tmp_path / "store" / name).read_bytes()
    questions = json.loads((tmp_path / "store" / "report.json").read_text())["read"]["questions"]
    assert {"dose_size", "corrected_twice", "photo_missing"} <= {each["code"] for each in questions}


@pytest.mark.parametrize(
    "command", [["check"], ["expose", "--grid", "6h"], ["screen"], ["skin", "follow"], ["trial", "status"]]
)
def test_a_command_says_the_same_of_a_store_as_of_a_folder(
    command: list[str], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, str(kept / "d"), "--json", "--now", NOW]) == 0
    of_folder = capsys.readouterr().out
    assert run([*command, *in_store(kept), "--json", "--now", NOW]) == 0
    assert capsys.readouterr().out == of_folder
    assert len(of_folder) > 100


def test_the_diary_of_a_store_that_was_read_back_is_equal(kept: Path, knowledge: Knowledge) -> None:
    from speciosa.store.diary import diary_of
    from speciosa.store.entries import own_record
    from speciosa.store.opening import open_store

    open_store(kept / "s", PASSPHRASE)
    read = diary_of(own_record())
    close()
    again = read_diary(kept / "d", knowledge, now_s=2_000_000_000)
    assert again == read
    assert replace(read, person=Person()) != read


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["check"], "no diary is named"),
        (["check", "d", "--store", "s", "--passphrase-file", "words"], "both named"),
        (["check", "d", "--passphrase-file", "words"], "no passphrase"),
        (["check", "s"], "write --store before it"),
        (["check", "--store", "nowhere", "--passphrase-file", "words"], "there is no store in this folder"),
        (["check", "--store", "d", "--passphrase-file", "words"], "there is no store in this folder"),
        (["check", "--store", "s", "--passphrase-file", "nowhere"], "not there"),
        (["check", "--store", "s", "--passphrase-file", "empty"], "empty"),
        (["check", "--store", "s", "--passphrase-file", "other"], "does not open this store"),
        (["check", "--store", "s"], "--passphrase-file"),
    ],
)
def test_a_wrong_call_gets_one_plain_sentence(
    call: list[str], says: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(kept)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    Path("other").write_text("some other words")
    Path("empty").write_text("\n")
    assert run(call) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.count("\n") == 1
    assert PASSPHRASE not in said.err


def test_a_store_is_locked_again_after_a_command_whatever_came_of_it(kept: Path) -> None:
    from speciosa.store import lock

    assert run(["check", *in_store(kept)]) == 0
    assert not lock.is_open()
    assert run(["expose", *in_store(kept), "--now", "yesterday"]) == 2
    assert not lock.is_open()
    assert not list((kept / "s").glob("store.db-*")), "the write-ahead log is put away"


def test_a_trial_is_planned_and_revealed_in_a_store_as_in_a_folder(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.unit.trial.made import NOW as PLANNED
    from tests.unit.trial.made import daily, folder

    later = "2026-06-01T08:00+02:00"
    places = [[str(folder(tmp_path / "d", daily()))], in_store(tmp_path)]
    (tmp_path / "words").write_text(PASSPHRASE)
    with made_store(tmp_path / "s") as record:
        from speciosa.store.taking_over import store_diary

        store_diary(record, read_diary(tmp_path / "d", knowledge, now_s=2_000_000_000))
    taken = Row("2026-03-08T08:05+01:00", "dose", "trial capsule", "5", "capsule", "pain", id="t1")
    for place, out in zip(places, ("of-d", "of-s"), strict=True):
        plan = ["trial", "plan", *place, "--out", str(tmp_path / out), "--now", PLANNED, "--seed", "7"]
        assert run(plan) == 0, capsys.readouterr().err
    with (tmp_path / "d" / "diary.csv").open("r+") as file:
        header = file.readline().strip().split(",")
        file.seek(0, 2)
        file.write(",".join(getattr(taken, column) for column in header) + "\n")
    with opened_store(tmp_path / "s") as record:
        from speciosa.store.entries import add_row

        add_row(record, taken, knowledge)
    for place, out in zip(places, ("of-d", "of-s"), strict=True):
        sealed = str(tmp_path / out / "sealed.json")
        assert run(["trial", "reveal", *place, "--sealed", sealed, "--now", later]) == 0, capsys.readouterr().err
        told = capsys.readouterr().out
        assert "1 capsule doses now" in told, told[-700:]
    said = []
    for place in places:
        assert run(["trial", "status", *place, "--json", "--now", later]) == 0
        said.append(json.loads(capsys.readouterr().out)["trial"])
    assert said[0] == said[1]
    with opened_store(tmp_path / "s") as record:
        from speciosa.store.models import Entry

        assert set(Entry.objects.values_list("origin", flat=True)) == {"diary", "app", "trial"}


@contextmanager
def opened_store(path: Path) -> Iterator[Record]:
    from speciosa.store.entries import own_record
    from speciosa.store.opening import open_store

    open_store(path, PASSPHRASE)
    try:
        yield own_record()
    finally:
        close()


def test_the_usual_place_of_a_store_is_that_of_the_machine() -> None:
    home = Path.home()
    assert default_store({}, "linux") == home / ".local" / "share" / "speciosa"
    assert default_store({}, "darwin") == home / "Library" / "Application Support" / "speciosa"
    assert default_store({"LOCALAPPDATA": "C:/L"}, "win32") == Path("C:/L") / "speciosa"
    assert default_store({"SPECIOSA_STORE": "~/mine", "LOCALAPPDATA": "x"}, "win32") == home / "mine"


def test_help_needs_neither_django_nor_the_store() -> None:
    code = (
        "import sys; from speciosa.cli.app import run; run(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('django', 'speciosa.store', 'sqlcipher3', 'numpy')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=dict(os.environ))
    assert done.returncode == 0


DAYLIO = "full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-05,x,y,08:00,rad,,,\n"


def test_another_app_s_file_goes_into_a_store_as_into_a_folder_and_twice_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], knowledge: Knowledge
) -> None:
    with made_store(tmp_path / "s"):
        pass
    (tmp_path / "words").write_text(PASSPHRASE)
    (tmp_path / "a.csv").write_text(DAYLIO)
    common = ["import", str(tmp_path / "a.csv"), "--time-zone", "Europe/Berlin", "--json", "--now", NOW]
    receipts = []
    for place in (["--out", str(tmp_path / "d")], in_store(tmp_path), in_store(tmp_path)):
        assert run([*common, *place]) == 0
        receipts.append(json.loads(capsys.readouterr().out))
    assert receipts[0] == receipts[1]
    assert (receipts[1]["entries"], receipts[2]["entries"]) == (1, 0)
    with opened_store(tmp_path / "s") as record:
        from speciosa.store.diary import diary_of
        from speciosa.store.models import Entry
        from speciosa.store.past_imports import past_imports, take_import_back

        assert diary_of(record) == read_diary(tmp_path / "d", knowledge, now_s=2_000_000_000)
        (origin,) = Entry.objects.values_list("origin", flat=True)
        newest, first = past_imports(record)  # as the app lists them, each with its receipt, to be taken back there
        assert (first.origin, first.format_name, first.file) == (origin, receipts[0]["format"], "a.csv")
        assert (first.rows, first.entries, newest.entries) == (receipts[0]["read"]["rows"], 1, 0)
        assert take_import_back(record, first, when="2026-05-28T10:00:00+02:00") == 1
        assert not list(diary_of(record).entries)
    assert run([*common, "--out", str(tmp_path / "d"), *in_store(tmp_path)]) == 2
    assert "named twice" in capsys.readouterr().err
