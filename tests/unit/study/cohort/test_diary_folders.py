from __future__ import annotations

import os
from pathlib import Path

import pytest

from speciosa.study.cohort.diary_folders import DiaryFolders
from speciosa.values.errors import EntryError


def folder(place: Path, *names: str) -> DiaryFolders:
    for name in names:
        (place / name).mkdir(parents=True)
        (place / name / "diary.csv").write_text("time,kind,name,value\n")
    return DiaryFolders(place)


def test_each_folder_is_a_participant_in_the_order_of_names(tmp_path: Path) -> None:
    assert folder(tmp_path, "bo", "Ada", "cy 3").listed().ids == ("Ada", "bo", "cy 3")


def test_a_file_beside_the_folders_is_named(tmp_path: Path) -> None:
    source = folder(tmp_path, "ada")
    (tmp_path / "codes.xlsx").touch()
    assert [each.file for each in source.listed().rejected] == ["codes.xlsx"]


@pytest.mark.parametrize("other", ["ADA", "ada\u0301", "\u00e1da"])
def test_names_that_some_disks_take_for_the_same_are_both_left_out(tmp_path: Path, other: str) -> None:
    twin = {"ADA": "ada", "ada\u0301": "ad\u00e1", "\u00e1da": "a\u0301da"}[other]
    found = folder(tmp_path, twin, other, "bo").listed()
    assert found.ids == ("bo",)
    assert {each.file for each in found.rejected} == {twin, other}
    assert all("name of its own" in each.why for each in found.rejected)


def test_a_name_that_cannot_be_printed_is_shown_with_its_signs(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff")).mkdir()
    found = folder(tmp_path, "line\nbreak", "bo").listed()
    assert found.ids == ("bo",)
    assert sorted(each.file for each in found.rejected) == [r"a\udcff", r"line\nbreak"]


def test_no_folder_an_empty_one_and_a_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "none").mkdir()
    for name, says in (("not", "no such folder"), ("file", "this is a file"), ("none", "no participant's folder")):
        with pytest.raises(EntryError, match=says):
            DiaryFolders(tmp_path / name).listed()


def test_a_fingerprint_changes_with_the_diary_and_with_photos_that_count(tmp_path: Path) -> None:
    source = folder(tmp_path, "ada")
    first = {photos: source.fingerprint("ada", photos=photos) for photos in (True, False)}
    (tmp_path / "ada" / "one.jpg").write_bytes(b"xyz")
    assert source.fingerprint("ada", photos=False) == first[False]
    assert source.fingerprint("ada", photos=True) != first[True]
    (tmp_path / "ada" / "diary.csv").write_text("time,kind,name,value\n\n")
    assert source.fingerprint("ada", photos=False) != first[False]
