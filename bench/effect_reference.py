"""The posterior of one frozen record by another way: plain random-walk Metropolis on the dense likelihood.

Nothing of the room's exploration or of its kernels is used: exposure felt, columns, covariance and conditional
draws are written out here with whole matrices, for many chains side by side.

`python -m bench.effect_reference` writes tests/calibration/effect_reference.json.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PLACE = Path(__file__).parents[1] / "tests" / "calibration" / "effect_reference.json"
SEED = 20_260_303
_CHAINS, _WARM_UP, _STEPS, _KEPT_EVERY = 32, 900, 3000, 10
_DAYS, _BLOCK_D, _SCORES_A_DAY = 75, 15, 2
_DOSE_H, _SCORE_H = (8.0, 15.0), (7.5, 20.0)
_HALF_LIFE_H, _ABSORPTION_H = 20.0, 0.7
_SHARES = (0.025, 0.25, 0.5, 0.75, 0.975)
NAMES = ("effect", "tolerance", "level", "trend", "ke", "ec50", "kt", "tau_h", "rho", "noise_sd")


@dataclass(frozen=True, slots=True)
class Record:
    """One frozen record and its priors, as plain lists: [point] of the grid, [rating], [column]."""

    time_h: list[float]
    conc: list[float]
    usual: list[float]
    rated: list[int]
    points: list[float]
    median: list[float]
    log_sd: list[float]
    prior_mean: list[float]
    prior_sd: list[float]
    noise_shape: float
    noise_scale: float


def made_record(rng: np.random.Generator) -> Record:
    """Seventy-five days of two doses in blocks of all, half and none, and two scores a day."""
    level = rng.permutation([1.0, 0.0, 1.0, 0.5, 0.0])
    dose_h = np.concatenate([24.0 * day + np.array(_DOSE_H) for day in range(_DAYS)])
    amount = level[(dose_h // (24 * _BLOCK_D)).astype(int)]
    rated_h = np.concatenate([24.0 * day + np.array(_SCORE_H) for day in range(_DAYS)])
    rated_h += rng.integers(-20, 21, len(rated_h)) / 60
    time_h = np.unique(np.concatenate([dose_h, dose_h + 1.0, dose_h + 3.0, rated_h, np.arange(0, 24 * _DAYS, 6.0)]))
    time_h = np.unique(np.round(time_h * 60)) / 60
    rated = np.searchsorted(time_h, np.round(rated_h * 60) / 60)
    usual_h = np.concatenate([24.0 * day + np.array(_DOSE_H) for day in range(30)])
    usual = _conc(np.arange(720.0), usual_h, np.ones(len(usual_h)))
    conc = _conc(time_h, dose_h, amount) / usual.mean()
    prior_sd = [1.5, 1.6, 1e-6, 3.0, 1.0]
    record = Record(
        time_h.tolist(), conc.tolist(), (usual / usual.mean()).tolist(), rated.tolist(), [],
        [1.0, 1.0, 10.0, 48.0, 1.0], [0.7, 0.7, 0.8, 0.9, 0.7],
        [0.0, 0.6, 0.0, 0.0, 0.0], [each / 0.8 for each in prior_sd], 3.0, 1.28,
    )  # fmt: skip
    columns = _columns(record, np.array([[np.log(2) / 1.2, 0.8, np.log(2) / 24 / 9]]))[0]
    apart = np.abs(time_h[rated][:, None] - time_h[rated][None, :])
    slow = np.linalg.cholesky(0.6**2 * np.exp(-apart / 40) + 1e-9 * np.eye(len(rated))) @ rng.standard_normal(
        len(rated)
    )
    y = columns @ np.array([-1.1, 1.2, 0.0, 0.4, 0.3]) + slow + 0.6 * rng.standard_normal(len(rated))
    return Record(**{**_fields(record), "points": np.round(y, 3).tolist()})


def log_posterior(record: Record, z: Array) -> Array:
    """Of standard normal coordinates of the five nonlinear numbers, [chain, 5] -> [chain], up to a constant."""
    theta = theta_of(record, z)
    columns, y = _columns(record, theta), np.array(record.points)
    cov = _covariance(record, theta)
    whole = cov + np.einsum("cik,k,cjk->cij", columns, np.array(record.prior_sd) ** 2, columns)
    root = np.linalg.cholesky(whole)
    white = np.linalg.solve(root, (y - columns @ np.array(record.prior_mean))[:, :, None])[:, :, 0]
    square = (white**2).sum(axis=1)
    log_det = 2 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    like = -0.5 * log_det - (record.noise_shape + 0.5 * len(y)) * np.log(record.noise_scale + 0.5 * square)
    return np.asarray(like - 0.5 * (z**2).sum(axis=1))


def theta_of(record: Record, z: Array) -> Array:
    """ke 1/h, EC50, kT 1/h, tau h, rho, [chain, 5]."""
    value = np.array(record.median) * np.exp(np.array(record.log_sd) * z)
    value[:, 0] = np.log(2) / value[:, 0]
    value[:, 2] = np.log(2) / (24 * value[:, 2])
    return value


def given(record: Record, z: Array, rng: np.random.Generator) -> Array:
    """One draw of everything at each point, [chain, name] in the order of `NAMES`."""
    theta = theta_of(record, z)
    columns, y = _columns(record, theta), np.array(record.points)
    mean, sd = np.array(record.prior_mean), np.array(record.prior_sd)
    inverse = np.linalg.inv(_covariance(record, theta))
    precision = np.einsum("cik,cij,cjl->ckl", columns, inverse, columns) + np.diag(1 / sd**2)
    right = np.einsum("cik,cij,j->ck", columns, inverse, y) + mean / sd**2
    middle = np.linalg.solve(precision, right[:, :, None])[:, :, 0]
    square = np.einsum("i,cij,j->c", y, inverse, y) + (mean**2 / sd**2).sum() - (right * middle).sum(axis=1)
    shape = record.noise_shape + 0.5 * len(y)
    noise = np.sqrt((record.noise_scale + 0.5 * square) / rng.gamma(shape, 1.0, len(z)))
    root = np.linalg.cholesky(np.linalg.inv(precision))
    moved = np.einsum("ckl,cl->ck", root, rng.standard_normal(middle.shape)) * noise[:, None]
    drawn = middle + moved
    return np.column_stack([drawn[:, [0, 1, 3, 4]], theta, noise])


def chains(record: Record, rng: np.random.Generator) -> tuple[Array, float]:
    """Kept draws [step, chain, name] and the share of steps that were taken."""
    z, root, taken = rng.standard_normal((_CHAINS, 5)), 0.4 * np.eye(5), 0
    past: list[Array] = []
    kept: list[Array] = []
    now = log_posterior(record, z)
    for step in range(_WARM_UP + _STEPS):
        if step in (_WARM_UP // 3, 2 * _WARM_UP // 3, _WARM_UP):  # then never again
            seen = np.concatenate(past[len(past) // 2 :])
            root = 2.38 / np.sqrt(5) * np.linalg.cholesky(np.cov(seen.T) + 1e-6 * np.eye(5))
        other = z + rng.standard_normal(z.shape) @ root.T
        then = log_posterior(record, other)
        moves = np.log(rng.random(_CHAINS)) < then - now
        z, now = np.where(moves[:, None], other, z), np.where(moves, then, now)
        past.append(z)
        if step >= _WARM_UP:
            taken += int(moves.sum())
            if step % _KEPT_EVERY == 0:
                kept.append(given(record, z, rng))
    return np.array(kept), taken / (_STEPS * _CHAINS)


def summary(draws: Array) -> dict[str, dict[str, object]]:
    """Mean, SD, quantiles, split R-hat and effective size of each number."""
    found: dict[str, dict[str, object]] = {}
    for at, name in enumerate(NAMES):
        values = draws[:, :, at]
        half = len(values) // 2
        split = np.concatenate([values[:half], values[half : 2 * half]], axis=1)
        within, between = split.var(axis=0, ddof=1).mean(), split.mean(axis=0).var(ddof=1)
        r_hat = float(np.sqrt((within * (half - 1) / half + between) / within))
        # means of chains scatter by sd / sqrt(effective draws a chain)
        ess = float(values.var() / values.mean(axis=0).var(ddof=1) * values.shape[1])
        found[name] = {
            "mean": float(values.mean()), "sd": float(values.std()), "quantiles": np.quantile(values, _SHARES).tolist(),
            "r_hat": r_hat, "ess": min(ess, float(values.size)),
        }  # fmt: skip
    return found


def _conc(time_h: Array, dose_h: Array, amount: Array) -> Array:
    since = np.maximum(time_h[:, None] - dose_h[None, :], 0.0)
    slow, quick = np.log(2) / _HALF_LIFE_H, np.log(2) / _ABSORPTION_H
    found: Array = ((np.exp(-slow * since) - np.exp(-quick * since)) * (since > 0)) @ amount
    return found


def _felt(conc: Array, step_h: Array, theta: Array) -> tuple[Array, Array]:
    """E and T at every point of a grid, [chain, point]: C a straight line between points, T with E's mean."""
    ke, ec50, kt = theta[:, 0], theta[:, 1], theta[:, 2]
    share, tolerance = np.zeros((len(theta), len(conc))), np.zeros((len(theta), len(conc)))
    site = np.zeros(len(theta))
    for at in range(1, len(conc)):
        hours = step_h[at]
        left, slope = np.exp(-ke * hours), (conc[at] - conc[at - 1]) / hours
        site = conc[at] - slope / ke + (site - conc[at - 1] + slope / ke) * left
        share[:, at] = site / (ec50 + site)
        stays = np.exp(-kt * hours)
        tolerance[:, at] = tolerance[:, at - 1] * stays + (1 - stays) * 0.5 * (share[:, at - 1] + share[:, at])
    return share, tolerance


def _columns(record: Record, theta: Array) -> Array:
    """Effect, tolerance, brought along, level, trend at the ratings, [chain, rating, column]."""
    time_h, rated = np.array(record.time_h), np.array(record.rated)
    share, tolerance = _felt(np.array(record.conc), np.diff(time_h, prepend=time_h[0] - 1), theta)
    usual_share, usual_tolerance = _felt(np.array(record.usual), np.ones(len(record.usual)), theta)
    effect = share[:, rated] / usual_share.mean(axis=1)[:, None]
    rest = tolerance[:, rated] - usual_tolerance.mean(axis=1)[:, None] * effect
    since_h = time_h[rated] - time_h[rated[0]]
    carried = np.exp(-theta[:, 2:3] * since_h)
    level = np.ones_like(effect)
    return np.stack([effect, rest, carried, level, level * (since_h / since_h[-1] - 0.5)], axis=2)


def _covariance(record: Record, theta: Array) -> Array:
    rated_h = np.array(record.time_h)[np.array(record.rated)]
    apart = np.abs(rated_h[:, None] - rated_h[None, :])
    slow = theta[:, 4, None, None] ** 2 * np.exp(-apart / theta[:, 3, None, None])
    return np.asarray(slow + np.eye(len(rated_h)))


def _fields(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in Record.__slots__}


def main() -> None:
    """Make the record, run the chains, write both."""
    rng = np.random.default_rng(SEED)
    record = made_record(rng)
    began = time.process_time()
    draws, taken = chains(record, rng)
    found = {
        "made_with": "python -m bench.effect_reference", "seed": SEED, "record": _fields(record),
        "chains": _CHAINS, "warm_up": _WARM_UP, "steps": _STEPS, "kept_every": _KEPT_EVERY,
        "accepted": round(taken, 3), "cpu_s": round(time.process_time() - began), "shares": _SHARES,
        "posterior": summary(draws),
    }  # fmt: skip
    PLACE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    for name, each in found["posterior"].items():  # type: ignore[attr-defined]
        print(name, each)


if __name__ == "__main__":
    main()
