"""`speciosa study report`: from a cohort's folder to a report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.unit.study.pooled.cohorts import cohort

from speciosa.cli.study_report import report
from speciosa.study.cohort.row_table import write_rows
from speciosa.values.errors import EntryError

NOW = "2026-03-01T12:00+01:00"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    with (folder / "participants.parquet").open("wb") as file:
        write_rows(file, [each.to_row() for each in cohort(np.random.default_rng(1), 24)], timed=False)
    (folder / "run.json").write_text('{"kind": "speciosa cohort", "outcome": "pain"}')
    return folder


def test_a_folder_becomes_a_page_a_paper_and_a_document(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text('{"registered": 40, "withdrew": {"moved": 11}}')
    out = tmp_path / "out"
    report(results, out=out, flow=flow, release=True, json=True, now=NOW)
    said = capsys.readouterr().out
    assert said == (out / "report.json").read_text()
    found = json.loads(said)
    assert (found["released"], found["read"]) == (True, None)
    assert found["flow"]["steps"]["registered"]["n"] == 40
    assert (out / "report.html").read_text().startswith("<!doctype html>")
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")


def test_the_terminal_says_the_answers_and_where_the_report_lies(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report(results, out=tmp_path / "out", title="A pilot", now=NOW)
    said = capsys.readouterr().out
    assert said.startswith("A pilot\nFor the study's own statistician only")
    assert "Does it help with pain?" in said
    assert str(tmp_path / "out" / "report.html") in said


@pytest.mark.parametrize(("make", "what"), [
    (lambda folder: None, "has no participants.parquet"),
    (lambda folder: (folder / "participants.parquet").write_bytes(b"PAR1"), "is damaged"),
])  # fmt: skip
def test_a_folder_of_something_else_is_refused_in_one_sentence(
    make: Callable[[Path], None], what: str, tmp_path: Path
) -> None:
    make(tmp_path)
    with pytest.raises(EntryError, match=what):
        report(tmp_path, out=tmp_path / "out", now=NOW)
    assert not (tmp_path / "out").exists()
