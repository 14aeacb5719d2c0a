"""`speciosa trial power`: a line for each length, one JSON document, and one sentence where it can't be said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.trial.made import NOW, PERSON, daily, folder

from speciosa.cli.app import run

AT = ["--now", NOW]


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder(tmp_path_factory.mktemp("power") / "diary", daily())


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["trial", "power", *words, *AT]) == 0
    return capsys.readouterr().out


def test_a_line_for_each_length_and_what_clear_means(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, str(diary), "--period-days", "10,14", "--blocks", "2,8")
    text = " ".join(said.split())
    assert "Does a quarter less do as well as your usual amount?" in text
    assert "Clear means: at least 97.5 % sure that your score of pain gets worse by less than" in text
    lines = [line for line in said.splitlines() if "pairs of" in line]
    assert [int(line.split()[0]) for line in lines] == [40, 56, 160, 224]
    assert all(" of 10" in line for line in lines)
    assert "10 of 10" not in said.replace("than 9 of 10", "")
    assert "against none, is another question" in text
    assert "No clear answer can still come out" in text or "None of these lengths is likely enough" in text


def test_a_length_that_will_hardly_tell_says_so(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, str(diary), "--period-days", "10", "--blocks", "2", "--margin", "0.1")
    assert "likely no clear answer" in said
    assert "None of these lengths is likely enough to tell" in " ".join(said.split())


def test_json_is_one_document_with_a_chance_for_each_design(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(told(capsys, str(diary), "--json", "--blocks", "2,4", "--period-days", "10", "--margin", "1"))
    assert (document["schema"], document["margin"], document["outcome"]) == (1, 1, "pain")
    assert document["read"]["refused"] == []
    assert document["question"] == "Does a quarter less do as well as your usual amount?"
    assert [each["days"] for each in document["designs"]] == [40, 80]
    for each in document["designs"]:
        assert set(each) == {
            "levels", "period_days", "blocks", "days", "error", "chance_clear_if_as_good", "chance_clear_if_worse",
            "false_as_good", "assurance",
        }  # fmt: skip
        assert each["levels"] == ["usual", "-25%"]
        assert each["false_as_good"] <= 0.05 < each["chance_clear_if_as_good"] <= 1
    assert document["designs"][1]["chance_clear_if_as_good"] > document["designs"][0]["chance_clear_if_as_good"]
    assert all(set(each) == {"code", "why"} for each in document["not_assessed"])


def test_the_same_call_prints_the_same_bytes(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(diary), "--json", "--blocks", "3", "--period-days", "12"]
    assert told(capsys, *words) == told(capsys, *words) != told(capsys, *words, "--seed", "1")


def test_against_none_is_its_own_question_and_only_with_a_clinician(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = " ".join(told(capsys, str(diary), "--levels", "usual,none", "--blocks", "4", "--period-days", "10").split())
    assert "Does none at all do as well as your usual amount?" in text
    assert "Only with a clinician" in text
    assert "don't stop suddenly" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--period-days", "3"], "a period has 10 to 14 days"),
        (["--blocks", "0"], "a trial has 2 to 12 pairs"),
        (["--levels", "usual,125%"], "nothing above your usual amount"),
        (["--levels", "usual"], "two levels"),
        (["--margin", "0"], "the margin has to be above 0"),
        (["--blocks", "two"], "--blocks: these are no whole numbers"),
    ],
)
def test_what_no_trial_can_have_is_one_sentence_and_status_2(
    diary: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert run(["trial", "power", str(diary), *words, *AT]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert "Traceback" not in said.err


def test_without_doses_there_is_no_chance_and_the_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = "".join(row for row in daily().splitlines(keepends=True) if ",rating," in row)
    made = folder(tmp_path / "scores", scores)
    document = json.loads(told(capsys, str(made), "--json"))
    assert document["designs"] == []
    assert "no kratom at your usual amount" in document["not_assessed"][0]["why"]
    assert "Not assessed:" in told(capsys, str(made))


def test_somebody_under_18_is_told_no_chance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = folder(tmp_path / "young", daily(), person=PERSON.replace("1980", "2010"))
    said = told(capsys, str(made))
    assert "18 or older" in said
    assert " of 10" not in said
