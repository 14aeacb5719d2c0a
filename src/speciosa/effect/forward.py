"""What equally likely draws say would be felt on a pattern, or after it: the outcome's difference to none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exposed import Exposed
from speciosa.effect.fit import Joint
from speciosa.effect.likelihood.lanes import feel
from speciosa.effect.likelihood.response import LANES, LONGEST_STEP_MIN
from speciosa.effect.usual import UsualPattern

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
_SETTLED_D = 60  # of a pattern: six half-times of tolerance at its middle
_AFTER_D = 60  # looked at after stopping
_AFTER_DOSE_H = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
_STEPS_H = LONGEST_STEP_MIN / 60


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """Heights and speeds of each draw: the outcome gets -emax E + tolerance T, points.

    Parameters
    ----------
    joint : the draws.
    exposed : their exposures.
    emax : [draw], points at endless exposure, above zero where it lowers the outcome.
    height : [draw], points that full tolerance adds.
    today : [draw], points that tolerance adds at the record's end, what was brought along included.
    """

    joint: Joint
    exposed: Exposed
    emax: Array
    height: Array
    today: Array

    @property
    def effect(self) -> Array:
        """[draw], the estimand, points."""
        return self.joint.coefficient[:, 0]

    def first(self, draws: int) -> Response:
        """The first so many draws."""
        joint = Joint(
            self.joint.theta[:draws], self.joint.curve[:draws], self.joint.coefficient[:draws],
            self.joint.noise_sd[:draws],
        )  # fmt: skip
        return Response(joint, self.exposed, self.emax[:draws], self.height[:draws], self.today[:draws])

    @property
    def kt_per_h(self) -> Array:
        return self.joint.theta[:, 2]

    def felt(self, conc: Array, hours: Array, at: Whole, factor: float = 1.0) -> tuple[Array, Array]:
        """E and T, each [draw, chosen], along a relative concentration, washed out at its start.

        Parameters
        ----------
        conc : [point, curve].
        hours : [point], ascending, whole minutes.
        at : [chosen], positions of points, ascending.
        factor : all doses smaller or larger in proportion.
        """
        theta = self.joint.theta
        if factor != 1.0:  # C is linear in the dose: half the dose is twice the EC50
            theta = theta.copy()
            theta[:, 1] /= factor
        minutes = np.rint(np.diff(hours, prepend=hours[:1]) * 60).astype(np.int64)
        share, tolerance = np.empty((len(theta), len(at))), np.empty((len(theta), len(at)))
        feel(np.ascontiguousarray(theta), self.joint.curve, conc, minutes, at, LANES, share, tolerance)
        return share, tolerance


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A settled day on the usual pattern, and what comes after the last one; points, each [draw] or [draw, hour].

    Parameters
    ----------
    on : relief part of a settled day's mean, -emax E.
    own_tolerance : tolerance part of a pattern's own settled day.
    after_relief : [draw, hour], relief part in the hours after the last day.
    after_hours : [hour], since the end of the last day.
    acute : mean over four hours after a dose less the moment before it, tolerance held still.
    """

    on: Array
    own_tolerance: Array
    after_relief: Array
    after_hours: Array
    acute: Array


def response_of(joint: Joint, exposed: Exposed) -> Response:
    """The response behind draws of the linear coefficients.

    The first coefficient is the effect D itself: emax = (height Tm - D) / Em with the usual pattern's means.
    """
    hours = np.arange(len(exposed.usual), dtype=np.float64)
    blank = Response(joint, exposed, np.empty(0), np.empty(0), np.empty(0))
    share, tolerance = blank.felt(exposed.usual, hours, np.arange(len(hours)))
    height = joint.coefficient[:, 1]
    emax = (height * tolerance.mean(axis=1) - joint.coefficient[:, 0]) / share.mean(axis=1)
    last = np.array([len(exposed.time_s) - 1])
    record_h = np.cumsum(exposed.step_min) / 60.0
    _, now = blank.felt(exposed.conc, record_h, last)
    carried = joint.coefficient[:, 2] * np.exp(-joint.theta[:, 2] * record_h[-1])
    return Response(joint, exposed, emax, height, height * now[:, 0] + carried)


def settled(response: Response, pattern: UsualPattern, factor: float = 1.0) -> Settled:
    """Settled use of a pattern, in proportion `factor`, and stopping after it."""
    hours = _hours(pattern)
    conc = response.exposed.on(pattern, _SETTLED_D, hours=hours)
    share, tolerance = response.felt(conc, hours, np.arange(len(hours)), factor)
    begin, end = np.searchsorted(hours, [24.0 * (_SETTLED_D - 1), 24.0 * _SETTLED_D])
    day = slice(begin, end + 1)
    weight = _weights(hours[day])
    on = -response.emax * (share[:, day] @ weight)
    own = response.height * (tolerance[:, day] @ weight)
    rises = []
    for hour in pattern.hour_h:
        dose_h = 24.0 * (_SETTLED_D - 1) + np.round(hour * 60) / 60
        place = np.searchsorted(hours, dose_h + np.array(_AFTER_DOSE_H) - 1e-9)
        rises.append(share[:, place] @ _weights(np.array(_AFTER_DOSE_H)) - share[:, place[0]])
    acute = -response.emax * np.mean(rises, axis=0)
    after = -response.emax[:, None] * share[:, end:]
    return Settled(on, own, after, hours[end:] - hours[end], acute)


def after_stopping(response: Response, usual: Settled) -> Array:
    """The outcome's difference to never having taken it, in the hours after stopping today, [draw, hour].

    Above zero, where lower is better: rebound.
    """
    left = np.exp(-response.kt_per_h[:, None] * usual.after_hours)
    # tolerance comes down from today's, and what is left of the exposure still feeds it a little
    share = -usual.after_relief / np.where(response.emax == 0, 1e-12, response.emax)[:, None]
    step_h = np.diff(usual.after_hours, prepend=0.0)
    fed = np.zeros_like(share)
    for at in range(1, len(step_h)):
        stays = np.exp(-response.kt_per_h * step_h[at])
        fed[:, at] = fed[:, at - 1] * stays + (1 - stays) * 0.5 * (share[:, at - 1] + share[:, at])
    return usual.after_relief + response.today[:, None] * left + response.height[:, None] * fed


def mean_between(values: Array, hours: Array, first_d: float, last_d: float) -> Array:
    """Mean over a stretch of time, [draw].

    Parameters
    ----------
    values : [draw, hour].
    hours : [hour], ascending.
    first_d, last_d : days since the first hour.
    """
    begin, end = np.searchsorted(hours, [24 * first_d - 1e-9, 24 * last_d - 1e-9])
    mean: Array = values[:, begin : end + 1] @ _weights(hours[begin : end + 1])
    return mean


def _weights(hours: Array) -> Array:
    """Of the trapezoid rule, adding up to 1."""
    if len(hours) == 1:
        return np.ones(1)
    step = np.diff(hours)
    weight = np.zeros(len(hours))
    weight[:-1] += step / 2
    weight[1:] += step / 2
    even: Array = weight / weight.sum()
    return even


def _hours(pattern: UsualPattern) -> Array:
    """Every two hours for most of the time, finely over the last day and the one after it, then six-hourly."""
    last = 24.0 * (_SETTLED_D - 1)
    doses = last + np.round(pattern.hour_h[:, None] * 60) / 60 + np.array(_AFTER_DOSE_H)
    parts = [
        np.arange(0.0, last, 2.0), np.arange(last, last + 48.0, 1.0), doses.ravel(),
        np.arange(last + 48.0, 24.0 * (_SETTLED_D + _AFTER_D) + 1e-9, _STEPS_H),
    ]  # fmt: skip
    return np.unique(np.round(np.concatenate(parts) * 60)) / 60
