"""Ratings with a slow process and noise, everything linear integrated out: many points at once.

    y = X b + u + e,   u an Ornstein-Uhlenbeck process of SD rho s and time constant tau, e white of SD s
    b | s ~ Normal(m, s^2 diag(d^2)),   s^2 ~ inverse gamma(a, c)

With Omega = diag(v) + rho^2 exp(-|dt| / tau), whitening [X y] takes O(n): the process is a Markov chain, and
its Kalman gains are the same for every column. All that is needed afterwards are the products of the
whitened columns (the Gram matrix) and log|Omega|:

    log p(y | theta) = -1/2 log|Omega| - 1/2 log|A| - sum log d - (a + n/2) log(c + S/2) + constants,
    A = X'Omega^-1 X + diag(1/d^2),   S = y'Omega^-1 y + m'm/d^2 - r' A^-1 r,   r = X'Omega^-1 y + m/d^2

Source: foreman2017 (the recursion); the conjugate part is textbook (normal-inverse-gamma).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from speciosa.effect.likelihood.response import Array
from speciosa.values.exponential import decayed, fused

_CHUNK = 4
"""Ratings whose products are added up in one go: fewer passes over the Gram matrix."""


@njit(cache=True, nogil=True, error_model="numpy")
def gram_of(
    varying: Array, fixed: Array, step_h: Array, noise: Array, tau_h: Array, rho: Array, gram: Array, log_det: Array
) -> None:
    """Products of whitened columns into `gram` [column, column, lane], lower triangle, and log|Omega| [lane].

    Parameters
    ----------
    varying : [rating, column, lane], the first columns: those that depend on the lane's parameters.
    fixed : [rating, column], the others; the last is y.
    step_h : [rating], hours since the rating before; the first is not looked at.
    noise : [rating], v: the white noise's variance of each rating, 1 as a rule.
    tau_h, rho : [lane].
    """
    n, first, lanes = varying.shape
    columns = first + fixed.shape[1]
    white, mean = np.zeros((_CHUNK, columns, lanes)), np.zeros((columns, lanes))
    spread, variance, product = rho * rho, rho * rho, np.ones(lanes)
    keep, gain, scale = np.empty(lanes), np.empty(lanes), np.empty(lanes)
    gram[:] = 0.0
    log_det[:] = 0.0
    for at in range(n):
        own, since = noise[at], step_h[at]
        for lane in range(lanes):
            keep[lane] = decayed(-since / tau_h[lane])
        if at:
            for lane in range(lanes):
                left = keep[lane] * keep[lane]
                variance[lane] = left * variance[lane] + spread[lane] * (1.0 - left)
        for lane in range(lanes):
            total = variance[lane] + own
            gain[lane] = variance[lane] / total
            scale[lane] = 1.0 / math.sqrt(total)
        for lane in range(lanes):
            variance[lane] *= 1.0 - gain[lane]
        # the determinant is a product of many numbers near one: one logarithm for some of them is enough
        for lane in range(lanes):
            product[lane] *= scale[lane]
        if at % _CHUNK == _CHUNK - 1 or at == n - 1:
            for lane in range(lanes):
                log_det[lane] -= 2.0 * math.log(product[lane])
            product[:] = 1.0
        place = at % _CHUNK
        for col in range(columns):
            line, middle = white[place, col], mean[col]
            if col < first:
                values = varying[at, col]
                for lane in range(lanes):
                    line[lane] = fused(-keep[lane], middle[lane], values[lane])
            else:
                value = fixed[at, col - first]
                for lane in range(lanes):
                    line[lane] = fused(-keep[lane], middle[lane], value)
            for lane in range(lanes):
                surprise = line[lane]
                middle[lane] = fused(keep[lane], middle[lane], gain[lane] * surprise)
                line[lane] = surprise * scale[lane]
        if place == _CHUNK - 1 or at == n - 1:
            _add_products(white, gram)
            white[:] = 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def _add_products(white: Array, gram: Array) -> None:
    """Add the products of the columns of a few whitened rows."""
    columns, lanes = white.shape[1], white.shape[2]
    for i in range(columns):
        a0, a1, a2, a3 = white[0, i], white[1, i], white[2, i], white[3, i]
        for j in range(i + 1):
            b0, b1, b2, b3, cell = white[0, j], white[1, j], white[2, j], white[3, j], gram[i, j]
            for lane in range(lanes):
                left = fused(a0[lane], b0[lane], fused(a1[lane], b1[lane], cell[lane]))
                cell[lane] = fused(a2[lane], b2[lane], fused(a3[lane], b3[lane], left))


@njit(cache=True, nogil=True, error_model="numpy")
def log_evidence(
    gram: Array, log_det: Array, n: int, prior_mean: Array, prior_sd: Array, shape: float, scale: float, out: Array
) -> None:
    """Log p(y | theta) up to a constant that is the same for every theta, into `out` [lane]; uses `gram` up.

    Parameters
    ----------
    gram : [column, column, lane], lower triangle; the last column is y.
    n : how many ratings.
    prior_mean, prior_sd : [column], m in points, d in units of the noise's SD.
    shape, scale : a and c of the inverse gamma.
    """
    p, lanes = gram.shape[0] - 1, gram.shape[2]
    log_a = np.zeros(lanes)
    log_d = 0.0
    for j in range(p):
        inverse = 1.0 / (prior_sd[j] * prior_sd[j])
        log_d += math.log(prior_sd[j])
        gram[j, j] += inverse
        gram[p, j] += prior_mean[j] * inverse
        gram[p, p] += prior_mean[j] * prior_mean[j] * inverse
    for j in range(p + 1):  # Cholesky of A with r as one more row: what is left in the corner is S
        corner = gram[j, j]
        for k in range(j):
            known = gram[j, k]
            for lane in range(lanes):
                corner[lane] -= known[lane] * known[lane]
        if j == p:
            break
        for lane in range(lanes):
            log_a[lane] += 0.5 * math.log(corner[lane])
            corner[lane] = math.sqrt(corner[lane])
        for i in range(j + 1, p + 1):
            cell = gram[i, j]
            for k in range(j):
                left, right = gram[i, k], gram[j, k]
                for lane in range(lanes):
                    cell[lane] -= left[lane] * right[lane]
            for lane in range(lanes):
                cell[lane] /= corner[lane]
    for lane in range(lanes):
        fit = (shape + 0.5 * n) * math.log(scale + 0.5 * gram[p, p, lane])
        out[lane] = -0.5 * log_det[lane] - log_a[lane] - log_d - fit
