"""The slow ups and downs that ratings tell of: the Ornstein-Uhlenbeck process seen from all ratings."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from speciosa.effect.likelihood.response import Array


@njit(cache=True, nogil=True, error_model="numpy")
def filtered(rest: Array, step_h: Array, noise: Array, tau_h: float, rho: float) -> tuple[Array, Array, Array, Array]:
    """Mean and variance of the process after each rating, and each rating's surprise with its variance.

    Everything in units of the noise's SD: the process has SD rho, each rating variance `noise`.

    Parameters
    ----------
    rest : [rating], ratings less everything linear.
    step_h : [rating], hours since the rating before.
    noise : [rating], relative variance of each rating's own noise.
    """
    n = len(rest)
    mean, variance, surprise, spread = np.empty(n), np.empty(n), np.empty(n), np.empty(n)
    middle, width = 0.0, rho * rho
    for at in range(n):
        if at:
            kept = math.exp(-step_h[at] / tau_h)
            middle *= kept
            width = kept * kept * width + rho * rho * (1.0 - kept * kept)
        surprise[at] = rest[at] - middle
        spread[at] = width + noise[at]
        gain = width / spread[at]
        middle += gain * surprise[at]
        width *= 1.0 - gain
        mean[at], variance[at] = middle, width
    return mean, variance, surprise, spread


@njit(cache=True, nogil=True, error_model="numpy")
def smoothed(mean: Array, variance: Array, step_h: Array, tau_h: float, rho: float) -> tuple[Array, Array]:
    """Mean and variance of the process at each rating, seen from all of them (Rauch, Tung and Striebel).

    Parameters
    ----------
    mean, variance : of `filtered`.
    """
    n = len(mean)
    middle, width = mean.copy(), variance.copy()
    for at in range(n - 2, -1, -1):
        kept = math.exp(-step_h[at + 1] / tau_h)
        ahead = kept * kept * variance[at] + rho * rho * (1.0 - kept * kept)
        back = kept * variance[at] / ahead if ahead > 0.0 else 0.0
        middle[at] = mean[at] + back * (middle[at + 1] - kept * mean[at])
        width[at] = variance[at] + back * back * (width[at + 1] - ahead)
    return middle, width


@njit(cache=True, nogil=True, error_model="numpy")
def drawn(mean: Array, variance: Array, step_h: Array, tau_h: float, rho: float, chance: Array) -> Array:
    """One equally likely path of the process at the ratings, given all of them.

    Parameters
    ----------
    mean, variance : of `filtered`.
    chance : [rating], standard normal.
    """
    n = len(mean)
    path = np.empty(n)
    path[n - 1] = mean[n - 1] + math.sqrt(max(variance[n - 1], 0.0)) * chance[n - 1]
    for at in range(n - 2, -1, -1):
        kept = math.exp(-step_h[at + 1] / tau_h)
        ahead = kept * kept * variance[at] + rho * rho * (1.0 - kept * kept)
        back = kept * variance[at] / ahead if ahead > 0.0 else 0.0
        middle = mean[at] + back * (path[at + 1] - kept * mean[at])
        path[at] = middle + math.sqrt(max(variance[at] - back * kept * variance[at], 0.0)) * chance[at]
    return path
