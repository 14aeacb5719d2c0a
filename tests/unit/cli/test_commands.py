"""Every way to end has its exit status, one plain sentence, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from speciosa.cli.app import run

PAIN = "time,kind,name,value\n2026-03-01T08:00+01:00,rating,pain,6\n2026-03-02T08:00+01:00,rating,pain,12\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "diary.csv").write_text(PAIN)
    return tmp_path


def test_check_says_what_it_read_and_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Read 2 rows: 1 kept, 1 refused, 0 said twice." in said
    assert "line 3: this value is outside 0 to 10" in said


def test_json_stands_alone_on_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    assert {key: document["read"][key] for key in ("rows", "kept", "merged")} == {"rows": 2, "kept": 1, "merged": 0}
    assert document["read"]["refused"][0]["line"] == 3


def test_strict_stops_at_the_first_refused_row(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(folder), "--strict"]) == 2
    assert capsys.readouterr().err.startswith("speciosa: line 3: ")


def test_a_report_is_written_whole_and_the_same_bytes_again(folder: Path, tmp_path: Path) -> None:
    arguments = ["report", str(folder), "--now", "2026-03-03T08:00+01:00", "--out"]
    for out in ("one", "two"):
        assert run([*arguments, str(tmp_path / out)]) == 0
    for name in ("report.html", "report.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert json.loads((tmp_path / "one" / "report.json").read_text())["schema"] == 1


def test_an_empty_diary_is_done_and_an_unreadable_one_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diary = tmp_path / "d.csv"
    diary.write_text("time,kind,name,value\n")
    assert run(["report", str(diary), "--out", str(tmp_path / "out")]) == 0
    diary.write_text("time,kind,name,value\nyesterday,rating,pain,6\n")
    assert run(["check", str(diary)]) == 2
    assert "none of the 1 rows could be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere"], ["check"], ["chek", "x"], ["report", "nowhere", "--out", "x"], ["check", "x", "--wrong"],
        ["report", "x"], ["import", "nowhere", "--out", "x"], ["check", "x", "--now", "yesterday"],
        ["expose", "nowhere"], ["expose", "x", "--grid", "often"], ["expose", "x", "--language", "xx"],
        ["effect", "nowhere"], ["effect", "x", "--seed", "-1"],
        ["skin", "card"], ["skin", "card", "--out", "c.pdf", "--id", "250"], ["skin", "card", "--out", "c.png"],
        ["backup", "nowhere", "--passphrase-file", "x"], ["restore", "nowhere"], ["verify", "nowhere"],
        ["new", "x", "--time-zone", "Mars/North"], ["report", "x", "--out", "y", "--seed", "many"],
    ],
)  # fmt: skip
def test_a_wrong_call_gets_one_plain_sentence(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("speciosa: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == [], "nothing half-written"


def test_a_language_that_is_not_there_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", str(folder), "--out", str(folder / "o"), "--language", "xx"]) == 2
    assert "en" in capsys.readouterr().err


def test_a_fault_of_ours_tells_nothing_of_the_diary(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("7493.5 at 2026-03-01")

    monkeypatch.setattr("speciosa.record.read_diary", broken)
    assert run(["check", str(folder)]) == 3
    said = capsys.readouterr().err
    assert "fault of speciosa itself (ValueError" in said
    assert "7493" not in said
    assert "2026-03-01" not in said


def test_an_interruption_ends_with_its_own_status(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("speciosa.record.read_diary", interrupted)
    assert run(["check", str(folder)]) == 130


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m speciosa check {folder} --json | head -c 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""


def test_the_template_is_read_without_a_refusal_and_says_that_it_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "my"), "--time-zone", "Europe/Berlin"]) == 0
    capsys.readouterr()
    assert run(["check", str(tmp_path / "my"), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)["read"]
    assert read["refused"] == []
    assert [each["code"] for each in read["questions"]] == ["example"]
    before = (tmp_path / "my" / "diary.csv").read_bytes()
    assert run(["new", str(tmp_path / "my")]) == 2
    assert (tmp_path / "my" / "diary.csv").read_bytes() == before


def test_help_teaches_every_command_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name in (
        "report",
        "demo",
        "new",
        "check",
        "expose",
        "effect",
        "skin",
        "import",
        "pk",
        "app",
        "backup",
        "restore",
        "verify",
    ):
        run([name, "--help"])
        assert f"Example: speciosa {name}" in capsys.readouterr().out
    run(["--help"])
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in ("report", "study", "trial", "verify"))


def test_the_demo_leaves_a_diary_of_somebody_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "diary.csv").write_text(PAIN)
    assert run(["demo", "--out", str(tmp_path)]) == 2
    assert (tmp_path / "diary" / "diary.csv").read_text() == PAIN
    assert "somebody" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "status"), [("check {} >&-", 0), ("check {} --json >/dev/full", 2), ("--help >/dev/full", 2)]
)
def test_output_that_nobody_takes_is_no_traceback(folder: Path, call: str, status: int) -> None:
    command = f"{sys.executable} -m speciosa {call.format(folder)}"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert "fault of speciosa" not in done.stderr


def test_a_terminal_that_lacks_a_letter_is_no_reason_to_stop(folder: Path) -> None:
    (folder / "diary.csv").write_text("time,kind,name,value\n2026-03-01T08:00+01:00,rating,müde,6\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "speciosa", "check", str(folder)],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"m\\xfcde" in done.stdout


def test_every_refused_line_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "diary.csv").write_text(PAIN + "x,rating,pain,6\n" * 30)
    assert run(["check", str(folder)]) == 0
    assert "line 4-33: this is not a time that we can read" in capsys.readouterr().out


def test_a_link_to_a_diary_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "cloud.csv"
    real.write_text(PAIN)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "diary.csv").symlink_to(real)
    export = tmp_path / "daylio.csv"
    export.write_text("full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-05,x,y,08:00,rad,,,\n")
    assert run(["import", str(export), "--out", str(tmp_path / "d"), "--time-zone", "Europe/Berlin"]) == 0
    assert (tmp_path / "d" / "diary.csv").is_symlink()
    assert "rating,mood" in real.read_text()
