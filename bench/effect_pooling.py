"""Pooling evidence packets: the second stage, from 10 to 10,000 people.

Each measurement has a process of its own: `python -m bench.effect_pooling PEOPLE` prints JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

import numpy as np
from scipy.special import ndtri

from bench.figure import Figure
from bench.peers.protocol import peak_mb
from speciosa.effect.pooling import EvidencePacket, Pooled, PopulationPrior, StagePrior, packet_id, pool
from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.packet import VALUES, MadeWith, RecordSize, Summary
from speciosa.effect.posterior import Grade
from speciosa.knowledge import load_knowledge

_GROWTH = (10, 100, 1_000, 10_000)
_MEAN, _SPREAD, _BIAS, _BIAS_SPREAD, _PRIOR_SD = -0.8, 0.5, 0.4, 0.3, 1.5
_PLAIN_POINTS = 4


def pooling_figures() -> list[Figure]:
    """What the second stage takes, and how it grows."""
    found = {people: _measure(people) for people in _GROWTH}
    most = found[_GROWTH[-1]]
    reached = f"{most['cpu_s']:.1f} CPU-s ({most['wall_s']:.1f} s), {most['peak_mb']:.0f} MB"
    how = (
        f"{VALUES} values each, three in ten people randomised; population, bias and every person; "
        f"k-hat {most['k_hat']:.2f}, {most['ess']:.0f} effective points; {most['bell_curves']:.0f} bell curves"
    )
    grown = ", ".join(f"{each['cpu_s']:.2f}" for each in found.values())
    error = f"{most['mean_error_sd']:+.1f} SD of the mean, {most['spread_error_sd']:+.1f} SD of the spread"
    return [
        Figure("pooling 10,000 packets, second stage", reached, "<= 60 s", how),
        Figure("the same, 10 to 10,000 packets", f"{grown} CPU-s", "-", "each tenfold more, one thread"),
        Figure("the same, 10,000 packets, off the truth by", error, "-", "one made-up study"),
        Figure(
            "one likelihood of 10,000 people, plain NumPy's CPU over ours",
            f"{most['plain_over_ours']:.0f} times",
            "-",
            f"they differ by {most['apart']:.0e} of the log likelihood",
        ),
    ]


def _measure(people: int) -> dict[str, float]:
    call = [sys.executable, "-m", "bench.effect_pooling", str(people)]
    measured: dict[str, float] = json.loads(subprocess.run(call, check=True, stdout=subprocess.PIPE).stdout)
    return measured


def _packets(people: int, rng: np.random.Generator) -> dict[str, EvidencePacket]:
    """Packets of people whose records are normal around their answers, with the posterior that follows."""
    randomised = rng.random(people) < 0.3
    answer = rng.normal(_MEAN, _SPREAD, people) + np.where(randomised, 0.0, rng.normal(_BIAS, _BIAS_SPREAD, people))
    s = rng.uniform(0.25, 0.9, people)
    variance = 1 / (1 / s**2 + 1 / _PRIOR_SD**2)
    mean = variance * rng.normal(answer, s) / s**2
    even = ndtri((np.arange(VALUES) + 0.5) / VALUES)
    found = {}
    for person in range(people):
        grade = Grade.RANDOMISED_MASKED if randomised[person] else Grade.OBSERVATIONAL
        values = mean[person] + np.sqrt(variance[person]) * even
        found[f"{person:05}.json"] = EvidencePacket(
            packet_id(person.to_bytes(16, "big"), "bench"), "pain", "nrs", "lower", 30,
            Summary(grade, values, StagePrior(0.0, _PRIOR_SD)), (), (), 0.1, RecordSize(12, 180, 6),
            MadeWith("0.1.0", "0" * 12),
        )  # fmt: skip
    return found


def _pooled(people: int) -> dict[str, float]:
    prior = PopulationPrior.of(load_knowledge())
    pool(
        _packets(5, np.random.default_rng(1)), np.random.default_rng(1), prior=prior
    )  # compiled, or read from the cache
    packets = _packets(people, np.random.default_rng(2))
    cpu_s, wall_s = time.process_time(), time.perf_counter()
    found = pool(packets, np.random.default_rng(3), prior=prior)
    cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - wall_s
    if not isinstance(found, Pooled):
        raise SystemExit(found.why)
    return {
        "cpu_s": cpu_s, "wall_s": wall_s, "peak_mb": peak_mb(), "k_hat": found.k_hat, "ess": found.ess,
        "bell_curves": sum(each.bell_curve for each in found.people),
        "mean_error_sd": (found.effect.mean - _MEAN) / found.effect.sd,
        "spread_error_sd": (found.between_sd.mean - _SPREAD) / found.between_sd.sd,
    } | _against_plain(packets)  # fmt: skip


def _against_plain(packets: dict[str, EvidencePacket]) -> dict[str, float]:
    """CPU of the plain sum over that of the compiled one, a population, and how far they are apart."""
    evidence = Evidence.of([each.effect for each in packets.values() if each.effect is not None])
    mean, spread = np.linspace(-1.0, -0.6, 64), np.linspace(0.3, 0.7, 64)
    started = time.process_time()
    ours = evidence.log_marginal(mean, spread)
    own_s = (time.process_time() - started) / len(mean)
    started = time.process_time()
    plain = evidence.log_marginal_plainly(mean[:_PLAIN_POINTS], spread[:_PLAIN_POINTS])
    plain_s = (time.process_time() - started) / _PLAIN_POINTS
    apart = float(np.abs(ours[:_PLAIN_POINTS] / plain - 1).max())
    return {"plain_over_ours": plain_s / own_s, "apart": apart}


if __name__ == "__main__":
    print(json.dumps(_pooled(int(sys.argv[1]))))
