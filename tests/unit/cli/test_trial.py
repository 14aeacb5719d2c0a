"""The trial commands: plan, status, reveal, as a person and as a script would type them."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.trial.made import NOW, PERSON, daily, folder

from speciosa.cli.app import run

LATER = "2026-06-01T08:00+02:00"
DURING = "2026-03-12T08:00+01:00"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return folder(tmp_path / "diary", daily())


@pytest.fixture
def planned(diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A diary with a planned trial; the helper's folder lies beside it."""
    assert run(["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, "--seed", "7"]) == 0
    capsys.readouterr()
    return diary


def lines(diary: Path, kind: str) -> list[list[str]]:
    rows = [row.split(",") for row in (diary / "diary.csv").read_text().splitlines()]
    return [row for row in rows if row[1] == kind]


def test_plan_writes_the_seal_the_papers_and_the_promise(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (diary / "diary.csv").read_text()
    assert run(["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert "8 periods of 10 days, 2026-03-08 to 2026-05-26" in said
    assert "-25%" not in said
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "opening-code.txt", "packing-sheet.html", "protocol.html", "sealed.json", "trial-sheet.html",
    ]  # fmt: skip
    assert [
        row for row in (diary / "diary.csv").read_text().splitlines() if row.startswith(before.splitlines()[5][:16])
    ]
    assert [row[4] for row in lines(diary, "assignment")] == ["masked"] * 8 + ["open"]
    promise = json.loads((tmp_path / "out" / "sealed.json").read_text())["sha256"]
    assert [promise in row[3] for row in lines(diary, "event")] == [True]
    assert run(["check", str(diary), "--now", NOW]) == 0
    assert ", 0 refused" in capsys.readouterr().out


def test_the_person_s_papers_and_diary_tell_no_arm(planned: Path, tmp_path: Path) -> None:
    packing = (tmp_path / "out" / "packing-sheet.html").read_text()
    codes = [row[2] for row in lines(planned, "assignment")[:8]]
    code = (tmp_path / "out" / "opening-code.txt").read_text().splitlines()[0]
    assert all(each in packing for each in codes)
    assert code in packing
    for name in ("trial-sheet.html", "protocol.html"):
        text = (tmp_path / "out" / name).read_text()
        assert code not in text
        assert all(text.count(each) <= 1 for each in codes)
        for row in text.split("<tr>"):
            assert not any(each in row for each in codes) or "quarter" not in row.partition("</tr>")[0]


def test_the_same_seed_writes_the_same_bytes_and_none_writes_others(diary: Path, tmp_path: Path) -> None:
    for name, options in (("a", ["--seed", "3"]), ("b", ["--seed", "3"]), ("c", []), ("d", [])):
        copy = folder(tmp_path / name, daily())
        assert run(["trial", "plan", str(copy), "--out", str(tmp_path / f"out-{name}"), "--now", NOW, *options]) == 0
    for file in ("sealed.json", "packing-sheet.html", "protocol.html"):
        a, b, c, d = ((tmp_path / f"out-{name}" / file).read_bytes() for name in "abcd")
        assert a == b
        assert len({a, c, d}) == 3
    assert (tmp_path / "a" / "diary.csv").read_bytes() == (tmp_path / "b" / "diary.csv").read_bytes()


def test_a_trial_runs_from_plan_to_reveal(planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (planned / "diary.csv").open("a") as file:
        for day in range(8, 12):
            file.write(f"2026-03-{day:02d}T08:05,dose,trial capsule,5,capsule,pain,,,,,,\n")
    assert run(["trial", "status", str(planned), "--json", "--now", DURING]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert told["read"]["refused"] == []
    assert (told["trial"]["period"], told["trial"]["capsules"]["taken"]) == (1, 20)
    assert told["trial"]["rehearsal"] is True
    assert run(["expose", str(planned), "--json", "--now", DURING]) == 0
    assert "trial" in json.dumps(json.loads(capsys.readouterr().out)["not_assessed"])
    sealed = ["--sealed", str(tmp_path / "out" / "sealed.json")]
    published = tmp_path / "open"
    assert run(["trial", "reveal", str(planned), *sealed, "--now", LATER, "--out", str(published)]) == 0
    said = capsys.readouterr().out
    assert "nothing was changed" in said
    assert "4 capsule doses now stand in your diary as grams" in said
    hashed = bytes.fromhex((published / "nonce.hex").read_text()) + (published / "schedule.json").read_bytes()
    assert hashlib.sha256(hashed).hexdigest() in (planned / "diary.csv").read_text()
    written = (planned / "diary.csv").read_bytes()
    assert run(["trial", "reveal", str(planned), *sealed, "--now", LATER]) == 0
    assert "revealed already" in capsys.readouterr().out
    assert (planned / "diary.csv").read_bytes() == written
    assert run(["check", str(planned), "--json", "--now", LATER]) == 0
    assert json.loads(capsys.readouterr().out)["read"]["refused"] == []
    assert run(["expose", str(planned), "--json", "--now", LATER]) == 0
    gaps = json.loads(capsys.readouterr().out)["not_assessed"]
    assert not any("masked" in gap["why"] or "capsule" in gap["why"] for gap in gaps)
    assert run(["trial", "status", str(planned), "--now", LATER]) == 0
    assert "It was revealed." in capsys.readouterr().out


def test_an_emergency_opens_one_period_and_is_counted(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["trial", "reveal", str(planned), "--sealed", str(tmp_path / "out" / "sealed.json"), "--emergency"]
    assert run([*call, "--now", DURING]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Period 1, code ")
    assert "Period 2" not in said
    assert run([*call, "--now", "2026-03-12T09:00+01:00"]) == 0
    capsys.readouterr()
    assert not any(row[2] in {"usual", "-25%"} for row in lines(planned, "assignment")[:8])
    assert run(["trial", "status", str(planned), "--json", "--now", "2026-03-13T08:00+01:00"]) == 0
    assert json.loads(capsys.readouterr().out)["trial"]["emergency_reveals"] == 2
    assert run([*call, "--now", LATER]) == 2
    assert "no period of the trial is running" in capsys.readouterr().err


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr().err
    assert said.startswith("speciosa: ")
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("kind", ["changed", "code", "no code", "other diary", "no trial", "missing", "no seal"])
def test_a_reveal_that_can_t_be_writes_nothing(
    planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    out, options = tmp_path / "out", []
    sealed, diary = out / "sealed.json", planned
    if kind == "changed":
        sealed.write_bytes(sealed.read_bytes().replace(b'"text": "', b'"text": "0', 1))
    elif kind == "no seal":
        sealed.write_text("hello")
    elif kind == "code":
        options = ["--code", "AAAA-BBBB-CCCC-DDDD-EEEE"]
    elif kind == "no code":
        (out / "opening-code.txt").unlink()
    elif kind == "missing":
        sealed = out / "nothing.json"
    else:
        diary = folder(tmp_path / "other", daily())
    if kind == "other diary":
        assert run(["trial", "plan", str(diary), "--out", str(tmp_path / "o2"), "--now", NOW]) == 0
    before = (diary / "diary.csv").read_bytes()
    capsys.readouterr()
    call = ["trial", "reveal", str(diary), "--sealed", str(sealed), "--now", LATER, *options]
    assert run(call) == 2
    one_sentence(capsys)
    assert run([*call, "--emergency"]) == 2
    assert (diary / "diary.csv").read_bytes() == before


def test_a_second_trial_waits_for_the_first(planned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["trial", "plan", str(planned), "--now", "2026-03-01T09:00+00:00", "--out"]
    assert run([*call, str(tmp_path / "out2")]) == 2
    assert "planned or under way" in one_sentence(capsys)
    with (planned / "diary.csv").open("a") as file:
        file.write("2026-03-01T08:30+00:00,event,trial_stopped,,,,,,,,,\n")
    assert run([*call, str(tmp_path / "out")]) == 2
    assert "name another --out" in one_sentence(capsys)
    assert run([*call, str(tmp_path / "out2"), "--seed", "7"]) == 2
    assert "seed" in one_sentence(capsys)
    assert run([*call, str(tmp_path / "out2")]) == 0


@pytest.mark.parametrize(
    ("person", "rows", "options", "why"),
    [
        ("", daily(), [], "year of birth"),
        (PERSON, "2026-02-20T08:00+00:00,rating,pain,5,,,,,\n", [], "no kratom"),
        (PERSON + "pregnant = true\n", daily(), [], "pregnancy"),
        (PERSON, daily(), ["--less", "50"], "quarter less"),
        (PERSON, daily(), ["--period-days", "7"], "10 to 14"),
        (PERSON, daily(), ["--starts", "2026-03-01"], "tomorrow"),
        (PERSON, daily(), ["--starts", "soon"], "no date"),
        (PERSON, daily(), ["--answers", "nowhere.toml"], "not there"),
        (PERSON, daily(), ["--seed", "-1"], "0 or more"),
        (PERSON, daily(), ["--language", "xx"], "language"),
    ],
)
def test_a_trial_that_is_not_offered_says_why_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], person: str, rows: str, options: list[str], why: str
) -> None:
    diary = folder(tmp_path / "diary", rows, person)
    before = (diary / "diary.csv").read_bytes()
    assert run(["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, *options]) == 2
    assert why in one_sentence(capsys)
    assert not (tmp_path / "out").exists()
    assert (diary / "diary.csv").read_bytes() == before


def test_a_mixed_batch_gets_its_own_name(diary: Path, tmp_path: Path) -> None:
    call = ["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, "--batch", "mixed"]
    assert run(call) == 0
    assert "product=kratom leaf powder#mixed;" in (diary / "diary.csv").read_text()
    assert "kratom leaf powder#mixed" in (tmp_path / "out" / "packing-sheet.html").read_text()


def test_answers_come_from_a_file(diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.toml"
    call = ["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, "--answers", str(answers)]
    answers.write_text("safety_work = true\n")
    assert run(call) == 2
    assert "tired" in one_sentence(capsys)
    answers.write_text("seizure = false\n")
    assert run(call) == 2
    assert "seizure is not a question" in one_sentence(capsys)
    answers.write_text("seizures = 0\n")
    assert run(call) == 2
    capsys.readouterr()
    answers.write_text("seizures = false\n")
    assert run(call) == 0
    sheet = (tmp_path / "out" / "trial-sheet.html").read_text()
    assert "seizure (a fit)" not in sheet
    assert "breast-feeding" in sheet


def test_at_a_terminal_every_question_is_answered_or_no_trial_is_planned(
    diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("speciosa.cli.trial_design.can_ask", lambda: True)
    call = ["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW]
    before = (diary / "diary.csv").read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n\nperhaps\nyes\n" + "\n" * 20))
    assert run(call) == 2
    assert "liver" in one_sentence(capsys)
    for typed in ("\n" * 20, "n\n\n" + "n\n" * 20, ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert run(call) == 2
        told = one_sentence(capsys)
        assert "still open" in told
        assert "breast_feeding" in told
        assert "--answers FILE" in told
        assert ("suicidal_thoughts" in told) == ("n\n" not in typed)
    assert not (tmp_path / "out").exists()
    assert (diary / "diary.csv").read_bytes() == before
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n" * 20))
    assert run(call) == 0
    captured = capsys.readouterr()
    assert "warning" not in captured.err
    assert "breast-feeding" not in (tmp_path / "out" / "trial-sheet.html").read_text()


def test_at_a_terminal_what_a_file_of_answers_leaves_open_is_asked(
    diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("speciosa.cli.trial_design.can_ask", lambda: True)
    answers = tmp_path / "answers.toml"
    answers.write_text("seizures = false\n")
    call = ["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, "--answers", str(answers)]
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n" * 9 + "\n"))
    assert run(call) == 2
    captured = capsys.readouterr()
    assert "seizure (a fit)" not in captured.out
    assert "a question is still open: safety_work" in captured.err


def test_without_a_terminal_a_script_is_warned_of_each_question_that_nobody_answered(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text("seizures = false\n")
    call = ["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW, "--answers", str(answers)]
    assert run(call) == 0
    told = one_sentence(capsys)
    assert "warning" in told
    assert "pregnant" in told
    assert "opioids_or_sedatives" in told
    assert "seizures," not in told
    assert "Not asked, and confirmed by starting" in (tmp_path / "out" / "protocol.html").read_text()


def test_a_diary_that_can_t_take_the_promise_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    diary = folder(tmp_path / "diary", daily())
    (diary / "diary.csv").write_bytes((diary / "diary.csv").read_text().encode("utf-16"))
    assert run(["trial", "plan", str(diary), "--out", str(tmp_path / "out"), "--now", NOW]) == 2
    assert "UTF-16" in one_sentence(capsys)
    assert not (tmp_path / "out").exists()


def test_without_a_trial_the_status_says_so(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trial", "status", str(diary), "--json", "--now", NOW]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["trial"] is None
    assert told["not_assessed"][0]["code"] == "trial"


def test_a_diary_file_by_another_name_is_not_written_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    diary = folder(tmp_path, daily()) / "diary.csv"
    other = diary.rename(tmp_path / "mine.csv")
    assert run(["trial", "plan", str(other), "--out", str(tmp_path / "out"), "--now", NOW]) == 2
    assert "diary.csv" in one_sentence(capsys)
    assert not diary.exists()


def test_help_teaches_each_command_and_loads_nothing_heavy(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("plan", "status", "reveal"):
        run(["trial", name, "--help"])
        assert f"Example: speciosa trial {name}" in capsys.readouterr().out
    run(["trial", "--help"])
    said = capsys.readouterr().out
    assert all(f"{name}: " in said or f" {name} " in said for name in ("plan", "power", "reveal", "status"))
    heavy = "numpy", "cryptography", "jinja2"
    code = f"import sys, speciosa.cli.trial; print([each for each in {heavy!r} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
