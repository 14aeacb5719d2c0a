"""`speciosa backup`: what it says, and every way in which it can't."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store_fixture import PASSPHRASE, cheap_hashing, made_store

from speciosa.cli.app import run
from speciosa.knowledge import Knowledge


@pytest.fixture
def kept(tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder that is the current one: a store `s` with an entry, and its passphrase in `words`."""
    with made_store(tmp_path / "s") as record:
        from tests.unit.store.filled import fill

        fill(record, knowledge, days=2)
    (tmp_path / "words").write_text(PASSPHRASE + "\r\nsecond line\n")
    monkeypatch.chdir(tmp_path)
    with cheap_hashing():
        yield tmp_path


WORDS = ["--passphrase-file", "words"]


@pytest.mark.parametrize("named", [["s"], ["--store", "s"]])
def test_a_store_is_named_in_either_way(named: list[str], kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", *named, *WORDS, "--now", "2026-03-01T08:05+01:00"]) == 0
    said = capsys.readouterr().out
    assert (kept / "s" / "backups" / "speciosa-2026-03-01T070500Z.backup").exists()
    assert "opened again" in said
    assert "9 entries, 1 photos" in said
    assert "same disk" in said
    assert PASSPHRASE not in said


def test_without_a_name_it_is_the_usual_store(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPECIOSA_STORE", str(kept / "s"))
    assert run(["backup", "--to", "stick", *WORDS]) == 0
    assert "same disk" not in capsys.readouterr().out
    assert len(list((kept / "stick").iterdir())) == 1
    monkeypatch.setenv("SPECIOSA_STORE", str(kept / "nowhere"))
    assert run(["backup", *WORDS]) == 2
    assert "there is no store in this folder" in capsys.readouterr().err


def test_the_passphrase_is_asked_at_a_terminal_without_showing_it(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_kwargs: PASSPHRASE)
    assert run(["backup", "s"]) == 0
    monkeypatch.setattr("getpass.getpass", lambda *_args, **_kwargs: "")
    assert run(["backup", "s"]) == 2
    assert "no passphrase was typed" in capsys.readouterr().err
    assert kept.exists()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["backup", "s", "--store", "s", *WORDS], "named twice"),
        (["backup", "s", "--to", "words", *WORDS], "words"),
        (["backup", "words", *WORDS], "there is no store"),
        (["backup", "s", "--passphrase-file", "s"], "not there"),
        (["backup", "s"], "--passphrase-file"),
    ],
)
def test_a_wrong_call_gets_one_plain_sentence_and_makes_nothing(
    call: list[str], says: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(call) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.count("\n") == 1
    assert not (kept / "s" / "backups").exists()
