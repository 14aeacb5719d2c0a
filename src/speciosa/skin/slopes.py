"""The slope of a course before and after a date, with the season, the set-ups, and sessions that go together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.noise import rhos
from speciosa.skin.series import Estimate
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_YEAR_S = 365.25 * DAY_S
_RHOS, _DRAWS = 5, 4000
_LEVEL_SD, _STEP_SD = 50.0, 5.0  # as good as unknown, delta E


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A course as one number a session.

    Parameters
    ----------
    time_s : [session], UTC seconds, ascending.
    away : [session], delta E away from the baseline.
    setup : [session], counts the set-ups.
    sd : of one session, as known beforehand.
    season_sd : of the season's swing to either side in this number.
    """

    time_s: NDArray[np.int64]
    away: Array
    setup: NDArray[np.int64]
    sd: float
    season_sd: float

    def since(self, time_s: int) -> Followed:
        """The part from a time on."""
        part = self.time_s >= time_s
        return Followed(self.time_s[part], self.away[part], self.setup[part], self.sd, self.season_sd)


@dataclass(frozen=True, slots=True)
class Slopes:
    """Delta E a year before and after a date, and after minus before."""

    before: Estimate
    after: Estimate
    difference: Estimate


def slopes_at(followed: Followed, at_s: int, knowledge: Knowledge, rng: np.random.Generator) -> Slopes:
    r"""Slopes before and after a date.

    .. math:: y = level + before \min(t, 0) + after \max(t, 0) + step(t) + season(t) + setup + noise

    Noise goes together as rho^(days / 7); rho is averaged over its range, each value as likely as the course makes it.

    Parameters
    ----------
    at_s : the date, UTC seconds.
    """
    fits = [_fit(followed, at_s, rho, knowledge) for rho in rhos(_RHOS, knowledge)]
    log_weight = np.array([each.log_evidence for each in fits])
    weight = np.exp(log_weight - log_weight.max())
    chosen = rng.choice(len(fits), _DRAWS, p=weight / weight.sum())
    draws = np.empty((_DRAWS, 2))
    for at, fit in enumerate(fits):
        mine = chosen == at
        scale = fit.rate / rng.gamma(fit.shape, 1.0, (int(mine.sum()), 1))
        draws[mine] = fit.middle[1:3] + np.sqrt(scale) * (
            rng.standard_normal((int(mine.sum()), 2)) @ np.linalg.cholesky(fit.cov[1:3, 1:3]).T
        )
    return Slopes(*(_estimate(each) for each in (draws[:, 0], draws[:, 1], draws[:, 1] - draws[:, 0])))


def turn_at(followed: Followed, at_s: int, knowledge: Knowledge) -> float:
    """After minus before at a date in units of its own error, with the middle rho: for looking at many dates.

    Dates with few sessions on a side have slopes that stray far; and a line bent at the wrong date fits badly.
    """
    fit = _fit(followed, at_s, float(np.mean(rhos(_RHOS, knowledge))), knowledge)
    turn = np.zeros(len(fit.middle))
    turn[1:3] = -1, 1
    return float(turn @ fit.middle / np.sqrt(fit.rate / fit.shape * (turn @ fit.cov @ turn)))


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """Normal-inverse-gamma posterior: columns level, before, after, cosine, sine, step, set-ups."""

    middle: Array
    cov: Array
    shape: float
    rate: float
    log_evidence: float


def _fit(followed: Followed, at_s: int, rho: float, knowledge: Knowledge) -> _Fit:
    columns, sds = _columns(followed, at_s, knowledge)
    days = followed.time_s / DAY_S
    cov = rho ** (np.abs(days[:, None] - days[None, :]) / knowledge.choice("skin_ar_days"))
    half = np.linalg.cholesky(cov + 1e-9 * np.eye(len(days)))
    x, y = np.linalg.solve(half, columns), np.linalg.solve(half, followed.away)
    precision = np.diag((followed.sd / sds) ** 2)
    posterior = np.linalg.inv(x.T @ x + precision)
    middle = np.asarray(posterior @ x.T @ y)
    prior = knowledge.choice("skin_noise_prior_sessions")
    shape = (prior + len(y)) / 2
    rate = (prior * followed.sd**2 + float(y @ y - middle @ (x.T @ y))) / 2
    evidence = -np.log(np.diag(half)).sum() + np.linalg.slogdet(posterior)[1] / 2 - shape * np.log(rate)
    return _Fit(middle, np.asarray(posterior), shape, rate, float(evidence))


def _columns(followed: Followed, at_s: int, knowledge: Knowledge) -> tuple[Array, Array]:
    """[session, column] and each column's standard deviation beforehand."""
    years = (followed.time_s - at_s) / _YEAR_S
    turn = 2 * np.pi * followed.time_s / _YEAR_S
    steps = followed.setup[:, None] == np.unique(followed.setup)[1:]
    columns = [np.ones(len(years)), np.minimum(years, 0), np.maximum(years, 0), np.cos(turn), np.sin(turn)]
    slope, season = knowledge.choice("skin_slope_sd_a_year"), max(followed.season_sd, 1e-3)
    sds = [_LEVEL_SD, slope, slope, season, season, *[_STEP_SD] * (1 + steps.shape[1])]
    # a course that was flat before the stop already is no straight line: a step keeps that out of the slope after
    return np.column_stack([*columns, years > 0, steps]), np.array(sds)


def _estimate(draws: Array) -> Estimate:
    low, high = np.quantile(draws, [0.025, 0.975])
    return Estimate(float(draws.mean()), float(low), float(high))
