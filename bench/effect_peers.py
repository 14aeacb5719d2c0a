"""Other samplers on workload F with its middle exposure as if it were known, where they are installed.

SPECIOSA_PEERS_PYTHON names an interpreter that has jax, numpyro, pymc and nutpie; none is part of this project.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.effect_workload import model, of_one_curve
from bench.exposure_peers import MISSING
from speciosa.effect.exploration.convergence import bulk_ess, r_hat
from speciosa.effect.fit import Model
from speciosa.effect.likelihood.dense import felt_plainly
from speciosa.knowledge import load_knowledge
from speciosa.values.timeline import HOUR_S

Array = NDArray[np.float64]
CHAINS = 4
_HERE = Path(__file__).parent
_DIM = 5
_MIN_PER_H = HOUR_S / 60


class Peer(NamedTuple):
    """One sampler on one form of the model.

    Parameters
    ----------
    adapter : the module in bench/peers.
    warm_up, draws : of each of the four chains.
    most_cpu_s : CPU seconds after which it is stopped.
    """

    name: str
    adapter: str
    warm_up: int
    draws: int
    most_cpu_s: int
    how: str


SAME = Peer("NumPyro NUTS, same density", "numpyro_collapsed", 500, 500, 600, "five numbers sampled, as we do")
"""What we explore ourselves."""
PEERS = (
    SAME,
    Peer(
        "NumPyro NUTS, usual latent form", "numpyro_latent", 500, 500, 900,
        "slow process by its innovations, coefficients and noise sampled",
    ),
    Peer("nutpie on PyMC, usual latent form", "nutpie_latent", 500, 500, 900, "the same model in PyMC"),
)  # fmt: skip


class Sampled(NamedTuple):
    """What there was of a sampler when it ended or was stopped.

    Parameters
    ----------
    chains : [chain, draw, quantity], the effect first, then the five numbers; of `SAME` also their log
        likelihood and the effect's mean given them.
    cpu_s : [chain]; the first holds the compiling.
    stopped_s : CPU seconds at which it was stopped; 0 where it came to its end.
    """

    version: str
    chains: Array
    cpu_s: Array
    stopped_s: float

    @property
    def effect_ess(self) -> float:
        return bulk_ess(self.chains[:, :, 0])

    @property
    def least_ess(self) -> float:
        """Of the effect and the five numbers."""
        return min(bulk_ess(self.chains[:, :, each]) for each in range(1 + _DIM))

    @property
    def worst_r_hat(self) -> float:
        return max(r_hat(self.chains[:, :, each]) for each in range(1 + _DIM))

    @property
    def warm_cpu_s(self) -> float:
        """Of all chains as if each had found everything compiled."""
        return float(self.cpu_s[1:].mean() * len(self.cpu_s)) if len(self.cpu_s) > 1 else float(self.cpu_s[0])

    @property
    def thousand_cpu_s(self) -> float:
        """CPU seconds for 1,000 effective draws of the effect, compiled beforehand."""
        return 1000 * self.warm_cpu_s / self.effect_ess

    @property
    def effect(self) -> tuple[float, float, float]:
        """Mean, its Monte Carlo error, SD."""
        values = self.chains[:, :, 0]
        sd = float(values.std())
        return float(values.mean()), sd / self.effect_ess**0.5, sd


def run(peer: Peer, record: Model) -> Sampled | str:
    """Its chains, or why there are none."""
    python = os.environ.get("SPECIOSA_PEERS_PYTHON")
    if not python:
        return "not installed here"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        np.savez(folder / "record.npz", **written(record))  # type: ignore[arg-type]
        words = [name, *map(str, (CHAINS, peer.warm_up, peer.draws, peer.most_cpu_s))]
        status, spent_s, errors = _watched([python, "-m", f"bench.peers.{peer.adapter}", *words])
        if status not in (0, None):
            missing = any(each in errors for each in MISSING)
            last = errors.strip().rpartition("\n")[2].replace("|", "/")
            return "not installed here" if missing else f"failed: {last}"
        if not (folder / "measured.json").exists():
            return f"not finished: stopped after {spent_s:.0f} CPU-s, before the end of its first chain"
        measured = json.loads((folder / "measured.json").read_text(encoding="utf-8"))
        count = len(measured["cpu_s"])
        chains = np.stack([np.load(folder / f"chain{at}.npy") for at in range(count)])
    stopped_s = spent_s if status is None else 0.0
    return Sampled(measured["version"], chains, np.array(measured["cpu_s"]), stopped_s)


def written(record: Model) -> dict[str, Array]:
    """A record of one exposure as the adapters read it; hours everywhere."""
    exposed, priors = record.exposed, record.priors
    if exposed.draws != 1 or len(record.assigned):
        raise ValueError("one known exposure, and no instrument, is what the adapters are written for")
    return {
        "conc": exposed.conc[:, 0],
        "step_h": exposed.step_min / _MIN_PER_H,
        "usual": exposed.usual[:, 0],
        "usual_step_h": np.ones(len(exposed.usual)),
        "at": record.at.astype(np.float64),
        "since_h": record.since_h,
        "rated_step_h": record.step_h,
        "fixed": record.fixed[:, :-1],
        "y": record.fixed[:, -1],
        "prior_mean": record.prior_mean,
        "prior_sd": record.prior_sd,
        "median": np.array(priors.median),
        "log_sd": np.array(priors.log_sd),
        "noise_shape": np.array(priors.noise_shape),
        "noise_scale": np.array(priors.noise_scale),
    }


def exact_effect(sampled: Sampled) -> tuple[float, float]:
    """Mean of the effect with what is linear exact at each draw, and its Monte Carlo error: a sharper comparison."""
    middle = sampled.chains[:, :, 2 + _DIM]
    return float(middle.mean()), float(middle.std()) / bulk_ess(middle) ** 0.5


def apart(sampled: Sampled, record: Model) -> float:
    """By how much its log density differs from ours over its draws, at most, a constant aside."""
    draws = sampled.chains.reshape(-1, sampled.chains.shape[2])
    ours = record.evaluated(np.ascontiguousarray(draws[:, 1 : 1 + _DIM]), np.zeros(len(draws), dtype=np.int64))[0]
    return float(np.ptp(ours - draws[:, 1 + _DIM]))


def _watched(call: list[str]) -> tuple[int | None, float, str]:
    """Exit status (None: it used up its CPU seconds), CPU seconds, and what it said on standard error."""
    quiet = {"JAX_PLATFORMS": "cpu", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            call, cwd=_HERE.parent, env={**os.environ, **quiet}, stdout=subprocess.DEVNULL, stderr=errors
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stopped = process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        errors.seek(0)
        return (None if stopped else process.returncode), usage.ru_utime + usage.ru_stime, errors.read()


def by_hand(record: Model, place: Path) -> None:
    """The ratings as a table for peers/brms.R: what was felt stands at the middle of the priors."""
    task = written(record)
    ke, ec50, kt = record.priors.theta_of(np.zeros((1, _DIM)))[0, :3].tolist()
    share, tolerance = felt_plainly(task["conc"], record.exposed.step_min, ke, ec50, kt)
    hourly = np.full(len(task["usual"]), _MIN_PER_H, dtype=np.int64)
    usual_share, usual_tolerance = felt_plainly(task["usual"], hourly, ke, ec50, kt)
    effect = share[record.at] / usual_share.mean()
    own = [effect, tolerance[record.at] - usual_tolerance.mean() * effect, np.exp(-kt * record.since_h)]
    number = np.arange(1, len(record.at) + 1)
    table = np.column_stack([task["y"], number, *own, task["fixed"]])
    np.savetxt(place, table, "%.9g", delimiter=",", header=",".join(["y", "number", *record.names]), comments="")


if __name__ == "__main__":
    by_hand(of_one_curve(model(load_knowledge())), Path(sys.argv[1]) / "ratings.csv")
