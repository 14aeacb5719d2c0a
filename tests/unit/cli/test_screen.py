"""`speciosa screen` as it is called: the document of the contract, the exit status, the words in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from speciosa.cli.app import run

NOW = ["--now", "2026-06-01T08:00+02:00"]
HEAD = "time,kind,name,value,unit,reason,id,note\n"
DOSE = "2026-05-30T08:00+02:00,dose,kratom leaf powder,3,g,pain,d1,\n"
ACTS = {"now": {"call_emergency", "today"}, "soon": {"this_week"}, "watch": {"next_visit"}}


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    rows = (
        "2026-05-31T08:00+02:00,symptom,dark urine,,,,s1,secret words\n"
        "2026-05-31T09:00+02:00,medicine,Tramadol 50 mg,1,tablet,,m1,\n"
        "2026-05-31T10:00+02:00,medicine,sertralinn,50,mg,,m2,\n"
    )
    (tmp_path / "diary.csv").write_text(HEAD + DOSE + rows)
    return tmp_path


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_document_has_what_the_contract_asks_for(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", str(diary), "--json", *NOW]) == 0
    found = document(capsys)
    assert found["schema"] == 1
    assert found["read"]["kept"] == 4
    for each in found["findings"]:
        assert each["act"] in ACTS[each["urgency"]]
        assert all(each[key] for key in ("code", "title", "who", "say"))
        assert isinstance(each["why"], list)
        assert isinstance(each["sources"], list)
    first = found["findings"][0]
    assert (first["code"], first["urgency"], first["act"], first["why"]) == ("liver", "now", "today", ["s1"])
    assert "interaction_sedatives" in {each["code"] for each in found["findings"]}
    cited = {each["key"] for each in found["sources"]}
    assert all(key in cited for each in found["findings"] for key in each["sources"])


def test_a_near_name_is_asked_about_and_counts_for_nothing(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["screen", str(diary), "--json", *NOW])
    found = document(capsys)
    near = next(each for each in found["medicines"] if each["written"] == "sertralinn")
    assert (near["meant"], near["maybe"][0]) == ([], "sertraline")
    assert any("sertraline" in each["ask"] for each in found["read"]["questions"])


def test_the_exit_status_says_that_something_is_for_today(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", str(diary), "--exit-code", *NOW]) == 1
    (diary / "diary.csv").write_text(HEAD + DOSE)
    assert run(["screen", str(diary), "--exit-code", *NOW]) == 0
    assert run(["screen", str(diary / "nowhere"), *NOW]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_terminal_says_what_to_do_and_never_the_note(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["screen", str(diary), *NOW])
    said = " ".join(capsys.readouterr().out.split())
    for words in ("NOW: Yellow eyes", "See or call somebody today.", "What to say there", "don't take more kratom",
                  "doesn't mean that all else is well", "Not assessed:"):  # fmt: skip
        assert words in said
    assert "secret" not in said


def test_the_same_diary_gives_the_same_bytes(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["screen", str(diary), "--json", *NOW])
    first = capsys.readouterr().out
    run(["screen", str(diary), "--json", *NOW])
    assert capsys.readouterr().out == first


def test_a_header_alone_is_done_and_nothing_found_is_not_called_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(HEAD)
    assert run(["screen", str(tmp_path), "--exit-code", *NOW]) == 0
    assert "doesn't mean that all is well" in " ".join(capsys.readouterr().out.split())


def test_a_record_that_ended_long_ago_and_entries_after_now_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "2025-09-01T08:00+02:00,symptom,seizure,,,,s1,\n2027-05-01T08:00+02:00,symptom,chest pain,,,,s2,\n"
    (tmp_path / "diary.csv").write_text(HEAD + DOSE.replace("2026-05", "2025-08") + rows)
    run(["screen", str(tmp_path), *NOW])
    said = " ".join(capsys.readouterr().out.split())
    assert "days old. Days are counted back from it" in said
    assert "1 entry lies after now" in said
    assert "If it is so now, call" in said


def test_names_that_look_like_days_or_hold_braces_break_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (
        "2026-05-31T09:00+02:00,medicine,warfarin 2026-02-30,5,mg,,m1,\n"
        "2026-05-31T09:00+02:00,medicine,{x} %s oxycodone,5,mg,,m2,\n"
        "2026-05-20T09:00+02:00,goal,walk by 2026-13-01,3,,,g1,\n2026-05-31T09:00+02:00,goal,walk by 2026-13-01,3,,,g2,\n"
        "2026-05-31T09:00+02:00,symptom,สวัสดี 🙂 {y},,,,s1,\n"
    )
    (tmp_path / "diary.csv").write_text(HEAD + DOSE + rows)
    assert run(["screen", str(tmp_path), *NOW]) == 0
    assert run(["report", str(tmp_path), "--out", str(tmp_path / "out"), *NOW]) == 0
    assert "walk by 2026-13-01" in (tmp_path / "out" / "report.html").read_text()
    capsys.readouterr()


def test_a_function_that_is_switched_off_is_said_and_safety_never_is(
    diary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPECIOSA_WITHOUT", "effect, exposure")
    run(["screen", str(diary), "--json", *NOW])
    found = document(capsys)
    assert "Whoever runs this copy switched this off." in {each["why"] for each in found["not_assessed"]}
    assert found["findings"][0]["code"] == "liver"
    monkeypatch.setenv("SPECIOSA_WITHOUT", "safety")
    assert run(["screen", str(diary), *NOW]) == 2
    assert "can be switched off" in capsys.readouterr().err


def test_somebody_young_with_dark_thoughts_sees_the_line_for_young_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(HEAD + "2026-05-31T08:00+02:00,symptom,suicidal thoughts,,,,s1,\n")
    (tmp_path / "person.toml").write_text('birth_year = 2011\ncountry = "DE"\n')
    run(["screen", str(tmp_path), *NOW])
    said = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    told = said.partition("Or talk to somebody now: ")[2][:60]
    assert "116 111" in told
    assert told.startswith("0800 111"), "a line that is always open comes first"
