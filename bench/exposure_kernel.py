"""Our own engine on workload E, one measurement a process: `python -m bench.exposure_kernel NAME` prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from bench.exposure_close import nearly_equal
from bench.exposure_reference import reference, worst_error
from bench.exposure_workload import DAYS, Workload, workload
from bench.peers.protocol import peak_mb
from speciosa.exposure import Kinetics, modes_of, superpose
from speciosa.exposure.superpose import superpose_plainly

Array = NDArray[np.float64]
Measured = dict[str, float]

_PARENT = ("ka", "alag", "cl", "v", "q", "v2")
_RUNS = 7
_CHUNK = 500
_PLAIN_PEOPLE = 20


@dataclass
class Stopwatch:
    """Seconds spent inside `with`, added up."""

    cpu_s: float = 0.0
    wall_s: float = 0.0

    def __enter__(self) -> Self:
        self.cpu_s -= time.process_time()
        self.wall_s -= time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu_s += time.process_time()
        self.wall_s += time.perf_counter()


def kinetics_of(work: Workload, *, full: bool) -> Kinetics:
    """The people of a workload, with or without metabolite and effect site."""
    return Kinetics(**{name: values for name, values in work.parameters.items() if full or name in _PARENT})


def curves(work: Workload, *, full: bool, out: Array | None = None) -> Array:
    """[person, output, observation], ng/mL: from parameters to concentrations, everything in between counted."""
    modes = modes_of(kinetics_of(work, full=full))
    return superpose(modes, work.dose_time_s, work.dose_mg, work.obs_time_s, out=out)


def everybody(*, full: bool) -> Measured:
    """Workload E, warm: as peers do it, with memory for the result got anew, and into memory already held."""
    work = workload(10_000)
    anew = _median(lambda: curves(work, full=full))
    measured = {**asdict(anew), "peak_mb": peak_mb()}
    held = curves(work, full=full)
    measured["held_cpu_s"] = _median(lambda: curves(work, full=full, out=held)).cpu_s
    few = work.first(3)
    return {**measured, "error": worst_error(curves(few, full=full), reference(few))}


def plainly(*, full: bool) -> Measured:
    """The NumPy reference of the package, on a few people; and how far the two paths are apart."""
    work = workload(_PLAIN_PEOPLE)
    modes = modes_of(kinetics_of(work, full=full))
    with Stopwatch() as watch:
        slow = superpose_plainly(modes, work.dose_time_s, work.dose_mg, work.obs_time_s)
    apart = worst_error(curves(work, full=full)[~modes.close], slow[~modes.close])
    return {"cpu_s": watch.cpu_s, "people": _PLAIN_PEOPLE, "apart": apart}


def close() -> Measured:
    """The worst error where rates nearly meet, and how many of those people were sent to the matrix exponential."""
    work = nearly_equal()
    sent = modes_of(kinetics_of(work, full=True)).close.sum()
    error = worst_error(curves(work, full=True), reference(work))
    return {"error": error, "people": len(work), "sent": float(sent)}


def grid() -> Measured:
    """One person, 90 days, every five minutes: milliseconds."""
    one = workload(1)
    every = Workload(one.dose_time_s, one.dose_mg, np.arange(0, DAYS * 86_400, 300, dtype=np.int64), one.parameters)
    return {name: 1000 * _median(partial(curves, every, full=name == "full"), 50).cpu_s for name in ("parent", "full")}


def streamed(people: int, *, full: bool) -> Measured:
    """Mean, peak and trough of each person, a chunk at a time; making up the people is not counted.

    Few people are computed anew twenty times, always others.
    """
    chunk = min(_CHUNK, people)
    total = max(people, 20 * chunk)
    held = curves(workload(chunk), full=full)
    done = 0
    watch = Stopwatch()
    for start in range(0, total, chunk):
        work = workload(chunk, seed=10 + start)
        with watch:
            done += len(_summaries(work, full=full, out=held))
    return {"people": done, "cpu_s": watch.cpu_s, "wall_s": watch.wall_s, "peak_mb": peak_mb()}


def threads() -> Measured:
    """The full workload E on one and on two threads, in eight shares of the people; the quickest run of each."""
    work = workload(10_000)
    kinetics = kinetics_of(work, full=True)
    shares = [slice(at, at + 1250) for at in range(0, len(work), 1250)]

    def share(own: slice) -> Array:
        return superpose(modes_of(kinetics.take(own)), work.dose_time_s[own], work.dose_mg[own], work.obs_time_s)

    measured: Measured = {}
    for count in (1, 2):
        with ThreadPoolExecutor(count) as pool:
            spent = min(_watched(partial(_everyone, pool, share, shares), 15), key=lambda each: each.wall_s)
        measured |= {f"cpu_s_{count}": spent.cpu_s, f"wall_s_{count}": spent.wall_s}
    return measured


def _everyone(pool: ThreadPoolExecutor, share: Callable[[slice], Array], shares: list[slice]) -> list[Array]:
    return list(pool.map(share, shares))


def _summaries(work: Workload, *, full: bool, out: Array) -> Array:
    """[person, output, 3]: mean over the observed time, peak, trough, ng/mL."""
    conc = curves(work, full=full, out=out)
    gaps_s = np.pad(np.diff(work.obs_time_s), 1)
    mean = conc @ ((gaps_s[1:] + gaps_s[:-1]) / (2 * gaps_s.sum()))
    return np.stack([mean, conc.max(axis=2), conc.min(axis=2)], axis=2)


def _median(call: Callable[[], object], runs: int = _RUNS) -> Stopwatch:
    watches = _watched(call, runs)
    return Stopwatch(*(statistics.median(getattr(each, name) for each in watches) for name in ("cpu_s", "wall_s")))


def _watched(call: Callable[[], object], runs: int) -> list[Stopwatch]:
    """Several runs, after one to warm up."""
    watches = [Stopwatch() for _ in range(runs + 1)]
    for watch in watches:
        with watch:
            call()
    return watches[1:]


_NAMED: dict[str, Callable[[], Measured]] = {
    "parent": partial(everybody, full=False),
    "full": partial(everybody, full=True),
    "plain parent": partial(plainly, full=False),
    "plain full": partial(plainly, full=True),
    "close": close,
    "grid": grid,
    "threads": threads,
}

if __name__ == "__main__":
    what = sys.argv[1]
    call = _NAMED.get(what) or partial(streamed, int(sys.argv[2]), full=what == "streamed full")
    print(json.dumps(call()))
