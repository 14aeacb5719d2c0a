"""How far the latest sessions are from the baseline, with what chance adds to any distance taken off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import delta_e_00, ita_deg, ita_slope
from speciosa.skin.directions import Directions
from speciosa.skin.layout import Layout
from speciosa.skin.noise import correlation
from speciosa.skin.series import Estimate

Array = NDArray[np.float64]
_DRAWS, _STEPS, _BEYOND = 1000, 41, 4.0
_Z95 = 1.959963985
_TWO_WAYS_99 = 3.034854259  # 99 % of the length of two standard normal values


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The latest sessions' colour against the baseline's.

    Parameters
    ----------
    before : [3], CIELAB of the baseline.
    shift : [3], latest minus baseline, the covered site's own shift taken off.
    cov : [3, 3], of the shift: both means, the overlaps, and how sessions go together.
    """

    before: Array
    shift: Array
    cov: Array


def change_of(lab: Array, colour: Array, layout: Layout, cov: Array, knowledge: Knowledge) -> Change | None:
    """The change of one course.

    Parameters
    ----------
    lab : [session, 3], the site's own colour.
    colour : [session, 3], the difference that is charted; the site's own colour where there is no control.
    cov : [3, 3], of one session.

    Returns
    -------
    None where nothing is charted yet.
    """
    latest = np.flatnonzero(layout.charted)[-int(knowledge.choice("skin_latest_sessions")) :]
    if not len(latest):
        return None
    weights = layout.align[latest].mean(axis=0)
    scatter = float(weights @ correlation(layout.time_s, knowledge) @ weights)
    return Change(
        lab[layout.baseline].mean(axis=0), weights @ colour, own_cov(colour, layout, cov, knowledge) * scatter
    )


def own_cov(colour: Array, layout: Layout, cov: Array, knowledge: Knowledge) -> Array:
    """[3, 3] of one session: what was known, scaled to the person's own baseline."""
    return cov * _own_scale(colour, layout, cov, knowledge)


def off_the_tan(shift: Array, cov: Array, directions: Directions, knowledge: Knowledge) -> bool:
    """Whether a shift has a visible part that no tan makes: yellow, red, grey.

    Its part across the tan's direction, less what a tan within its spread could put there, is larger than a difference
    that people see, and than chance makes in 99 of 100.

    Parameters
    ----------
    shift : [3], latest minus baseline. cov : [3, 3] of it.
    """
    along = float(shift @ directions.tan)
    across = shift - along * directions.tan
    size = float(np.linalg.norm(across))
    if size == 0:
        return False
    chance = _TWO_WAYS_99 * float(np.sqrt(across @ cov @ across)) / size
    leak = abs(along) * float(np.tan(np.radians(directions.tan_spread_deg)))
    return size - leak > max(chance, knowledge.choice("skin_persistent_delta_e"))


def delta_e_estimate(change: Change, rng: np.random.Generator) -> Estimate:
    """The colour difference as CIEDE2000, median and 95 % interval.

    A distance is never below zero, so noise alone makes one. For each true distance m along the shift that was found,
    made-up shifts say how large a difference would be seen; the estimate is the m at which the one seen is as often
    exceeded as not, the interval's ends those at which it is in 1 of 40. Where even no change would do, the end is 0.
    """
    length = float(np.linalg.norm(change.shift))
    along = change.shift / length if length > 0 else np.array([-1.0, 0.0, 0.0])
    noise = rng.standard_normal((_DRAWS, 3)) @ np.linalg.cholesky(change.cov).T
    most = length + _BEYOND * float(np.sqrt(along @ change.cov @ along)) + 0.1
    true = np.linspace(0, most, _STEPS)
    seen = delta_e_00(change.before, change.before + change.shift)
    after = change.before + true[:, None, None] * along + noise
    larger = (delta_e_00(change.before, after) > seen).mean(axis=1)
    at = np.interp([0.025, 0.5, 0.975], np.maximum.accumulate(larger), true, left=0.0)
    at[2] = max(at[2], _Z95 * float(np.sqrt(along @ change.cov @ along)))  # no photo is as sure as nothing at all
    distance = delta_e_00(change.before, change.before + at[:, None] * along)
    return Estimate(float(distance[1]), float(distance[0]), float(distance[2]))


def ita_estimate(change: Change) -> Estimate:
    """Change of the typology angle, degrees: for reading, never for an alarm."""
    after = change.before + change.shift
    slope = ita_slope(after)
    mean, sd = float(ita_deg(after) - ita_deg(change.before)), float(np.sqrt(slope @ change.cov @ slope))
    return Estimate(mean, mean - _Z95 * sd, mean + _Z95 * sd)


def _own_scale(colour: Array, layout: Layout, cov: Array, knowledge: Knowledge) -> float:
    """Variance of the person's baseline against what was known, shrunk to 1."""
    known = colour[layout.baseline]
    strays = known - known.mean(axis=0)
    squares = float(np.einsum("si,ij,sj->", strays, np.linalg.inv(cov), strays)) / 3
    prior = knowledge.choice("skin_noise_prior_sessions")
    return (prior + squares) / (prior + len(known) - 1)
