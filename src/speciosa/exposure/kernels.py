"""The inner loops, compiled: doses carried on in each mode, and read off at each observation.

`superpose` says what is computed, and holds the same in plain NumPy; a test keeps the two together.
No fast-math, no threads inside: the same input gives the same bytes. The GIL is released, so that
threads over people run side by side.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from speciosa.exposure.kinetics import Array
from speciosa.exposure.propagate import propagator
from speciosa.values.exponential import decayed, fused

Seconds = NDArray[np.int64]
_S_PER_H = 3600.0
_H_PER_S = 1 / 3600.0
_LANES = 8
"""Observations written at once."""


@njit(cache=True, nogil=True)
def add_up(
    rates_per_h: Array, weights: Array, alag: Array, dose_time_s: Seconds, dose_mg: Array, obs_time_s: Seconds,
    out: Array,
) -> int:  # fmt: skip
    """Concentrations of people whose rates lie apart, into `out` [person, output, observation].

    Parameters
    ----------
    rates_per_h, weights, alag : of `Modes`.
    dose_time_s, dose_mg : [person or 1, dose]; times ascending.
    obs_time_s : [person or 1, observation], ascending.

    Returns
    -------
    -1, or the first person whose times do not ascend.
    """
    people, modes = rates_per_h.shape
    outputs, n_obs, n_dose = weights.shape[1], obs_time_s.shape[1], dose_time_s.shape[1]
    kept, held = np.empty((modes, n_dose)), np.zeros((modes, n_dose + 1))
    dose_s, step_h = np.empty(n_dose), np.empty(n_dose)
    seen_s, since_h, left = np.empty(n_obs + _LANES), np.empty(n_obs + _LANES), np.empty(n_obs)
    taken = np.empty(n_obs + _LANES, dtype=np.uint64)  # no sign: no look at it before each use
    first, place = np.empty(4 * n_obs + 1, dtype=np.int64), np.empty(n_dose + 2, dtype=np.int64)
    origin_s = dose_time_s[0, 0]
    for person in range(people):
        mg = dose_mg[min(person, dose_mg.shape[0] - 1)]
        if person < obs_time_s.shape[0]:
            if not _ascending_s(obs_time_s[person], origin_s, seen_s):
                return person
            _index(seen_s, first)
        if person < dose_time_s.shape[0] and not _ascending_s(dose_time_s[person], origin_s, dose_s):
            return person
        _hours_between(dose_s, seen_s, first, alag[person] * _S_PER_H, step_h, place, taken, since_h)
        _carry_on(rates_per_h[person], step_h, mg, kept, held)
        out[person] = 0.0
        for mode in range(modes):
            rate, amounts = -rates_per_h[person, mode], held[mode]
            for obs in range(n_obs):
                left[obs] = decayed(rate * since_h[obs])
            for obs in range(n_obs):
                left[obs] *= amounts[taken[obs]]
            for output in range(outputs):
                weight, curve = weights[person, output, mode], out[person, output]
                if weight != 0.0:
                    for obs in range(n_obs):
                        curve[obs] = fused(weight, left[obs], curve[obs])
    return -1


@njit(cache=True, nogil=True)
def _carry_on(rates_per_h: Array, step_h: Array, mg: Array, kept: Array, held: Array) -> None:
    """What each mode holds just after each dose: `held` [mode, dose + 1], zero before the first."""
    modes, n_dose = kept.shape
    for mode in range(modes):
        rate = -rates_per_h[mode]
        for dose in range(n_dose):
            kept[mode, dose] = decayed(rate * step_h[dose])
    for dose in range(n_dose):  # modes inside: they do not wait for each other
        for mode in range(modes):
            held[mode, dose + 1] = fused(held[mode, dose], kept[mode, dose], mg[dose])


@njit(cache=True, nogil=True)
def _hours_between(
    dose_s: Array, seen_s: Array, first: NDArray[np.int64], lag_s: float, step_h: Array, place: NDArray[np.int64],
    taken: NDArray[np.uint64], since_h: Array,
) -> None:  # fmt: skip
    """Hours from dose to dose; for each observation how many doses were taken up and the hours since the last.

    `seen_s`, `taken` and `since_h` have `_LANES` places more than there are observations; `seen_s`
    ends in infinities. `first`: of `_index`. `place`: [dose + 2], room for the first observation
    after each dose.
    """
    n_dose, n_obs = len(dose_s), len(seen_s) - _LANES
    scale = _scale(seen_s, n_obs, len(first))
    for dose in range(n_dose):  # no dose waits for the one before
        arrival_s = dose_s[dose] + lag_s
        bucket = min(max(0.0, (arrival_s - seen_s[0]) * scale), len(first) - 1.0)  # this order: 0 for NaN
        at = first[np.uint64(bucket)]
        while seen_s[at] < arrival_s:
            at += 1
        place[dose + 1] = at
        step_h[dose] = (dose_s[dose] - dose_s[max(dose - 1, 0)]) * _H_PER_S
    place[0], place[n_dose + 1] = 0, n_obs
    for dose in range(n_dose + 1):
        start_s, at = dose_s[max(dose - 1, 0)], place[dose]
        while at < place[dose + 1]:  # several at once, past the end too: counting exactly costs more
            for lane in range(_LANES):
                taken[at + lane] = np.uint64(dose)
                since_h[at + lane] = start_s
            at += _LANES
    for obs in range(n_obs):
        since_h[obs] = max(seen_s[obs] - since_h[obs] - lag_s, 0.0) * _H_PER_S


@njit(cache=True, nogil=True)
def _index(seen_s: Array, first: NDArray[np.int64]) -> None:
    """Cut the time of the observations into equal buckets: the first observation in or after each."""
    n_obs = len(seen_s) - _LANES
    scale = _scale(seen_s, n_obs, len(first))
    bucket = 0
    for obs in range(n_obs):
        own = int(min((seen_s[obs] - seen_s[0]) * scale, len(first) - 1.0))
        while bucket <= own:
            first[bucket] = obs
            bucket += 1
    first[bucket:] = n_obs


@njit(inline="always")
def _scale(seen_s: Array, n_obs: int, buckets: int) -> float:
    """Buckets to a second."""
    spread_s = seen_s[n_obs - 1] - seen_s[0] if n_obs else 0.0
    return buckets / spread_s if spread_s > 0 else 0.0


@njit(cache=True, nogil=True)
def _ascending_s(times_s: Seconds, origin_s: int, out: Array) -> bool:
    """Seconds since the origin as floats (exact), the rest of `out` filled with infinities."""
    descends = 0
    for at in range(len(times_s)):
        out[at] = times_s[at] - origin_s
        descends += times_s[at] < times_s[max(at - 1, 0)]
    out[len(times_s) :] = math.inf
    return descends == 0


@njit(cache=True, nogil=True)
def step_through(
    rates_per_h: Array, rows: Array, alag: Array, dose_time_s: Seconds, dose_mg: Array, obs_time_s: Seconds,
    out: Array,
) -> int:  # fmt: skip
    """The same from the matrix exponential, from event to event: for people whose rates are too close.

    Parameters
    ----------
    rates_per_h, rows : of `chain_of`. The others as in `add_up`.
    """
    people, size = rates_per_h.shape[:2]
    outputs, n_obs, n_dose = rows.shape[1], obs_time_s.shape[1], dose_time_s.shape[1]
    for person in range(people):
        times = dose_time_s[min(person, dose_time_s.shape[0] - 1)]
        mg = dose_mg[min(person, dose_mg.shape[0] - 1)]
        seen = obs_time_s[min(person, obs_time_s.shape[0] - 1)]
        amounts = np.zeros(size)
        taken, since_h = 0, 0.0  # hours from the last dose taken up to where `amounts` stands
        for obs in range(n_obs):
            if seen[obs] < seen[max(obs - 1, 0)]:
                return person
            while taken < n_dose and (seen[obs] - times[taken]) / _S_PER_H - alag[person] >= 0:
                between_h = (times[taken] - times[max(taken - 1, 0)]) / _S_PER_H
                if between_h < 0:
                    return person
                if taken:
                    amounts = _after(rates_per_h[person], between_h - since_h, amounts)
                amounts[0] += mg[taken]
                taken, since_h = taken + 1, 0.0
            if taken:
                now_h = (seen[obs] - times[taken - 1]) / _S_PER_H - alag[person]
                amounts = _after(rates_per_h[person], now_h - since_h, amounts)
                since_h = now_h
            for output in range(outputs):
                total = 0.0
                for at in range(size):
                    total += rows[person, output, at] * amounts[at]
                out[person, output, obs] = total
    return -1


@njit(cache=True, nogil=True)
def _after(rates_per_h: Array, dt_h: float, amounts: Array) -> Array:
    """e^(K dt) times the amounts."""
    if dt_h <= 0:
        return amounts
    moved = propagator(rates_per_h, dt_h)
    size = len(amounts)
    out = np.zeros(size)
    for to in range(size):
        for source in range(size):
            out[to] += moved[to, source] * amounts[source]
    return out
