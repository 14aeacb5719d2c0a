"""`speciosa effect`: one JSON document, or the answer in words with its dots and its doubts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.made_effects import ALL, draws, helping

from speciosa.cli.app import run
from speciosa.cli.dots_picture import PLAIN, ROUND, dots_picture
from speciosa.cli.effect import say_effect
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import wording
from speciosa.report.effect_section import effect_of

EN = wording("en")
NOW_S = 1_773_302_400
NOW = ["--now", "2026-03-12T09:00+01:00"]
HEAD = "time,kind,name,value,unit\n"
Said = Callable[[str], str]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    rows = [
        f"2026-03-{day:02d}T{hour}:00+01:00,{what}\n"
        for day in range(1, 12)
        for hour, what in (("07", "rating,pain,5,"), ("08", "dose,kratom leaf powder,2.5,g"), ("20", "rating,mood,6,"))
    ]
    (tmp_path / "diary.csv").write_text(HEAD + "".join(rows))
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The questions that were put to the estimate; it answers each with a made-up help."""
    questions: list[dict[str, Any]] = []

    def answer(*_: object, **question: Any) -> object:
        questions.append(question)
        return helping()

    monkeypatch.setattr("speciosa.effect.estimate_effect", answer)
    return questions


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_json_is_the_document_of_the_contract_and_stands_alone(
    diary: Path, asked: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["effect", str(diary), "--outcome", "pain", "--json", *NOW]) == 0
    found = document(capsys)
    assert list(found)[:2] == ["schema", "read"]
    assert found["schema"] == 1
    assert found["read"]["rows"] == found["read"]["kept"] == 33
    assert found["state"] == "probably_helps"
    assert found["effect"]["mean"] == pytest.approx(-1.1, abs=1e-5)
    assert found["diagnostics"]["cpu_s"] >= 0
    assert all(set(each) == {"code", "why"} for each in found["not_assessed"])
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("options", "outcome", "of"),
    [
        ([], "pain", "kratom"), (["--outcome", "mood"], "mood", "kratom"),
        (["--outcome", "Sleep quality"], "sleep_quality", "kratom"), (["--of", "physiotherapy"], "pain", "physiotherapy"),
    ],
)  # fmt: skip
def test_the_question_is_put_as_it_was_asked(
    options: list[str], outcome: str, of: str, diary: Path, asked: list[dict[str, Any]]
) -> None:
    assert run(["effect", str(diary), *options, "--seed", "7", *NOW]) == 0
    assert [(each["outcome"], each["of"], each["seed"], each["now_s"]) for each in asked] == [(outcome, of, 7, NOW_S)]


@pytest.mark.parametrize("options", [["--outcome", "nonsense"], ["--of", "nonsense"]])
def test_what_nobody_wrote_down_is_not_enough_data_with_a_reason(
    options: list[str], diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["effect", str(diary), *options, "--json", *NOW]) == 0
    found = document(capsys)
    assert found["state"] == "not_enough_data"
    assert found["reasons"]
    assert found["effect"] is None
    assert run(["effect", str(diary), *options, *NOW]) == 0
    assert "We can't say yet." in capsys.readouterr().out


def test_an_empty_diary_is_done_and_says_that_nothing_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(HEAD)
    assert run(["effect", str(tmp_path), *NOW]) == 0
    assert "We can't say yet." in capsys.readouterr().out


def test_somebody_under_age_gets_no_dots_and_no_number(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (diary / "person.toml").write_text("birth_year = 2010\n")
    assert run(["effect", str(diary), *NOW]) == 0
    said = capsys.readouterr().out
    assert "under 18" in said
    assert ROUND.better not in said
    assert "point" not in said
    assert run(["effect", str(diary), "--json", *NOW]) == 0
    assert document(capsys)["effect"] is None


@pytest.fixture
def said(diary_of: Callable[..., Diary], knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> Said:
    def make(name: str) -> str:
        say_effect(EN, effect_of(ALL[name](), diary_of(), knowledge))
        return capsys.readouterr().out

    return make


def test_the_summary_leads_with_the_state_then_today_then_dots_then_doubts(said: Said) -> None:
    plain = " ".join(said("helping").split())
    order = [
        "Kratom and your pain Kratom goes with lower pain", "starting fresh", "What you may want to know today:",
        "Settled with it", "(from your record alone)", "don't stop suddenly", "Fifty equally likely answers",
        "lower pain", "In 50 of 50", "How this could be wrong:", "Not assessed:", "weeks three to eight",
    ]  # fmt: skip
    at = 0
    for each in order:
        assert each in plain[at:], each
        at = plain.index(each, at)


@pytest.mark.parametrize("name", ALL)
def test_no_line_is_wider_than_a_terminal(name: str, said: Said) -> None:
    assert max(len(line) for line in said(name).splitlines()) <= 80


@pytest.mark.parametrize("name", ALL)
def test_fifty_dots_are_fifty_letters(name: str, said: Said) -> None:
    lines = [line for line in said(name).splitlines() if "better with it" not in line]
    letters = sum(line.count(ROUND.better) + line.count(ROUND.worse) for line in lines)
    assert letters == (50 if ALL[name]().effect else 0)


@given(st.floats(-6, 6), st.floats(0.001, 4), st.integers(30, 78), st.booleans())
def test_no_dot_of_letters_stands_on_the_line_or_on_the_wrong_side(
    mean: float, sd: float, width: int, lower: bool
) -> None:
    dots = draws(mean, sd).dots(50)
    lines = dots_picture(dots, ROUND, lower_is_better=lower, notice=1.0, width=width, ends=("lower", "higher"))
    *rows, axis, _, _ = lines
    zero = axis.index(ROUND.cross)
    left = sum(row[:zero].count(each) for row in rows for each in (ROUND.better, ROUND.worse))
    right = sum(row[zero + 1 :].count(each) for row in rows for each in (ROUND.better, ROUND.worse))
    assert (left, right) == (int((dots < 0).sum()), int((dots >= 0).sum()))
    better = ROUND.better if lower else ROUND.worse
    assert sum(row[:zero].count(better) for row in rows) == left
    assert max(len(line) for line in (*rows, axis)) <= width


def test_answers_that_are_all_the_same_are_one_stack() -> None:
    rows = dots_picture(np.full(50, -0.5), PLAIN, lower_is_better=True, notice=1.0, width=60, ends=("a", "b"))
    assert sum(row.count(PLAIN.better) for row in rows) == 50


def test_a_terminal_without_round_dots_gets_letters(diary: Path) -> None:
    code = (
        "import speciosa.effect as e; from tests.unit.report.made_effects import helping; "
        "e.estimate_effect = lambda *a, **k: helping(); "
        f"from speciosa.cli.app import run; run(['effect', {str(diary)!r}, *{NOW!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"\\u" not in done.stdout
    assert b"o o" in done.stdout
