"""What one dose leaves in blood, in closed form: a sum of decaying exponentials.

A chain of compartments that a dose enters at one end answers with

    C(t) = sum over modes k of w_k e^(-r_k t),   t from the end of the lag,

and every output (parent, metabolite, effect site) shares the modes; only the weights differ. So many
doses need one number a mode to be carried on, whatever the outputs (`superpose`).

The weights have differences of rates below the line. Where two rates nearly meet (ka = alpha, a
metabolite as quick as its parent, flip-flop) large weights of opposite sign cancel; such people are
marked `close` and computed from the matrix exponential of `chain` instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.kinetics import Array, Kinetics

NG_ML_PER_MG_L = 1000.0
_MOST_CANCELLING = 1e5
"""Sum of |weights| over the highest point of the curve: five of sixteen digits may go, not more."""


@dataclass(frozen=True, slots=True, eq=False)
class Modes:
    """The answer of many people to 1 mg by mouth.

    Parameters
    ----------
    kinetics : of the people; `alag` counts here.
    outputs : names of the second axis of `weights`.
    rates_per_h : [person, mode], 1/h.
    weights : [person, output, mode], ng/mL for each mg; they add up to zero over the modes.
    close : [person], true where rates are too close for the weights to be used.
    """

    kinetics: Kinetics
    outputs: tuple[str, ...]
    rates_per_h: Array
    weights: Array
    close: NDArray[np.bool_]


def modes_of(kinetics: Kinetics) -> Modes:
    """Rates and weights of each person.

    With B_i the weights of an amount put straight into the central compartment,
    B_i = prod over peripheral p of (k_p1 - r_i) / prod over j != i of (r_j - r_i):

    - parent: w_i = ka B_i / (V (ka - r_i)), and the gut's mode takes what makes the sum zero;
    - metabolite: its input is fm CL/V of the parent's amount plus fp ka of the gut's, each mode
      divided by (CLM/VM - r);
    - effect site: w_i ke0 / (ke0 - r_i).

    Source: Gibaldi and Perrier, Pharmacokinetics (1982), appendix B.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> one = np.ones(1)
    >>> found = modes_of(Kinetics(ka=2 * one, alag=0 * one, cl=one, v=one, q=0.5 * one, v2=2 * one))
    >>> found.rates_per_h.round(3).tolist()
    [[1.593, 0.157, 2.0]]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        decay, central = _disposition(kinetics)
        ka = kinetics.ka[:, None]
        amount = _through(central * ka, decay, ka)  # of the parent in its central compartment, for 1 mg
        rates = np.concatenate([decay, ka], axis=1)
        columns, rows = [rates], [amount * (NG_ML_PER_MG_L / kinetics.v[:, None])]
        if kinetics.clm is not None and kinetics.vm is not None and kinetics.fm is not None and kinetics.fp is not None:
            made = amount * (kinetics.fm * kinetics.cl / kinetics.v)[:, None]
            made[:, -1] += kinetics.fp * kinetics.ka
            km = (kinetics.clm / kinetics.vm)[:, None]
            columns.append(km)
            rows.append(_through(made, rates, km) * (NG_ML_PER_MG_L / kinetics.vm[:, None]))
        if kinetics.ke0 is not None:
            ke0 = kinetics.ke0[:, None]
            columns.append(ke0)
            rows.append(_through(rows[0] * ke0, rates, ke0))
        every = np.concatenate(columns, axis=1)
        weights = _aligned(rows, rates.shape[1], every.shape[1])
        close = ~(_cancelling(every, weights) < _MOST_CANCELLING)
    weights[close] = 0.0
    return Modes(kinetics, kinetics.outputs, every, weights, close)


def chain_of(kinetics: Kinetics) -> tuple[Array, Array]:
    """The same people as compartments: K [person, to, from], 1/h, and what is read off.

    Returns
    -------
    rates : gut first, then the parent's compartments, the metabolite, the effect site.
    rows : [person, output, compartment], ng/mL for each mg in the compartment.
    """
    parent = kinetics.parent_rates
    people, size = len(kinetics), 1 + parent.shape[1] + len(kinetics.outputs) - 1
    rates = np.zeros((people, size, size))
    rows = np.zeros((people, len(kinetics.outputs), size))
    rates[:, 0, 0], rates[:, 1, 0] = -kinetics.ka, kinetics.ka
    rates[:, 1 : 1 + parent.shape[1], 1 : 1 + parent.shape[1]] = parent
    rows[:, 0, 1] = NG_ML_PER_MG_L / kinetics.v
    at = 1 + parent.shape[1]
    if kinetics.clm is not None and kinetics.vm is not None and kinetics.fm is not None and kinetics.fp is not None:
        rates[:, at, 0] = kinetics.fp * kinetics.ka
        rates[:, at, 1] = kinetics.fm * kinetics.cl / kinetics.v
        rates[:, at, at] = -kinetics.clm / kinetics.vm
        rows[:, 1, at] = NG_ML_PER_MG_L / kinetics.vm
        at += 1
    if kinetics.ke0 is not None:
        rates[:, at, 1], rates[:, at, at] = kinetics.ke0, -kinetics.ke0
        rows[:, -1, at] = NG_ML_PER_MG_L / kinetics.v
    return rates, rows


def _disposition(kinetics: Kinetics) -> tuple[Array, Array]:
    """Rates of the parent's compartments, and the weights B of an amount put into the central one."""
    if kinetics.q is None or kinetics.v2 is None:
        return (kinetics.cl / kinetics.v)[:, None], np.ones((len(kinetics), 1))
    if kinetics.q3 is None or kinetics.v3 is None:
        k10, k12, k21 = kinetics.cl / kinetics.v, kinetics.q / kinetics.v, kinetics.q / kinetics.v2
        root = np.sqrt((k10 + k12 - k21) ** 2 + 4 * k12 * k21)
        fast = (k10 + k12 + k21 + root) / 2
        slow = k10 * k21 / fast  # not (sum - root) / 2: that one cancels
        return np.stack([fast, slow], axis=1), np.stack([fast - k21, k21 - slow], axis=1) / root[:, None]
    rates = kinetics.parent_rates
    scale = np.sqrt(np.stack([kinetics.v, kinetics.v2, kinetics.v3], axis=1))
    # concentrations instead of amounts make the matrix symmetric, so its vectors are orthogonal
    symmetric = rates * scale[:, None, :] / scale[:, :, None]
    values, vectors = np.linalg.eigh((symmetric + symmetric.swapaxes(1, 2)) / 2)
    return -values, vectors[:, 0, :] ** 2


def _through(input_weights: Array, rates: Array, rate: Array) -> Array:
    """One more compartment in the chain, [person, mode + 1]: e^(-r t) becomes (e^(-r t) - e^(-rate t)) / (rate - r)."""
    passed = input_weights / (rate - rates)
    return np.concatenate([passed, -passed.sum(axis=1, keepdims=True)], axis=1)


def _aligned(rows: list[Array], shared: int, modes: int) -> Array:
    """Weights of all outputs over all modes: each later output has the shared modes and one of its own."""
    weights = np.zeros((len(rows[0]), len(rows), modes))
    weights[:, 0, :shared] = rows[0]
    for at, row in enumerate(rows[1:], start=1):
        weights[:, at, :shared] = row[:, :shared]
        weights[:, at, shared + at - 1] = row[:, shared]
    return weights


def _cancelling(rates: Array, weights: Array) -> Array:
    """Sum of |weights| over the highest point, the worst output's, [person].

    A curve is highest somewhere near one of its time constants.
    """
    answers = np.exp(-rates[:, :, None] / rates[:, None, :])  # [person, mode, time]
    peak = np.abs(weights @ answers).max(axis=2)
    worst: Array = (np.abs(weights).sum(axis=2) / peak).max(axis=1)
    return worst
