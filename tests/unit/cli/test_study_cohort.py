from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import ROOT

from speciosa.cli.app import run
from speciosa.cli.study_cohort_says import say_cohort
from speciosa.knowledge import Knowledge
from speciosa.record import write_diary
from speciosa.study.cohort.simulated import SimulatedPeople

AT = "2025-03-25T00:00Z"
MOST_S = 120


def people(place: Path, count: int, knowledge: Knowledge) -> Path:
    made = SimulatedPeople(count, seed=1, days=14)
    for id_ in made.listed().ids:
        write_diary(made.opened(id_, knowledge, now_s=0).diary, place / id_)
    return place


def cohort(*words: object) -> int:
    return run(["study", "cohort", *map(str, words)])


def test_a_run_writes_its_results_and_says_who_is_not_in_them(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    diaries, out = people(tmp_path / "people", 2, knowledge), tmp_path / "out"
    (diaries / "list.txt").touch()
    assert cohort("--diaries", diaries, "--workers", 1, "--out", out, "--now", AT, "--json") == 0
    printed = capsys.readouterr().out
    document = json.loads(printed)
    assert printed == (out / "cohort.json").read_text()
    assert document["participants"]["worked_out"] == 2
    assert document["rejected"][0]["file"] == "list.txt"
    assert (out / "participants.parquet").exists()

    # taken up again without a time: that of the first start; nothing is left to do
    before = (out / "participants.parquet").read_bytes()
    assert cohort("--diaries", diaries, "--workers", 1, "--out", out) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "2 participants: 2 worked out, 0 left out, 0 could not be read." in said
    assert "list.txt: This is a file" in said
    assert (out / "participants.parquet").read_bytes() == before


def test_observational_numbers_are_never_said_to_be_because_of_it(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = {"mean": -0.83, "sd": 0.3, "interval_95": [-1.4, 0.2]}
    words = {}
    for basis in ("randomised", "observational", "randomised_and_observational"):
        document = {
            "participants": {"found": 3, "worked_out": 3, "left_out": 0, "failed": 0}, "effect": numbers, "n": 3,
            "between_person_sd": {"mean": 0.5, "sd": 0.2}, "basis": basis, "says": [], "rejected": [], "outcome": "pain",
        }  # fmt: skip
        say_cohort(document, knowledge, None)
        words[basis] = " ".join(capsys.readouterr().out.split())
    assert [basis for basis, said in words.items() if "ecause of" in said] == ["randomised"]
    assert (
        "goes with pain that is 0.8 points lower (from 1.4 points lower to 0.2 points higher)" in words["observational"]
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "no participants are named"),
        (["--diaries", "x", "--database", "dbname=y"], "both named"),
        (["--diaries", "nowhere"], "no such folder here"),
        (["--diaries", "diaries/ada"], "no participant's folder is in it"),
        (["--diaries", "diaries", "--workers", "0"], "--workers: nobody would do the work"),
        (["--diaries", "diaries", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "both named"),
        (["--diaries", "diaries", "--outcome", "gloom"], "no outcome of our list"),
        (["--diaries", "diaries", "--without", "taste"], "no such function"),
        (["--diaries", "diaries", "--now", "soon"], "--now"),
        (["--diaries", "diaries", "--seed", "-1"], "a seed has to be 0 or more"),
        (["--diaries", "diaries", "--out", "diaries/out"], "among the participants"),
        (["--diaries", "diaries", "--out", "full"], "something else than a cohort's results"),
        (["--diaries", "diaries", "--out", "full/thesis.txt"], "a file of this name"),
        (["--database", "nonsense"], "no address of a PostgreSQL database"),
    ],
)
def test_bad_input_is_one_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    (tmp_path / "diaries" / "ada").mkdir(parents=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    monkeypatch.chdir(tmp_path)
    assert cohort(*words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1


def started(*words: object) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "speciosa", "study", "cohort", *map(str, words)]
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        call, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def waited_for_a_part(out: Path) -> None:
    until = time.monotonic() + MOST_S
    while not list(out.glob("parts/*.parquet")):
        assert time.monotonic() < until, "nothing was done in time"
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the worker in /proc")
def test_interrupted_and_with_a_killed_worker_it_ends_as_if_nothing_had_been(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    diaries = people(tmp_path / "people", 6, knowledge)
    words = ("--diaries", diaries, "--workers", 1, "--now", AT, "--out")

    stopped = started(*words, tmp_path / "out")
    waited_for_a_part(tmp_path / "out")
    os.killpg(stopped.pid, signal.SIGINT)  # as Ctrl+C: to the workers, too
    _, said = stopped.communicate(timeout=MOST_S)
    assert stopped.returncode == 130
    assert "What is done is kept. To go on, give the same call once more." in said
    assert "Traceback" not in said
    done = len(list((tmp_path / "out" / "parts").glob("*.parquet")))
    assert 0 < done < 3
    assert not (tmp_path / "out" / "participants.parquet").exists()

    again = started(*words, tmp_path / "out")
    until = time.monotonic() + MOST_S
    while len(list((tmp_path / "out" / "parts").glob("*.parquet"))) == done:
        assert time.monotonic() < until
        time.sleep(0.02)
    children = Path(f"/proc/{again.pid}/task/{again.pid}/children").read_text().split()
    workers = [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
    for each in workers:
        os.kill(each, signal.SIGKILL)
    assert workers
    _, said = again.communicate(timeout=MOST_S)
    assert again.returncode == 0, said

    assert cohort(*words, tmp_path / "whole") == 0
    for name in ("participants.parquet", "cohort.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
