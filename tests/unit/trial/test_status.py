"""Where a trial stands: counted from the diary, and nothing of it tells the arm."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tests.unit.trial.made import read
from tests.unit.trial.test_rows import DAY, NONCE, planned, take_capsules

from speciosa.knowledge import Knowledge
from speciosa.record.append import append_events
from speciosa.trial import Trial, TrialStatus, trial_rows
from speciosa.trial.adherence import adherence
from speciosa.values.json_form import dump


def write(path: Path, at_s: int, rest: str) -> None:
    with (path / "diary.csv").open("a") as file:
        file.write(f"{np.datetime64(at_s, 's')}+00:00,{rest}\n")


def status(path: Path, knowledge: Knowledge, now_s: int) -> TrialStatus:
    diary = read(path, now_s)
    return TrialStatus.of(Trial.all_in(diary)[-1], diary.as_of(now_s), knowledge, now_s=now_s)


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    planned(tmp_path)
    return Trial.all_in(read(tmp_path))[-1]


def test_it_counts_days_capsules_and_what_is_due(tmp_path: Path, trial: Trial, knowledge: Knowledge) -> None:
    take_capsules(tmp_path, trial, days=12)
    write(tmp_path, trial.start_s + 3600, "dose,kratom leaf powder,2,g,,,,")
    now_s = trial.start_s + 13 * DAY + 12 * 3600
    write(tmp_path, now_s - 60, "symptom,withdrawal_body,1,score_0_2,,,,")
    found = status(tmp_path, knowledge, now_s)
    assert (found.state, found.days_left, found.period_days_left) == ("running", 67, 7)
    assert found.period is not None
    assert found.period.number == 2
    assert (found.taken.taken, found.taken.assigned) == (120, 135)
    assert (found.taken.silent_days, found.taken.other_doses) == (1, 1)
    assert (found.answers, found.worst_bad, found.ending) == (1, False, None)
    assert (found.guesses, found.guesses_due, found.looks_due) == ({}, (1,), 0)
    assert found.look_days == ("2026-03-28", "2026-04-17", "2026-05-07", "2026-05-27")
    assert status(tmp_path, knowledge, trial.start_s - DAY).state == "planned"
    assert status(tmp_path, knowledge, trial.end_s).state == "over"


def test_nothing_of_it_depends_on_the_arms(tmp_path: Path, trial: Trial, knowledge: Knowledge) -> None:
    write(tmp_path, trial.start_s + 9 * DAY + 70_000, "event,guess,less,,,,,")
    found = status(tmp_path, knowledge, trial.start_s + 11 * DAY)
    text = json.loads(dump(found))
    levels = text.pop("levels")
    assert levels == ["usual", "-25%"]
    assert not any(word in json.dumps(text) for word in ("-25%", '"usual"', "less"))
    assert text["masking"] is None


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("event,trial_stopped,,,,,,", "wish"),
        ("event,product_changed,kratom leaf powder#3,,,,,", "new_batch"),
        ("event,product_changed,third,,,,,", "new_batch"),
        ("symptom,withdrawal_body,2,score_0_2,,,,", "withdrawal_bad"),
        ("symptom,craving,2,score_0_2,,,,", "withdrawal_bad"),
        ("rating,withdrawal,7,,,,,", "withdrawal_bad"),
        ("symptom,jaundice,,,,,,", "warning_sign"),
        ("symptom,suicidal_thoughts,,,,,,", "warning_sign"),
    ],
)
def test_what_ends_a_trial_early(tmp_path: Path, trial: Trial, knowledge: Knowledge, rest: str, code: str) -> None:
    write(tmp_path, trial.start_s + 5 * DAY, rest)
    found = status(tmp_path, knowledge, trial.start_s + 12 * DAY)
    assert found.ending is not None
    assert (found.state, found.ending.code) == ("ended_early", code)
    assert "usual amount" in found.ending.then
    assert found.taken.assigned == 50
    assert found.guesses_due == ()


@pytest.mark.parametrize(
    "rest",
    [
        "event,product_changed,another jar#3,,,,,", "symptom,withdrawal_body,1,score_0_2,,,,", "rating,withdrawal,6,,,,,",
        "symptom,itching,4,,,,,", "symptom,jaundice,0,,,,,", "symptom,nausea,9,,,,,", "event,moved,flat,,,,,",
    ],
)  # fmt: skip
def test_what_does_not_end_it(tmp_path: Path, trial: Trial, knowledge: Knowledge, rest: str) -> None:
    write(tmp_path, trial.start_s + 5 * DAY, rest)
    assert status(tmp_path, knowledge, trial.start_s + 12 * DAY).state == "running"


def test_a_guess_belongs_to_the_period_that_is_ending(tmp_path: Path, trial: Trial, knowledge: Knowledge) -> None:
    second, third = trial.periods[1], trial.periods[2]
    write(tmp_path, second.start_s - 3600, "event,guess,Don't know,,,,,")
    write(tmp_path, third.start_s - 2 * DAY, "event,guess,usual,,,,,")
    write(tmp_path, third.start_s + 8 * 3600, "event,guess,less,,,,,")
    write(tmp_path, third.start_s + 3 * DAY, "event,guess,perhaps,,,,,")
    found = status(tmp_path, knowledge, third.start_s + 5 * DAY)
    assert found.guesses == {1: "dont_know", 2: "less"}
    assert found.looks_due == 1


def test_after_the_reveal_the_guesses_are_held_against_the_arms(tmp_path: Path, knowledge: Knowledge) -> None:
    drawn = planned(tmp_path)
    trial = Trial.all_in(read(tmp_path))[-1]
    take_capsules(tmp_path, trial, days=80, count=5)
    for period, arm in zip(trial.periods, drawn.arms, strict=True):
        write(tmp_path, period.end_s - 3600, f"event,guess,{'usual' if arm == 'usual' else 'less'},,,,,")
    masked = adherence(read(tmp_path, trial.end_s), trial, knowledge, now_s=trial.end_s)
    now_s = trial.end_s + DAY
    diary = read(tmp_path, now_s)
    append_events(tmp_path, [trial_rows.emergency_event(diary, trial, now_s=trial.periods[3].start_s)])
    diary = read(tmp_path, now_s)
    append_events(tmp_path, trial_rows.revealed_events(diary, trial, drawn.arms, NONCE, now_s=now_s))
    write(tmp_path, now_s + 3600, "event,guess,less,,,,,")
    found = status(tmp_path, knowledge, now_s + DAY)
    assert (found.state, found.emergency_reveals) == ("revealed", 1)
    assert found.masking is not None
    assert found.masking.held is False
    assert found.masking.both is not None
    assert (found.masking.both.n, found.masking.both.index) == (7, 1.0), "the opened period's guess is not blind"
    assert found.taken == masked, "capsules count alike before and after"
    assert (masked.taken, masked.assigned, masked.other_doses) == (800, 800, 0)
