"""Our own fit of workload F, one measurement a process: `python -m bench.effect_fit NAME` prints JSON."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.look import look
from bench.effect_workload import model, of_one_curve, person
from bench.exposure_kernel import Stopwatch
from bench.peers.protocol import peak_mb
from speciosa.effect.fit import Fit, coefficients, fit, joint_draws
from speciosa.knowledge import Knowledge, load_knowledge

Array = NDArray[np.float64]
Measured = dict[str, float]

_REPEATS = 40
_PEOPLE = 10
_RUNS = 5
_DRAWS = 20_000
_QUICK = "importance"


def one(*, curves: str) -> Measured:
    """Person 1, fitted many times over with other dice: CPU, effective draws by the weights and by the spread.

    Parameters
    ----------
    curves : ``many``, each a possible exposure; ``single``, the middle one as if it were known.
    """
    record = model(load_knowledge())
    record = record if curves == "many" else of_one_curve(record)
    fits, spent = [], []
    for seed in range(_REPEATS):
        with Stopwatch() as watch:
            found = fit(record, np.random.default_rng(seed))
        fits.append(found)
        spent.append(watch)
    explored = [each.explored for each in fits]
    pooled = joint_draws(fits[0], np.random.default_rng(1), _DRAWS).coefficient[:, 0]
    return {
        "cpu_s": statistics.median(each.cpu_s for each in spent),
        "wall_s": statistics.median(each.wall_s for each in spent),
        "ess": statistics.median(each.ess for each in explored),
        "k_hat": max(each.k_hat for each in explored),
        "asked": statistics.median(each.evaluations for each in explored),
        "slow": sum(each.method != _QUICK for each in explored),
        "curves": record.exposed.draws,
        "points": len(record.exposed.time_s),
        "ratings": len(record.at),
        "mean": float(np.mean([_mean_of(each) for each in fits])),
        "sd": float(pooled.std()),
        **_replicated(fits),
    }


def people() -> Measured:
    """Several people, a few fits each: the median and the slowest person's CPU, and CPU for 1,000 effective draws."""
    knowledge = load_knowledge()
    records = [model(knowledge, seed=seed) for seed in range(1, _PEOPLE + 1)]
    spent, thousand, slow = [], [], 0
    for record in records:
        own, per = [], []
        for seed in range(_RUNS):
            with Stopwatch() as watch:
                found = fit(record, np.random.default_rng(seed)).explored
            own.append(watch.cpu_s)
            per.append(1000 * watch.cpu_s / found.ess)
            slow += found.method != _QUICK
        spent.append(statistics.median(own))
        thousand.append(statistics.median(per))
    return {
        "people": _PEOPLE, "cpu_s": statistics.median(spent), "worst_cpu_s": max(spent),
        "thousand_cpu_s": statistics.median(thousand), "worst_thousand_cpu_s": max(thousand), "slow": slow,
    }  # fmt: skip


def whole(people_count: int) -> Measured:
    """The whole answer, diary to verdict, for some people in a row; making them up is not counted."""
    knowledge = load_knowledge()
    _asked(knowledge, seed=10_000)
    spent, slow = [], 0
    for seed in range(1, people_count + 1):
        diary = person(knowledge, seed=seed)
        with Stopwatch() as watch:
            answer = look(diary, knowledge, int(diary.entries.time_s[-1]), seed=seed)
        spent.append(watch.cpu_s)
        slow += answer.method != _QUICK
    return {
        "people": people_count, "cpu_s": sum(spent), "median_cpu_s": statistics.median(spent), "most_cpu_s": max(spent),
        "slow": slow, "peak_mb": peak_mb(),
    }  # fmt: skip


def long(days: int) -> Measured:
    """One person with a diary of some days: the fit, and the whole answer."""
    knowledge = load_knowledge()
    record, diary = model(knowledge, days=days), person(knowledge, days=days)
    now_s = int(diary.entries.time_s[-1])
    runs = _RUNS if days < 1000 else 3
    fits, answers, ess = [], [], []
    for seed in range(runs):
        with Stopwatch() as watch:
            found = fit(record, np.random.default_rng(seed))
        fits.append(watch.cpu_s)
        ess.append(found.explored.ess)
        with Stopwatch() as watch:
            look(diary, knowledge, now_s, seed=seed)
        answers.append(watch.cpu_s)
    return {
        "fit_cpu_s": statistics.median(fits), "answer_cpu_s": statistics.median(answers), "ratings": len(record.at),
        "curves": record.exposed.draws, "ess": statistics.median(ess), "peak_mb": peak_mb(),
    }  # fmt: skip


def threads() -> Measured:
    """Sixteen people's fits on one and on two threads; the quickest of three runs of each."""
    knowledge = load_knowledge()
    records = [model(knowledge, seed=seed) for seed in (1, 2, 3, 4)] * 4

    def one_fit(at: int) -> Fit:
        return fit(records[at], np.random.default_rng(at))

    one_fit(0)
    measured: Measured = {}
    for count in (1, 2):
        runs = []
        for _ in range(3):
            with ThreadPoolExecutor(count) as pool, Stopwatch() as watch:
                list(pool.map(one_fit, range(len(records))))
            runs.append(watch)
        best = min(runs, key=lambda each: each.wall_s)
        measured |= {f"cpu_s_{count}": best.cpu_s, f"wall_s_{count}": best.wall_s}
    return measured


def _replicated(fits: list[Fit]) -> Measured:
    """Effective draws of one fit by how far the posterior means of many fits lie apart: variance over variance.

    `drawn`: of the effect drawn once at each weighted point, as a chain has it. `exact`: of the mean that we
    report, in which the effect given the nonlinear numbers is exact.
    """
    rng = np.random.default_rng(2)
    exact, drawn, variances = [], [], []
    for each in fits:
        linear = coefficients(each)
        scale = linear.spread * linear.inverse[:, 0, 0]
        middle, weight = linear.middle[:, 0], each.weight
        effect = middle + np.sqrt(scale) * rng.standard_t(2 * linear.shape, len(middle))
        exact.append(weight @ middle)
        drawn.append(weight @ effect)
        variances.append(weight @ (middle - exact[-1]) ** 2 + weight @ scale * linear.shape / (linear.shape - 1))
    variance = float(np.mean(variances))
    return {"exact": variance / float(np.var(exact, ddof=1)), "drawn": variance / float(np.var(drawn, ddof=1))}


def _mean_of(found: Fit) -> float:
    return float(found.weight @ coefficients(found).middle[:, 0])


def _asked(knowledge: Knowledge, *, seed: int) -> None:
    """One answer, so that everything is loaded and compiled."""
    diary = person(knowledge, seed=seed)
    look(diary, knowledge, int(diary.entries.time_s[-1]), seed=seed)


_NAMED: dict[str, Callable[[], Measured]] = {
    "many": partial(one, curves="many"),
    "single": partial(one, curves="single"),
    "people": people,
    "threads": threads,
}

if __name__ == "__main__":
    what = sys.argv[1]
    call = _NAMED.get(what) or partial(whole if what == "whole" else long, int(sys.argv[2]))
    print(json.dumps(call()))
