"""How an engine in another interpreter gets its work and gives its figures: files of one folder."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHOWN = 200
"""People, at most, whose concentrations are written for comparing."""


class Task(NamedTuple):
    """What to compute: times in hours, mg; parameters by name, [person] each."""

    dose_time_h: Array
    dose_mg: Array
    obs_time_h: Array
    parameters: dict[str, Array]
    outputs: int


def serve(version: str, solve: Callable[[Task], Array]) -> None:
    """Run FOLDER PEOPLE OUTPUTS of the command line twice; the second time counts.

    `solve` gives ng/mL as [person, output, observation].
    """
    folder, people, outputs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    tables = {path.stem: np.fromfile(path, "<f8") for path in folder.glob("*.f64")}
    doses = [tables.pop(name).reshape(people, -1) for name in ("dose_time_h", "dose_mg")]
    task = Task(doses[0], doses[1], tables.pop("obs_time_h"), tables, outputs)
    solve(task)
    started, cpu = time.perf_counter(), time.process_time()
    conc = solve(task)
    measured = {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - started,
        "peak_mb": peak_mb(),
        "version": version,
    }
    conc[:SHOWN].astype("<f8").tofile(folder / "conc")
    (folder / "measured.json").write_text(json.dumps(measured), encoding="utf-8")


def peak_mb() -> float:
    """Peak resident set of this process, MB.

    Linux hands the figure of `getrusage` down from the process that started this one, so /proc comes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text(encoding="ascii").splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def sample(version: str, chain: Callable[[dict[str, Array], int, int, int], Array]) -> None:
    """Run chains one after the other on FOLDER/record.npz: FOLDER CHAINS WARM_UP DRAWS MOST of the command line.

    After each chain FOLDER gets what there is so far: a run that is stopped, after MOST CPU seconds, has not been
    for nothing. The first chain's CPU holds the compiling.

    Parameters
    ----------
    chain : record, seed, warm-up, draws -> [draw, quantity], the effect first.
    """
    folder, (chains, warm_up, draws, most_s) = Path(sys.argv[1]), map(int, sys.argv[2:6])
    resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s + 5))
    record = dict(np.load(folder / "record.npz"))
    spent = []
    for seed in range(chains):
        started, cpu = time.perf_counter(), time.process_time()
        found = chain(record, seed, warm_up, draws)
        spent.append((time.process_time() - cpu, time.perf_counter() - started))
        np.save(folder / f"chain{seed}.npy", found)
        measured = {"cpu_s": [each[0] for each in spent], "wall_s": [each[1] for each in spent], "version": version}
        (folder / "measured.json").write_text(json.dumps(measured), encoding="utf-8")
