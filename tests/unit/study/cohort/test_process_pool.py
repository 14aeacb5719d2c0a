from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.unit.study.cohort.made_up import LightTask

from speciosa.study.cohort.process_pool import ProcessPool
from speciosa.values.errors import EntryError

BATCHES = [("a", "b"), ("c", "d"), ("e", "f"), ("g",)]


def ended(task: LightTask, workers: int, batches: Any = BATCHES) -> dict[Any, Any]:
    with ProcessPool(workers) as pool:
        return {done.batch: done.rows and [row["id"] for row in done.rows] for done in pool.run(task, batches)}  # type: ignore[arg-type]


def test_every_batch_comes_back_once() -> None:
    assert ended(LightTask(), 2) == {batch: list(batch) for batch in BATCHES}


def test_a_worker_that_dies_costs_its_own_batch_and_another_takes_its_place() -> None:
    assert ended(LightTask(deadly=("d",)), 2) == {
        ("a", "b"): ["a", "b"], ("c", "d"): None, ("e", "f"): ["e", "f"], ("g",): ["g"],
    }  # fmt: skip


def test_more_deaths_than_workers_end_as_well() -> None:
    found = ended(LightTask(deadly=("a", "e")), 1)
    assert [batch for batch, rows in found.items() if rows is None] == [("a", "b"), ("e", "f")]


def test_what_a_worker_refuses_ends_the_run_with_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="nothing can be reached from here; look again"):
        ended(LightTask(refuses=True), 1)


def test_nothing_to_do_starts_nobody() -> None:
    assert ended(LightTask(), 2, []) == {}


def test_nobody_is_too_few() -> None:
    with pytest.raises(EntryError, match="--workers"):
        ProcessPool(0)
