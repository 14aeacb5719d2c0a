"""`speciosa verify`: whole and damaged, in words and as JSON."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from tests.unit.cli.test_backup import WORDS, kept

from speciosa.cli.app import run

__all__ = ["kept"]


@pytest.fixture
def backed_up(kept: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """With a backup of two days."""
    for day in (1, 2):
        assert run(["backup", "s", *WORDS, "--now", f"2026-03-0{day}T20:00+01:00"]) == 0
    capsys.readouterr()
    return kept


def damage(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def test_a_whole_store_is_said_to_be_whole(backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "s", *WORDS]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Whole: s.")
    assert said.count("good, 9 entries, 1 photos") == 2
    assert run(["verify", "--store", "s", *WORDS, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["whole"], document["damage"]) == (1, True, [])
    assert [each["made"] for each in document["backups"]] == ["2026-03-01T19:00:00+00:00", "2026-03-02T19:00:00+00:00"]
    assert backed_up.exists()


def test_a_damaged_store_ends_with_status_2_and_its_command_brings_it_back(
    backed_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(backed_up / "s" / "store.db")
    assert run(["verify", "s", *WORDS, "--json"]) == 2
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["whole"] is False
    assert document["newest_good"].endswith("speciosa-2026-03-02T190000Z.backup")
    assert document["restore"] in said.err
    assert said.err.count("\n") == 1
    command = shlex.split(document["restore"])
    assert command[0] == "speciosa"
    assert run([*command[1:], *WORDS]) == 0
    capsys.readouterr()
    assert run(["verify", "s", *WORDS]) == 0


def test_a_damaged_backup_is_status_2_too_and_a_new_one_is_advised(
    backed_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(backed_up / "s" / "backups" / "speciosa-2026-03-02T190000Z.backup")
    assert run(["verify", "s", *WORDS]) == 2
    said = capsys.readouterr()
    assert said.out.startswith("Whole: s.")
    assert "speciosa-2026-03-02T190000Z.backup: not good: this backup is damaged" in said.out
    assert "speciosa backup" in said.err


def test_a_wrong_passphrase_is_no_damage(backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (backed_up / "other").write_text("some other words")
    assert run(["verify", "s", "--passphrase-file", "other"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "this passphrase does not open this store" in said.err


def test_a_lost_key_file_is_damage_that_a_backup_mends(backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (backed_up / "s" / "key.json").unlink()
    assert run(["verify", "s", *WORDS]) == 2
    assert "speciosa restore" in capsys.readouterr().err
