"""An id from a secret at home: the same person the same in one study, another in another; nobody else can read it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from speciosa.effect.pooling import packet_id
from speciosa.study.federated.participant import secret_in, secret_place, study_name
from speciosa.values.errors import EntryError


def test_a_secret_is_made_once_and_for_this_account_alone(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "one.secret"
    first = secret_in(file)
    assert len(first) == 32
    assert secret_in(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert secret_in(tmp_path / "other.secret") != first


def test_a_secret_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "one.secret"
    first = secret_in(file)
    file.chmod(0o644)
    assert secret_in(file) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "my diary\n", "ab" * 31, "\xff" * 64])
def test_a_file_that_is_no_secret_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(EntryError, match="secret"):
        secret_in(file)
    assert file.read_text(encoding="latin-1") == text


def test_ids_are_the_same_in_one_study_and_unrelated_in_another(tmp_path: Path) -> None:
    one = secret_in(tmp_path / "s")
    assert packet_id(one, study_name("Leaf  Study")) == packet_id(one, study_name("leaf study"))
    assert packet_id(one, "leaf study") != packet_id(one, "tablets")
    assert secret_place(tmp_path, "/diaries/a").name != secret_place(tmp_path, "/diaries/b").name
    assert "diaries" not in secret_place(tmp_path, "/diaries/a").name


@pytest.mark.parametrize("name", ["", "  ", "-x", "a/b", "x" * 61, "a\nb;c"])
def test_what_is_no_name_of_a_study_is_refused(name: str) -> None:
    with pytest.raises(EntryError, match="no name of a study"):
        study_name(name)
