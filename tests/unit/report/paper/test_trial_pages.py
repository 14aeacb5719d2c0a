"""The record of a trial by CENT's items: nothing of the order before the reveal, all of it after."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from tests.unit.trial.made import NOW_S, daily, folder, read
from tests.unit.trial.test_rows import DAY, NONCE, planned, take_capsules

from speciosa.knowledge import Knowledge
from speciosa.record.append import append_events
from speciosa.report import Report
from speciosa.report.paper.trial_pages import trial_pages
from speciosa.report.wording import wording
from speciosa.story import tell
from speciosa.trial import Trial, trial_rows


def told(path: Path, knowledge: Knowledge, now_s: int) -> Report:
    return tell(read(path, now_s), knowledge, photos={}, now_s=now_s, seed=0, language="en", without=("skin",))


def items(report: Report) -> dict[str, str]:
    """What the record holds, by item."""
    section = trial_pages(report, wording("en"))
    assert section is not None
    table = next(each for each in section["blocks"] if each["kind"] == "table")
    return {row[0]: row[2] for row in table["rows"]}


def test_without_a_trial_there_is_no_section(tmp_path: Path, knowledge: Knowledge) -> None:
    assert trial_pages(told(folder(tmp_path, daily()), knowledge, NOW_S), wording("en")) is None


def test_before_the_reveal_the_order_stays_sealed(tmp_path: Path, knowledge: Knowledge) -> None:
    planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    report = told(tmp_path, knowledge, trial.start_s + 5 * DAY)
    found = items(report)
    assert found["8c"] == "Sealed until the reveal."
    assert found["17"] == "Nothing is shown before the reveal."
    assert found["9, 10"].endswith(trial.commitment)
    assert report.trials[0].means == ()
    assert "Mean score" not in json.dumps(trial_pages(report, wording("en")))
    assert "12" not in found  # nor is an analysis told of


def test_after_the_reveal_each_period_stands_with_its_level_and_its_mean(tmp_path: Path, knowledge: Knowledge) -> None:
    drawn = planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    rows = "".join(f"{_at(each.start_s + 3600 + DAY)},rating,pain,{at},,,,,\n" for at, each in enumerate(trial.periods))
    with (tmp_path / "diary.csv").open("a") as file:
        file.write(rows)
    take_capsules(tmp_path, trial, days=80)
    diary = read(tmp_path, trial.end_s + DAY)
    now_s = trial.end_s + DAY
    append_events(tmp_path, trial_rows.revealed_events(diary, trial, drawn.arms, NONCE, now_s=now_s))
    report = told(tmp_path, knowledge, trial.end_s + 2 * DAY)
    assert items(report)["8c"] == ", ".join(drawn.arms) + "."
    section = trial_pages(report, wording("en"))
    assert section is not None
    periods = [each for each in section["blocks"] if each["kind"] == "table"][1]["rows"]
    assert [row[2:] for row in periods] == [[arm, str(at)] for at, arm in enumerate(drawn.arms)]


def _at(time_s: int) -> str:
    return f"{np.datetime64(time_s, 's')}+00:00"
