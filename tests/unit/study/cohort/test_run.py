"""A run over everybody: the same whatever does it, taken up where it stopped, and not ended by one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.unit.study.cohort.made_up import ASKED, Here, LightTask, NamesOnly

from speciosa.knowledge import Knowledge
from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.study.cohort.executor import Done, Executor
from speciosa.study.cohort.process_pool import ProcessPool
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.run import Advance, refuse_within, run_cohort
from speciosa.study.cohort.simulated import SimulatedPeople
from speciosa.study.cohort.source import Source
from speciosa.study.cohort.task import Batch, Task
from speciosa.values.errors import EntryError

PEOPLE = SimulatedPeople(3, seed=1, days=14)
OF_PEOPLE = CohortQuestion("pain", PEOPLE.end_s, 0)
NAMES = NamesOnly(tuple("abcdefgh"))


def result(
    place: Path, executor: Executor, knowledge: Knowledge, source: Source = NAMES, asked: CohortQuestion = ASKED
) -> bytes:
    with executor:
        run_cohort(source, asked, executor, CohortFolder(place), knowledge)
    return (place / "participants.parquet").read_bytes()


def test_order_workers_and_processes_change_no_byte(tmp_path: Path, knowledge: Knowledge) -> None:
    ways: dict[str, Executor] = {"here": Here(), "back": Here(backwards=True, workers=1), "pool": ProcessPool(2)}
    found = {result(tmp_path / name, each, knowledge, PEOPLE, OF_PEOPLE) for name, each in ways.items()}
    assert len(found) == 1
    rows = {row["id"]: row for row in CohortFolder(tmp_path / "pool").participants()}
    assert list(rows) == list(PEOPLE.listed().ids)
    assert {row["state"] for row in rows.values()} == {"worked_out"}
    assert all(row["exposure"] for row in rows.values())


def test_another_seed_is_another_answer(tmp_path: Path, knowledge: Knowledge) -> None:
    few = SimulatedPeople(1, seed=1, days=14)
    other = CohortQuestion("pain", few.end_s, 1)
    found = [
        next(CohortFolder(tmp_path / str(asked.seed)).participants())["exposure"]
        for asked in (OF_PEOPLE, other)
        if result(tmp_path / str(asked.seed), Here(), knowledge, few, asked)
    ]
    assert found[0] != found[1]


def test_a_run_that_was_stopped_does_only_what_is_missing(tmp_path: Path, knowledge: Knowledge) -> None:
    whole = result(tmp_path / "whole", Here(), knowledge)
    stopped, rest = Here(most=3), Here()
    with pytest.raises(KeyboardInterrupt):
        result(tmp_path / "out", stopped, knowledge)
    assert result(tmp_path / "out", rest, knowledge) == whole
    assert sorted(stopped.worked + rest.worked) == list("abcdefgh")
    assert stopped.worked
    assert rest.worked


def test_a_run_that_is_done_does_nothing_more(tmp_path: Path, knowledge: Knowledge) -> None:
    first, again = Here(), Here()
    assert result(tmp_path, first, knowledge) == result(tmp_path, again, knowledge)
    assert again.worked == []


def test_whoever_changed_is_worked_out_again_and_whoever_is_new(tmp_path: Path, knowledge: Knowledge) -> None:
    result(tmp_path, Here(), knowledge)
    again = Here()
    result(tmp_path, again, knowledge, NamesOnly(tuple("abcdefghi"), said=("c",)))
    assert sorted(again.worked) == ["c", "i"]


def test_whoever_left_is_in_no_file_any_more(tmp_path: Path, knowledge: Knowledge) -> None:
    result(tmp_path, Here(), knowledge)
    result(tmp_path, Here(), knowledge, NamesOnly(tuple("abcdefg")))
    assert "h" not in {row["id"] for row in CohortFolder(tmp_path).participants()}
    assert "h" not in CohortFolder(tmp_path).kept(lambda _id, _mark: True)


def test_a_record_that_could_not_be_read_is_tried_again(tmp_path: Path, knowledge: Knowledge) -> None:
    result(tmp_path, Here(), knowledge, NamesOnly(tuple("abcdefgh"), unreadable=("b",)))
    whys = {row["id"]: row["why"] for row in CohortFolder(tmp_path).participants()}
    assert "Input/output error" in whys["b"]
    again = Here()
    result(tmp_path, again, knowledge)
    assert again.worked == ["b"]


class _Deadly(ProcessPool):
    """Processes in which some participants kill whoever works on them."""

    def __init__(self, task: LightTask) -> None:
        super().__init__(1)
        self._task = task
        self.asked: list[str] = []

    def run(self, task: Task, batches: Sequence[Batch]) -> Iterator[Done]:
        del task
        self.asked += [id_ for batch in batches for id_ in batch]
        return super().run(self._task, batches)  # type: ignore[arg-type]


def test_a_worker_that_is_killed_costs_its_batch_and_nobody_is_missing(tmp_path: Path, knowledge: Knowledge) -> None:
    once = _Deadly(LightTask(deadly=("c",), once=tmp_path / "killed"))
    result(tmp_path / "out", once, knowledge, NamesOnly(tuple("abcd")))
    whys = {row["id"]: row["why"] for row in CohortFolder(tmp_path / "out").participants()}
    assert set(whys.values()) == {"For a test."}
    assert list(whys) == list("abcd")
    assert sorted(once.asked) == sorted("abcd" + "c")  # batches of one here: four people, one worker


def test_a_participant_who_kills_two_workers_is_named_and_tried_again_next_time(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    result(tmp_path / "out", _Deadly(LightTask(deadly=("c",))), knowledge, NamesOnly(tuple("abcd")))
    rows = {row["id"]: row for row in CohortFolder(tmp_path / "out").participants()}
    assert {id_ for id_, row in rows.items() if row["state"] == "failed"} == {"c"}
    assert "twice" in rows["c"]["why"]
    assert "c" not in CohortFolder(tmp_path / "out").kept(lambda _id, _mark: True)


def test_how_far_it_is_counts_what_an_earlier_start_did(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(KeyboardInterrupt):
        result(tmp_path, Here(most=3), knowledge)
    told: list[Advance] = []
    with Here() as executor:
        run_cohort(NAMES, ASKED, executor, CohortFolder(tmp_path), knowledge, told=told.append)
    assert {each.before for each in told} == {told[0].done}
    assert told[-1].done == told[-1].of == len(NAMES.ids)


def test_without_parquet_it_says_how_to_install_it(
    tmp_path: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(EntryError, match=r"pip install 'speciosa\[study\]'"):
        run_cohort(NAMES, ASKED, Here(), CohortFolder(tmp_path / "out"), knowledge)
    assert not (tmp_path / "out").exists()


def test_results_among_the_participants_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="among the participants"):
        refuse_within(tmp_path / "x" / "..", tmp_path)
    refuse_within(tmp_path.parent / "beside", tmp_path)
