"""`speciosa study power`: a line for each design, what it assumes, and nothing of another question."""

from __future__ import annotations

import json

import pytest

from speciosa.cli.app import run

FEW = ["--people", "10,40", "--days", "80,121", "--blocks", "4", "--studies", "200"]


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["study", "power", *words]) == 0
    return capsys.readouterr().out


def test_a_line_for_each_design_with_its_doubt_and_the_assumptions_written_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = told(capsys, *FEW)
    text = " ".join(said.split())
    assert "Does a quarter less do as well as people's usual amount, on average?" in text
    lines = [line.split() for line in said.splitlines() if "4 x 2 x 10 days" in line]
    assert [line[0] for line in lines] == ["10", "40"]
    assert all("±" in line for line in lines)
    assert "121 days can't be cut into 8 periods of whole days." in text
    assert "What this assumes:" in text
    assert "bell curve with an SD of 0.7 points" in text
    assert "Whether kratom helps at all, against none, is another question" in text
    assert max(map(len, said.splitlines())) <= 80


def test_json_is_one_document_and_the_same_seed_gives_the_same_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    words = [*FEW, "--difference", "1", "--between", "0.5", "--json"]
    first = told(capsys, *words)
    found = json.loads(first)
    assert (found["schema"], found["margin"], found["between_person_sd"], found["studies"]) == (1, 1, 0.5, 200)
    assert [each["people"] for each in found["designs"]] == [10, 40]
    assert set(found["designs"][0]) == {
        "people", "days", "period_days", "blocks", "person_error", "chance_clear_if_as_good", "chance_clear_if_worse",
        "false_as_good", "monte_carlo_error",
    }  # fmt: skip
    assert found["unfit"] == [{"days": 121, "blocks": 4}]
    assert len(found["assumptions"]) > 4
    assert first == told(capsys, *words) != told(capsys, *words, "--seed", "1")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--people", "many"], "no whole numbers"), (["--people", "1"], "a study has 2 to 10,000 people"),
        (["--difference", "0"], "points of a scale"), (["--studies", "3"], "made-up studies"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["study", "power", *words]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
