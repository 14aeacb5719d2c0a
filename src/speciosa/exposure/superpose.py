"""Many doses on top of each other: C(t) is the sum of what each dose has left by t.

    C_o(t) = sum over k of w_ok sum over doses j taken up by t of mg_j e^(-r_k (t - t_j - lag))

The inner sum is one number a mode, m_k <- m_k e^(-r_k dt) + mg: O(doses + observations), and all
outputs share it.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.kernels import Seconds, add_up, step_through
from speciosa.exposure.kinetics import Array
from speciosa.exposure.modes import Modes, chain_of

Number = TypeVar("Number", np.int64, np.float64)
_S_PER_H = 3600.0


def superpose(
    modes: Modes, dose_time_s: Seconds, dose_mg: Array, obs_time_s: Seconds, *, out: Array | None = None
) -> Array:
    """Concentrations of many people after many doses by mouth.

    Parameters
    ----------
    modes : of the people, `modes_of`.
    dose_time_s : [dose] for everybody or [person, dose], whole seconds, ascending.
    dose_mg : the same shape or either of the two, mg; 0 fills up where people took different numbers.
    obs_time_s : [observation] or [person, observation], whole seconds, ascending.
    out : of the shape returned, where the result goes; fresh memory costs as much as the work itself.

    Returns
    -------
    [person, output, observation], ng/mL.

    Raises
    ------
    ValueError : times do not ascend, or shapes do not fit together.

    Valid when: everything is linear: twice the dose, twice the concentration.

    Examples
    --------
    >>> from speciosa.exposure.kinetics import Kinetics
    >>> from speciosa.exposure.modes import modes_of
    >>> one = np.ones(1)
    >>> person = Kinetics(ka=2 * one, alag=0 * one, cl=one, v=one, q=0.5 * one, v2=2 * one)
    >>> hours = 3600 * np.arange(4)
    >>> superpose(modes_of(person), np.zeros(1, dtype=np.int64), np.ones(1), hours)[0, 0].round().tolist()
    [0.0, 363.0, 156.0, 71.0]
    """
    doses, mg, seen = _two_dimensional(dose_time_s, dose_mg, obs_time_s)
    shape = (len(modes.kinetics), len(modes.outputs), seen.shape[1])
    rows = {len(modes.kinetics), 1}
    if mg.shape[1] != doses.shape[1] or not {len(doses), len(mg), len(seen)} <= rows:
        raise ValueError(f"shapes do not fit: {shape[0]} people, doses {doses.shape}, mg {mg.shape}, seen {seen.shape}")
    if out is not None and (out.shape != shape or out.dtype != np.float64):
        raise ValueError(f"out has to be float64 {shape}, and is {out.dtype} {out.shape}")
    conc = np.empty(shape) if out is None else out
    if doses.shape[1] == 0:
        conc[:] = 0.0
        return conc
    wrong = add_up(modes.rates_per_h, modes.weights, modes.kinetics.alag, doses, mg, seen, conc)
    close = np.flatnonzero(modes.close)
    if wrong < 0 and len(close):
        few = modes.kinetics.take(close)
        exact = np.empty((len(close), *conc.shape[1:]))
        wrong = step_through(*chain_of(few), few.alag, _of(doses, close), _of(mg, close), _of(seen, close), exact)
        conc[close] = exact
    if wrong >= 0:
        raise ValueError(f"times must ascend; those of person {wrong} do not")
    return conc


def superpose_plainly(modes: Modes, dose_time_s: Seconds, dose_mg: Array, obs_time_s: Seconds) -> Array:
    """The same sum as it stands above, term by term, O(doses x observations): the reference for `superpose`.

    Takes and returns the same; people whose rates are too close come out as zero.
    """
    doses, mg, seen = _two_dimensional(dose_time_s, dose_mg, obs_time_s)
    conc = np.zeros((len(modes.kinetics), len(modes.outputs), seen.shape[1]))
    for person in range(len(conc)):
        own = [each[min(person, len(each) - 1)] for each in (doses, mg, seen)]
        since_h = (own[2][:, None] - own[0][None, :]) / _S_PER_H - modes.kinetics.alag[person]
        taken = since_h >= 0
        for mode, rate in enumerate(modes.rates_per_h[person]):
            left = np.where(taken, np.exp(-rate * np.maximum(since_h, 0.0)), 0.0) @ own[1]
            conc[person] += modes.weights[person, :, mode, None] * left
    return conc


def _of(each: NDArray[Number], people: NDArray[np.intp]) -> NDArray[Number]:
    """The rows of some people; one row for everybody stays one."""
    return each if len(each) == 1 else each[people]


def _two_dimensional(dose_time_s: Seconds, dose_mg: Array, obs_time_s: Seconds) -> tuple[Seconds, Array, Seconds]:
    return (
        np.ascontiguousarray(np.atleast_2d(dose_time_s), dtype=np.int64),
        np.ascontiguousarray(np.atleast_2d(dose_mg), dtype=np.float64),
        np.ascontiguousarray(np.atleast_2d(obs_time_s), dtype=np.int64),
    )
