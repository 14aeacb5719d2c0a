"""`speciosa report` writes page, paper and data beside each other, the same ones every time."""

from __future__ import annotations

from pathlib import Path

import pytest

from speciosa.cli.app import run

ROWS = (
    "time,kind,name,value,unit,reason\n2026-03-01T07:55+01:00,rating,pain,6,,\n"
    "2026-03-01T08:05+01:00,dose,kratom leaf powder,2.5,g,pain\n"
)
NOW = ("--now", "2026-03-02T00:00Z")


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    (tmp_path / "diary.csv").write_text(ROWS)
    return tmp_path


def made(diary: Path, out: str, *more: str) -> bytes:
    assert run(["report", str(diary), "--out", str(diary / out), *NOW, *more]) == 0
    return (diary / out / "report.pdf").read_bytes()


def test_the_paper_lies_beside_the_page_and_the_terminal_says_so(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert made(diary, "out")[:5] == b"%PDF-"
    assert sorted(each.name for each in (diary / "out").iterdir()) == ["report.html", "report.json", "report.pdf"]
    assert f"For your doctor, to print: {diary / 'out' / 'report.pdf'}" in capsys.readouterr().out


def test_the_same_diary_gives_the_same_paper(diary: Path) -> None:
    assert made(diary, "a") == made(diary, "b")


def test_paper_and_entries_change_it_and_nothing_else(diary: Path) -> None:
    plain = made(diary, "a")
    assert len({plain, made(diary, "b", "--paper", "letter"), made(diary, "c", "--entries")}) == 3
    assert (diary / "a" / "report.json").read_bytes() == (diary / "c" / "report.json").read_bytes()
    assert (diary / "a" / "report.html").read_bytes() == (diary / "c" / "report.html").read_bytes()


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_read(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (diary / "a_file").write_text("mine")
    (diary / "diary.csv").unlink()
    assert run(["report", str(diary), "--out", str(diary / "a_file" / "out"), *NOW]) != 0
    assert "this is a file, not a folder" in capsys.readouterr().err
    assert (diary / "a_file").read_text() == "mine"
