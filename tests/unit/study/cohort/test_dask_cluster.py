"""A scheduler and two workers, started for real on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.study.cohort.made_up import Here, LightTask

from speciosa.knowledge import Knowledge
from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.study.cohort.dask_cluster import DaskCluster
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.run import run_cohort
from speciosa.study.cohort.simulated import SimulatedPeople
from speciosa.values.errors import EntryError

pytest.importorskip("distributed", reason="needs Dask: pip install 'speciosa[cluster]'")
ROOT = Path(__file__).parents[4]
MOST_S = 60


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of a scheduler with two workers, and of one without any."""
    place = tmp_path_factory.mktemp("cluster")
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "OPENBLAS_NUM_THREADS": "1",
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> None:
        call = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:], "--no-dashboard"]
        started.append(
            subprocess.Popen(call, env=environ, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    def scheduler(name: str) -> str:
        file = place / f"{name}.json"
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        until = time.monotonic() + MOST_S
        while not file.exists() or not file.read_text():
            assert time.monotonic() < until, "no scheduler came up"
            time.sleep(0.05)
        address: str = json.loads(file.read_text())["address"]
        return address

    addresses = scheduler("some"), scheduler("none")
    for _ in range(2):
        start("dask_worker", addresses[0], "--nthreads", "1", "--host", "127.0.0.1")
    yield addresses
    for each in started:
        each.terminate()
    for each in started:
        each.wait(MOST_S)


@pytest.fixture
def ready(cluster: tuple[str, str]) -> DaskCluster:
    until = time.monotonic() + MOST_S
    while True:
        try:
            with DaskCluster(cluster[0]) as found:
                if found.workers == 2:
                    return DaskCluster(cluster[0])
        except EntryError:
            assert time.monotonic() < until, "no worker came up"
        time.sleep(0.2)


def test_its_workers_give_the_same_bytes_as_one_process(
    ready: DaskCluster, tmp_path: Path, knowledge: Knowledge
) -> None:
    people = SimulatedPeople(3, seed=1, days=21)
    asked = CohortQuestion("pain", people.end_s, 0)
    for name, executor in (("dask", ready), ("here", Here())):
        with executor:
            run_cohort(people, asked, executor, CohortFolder(tmp_path / name), knowledge)
    dask, here = ((tmp_path / name / "participants.parquet").read_bytes() for name in ("dask", "here"))
    assert dask == here


def test_more_batches_than_lie_ahead_all_come_back(ready: DaskCluster) -> None:
    batches = [(f"p{at}",) for at in range(25)]
    with ready as cluster:
        assert sorted(done.batch for done in cluster.run(LightTask(), batches)) == sorted(batches)  # type: ignore[arg-type]


def test_a_batch_over_which_workers_died_comes_back_without_rows(ready: DaskCluster) -> None:
    with ready as cluster:
        found = {done.batch: done.rows for done in cluster.run(LightTask(deadly=("b",)), [("a",), ("b",), ("c",)])}  # type: ignore[arg-type]
    assert found["b",] is None
    assert set(found) == {("a",), ("b",), ("c",)}


def test_what_a_worker_refuses_ends_the_run_with_its_sentence(ready: DaskCluster) -> None:
    with ready as cluster, pytest.raises(EntryError, match="nothing can be reached from here; look again"):
        list(cluster.run(LightTask(refuses=True), [("a",)]))  # type: ignore[arg-type]


def test_a_scheduler_without_workers_is_said(cluster: tuple[str, str]) -> None:
    with pytest.raises(EntryError, match="no workers yet"):
        DaskCluster(cluster[1]).__enter__()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", ""])
def test_an_address_where_nobody_answers_is_said(address: str) -> None:
    with pytest.raises(EntryError, match="no scheduler answers"):
        DaskCluster(address).__enter__()
