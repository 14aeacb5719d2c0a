"""The fit against a frozen posterior that another way found: plain Metropolis on whole matrices."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.effect_reference import Record, log_posterior
from numpy.typing import NDArray

from speciosa.effect.exposed import Exposed
from speciosa.effect.fit import Fit, Model, fit, joint_draws
from speciosa.effect.likelihood.lanes import VARYING
from speciosa.effect.priors import Priors

FROZEN = json.loads((Path(__file__).parent / "effect_reference.json").read_text(encoding="utf-8"))
FITS, DRAWS = 4, 4000
MINUTES = 60


def record() -> Record:
    return Record(**FROZEN["record"])


@cache
def model() -> Model:
    given = record()
    time_min = np.rint(np.array(given.time_h) * MINUTES).astype(np.int64)
    rated = np.array(given.rated)
    since_h = (time_min[rated] - time_min[rated[0]]) / MINUTES
    trend = since_h / since_h[-1] - 0.5
    exposed = Exposed(
        time_min * 60, np.diff(time_min, prepend=time_min[:1]), np.array(given.conc)[:, None],
        np.ones(len(time_min), dtype=bool), np.array(given.usual)[:, None], np.ones(1), 30, _none,
    )  # fmt: skip
    priors = Priors(
        tuple(given.median),
        tuple(given.log_sd),
        given.noise_shape,
        given.noise_scale,
        {},
        0.8,
        given.prior_mean[1],
        0.0,
    )
    return Model(
        exposed, rated, since_h, np.diff(since_h, prepend=0.0),
        np.column_stack([np.ones(len(rated)), trend, given.points]), np.ones(len(rated)), np.empty((0, 1)),
        (*VARYING, "level", "trend"), np.array(given.prior_mean), np.array(given.prior_sd), priors,
    )  # fmt: skip


def _none(_time_s: Any, _amount: Any, _asked_s: Any) -> NDArray[np.float64]:
    raise AssertionError


@cache
def fits() -> tuple[Fit, ...]:
    return tuple(fit(model(), np.random.default_rng(seed)) for seed in range(FITS))


@cache
def draws() -> dict[str, NDArray[np.float64]]:
    """[fit, draw] by name."""
    columns: dict[str, list[NDArray[np.float64]]] = {}
    for seed, found in enumerate(fits()):
        joint = joint_draws(found, np.random.default_rng([seed, 1]), DRAWS)
        linear = dict(zip(model().names, joint.coefficient.T, strict=True))
        theta = dict(zip(("ke", "ec50", "kt", "tau_h", "rho"), joint.theta.T, strict=True))
        for name, values in (linear | theta | {"noise_sd": joint.noise_sd}).items():
            columns.setdefault(name, []).append(values)
    return {name: np.array(values) for name, values in columns.items()}


def test_the_frozen_chains_had_settled() -> None:
    for each in FROZEN["posterior"].values():
        assert each["r_hat"] < 1.02
        assert each["ess"] > 500
    assert 0.15 < FROZEN["accepted"] < 0.45


def test_the_density_is_the_one_that_the_chains_walked_on() -> None:
    z = np.random.default_rng(2).standard_normal((40, 5))
    theirs = log_posterior(record(), z)
    ours = model().evaluated(z, np.zeros(40, dtype=np.int64))[0] - 0.5 * (z**2).sum(axis=1)
    assert ours - ours[0] == pytest.approx(theirs - theirs[0], abs=1e-6)


@pytest.mark.parametrize("name", list(FROZEN["posterior"]))
def test_the_fit_finds_the_same_posterior(name: str) -> None:
    frozen, found = FROZEN["posterior"][name], draws()[name]
    ess = FITS * min(each.explored.ess for each in fits())
    error = frozen["sd"] * np.sqrt(1 / frozen["ess"] + 1 / ess)
    assert abs(found.mean() - frozen["mean"]) < 4 * error
    assert found.std() / frozen["sd"] == pytest.approx(1.0, abs=0.1)
    for share, edge in zip(FROZEN["shares"], frozen["quantiles"], strict=True):
        below = float((found < edge).mean())
        allowed = 4 * np.sqrt(share * (1 - share) * (1 / frozen["ess"] + 1 / ess))
        assert abs(below - share) < allowed, (share, below)


def test_the_quick_way_was_enough() -> None:
    assert [each.explored.method for each in fits()] == ["importance"] * FITS
    assert max(each.explored.k_hat for each in fits()) < 0.7
