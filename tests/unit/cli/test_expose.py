"""`speciosa expose`: one JSON document, or a week to look at and what it rests on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.made_curves import END_S, made_curve

from speciosa.cli.app import run
from speciosa.cli.blood_picture import BLOCKS, LETTERS, MARGIN, blood_picture
from speciosa.cli.expose import say_exposure
from speciosa.cli.grid import MOST_POINTS, refuse_too_many_points, seconds_of
from speciosa.report import wording
from speciosa.report.exposure_section import exposure_of
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

EN = wording("en")
HEAD = "time,kind,name,value,unit\n"
NOW = ["--now", "2026-03-12T09:00+01:00"]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    days = range(1, 12)
    rows = [
        f"2026-03-{day:02d}T{hour}:05+01:00,dose,kratom leaf powder,2.5,g\n" for day in days for hour in ("08", "18")
    ]
    (tmp_path / "diary.csv").write_text(HEAD + "".join(rows))
    return tmp_path


def test_json_is_the_document_of_the_contract_and_stands_alone(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expose", str(diary), "--json", "--grid", "6h", *NOW]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == 1
    assert document["read"]["rows"] == document["read"]["kept"] == 22
    assert document["basis"] == "population"
    assert list(document["analytes"]) == ["mitragynine", "7-hydroxymitragynine"]
    mitragynine = document["analytes"]["mitragynine"]
    assert mitragynine["time"][:2] == ["2026-03-01T08:05:00+01:00", "2026-03-01T14:05:00+01:00"]
    assert mitragynine["time"][-1] <= "2026-03-12T09:00:00+01:00"
    assert set(mitragynine["conc_ng_ml"]) == {"median", "low_90", "high_90"}
    assert all(len(each) == len(mitragynine["time"]) for each in mitragynine["conc_ng_ml"].values())
    assert mitragynine["cmax_ng_ml"]["median"] >= max(mitragynine["conc_ng_ml"]["median"]) * 0.9
    assert document["doses"]["time"][0] == "2026-03-01T08:05:00+01:00"
    assert {each["key"] for each in document["sources"]}
    assert all(set(each) == {"code", "why"} for each in document["not_assessed"])


def test_json_carries_six_digits_and_the_same_bytes_for_the_same_seed(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for seed in ("0", "0", "1"):
        assert run(["expose", str(diary), "--json", "--grid", "1d", "--seed", seed, *NOW]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] != said[2]
    assert not re.search(r"\d\.\d{7,}", said[0].replace("0.0", ""))


def test_a_record_without_kratom_is_done_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "diary.csv").write_text("time,kind,name,value\n2026-03-01T08:00+01:00,rating,pain,6\n")
    assert run(["expose", str(tmp_path), "--json", *NOW]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["basis"], document["analytes"]) == (None, {})
    assert document["not_assessed"][0]["code"] == "exposure"
    assert run(["expose", str(tmp_path), *NOW]) == 0
    assert "no kratom doses in this record" in capsys.readouterr().out


def test_later_doses_are_not_looked_at(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expose", str(diary), "--json", "--now", "2026-03-01T12:00+01:00"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["doses"]["time"] == ["2026-03-01T08:05:00+01:00"]
    assert document["analytes"]["mitragynine"]["auc_24_ng_h_ml"]["median"] is None
    assert document["not_assessed"]


@pytest.mark.parametrize(
    ("grid", "seconds"), [("5min", 300), ("1h", 3600), ("6 h", 21_600), ("1D", 86_400), ("1.5h", 5400)]
)
def test_a_grid_is_read_as_people_write_it(grid: str, seconds: int) -> None:
    assert seconds_of(grid) == seconds


@given(
    st.one_of(
        st.sampled_from(["", "h", "1", "1s", "0h", "-1h", "1e3h", "9999999d", "1h1h", "nan h"]), st.text(max_size=8)
    )
)
def test_a_grid_is_seconds_or_one_plain_sentence(grid: str) -> None:
    try:
        seconds = seconds_of(grid)
    except EntryError as problem:
        seconds, said = 60, str(problem)
    else:
        said = "--grid"
    assert 60 <= seconds <= 7 * 86_400
    assert "--grid" in said


def test_a_grid_too_fine_for_a_long_record_is_refused_with_one_that_would_do(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (diary / "diary.csv").write_text(HEAD + "1996-03-01T08:05+01:00,dose,kratom,2,g\n")
    assert run(["expose", str(diary), "--grid", "1min", *NOW]) == 2
    said = capsys.readouterr().err
    assert "15,793,976 points" in said
    assert "use --grid 6h" in said
    assert said.count("\n") == 1


@given(st.integers(0, 10**10), st.sampled_from([60, 3600, 86_400]))
def test_the_grid_that_is_named_instead_would_do(span_s: int, grid_s: int) -> None:
    try:
        refuse_too_many_points(0, span_s, grid_s)
    except EntryError as problem:
        named = re.search(r"--grid (\d+\w+)", str(problem))
        assert named
        assert span_s // seconds_of(named[1]) + 1 <= MOST_POINTS


def test_the_summary_shows_a_week_and_says_what_it_rests_on(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expose", str(diary), *NOW]) == 0
    said = capsys.readouterr().out
    plain = " ".join(said.split())
    assert said.startswith("Read 22 rows: 22 kept")
    assert "worked out from 22 doses that you wrote down. Nobody measured it." in plain
    assert said.count("╵") == 2 * 12
    assert re.search(r"Mitragynine: highest: about [\d.]+ ng/mL \([\d.]+ to [\d.]+\)", plain)
    assert "nobody knows how strong the leaf was" in plain
    assert "What this rests on:" in said
    assert not re.search(r"\b(toxic|danger\w*|harmful|should|enough)\b", said)
    assert max(map(len, said.splitlines())) <= 80


def test_the_summary_lists_what_could_not_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    gap = NotAssessed("exposure_holes", "There is a hole in the record.")
    say_exposure(EN, exposure_of(made_curve(hole=(4, 2), gaps=(gap,)), zone=None, now_s=END_S))
    said = capsys.readouterr().out
    assert "Not assessed:\n  - There is a hole in the record." in said


def test_a_hole_is_blank_in_the_picture_and_its_doses_stay() -> None:
    exposure = exposure_of(made_curve(hole=(4, 2)), zone=None, now_s=END_S)
    *rows, doses, dates = blood_picture(EN, exposure, exposure.panels[0], BLOCKS, a_day=10)
    inside = slice(MARGIN + 26, MARGIN + 42)
    assert all(not row[inside].strip() for row in rows)
    assert any(row[MARGIN : MARGIN + 20].strip() for row in rows)
    assert doses[inside].count(BLOCKS.dose) >= 3
    assert dates.split()[:2] == ["6", "Mar"]


def test_a_terminal_without_blocks_gets_letters(diary: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "speciosa", "expose", str(diary), *NOW],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert b"\\u" not in done.stdout
    assert b"#" in done.stdout


def test_letters_and_blocks_draw_the_same_heights() -> None:
    exposure = exposure_of(made_curve(), zone=None, now_s=END_S)
    blocks, letters = (blood_picture(EN, exposure, exposure.panels[0], ink, a_day=10) for ink in (BLOCKS, LETTERS))
    assert [row.count(BLOCKS.eighths[-1]) for row in blocks] <= [row.count(LETTERS.eighths[-1]) for row in letters]
    assert len(blocks) == len(letters)


def test_a_coarse_grid_has_numbers_and_says_why_no_picture(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["expose", str(diary), "--grid", "1d", *NOW]) == 0
    said = capsys.readouterr().out
    assert "A picture needs a grid of 3h or finer" in said
    assert BLOCKS.dose not in said
