"""`speciosa restore`: the drill as a person does it, and every way in which it can't."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.cli.test_backup import WORDS, kept
from tests.unit.cli.test_store_option import as_folder

from speciosa.cli.app import run

__all__ = ["kept"]
NOW = "2026-03-01T20:00+01:00"


@pytest.fixture
def backup(kept: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["backup", "s", "--to", "stick", *WORDS, "--now", NOW]) == 0
    capsys.readouterr()
    (found,) = (kept / "stick").iterdir()
    return found


def test_the_drill_a_report_of_the_restored_store_is_byte_for_byte_that_of_before(backup: Path, kept: Path) -> None:
    of = ["--now", NOW, "--out"]
    assert run(["report", "--store", "s", *WORDS, *of, "before"]) == 0
    (kept / "s").rename(kept / "lost")
    assert run(["restore", str(backup), "--store", "new", *WORDS]) == 0
    assert run(["report", "--store", "new", *WORDS, *of, "after"]) == 0
    for name in ("report.json", "report.html"):
        assert (kept / "before" / name).read_bytes() == (kept / "after" / name).read_bytes()
    as_folder(kept / "lost", kept / "d0")
    as_folder(kept / "new", kept / "d1")
    assert (kept / "d0" / "diary.csv").read_bytes() == (kept / "d1" / "diary.csv").read_bytes()
    assert (kept / "d0" / "photos" / "0.jpg").read_bytes() == (kept / "d1" / "photos" / "0.jpg").read_bytes()


def test_a_store_that_is_there_is_put_aside_and_said_to_be(
    backup: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["restore", str(backup), "--store", "s", *WORDS, "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert "Every row was checked: 9 entries, 1 photos" in said
    assert "store-before-restore-2026-03-01T190000Z" in said
    assert (kept / "s" / "store-before-restore-2026-03-01T190000Z" / "store.db").exists()
    assert run(["check", "--store", "s", *WORDS]) == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["restore", "nowhere", "--store", "n", *WORDS], "there is no such backup"),
        (["restore", "words", "--store", "n", *WORDS], "this is no backup of speciosa"),
        (["restore", "BACKUP", "--store", "n", "--passphrase-file", "other"], "does not open"),
        (["restore", "BACKUP", "--store", "n", "--recovery-code-file", "other"], "recovery code"),
        (["restore", "BACKUP", "--store", "n", *WORDS, "--recovery-code-file", "other"], "both named"),
        (["restore", "BACKUP", "--store", "words", *WORDS], "words"),
        (["restore"], "BACKUP"),
    ],
)
def test_a_wrong_call_gets_one_plain_sentence_and_makes_nothing(
    call: list[str], says: str, backup: Path, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept / "other").write_text("some other words")
    assert run([str(backup) if each == "BACKUP" else each for each in call]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says.lower() in said.err.lower()
    assert said.err.count("\n") == 1
    assert not (kept / "n").exists()
