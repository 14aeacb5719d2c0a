"""The cohort run: people a second a core, from one worker to two, and how it grows.

One measurement a process: `python -m bench.study_cohort alone | folder WORKERS PEOPLE | grown WORKERS PEOPLE` prints
JSON. `alone`: people of workload F one after the other, as a single report has them. `folder`: the same people's
diaries by `study cohort`. `grown`: simulated people, made in the workers, from the first to the pooled answer.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.effect_workload import person
from bench.figure import Figure
from bench.peers.protocol import peak_mb
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import write_diary
from speciosa.study.cohort.answer import answer_of
from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.study.cohort.diary_folders import DiaryFolders
from speciosa.study.cohort.participant import work_out
from speciosa.study.cohort.process_pool import ProcessPool
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import ParticipantResult
from speciosa.study.cohort.run import run_cohort
from speciosa.study.cohort.simulated import SimulatedPeople
from speciosa.study.cohort.source import Source

_ALONE = 40
_GROWTH = (100, 300, 1_000)
_F_ENDS_S = 1_437_609_600  # 2015-07-23: after workload F's last entry
Measured = dict[str, float]


def figures() -> list[Figure]:
    """What a run takes, beside its people taken one by one, and how it grows."""
    alone, one, two = _measure("alone"), _measure("folder", "1", str(_ALONE)), _measure("folder", "2", str(_ALONE))
    grown = [_measure("grown", "2", str(people)) for people in _GROWTH]
    return [*_a_core(alone, one), _two(one, two), *_growth(grown)]


def _measure(*words: str) -> Measured:
    call = [sys.executable, "-m", "bench.study_cohort", *words]
    measured: Measured = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def _a_core(alone: Measured, one: Measured) -> list[Figure]:
    each, bare = one["cpu_s"] / one["people"], (one["cpu_s"] - one["start_cpu_s"]) / one["people"]
    how = (
        f"{one['people']:.0f} diaries of workload F in folders, one worker; all CPU of program and worker, "
        f"{one['start_cpu_s']:.1f} CPU-s of starting and pooling in it; alone: median of the same people one after the "
        f"other, read, worked out, packed"
    )
    return [
        Figure("cohort, people a second a core", f"{1 / each:.2f}", "-", how),
        Figure(
            "the same, CPU over that of single people", f"{each / alone['median_cpu_s']:.2f} times, "
            f"{bare / alone['median_cpu_s']:.2f} without the start", "<= 1.15",
            f"alone {alone['median_cpu_s']:.2f} CPU-s each (mean {alone['mean_cpu_s']:.2f})",
        ),
    ]  # fmt: skip


def _two(one: Measured, two: Measured) -> Figure:
    how = (
        f"{one['work_wall_s']:.1f} to {two['work_wall_s']:.1f} s from the first batch to the last row, "
        f"{one['people']:.0f} people; CPU {one['cpu_s']:.1f} to {two['cpu_s']:.1f} s; start to end {one['wall_s']:.1f} "
        f"to {two['wall_s']:.1f} s"
    )
    return Figure("cohort, 1 to 2 workers", f"{one['work_wall_s'] / two['work_wall_s']:.2f} times", ">= 1.8", how)


def _growth(grown: list[Measured]) -> list[Figure]:
    def each(name: str, form: str) -> str:
        return ", ".join(format(found[name], form) for found in grown)

    how = (
        f"180 days each, made in the worker (about 0.1 CPU-s), 2 workers, rows to Parquet, pooled; wall "
        f"{each('wall_s', '.0f')} s; of it pooling and writing {each('pool_cpu_s', '.1f')} CPU-s"
    )
    people = ", ".join(f"{found['people']:,.0f}" for found in grown)
    per_person = ", ".join(f"{found['cpu_s'] / found['people']:.3f}" for found in grown)
    return [
        Figure(f"cohort of {people} simulated people", f"{each('cpu_s', '.0f')} CPU-s", "-", how),
        Figure("the same, each", f"{per_person} CPU-s", "-", "all CPU over people"),
        Figure(
            "the same, memory", f"{each('peak_mb', '.0f')} MB", "-",
            f"the program's peak; a worker's {each('worker_peak_mb', '.0f')} MB; results on disk "
            f"{each('disk_mb', '.2f')} MB",
        ),
    ]  # fmt: skip


def alone() -> Measured:
    """People of workload F one after the other in one process, warm."""
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as name:
        folders = _diaries(Path(name), _ALONE, knowledge)
        asked = CohortQuestion("pain", _F_ENDS_S, 0)
        ids = folders.listed().ids
        work_out(ids[0], folders, asked, knowledge)
        spent = [work_out(id_, folders, asked, knowledge).seconds for id_ in ids]
    return {"median_cpu_s": statistics.median(spent), "mean_cpu_s": statistics.mean(spent)}


def folder(workers: int, people: int) -> Measured:
    """The same people's diaries, worked out by a run of its own."""
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as name:
        folders = _diaries(Path(name), people, knowledge)
        return _run(folders, CohortQuestion("pain", _F_ENDS_S, 0), workers, knowledge)


def grown(workers: int, people: int) -> Measured:
    """Simulated people, from nothing to the pooled answer."""
    made = SimulatedPeople(people, seed=1)
    return _run(made, CohortQuestion("pain", made.end_s, 0), workers, load_knowledge())


def _diaries(place: Path, people: int, knowledge: Knowledge) -> DiaryFolders:
    for seed in range(1, people + 1):
        write_diary(person(knowledge, seed=seed), place / f"person-{seed:05}")
    return DiaryFolders(place)


def _run(source: Source, asked: CohortQuestion, workers: int, knowledge: Knowledge) -> Measured:
    """A whole run; `work_wall_s`: from the first batch that came back to the last, scaled to all people."""
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    marks: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as name:
        kept = CohortFolder(Path(name) / "out")
        with ProcessPool(workers) as pool:
            listed = run_cohort(
                source, asked, pool, kept, knowledge, told=lambda told: marks.append((time.perf_counter(), told.done))
            )
        pool_cpu_s = time.process_time()
        rows = (ParticipantResult.of_row(row, knowledge) for row in kept.participants())
        kept.write_answer(answer_of(rows, listed.rejected, asked, knowledge))
        pool_cpu_s = time.process_time() - pool_cpu_s
        disk_mb = sum(each.stat().st_size for each in kept.path.rglob("*") if each.is_file()) / 1e6
        worked_s = sum(row["seconds"] for row in kept.rows(kept.kept(lambda _id, _mark: True)))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    people = marks[-1][1]
    first, last = marks[min(workers, len(marks) - 1)], marks[-1]
    cpu_s = time.process_time() - began_cpu_s + children.ru_utime + children.ru_stime
    return {
        "people": people, "cpu_s": cpu_s, "wall_s": time.perf_counter() - began_s, "start_cpu_s": cpu_s - worked_s,
        "work_wall_s": (last[0] - first[0]) * people / max(last[1] - first[1], 1), "pool_cpu_s": pool_cpu_s,
        "peak_mb": peak_mb(), "worker_peak_mb": children.ru_maxrss / 1024, "disk_mb": disk_mb,
    }  # fmt: skip


if __name__ == "__main__":
    what, *numbers = sys.argv[1:]
    calls: dict[str, Callable[..., Measured]] = {"alone": alone, "folder": folder, "grown": grown}
    print(json.dumps(calls[what](*map(int, numbers))))
