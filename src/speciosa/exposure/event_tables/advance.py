"""Amounts carried from event to event: exact between them, one matrix exponential a step."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from speciosa.exposure.propagate import propagator

RESET, AMOUNT, RATE, OBSERVE = range(4)
"""Kinds of event: forget everything; an amount at once; an infusion rate from now on; an answer is wanted."""

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def advance(rates_per_h: Floats, amounts: Floats, input_per_h: Floats, dt_h: float) -> Floats:
    """The amounts after `dt_h` of constant input: A(t) = e^(K t) A(0) + (integral of e^(K s) ds) r.

    The input is a compartment more that never empties, so that one exponential does both and
    nothing is subtracted.

    Parameters
    ----------
    rates_per_h : K, [to, from], 1/h.
    amounts : A(0), [compartment].
    input_per_h : r, [compartment], amount/h, not negative.
    dt_h : hours, zero or more.

    Returns
    -------
    [compartment].

    Examples
    --------
    >>> bath = np.array([[-0.5]])
    >>> advance(bath, np.array([0.0]), np.array([5.0]), 1e3).round(9).tolist()
    [10.0]
    """
    n = len(amounts)
    has_amount, has_input = False, False  # loops, because array expressions take seconds to compile
    for i in range(n):
        has_amount |= amounts[i] != 0.0
        has_input |= input_per_h[i] != 0.0
    if not has_input:
        return _times(propagator(rates_per_h, dt_h), amounts) if has_amount else np.zeros(n)
    wider = np.zeros((n + 1, n + 1))
    start = np.ones(n + 1)
    for i in range(n):
        wider[i, n] = input_per_h[i]
        start[i] = amounts[i]
        for j in range(n):
            wider[i, j] = rates_per_h[i, j]
    after = _times(propagator(wider, dt_h), start)
    return after[:n]


@njit(cache=True, nogil=True)
def walk(
    rates_per_h: Floats, time_h: Floats, kind: NDArray[np.int64], at: NDArray[np.int64], value: Floats, answers: int
) -> Floats:
    """The amounts at each observation of one person's events.

    Parameters
    ----------
    rates_per_h : K, [to, from], 1/h.
    time_h : [event], in the order in which the events are to be done.
    kind : [event], `RESET`, `AMOUNT`, `RATE` or `OBSERVE`.
    at : [event], the compartment of an amount or a rate; the answer's number of an observation.
    value : [event], the amount; the rate from now on.
    answers : how many observations there are.

    Returns
    -------
    [answer, compartment], amounts.
    """
    n = len(rates_per_h)
    amounts, inputs = np.zeros(n), np.zeros(n)
    found = np.zeros((answers, n))
    now = time_h[0] if len(time_h) else 0.0
    for event in range(len(time_h)):
        if kind[event] == RESET:
            for i in range(n):
                amounts[i], inputs[i] = 0.0, 0.0
            now = time_h[event]
            continue
        if time_h[event] > now:
            amounts = advance(rates_per_h, amounts, inputs, time_h[event] - now)
            now = time_h[event]
        if kind[event] == AMOUNT:
            amounts[at[event]] += value[event]
        elif kind[event] == RATE:
            inputs[at[event]] = value[event]
        else:
            for i in range(n):
                found[at[event], i] = amounts[i]
    return found


@njit(cache=True, nogil=True)
def _times(matrix: Floats, vector: Floats) -> Floats:
    """Multiply without a call to BLAS, which takes longer than the work."""
    out = np.zeros(len(vector))
    for i in range(len(matrix)):
        for j in range(len(vector)):
            out[i] += matrix[i, j] * vector[j]
    return out
