"""The effect at shares of the usual dose for whoever pools people: only where tried, each with its own prior.

    level = rho D + kappa H,   rho = E_share / E,   kappa = T_share - rho T

D is the effect of the usual pattern, H the height of full tolerance, E and T their exposures' means over the horizon
(`forward`). Given the five nonlinear numbers and the curve, level is normal beforehand, for D and H are. So the prior
over all of them is a mixture of normals whose first four moments need no chance; a Student's t has the last three.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from speciosa.effect.answered import Answered
from speciosa.effect.fit import Joint, Model
from speciosa.effect.forward import Response
from speciosa.effect.posterior import DoseResponse, LevelEffect
from speciosa.effect.question import Question
from speciosa.knowledge import Knowledge
from speciosa.values.draws import Draws, resampled
from speciosa.values.timeline import local_day

Array = NDArray[np.float64]
SHARES = (0.5, 0.75)
"""Of every dose; the whole of it goes along where one of them does."""
_NEAR = 0.125
"""A day's amount stands for a level up to half a step of a quarter above it."""
_POINTS = 512
_FLATTEST_DF = 200.0


class LevelPrior(NamedTuple):
    """A Student's t, or with `df` None a normal: points."""

    location: float
    scale: float
    df: float | None

    def log_density(self, values: Array) -> Array:
        """Up to a constant."""
        squared = ((values - self.location) / self.scale) ** 2
        found: Array = -0.5 * squared if self.df is None else -0.5 * (self.df + 1) * np.log1p(squared / self.df)
        return found


def dose_levels_of(
    shown: DoseResponse | None, main: Answered, response: Response, prior: LevelPrior, knowledge: Knowledge,
    rng: np.random.Generator,
) -> tuple[LevelEffect, ...]:  # fmt: skip
    """The effect at each share of the usual dose that the record identifies; none where that is the whole dose alone.

    Parameters
    ----------
    shown : the dose-response as a page shows it.
    prior : of the effect itself, points.

    Valid when: the shape of the response curve between doses is as assumed where only less than a level was tried.
    """
    question = main.question
    least = int(knowledge.choice("effect_level_days_least"))
    tried = [share for share in SHARES if _days_at_most(question, share) >= least]
    if shown is None or not set(tried) & set(shown.share):
        return ()
    found, scale = [], question.ratings.per_point
    for share, values in zip(shown.share, shown.recorded, strict=True):
        if share not in (*tried, 1.0):
            continue
        own = prior if share == 1.0 else level_prior(response, main.found.model, share)
        allowance = main.slack * float(values.std()) / float(response.effect.std())
        draws = Draws(allowed(values, allowance, own, rng) * scale, question.ratings.unit)
        believed = (own.location * scale, own.scale * scale, own.df)
        found.append(LevelEffect(share, question.evidence.grade, draws, *believed))
    return tuple(found)


def level_prior(response: Response, model: Model, share: float) -> LevelPrior:
    """What was assumed of the effect at a share of the usual dose, at the noise that the record showed.

    The forward pass runs over points that fill the prior of the nonlinear numbers and the curves evenly; D and H are
    integrated out exactly.

    Parameters
    ----------
    share : above 0, below 1.
    """
    exposed = response.exposed
    even = np.arange(_POINTS)[:, None] * _steps_of(6) + 0.5
    place = np.clip(even % 1.0, 1e-9, 1 - 1e-9)
    theta = model.priors.theta_of(np.asarray(ndtri(place[:, :5]), dtype=np.float64))
    curve = (place[:, 5] * exposed.draws).astype(np.int64)
    nothing = np.empty(0)
    blank = Response(Joint(theta, curve, np.empty((0, 0)), nothing), exposed, nothing, nothing, nothing)
    hours = np.arange(len(exposed.usual), dtype=np.float64)
    whole, tolerant = (each.mean(axis=1) for each in blank.felt(exposed.usual, hours, np.arange(len(hours))))
    part, used = (each.mean(axis=1) for each in blank.felt(exposed.usual, hours, np.arange(len(hours)), share))
    rho = part / whole
    kappa = used - rho * tolerant
    noise = math.sqrt(float((response.joint.noise_sd**2).mean()))
    middle = model.prior_mean[0] * rho + model.prior_mean[1] * kappa
    variance = (model.prior_sd[0] * noise * rho) ** 2 + (model.prior_sd[1] * noise * kappa) ** 2
    return _with_moments(middle, variance)


def allowed(values: Array, allowance: float, prior: LevelPrior, rng: np.random.Generator) -> Array:
    """Draws that allow for what was not recorded, under the same prior as before: what pooling can take out again.

        L(a) = integral of L(b) N(b; a, allowance^2) db,   posterior ~ prior L

    Each draw is moved by the allowance and weighted by prior(moved) / prior(draw). On a person's own page the
    allowance is added to the draws instead; they would leave pooling to take out a prior that they do not have.

    Parameters
    ----------
    values : [draw], with nothing allowed for.
    allowance : SD, points; 0 where chance decided.

    Examples
    --------
    >>> rng, prior = np.random.default_rng(1), LevelPrior(0.0, 1.0, None)
    >>> wider = allowed(rng.normal(-0.5, 0.5**0.5, 40_000), 1.0, prior, rng)  # a record that says -1, give or take 1
    >>> round(float(wider.mean()), 2), round(float(wider.var()), 2)  # now: -1, give or take the root of 2
    (-0.33, 0.67)
    """
    if allowance <= 0:
        return values
    moved = values + allowance * rng.standard_normal(len(values))
    log_weight = prior.log_density(moved) - prior.log_density(values)
    weight = np.exp(log_weight - log_weight.max())
    return moved[resampled(weight / weight.sum(), len(values), rng)]


def _with_moments(middle: Array, variance: Array) -> LevelPrior:
    """The t, or normal, with the mean, variance and fourth moment of an even mixture of normals."""
    location = float(middle.mean())
    off = middle - location
    second = float((variance + off**2).mean())
    fourth = float((3 * variance**2 + 6 * variance * off**2 + off**4).mean())
    excess = fourth / second**2 - 3
    df = 4 + 6 / excess if excess > 6 / (_FLATTEST_DF - 4) else None
    return LevelPrior(location, math.sqrt(second * (1 if df is None else (df - 2) / df)), df)


def _days_at_most(question: Question, share: float) -> int:
    """Scored days with some of it, and at most about that share of a usual day's: assigned so where chance decides."""
    ratings, most = question.ratings, share + _NEAR
    if question.evidence.trial_only:
        if not question.evidence.contrast_grade["one_step_less"].randomised:
            return 0
        level = question.arms.level_at(ratings.time_s)
        return len(np.unique(ratings.day[(level > 0) & (level <= most)]))
    taken, usual = question.taken, float(question.pattern.nominal_mg.sum())
    day, at = np.unique(local_day(taken.time_s, taken.offset_min), return_inverse=True)
    amount = np.bincount(at, weights=taken.nominal_mg.sum(axis=0)) / max(usual, 1e-9)
    return len(np.intersect1d(day[(amount > 0) & (amount <= most)], ratings.day))


def _steps_of(dimensions: int) -> Array:
    """Steps that fill a cube evenly: powers of the root of x^(d + 1) = x + 1, the golden ratio's kin."""
    root = 2.0
    for _ in range(40):
        root = (1 + root) ** (1 / (dimensions + 1))
    return np.asarray(root ** -np.arange(1.0, dimensions + 1), dtype=np.float64)
