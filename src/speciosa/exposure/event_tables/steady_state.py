"""What an infinite train of past doses has left behind: the steady state of NONMEM's SS.

Each past dose would leave what it leaves were it alone (superposition); the train is their sum,
x = sum over m of P^m c with P = e^(K II), added up by doubling: x <- x + P x, P <- P P. Nothing is
subtracted, and no matrix is inverted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.event_tables.advance import advance
from speciosa.exposure.propagate import propagator
from speciosa.values.errors import EntryError

TICK_H = 1e-9
"""Times closer than this are the same: 4 microseconds."""
_DOUBLINGS = 60
_MOST_TRAINS = 1e12
"""More than this many doses at once in the body is no steady state, but a rounding error of none."""
_MOST_AT_ONCE = 100_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Train:
    """The past doses of a steady state, as they stand at the record's time.

    Parameters
    ----------
    amounts : [compartment], left by all that began at or before the record.
    still_h : for each infusion still running, the hours until it ends.
    later_h : for each past dose that its lag has kept from beginning, the hours until it does.
    """

    amounts: Floats
    still_h: tuple[float, ...] = ()
    later_h: tuple[float, ...] = ()


def past_doses(rates_per_h: Floats, at: int, amount: float, *, duration_h: float, lag_h: float, ii_h: float) -> Train:
    """The train of doses that began II, 2 II, 3 II, ... before this one, all with its lag.

    Parameters
    ----------
    rates_per_h : K, [to, from], 1/h.
    at : the compartment that they go to.
    amount : of each, bioavailability already applied.
    duration_h : of each infusion; 0 for a bolus. May be longer than `ii_h`: several run at once.
    lag_h : hours between record and beginning.
    ii_h : hours from dose to dose.

    Raises
    ------
    EntryError : what goes in never leaves, so there is no steady state; or too many infusions at once.

    Examples
    --------
    >>> train = past_doses(np.array([[-math.log(2)]]), 0, 100.0, duration_h=0, lag_h=0, ii_h=1)
    >>> train.amounts.round(9).tolist()  # 50 + 25 + 12.5 + ...
    [100.0]
    """
    n = len(rates_per_h)
    none = np.zeros(n)
    kept_back = max(0, math.ceil((lag_h - TICK_H) / ii_h) - 1)
    if kept_back > _MOST_AT_ONCE:
        raise EntryError("more than 100,000 doses would wait for their lag at once", todo="look at the lag and II")
    elapsed = max(0.0, (kept_back + 1) * ii_h - lag_h)  # since the youngest that has begun
    later = tuple(lag_h - k * ii_h for k in range(1, kept_back + 1))
    cycle = propagator(rates_per_h, ii_h)
    if duration_h == 0:
        once = none.copy()
        once[at] = amount
        return Train(_sum_of_train(cycle, advance(rates_per_h, once, none, elapsed)), later_h=later)
    running = max(0, math.ceil((duration_h - elapsed - TICK_H) / ii_h))
    if running > _MOST_AT_ONCE:
        raise EntryError("more than 100,000 infusions would run at once at steady state", todo="look at RATE and II")
    rate = none.copy()
    rate[at] = amount / duration_h
    whole = advance(rates_per_h, none, rate, duration_h)
    since_end = max(0.0, elapsed + running * ii_h - duration_h)  # of the youngest that has ended
    amounts = _sum_of_train(cycle, advance(rates_per_h, whole, none, since_end))
    begun = advance(rates_per_h, none, rate, elapsed)
    for _ in range(running):
        amounts += begun
        begun = advance(rates_per_h, begun, rate, ii_h)
    still = tuple(duration_h - elapsed - m * ii_h for m in range(running))
    return Train(amounts, still, later)


def constant_infusion(rates_per_h: Floats, at: int, rate: float) -> Floats:
    """The amounts under an infusion that has run forever: K A + r = 0, as [compartment].

    An infinite train of infusions, each beginning where the last ends.

    Parameters
    ----------
    rates_per_h : K, [to, from], 1/h.
    at : the compartment that it runs into.
    rate : amount/h.

    Raises
    ------
    EntryError : what goes in never leaves.

    Examples
    --------
    >>> constant_infusion(np.array([[-0.1]]), 0, 5.0).round(9).tolist()
    [50.0]
    """
    piece_h = 1.0 / (float(-rates_per_h.diagonal().min()) or 1.0)
    inputs = np.zeros(len(rates_per_h))
    inputs[at] = rate
    return _sum_of_train(propagator(rates_per_h, piece_h), advance(rates_per_h, 0 * inputs, inputs, piece_h))


def _sum_of_train(cycle: Floats, once: Floats) -> Floats:
    """Sum over m >= 0 of cycle^m once."""
    total, power = once, cycle
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_DOUBLINGS):
            more = total + power @ total
            if not more.max() <= _MOST_TRAINS * once.max():
                break
            if (more == total).all():
                return total
            total, power = more, power @ power
    what = "there is no steady state, because nothing leaves the compartment or the body"
    raise EntryError(what, todo="look at cl and q, or write SS 0")
