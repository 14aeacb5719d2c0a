"""From exposure to points of pain: relief, tolerance, and the rebound that tolerance leaves."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.kinetics import blood_and_site_ng_ml
from speciosa.simulate.person_model import PersonModel, Response

_Numbers = TypeVar("_Numbers", float, NDArray[np.float64])


def occupied(site_ng_ml: _Numbers, ec50_ng_ml: float) -> _Numbers:
    """Share of the largest effect: E = Ce / (EC50 + Ce).

    Parameters
    ----------
    site_ng_ml : one or [*n], effect-site concentration, not negative.

    Returns
    -------
    one or [*n], 0 to 1.

    Examples
    --------
    >>> occupied(np.array([0.0, 40.0]), 40.0).tolist()
    [0.0, 0.5]
    """
    return site_ng_ml / (ec50_ng_ml + site_ng_ml)


def next_tolerance(tolerance: float, before: float, after: float, k_per_h: float) -> float:
    """Tolerance one hour on: dT/dt = k (E - T), with E taken as its mean over the hour.

    T(t + 1 h) = T e^(-k) + (1 - e^(-k)) (E(t) + E(t + 1 h)) / 2

    Parameters
    ----------
    tolerance : T at the hour's start, 0 to 1.
    before, after : E at the hour's start and end, 0 to 1.

    Valid when: k is much less than 1/h, which a half-time of days is.
    """
    kept = math.exp(-k_per_h)
    return tolerance * kept + (1 - kept) * (before + after) / 2


def tolerance_path(share: NDArray[np.float64], k_per_h: float, start: float = 0.0) -> NDArray[np.float64]:
    """Tolerance at every hour.

    Parameters
    ----------
    share : [hour], E, 0 to 1.
    start : T at the first hour.

    Returns
    -------
    [hour], 0 to 1.
    """
    path = np.empty(len(share))
    path[0] = start
    shares = share.tolist()
    for hour in range(1, len(shares)):
        path[hour] = start = next_tolerance(start, shares[hour - 1], shares[hour], k_per_h)
    return path


def effect_nrs(share: _Numbers, tolerance: _Numbers, response: Response) -> _Numbers:
    """Points that kratom adds to pain; below zero is relief, above zero is rebound.

    effect = -emax E + tolerance_nrs T

    Parameters
    ----------
    share, tolerance : one each or [*n], E and T, 0 to 1.
    """
    return response.tolerance_nrs * tolerance - response.emax_nrs * share


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """What given doses do, hour by hour: each [hour]."""

    conc_ng_ml: NDArray[np.float64]
    site_ng_ml: NDArray[np.float64]
    share: NDArray[np.float64]
    tolerance: NDArray[np.float64]
    effect_nrs: NDArray[np.float64]


def paths_of(
    model: PersonModel, time_h: NDArray[np.float64], dose_time_h: NDArray[np.float64], amt_mg: NDArray[np.float64]
) -> Paths:
    """The whole forward model for given doses, started washed out at the first hour.

    Parameters
    ----------
    time_h : [hour], one hour apart.
    dose_time_h, amt_mg : [dose], none before the first hour; mg of mitragynine.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> model = PersonModel.typical(load_knowledge())
    >>> paths = paths_of(model, np.arange(48.0), np.array([8.0]), np.array([45.0]))
    >>> bool(paths.effect_nrs[10] < -1), bool(paths.effect_nrs[8] == 0)
    (True, True)
    """
    response = model.response
    conc, site = blood_and_site_ng_ml(model, time_h, dose_time_h, amt_mg)
    share = occupied(site, response.ec50_ng_ml)
    tolerance = tolerance_path(share, response.k_tolerance_per_h)
    return Paths(conc, site, share, tolerance, effect_nrs(share, tolerance, response))
