"""The effect's model in JAX, 64 bits, for one known exposure: everything linear integrated out, and not.

The record is that of `effect_peers.written`. Both first-order recursions of the exposure are done as scans.
"""

from __future__ import annotations

from typing import NamedTuple

import jax  # type: ignore[import-not-found]
import jax.numpy as jnp  # type: ignore[import-not-found]
import numpy as np
from numpy.typing import NDArray

Record = dict[str, NDArray[np.float64]]
_NONLINEAR = 5


class Theta(NamedTuple):
    """Rates of effect site and tolerance (1/h), EC50, time constant (h) and relative SD of the slow process."""

    ke: jax.Array
    ec50: jax.Array
    kt: jax.Array
    tau_h: jax.Array
    rho: jax.Array


def theta_of(record: Record, z: jax.Array) -> Theta:
    """From standard normal coordinates [5]."""
    value = record["median"] * jnp.exp(record["log_sd"] * z)
    return Theta(jnp.log(2.0) / value[0], value[1], jnp.log(2.0) / (24.0 * value[2]), value[3], value[4])


def columns_of(record: Record, theta: Theta) -> jax.Array:
    """[rating, column]: the effect's, tolerance's and the carried-in one's, then the fixed ones."""
    usual_share, usual_tolerance = _felt(record["usual"], record["usual_step_h"], theta)
    share, tolerance = (each[record["at"].astype(int)] for each in _felt(record["conc"], record["step_h"], theta))
    effect = share / usual_share.mean()
    carried = jnp.exp(-theta.kt * record["since_h"])
    own = [effect, tolerance - usual_tolerance.mean() * effect, carried]
    return jnp.column_stack([*own, record["fixed"]])


def collapsed(record: Record, z: jax.Array) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Log likelihood of z [5], and the effect given z: Student-t of `middle` and `scale`."""
    theta = theta_of(record, z)
    white, log_det = _whitened(record, theta, jnp.column_stack([columns_of(record, theta), record["y"]]))
    products = white.T @ white
    inverse_prior, mean = 1 / record["prior_sd"] ** 2, record["prior_mean"]
    precision = products[:-1, :-1] + jnp.diag(inverse_prior)
    right = products[-1, :-1] + mean * inverse_prior
    root = jnp.linalg.cholesky(precision)
    half = jax.scipy.linalg.solve_triangular(root, right, lower=True)
    square = products[-1, -1] + mean**2 @ inverse_prior - half @ half
    shape, scale = record["noise_shape"] + 0.5 * len(record["y"]), record["noise_scale"] + 0.5 * square
    log_like = -0.5 * log_det - jnp.log(jnp.diagonal(root)).sum() - jnp.log(record["prior_sd"]).sum()
    inverse = jax.scipy.linalg.cho_solve((root, True), jnp.eye(len(right))[0])
    return log_like - shape * jnp.log(scale), inverse @ right, jnp.sqrt(scale / shape * inverse[0])


def degrees(record: Record) -> float:
    """Of the Student-t above."""
    return float(2 * record["noise_shape"] + len(record["y"]))


def _felt(conc: NDArray[np.float64], step_h: NDArray[np.float64], theta: Theta) -> tuple[jax.Array, jax.Array]:
    """E and T at every point of one curve, washed out at the first."""
    x = theta.ke * step_h
    left, stays = jnp.exp(-x), jnp.exp(-theta.kt * step_h)
    # two points may share a minute: nothing happens in between
    lag = jnp.where(x > 1e-4, 1 - (1 - left) / jnp.where(x > 1e-4, x, 1.0), x * (0.5 - x / 6))
    before = jnp.concatenate([conc[:1], conc[:-1]])
    gain = (before * (1 - left) + (conc - before) * lag).at[0].set(0.0)
    site = _first_order(left, gain)
    share = site / (theta.ec50 + site)
    then = jnp.concatenate([share[:1], share[:-1]])
    return share, _first_order(stays, (1 - stays) * 0.5 * (share + then))


def _first_order(left: jax.Array, gain: jax.Array) -> jax.Array:
    """x[i] = x[i - 1] left[i] + gain[i], from 0."""

    def carry(x: jax.Array, step: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        x = x * step[0] + step[1]
        return x, x

    return jax.lax.scan(carry, jnp.zeros(()), (left, gain))[1]


def _whitened(record: Record, theta: Theta, columns: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Columns whitened by the Kalman filter of the slow process, and log|Omega|."""
    keep = jnp.exp(-record["rated_step_h"] / theta.tau_h).at[0].set(0.0)

    def carry(
        state: tuple[jax.Array, jax.Array], row: tuple[jax.Array, jax.Array]
    ) -> tuple[tuple[jax.Array, jax.Array], tuple[jax.Array, jax.Array]]:
        (mean, variance), (kept, values) = state, row
        variance = kept**2 * variance + theta.rho**2 * (1 - kept**2)
        total, off = variance + 1.0, values - kept * mean
        gain = variance / total
        return (kept * mean + gain * off, variance * (1 - gain)), (off / jnp.sqrt(total), jnp.log(total))

    start = (jnp.zeros(columns.shape[1]), theta.rho**2)
    white, logs = jax.lax.scan(carry, start, (keep, columns))[1]
    return white, logs.sum()
