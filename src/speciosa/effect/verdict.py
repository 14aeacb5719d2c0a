"""From draws to a state: what may be said, when it is decided, and what would change it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from speciosa.effect.fit import Coefficients, Fit, coefficients
from speciosa.effect.posterior import Looks, Sensitivity, State
from speciosa.knowledge import Knowledge
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]


def state_of(better: Array, knowledge: Knowledge, *, shown: int = 1) -> State:
    """The state that draws of an effect earn at a look.

    Parameters
    ----------
    better : [draw], points by which the outcome is better with it; below zero worse.
    shown : how many effects are shown side by side; each then has to be surer.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> state_of(np.linspace(0.5, 1.5, 100), load_knowledge()).value
    'probably_helps'
    >>> state_of(np.linspace(-1.0, 1.0, 100), load_knowledge()).value
    'no_clear_difference'
    """
    sure = 1 - (1 - knowledge.choice("effect_state_prob")) / shown
    noticed, notice = knowledge.choice("effect_state_notice_prob"), knowledge.choice("effect_notice")
    if (better > 0).mean() >= sure and (better >= notice).mean() >= noticed:
        return State.HELPS
    if (better < 0).mean() >= sure and (better <= -notice).mean() >= noticed:
        return State.WORSE
    return State.NO_CLEAR_DIFFERENCE


def looks_of(first_s: int, now_s: int, knowledge: Knowledge) -> Looks:
    """When the verdict was last decided and when it will be next.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> looks_of(0, 30 * 86_400, load_knowledge())
    Looks(last_s=1814400, next_s=3628800, number=1)
    """
    first_d, every_d = knowledge.choice("effect_first_look_d"), knowledge.choice("effect_look_every_d")
    passed = math.floor(((now_s - first_s) / DAY_S - first_d) / every_d) + 1
    number = max(passed, 0)

    def at(look: int) -> int:
        return first_s + int((first_d + (look - 1) * every_d) * DAY_S)

    return Looks(at(number) if number else None, at(number + 1), number)


def sensitivity_of(
    found: Fit, base: Coefficients, knowledge: Knowledge, *, better: str, slack: float, per_rho: float, scale: float,
    prior_sd: float, moved: float,
) -> Sensitivity:  # fmt: skip
    """The effect under a sceptic's and an optimist's prior, and how far prior and posterior lie apart.

    The Gram matrices are kept, so another prior costs no new fit: points are weighted again, exactly.

    Parameters
    ----------
    base : the conditionals under the default prior.
    slack : SD that is added for what was not recorded, points.
    per_rho : by how much a correlation of one would move the effect, points.
    scale : of the outcome's unit, to a point.
    prior_sd, moved : of the effect's default prior, points, and how far the posterior moved from it.
    """
    sign = -1.0 if better == "lower" else 1.0
    choice = knowledge.choice
    others = (
        coefficients(found, mean=0.0, sd=choice("effect_effect_sceptical_sd")),
        coefficients(
            found, mean=sign * choice("effect_effect_optimistic_mean"), sd=choice("effect_effect_optimistic_sd")
        ),
    )
    means, states = [], [_state(base, found.weight, sign, slack, knowledge)]
    for other in others:
        change = other.log_like - base.log_like
        weight = found.weight * np.exp(change - change.max())
        weight /= weight.sum()
        means.append(float(weight @ other.middle[:, 0]))
        states.append(_state(other, weight, sign, slack, knowledge))
    rho = abs(float(found.weight @ base.middle[:, 0])) / max(per_rho, 1e-12)
    return Sensitivity(
        means[0] * scale, means[1] * scale, len(set(states)) > 1, rho if rho < 1 else None, 0.0, prior_sd * scale, moved
    )


def _state(base: Coefficients, weight: Array, sign: float, slack: float, knowledge: Knowledge) -> State:
    """As `state_of`, from the mixture of Student's t that the points are."""
    better, df = sign * base.middle[:, 0], 2 * base.shape
    spread = np.sqrt(base.spread * base.inverse[:, 0, 0] + slack**2)

    def above(points: float) -> float:
        return float(weight @ stdtr(df, (better - points) / spread))

    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    notice = knowledge.choice("effect_notice")
    if above(0.0) >= sure and above(notice) >= noticed:
        return State.HELPS
    if 1 - above(0.0) >= sure and 1 - above(-notice) >= noticed:
        return State.WORSE
    return State.NO_CLEAR_DIFFERENCE
