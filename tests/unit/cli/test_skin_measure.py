"""`skin measure`: the contract's list for scripts, a person's lines, and one plain sentence for a wrong call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.unit.skin.photos_made import file_of, usual_photo

from speciosa.cli.app import run
from speciosa.skin.colour import ita_deg
from speciosa.skin.refusals import REFUSALS

CONTRACT = {"file", "accepted", "reason", "card_id", "lab", "ita_deg", "sd", "seconds"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good photo and a file that is none."""
    (tmp_path / "arm.jpg").write_bytes(file_of(usual_photo()))
    (tmp_path / "broken.jpg").write_bytes(b"no photo")
    return tmp_path


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert run(["skin", "measure", *arguments, "--json"]) == 0
    said = capsys.readouterr()
    found: list[dict[str, Any]] = json.loads(said.out)
    return found


def one_sentence(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a wrong call is answered: on standard error, one line."""
    assert run(["skin", "measure", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def test_json_is_a_list_with_the_contract_s_fields_in_its_order(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = listed(capsys, str(folder / "arm.jpg"))
    assert [each for each in found if each in CONTRACT] == [
        "file", "accepted", "reason", "card_id", "lab", "ita_deg", "sd", "seconds",
    ]  # fmt: skip
    assert (found["file"], found["accepted"], found["reason"], found["card_id"]) == (
        str(folder / "arm.jpg"),
        True,
        None,
        7,
    )
    assert len(found["lab"]) == 3
    assert {"ita_deg", "delta_e_00"} <= set(found["sd"])
    assert found["sd"]["ita_deg"] > 0
    assert found["sd"]["delta_e_00"] > 0
    assert abs(found["ita_deg"] - float(ita_deg(usual_photo().truth_lab))) < 3 * found["sd"]["ita_deg"]
    assert found["not_assessed"] == []
    assert found["seconds"] >= 0


def test_a_refused_photo_has_a_reason_and_null_for_every_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = listed(capsys, str(folder / "broken.jpg"))
    assert set(found) >= CONTRACT
    assert (found["accepted"], found["reason"]) == (False, "unreadable")
    assert [found[each] for each in ("card_id", "lab", "ita_deg", "sd")] == [None] * 4
    assert found["reason"] in REFUSALS
    (gap,) = found["not_assessed"]
    assert set(gap) == {"code", "why"}


def test_each_photo_has_its_own_row_in_the_order_of_the_call(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(folder / each) for each in ("broken.jpg", "arm.jpg", "broken.jpg")]
    found = listed(capsys, *names)
    assert [each["file"] for each in found] == names
    assert [each["accepted"] for each in found] == [False, True, False]


def test_a_person_reads_the_number_with_its_error_and_how_to_take_it_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["skin", "measure", str(folder / "arm.jpg"), str(folder / "broken.jpg")]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.index("arm.jpg") < said.index("ITA ") < said.index("broken.jpg") < said.index("Not measured:")
    assert "give or take" in said
    assert "To retake it:" in said
    assert str(folder) not in said


def test_a_photo_that_is_not_there_is_one_plain_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "gone.jpg" in one_sentence(capsys, str(folder / "arm.jpg"), str(folder / "gone.jpg"))


def test_a_folder_is_one_plain_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "folder" in one_sentence(capsys, str(folder))


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--card-values", "values.csv"]])
def test_a_call_without_a_photo_is_one_plain_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert "photo" in one_sentence(capsys, *arguments)


@pytest.mark.parametrize(("values", "named"), [
    (None, "values.csv"), (b"", "measured values"), (b"patch,L,a,b\nred,50,zero,0\n", "line 2"),
    (b"\xff\xfe\x00nothing that is text \xe4\xf6", "values"),
])  # fmt: skip
def test_card_values_that_do_not_fit_are_one_plain_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], values: bytes | None, named: str
) -> None:
    path = folder / "values.csv"
    if values is not None:
        path.write_bytes(values)
    assert named in one_sentence(capsys, str(folder / "arm.jpg"), "--card-values", str(path))


def test_a_folder_of_card_values_is_one_plain_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_sentence(capsys, str(folder / "arm.jpg"), "--card-values", str(folder))


def test_an_option_that_is_none_is_one_plain_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--card" in one_sentence(capsys, str(folder / "arm.jpg"), "--card", "7")


def test_an_empty_file_and_one_too_large_are_refused_not_failed_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.jpg").touch()
    (found,) = listed(capsys, str(folder / "empty.jpg"))
    assert found["reason"] == "unreadable"
    with (folder / "huge.jpg").open("wb") as file:
        file.truncate(100_000_001)  # a hole: no byte of it is written
    assert "huge.jpg" in one_sentence(capsys, str(folder / "huge.jpg"))


def test_the_same_photo_is_the_same_document_but_for_its_seconds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, again = (listed(capsys, str(folder / "arm.jpg"))[0] for _ in range(2))
    assert {**one, "seconds": 0} == {**again, "seconds": 0}
