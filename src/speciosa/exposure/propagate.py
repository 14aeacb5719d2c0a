"""What a linear compartment model becomes in a time step: the matrix exponential, without a subtraction.

dA/dt = K A with rates that flow from one compartment to another: off the diagonal nothing is negative.
With q the fastest loss, K + q I has no negative entry at all, and

    e^(K h) = ( e^(-q h / 2^s) sum over n of ((K + q I) h / 2^s)^n / n! )^(2^s)

adds and multiplies what is not negative: nothing cancels, whichever rates are equal or nearly so.
Slower than a sum of exponentials, and right where that one fails; `superpose` turns here then, and
event tables always do. Source: Higham, Functions of Matrices (2008), chapter 10; Jensen (1953),
uniformisation.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

_TERMS = 15
"""Of the series at q h <= 1/2: what is left out is below 1e-18."""


@njit(cache=True, nogil=True)
def propagator(rates_per_h: NDArray[np.float64], dt_h: float) -> NDArray[np.float64]:
    """e^(K dt): the amounts after `dt_h` are this matrix times the amounts before.

    Parameters
    ----------
    rates_per_h : [to, from], 1/h; the diagonal holds what each compartment loses, negative or zero;
        nothing else is negative.
    dt_h : hours, zero or more.

    Returns
    -------
    [to, from], shares, each between 0 and 1 where nothing is made; NaN where a rate is no number.

    *Valid when* the fastest rate times `dt_h` is below about 1e7: each doubling of it costs a bit of sixteen digits.

    Examples
    --------
    >>> half = propagator(np.array([[-1.0, 0.0], [1.0, 0.0]]), math.log(2))
    >>> half.round(12).tolist()
    [[0.5, 0.0], [0.5, 1.0]]
    """
    n = rates_per_h.shape[0]
    fastest = 0.0
    for i in range(n):
        fastest = max(fastest, -rates_per_h[i, i])
    spread = fastest * dt_h
    if not spread < np.inf:
        return np.full((n, n), np.nan)
    halvings = 0
    while spread > 0.5:
        spread *= 0.5
        halvings += 1
    step = dt_h / 2.0**halvings
    positive = rates_per_h * step
    for i in range(n):
        positive[i, i] += spread
    total, other = np.eye(n), np.empty((n, n))
    for order in range(_TERMS, 0, -1):  # Horner: I + P/1 (I + P/2 (I + ...))
        _multiply(positive, total, 1.0 / order, other)
        for i in range(n):
            other[i, i] += 1.0
        total, other = other, total
    total *= math.exp(-spread)
    for _ in range(halvings):
        _multiply(total, total, 1.0, other)
        total, other = other, total
    return total


@njit(cache=True, nogil=True)
def _multiply(left: NDArray[np.float64], right: NDArray[np.float64], scale: float, out: NDArray[np.float64]) -> None:
    """Put left @ right * scale into `out`: for matrices this small a call to BLAS takes longer than the work."""
    n = left.shape[0]
    for i in range(n):
        for j in range(n):
            out[i, j] = 0.0
        for k in range(n):
            each = left[i, k] * scale
            if each != 0.0:
                for j in range(n):
                    out[i, j] += each * right[k, j]
