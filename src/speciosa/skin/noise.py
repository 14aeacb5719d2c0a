"""How far a session's colour strays when nothing changes: photos, blood, and how sessions go together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.directions import Directions
from speciosa.skin.series import Session
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_RHOS = 7


def session_cov(
    sessions: Sequence[Session], controls: Sequence[Session], directions: Directions, knowledge: Knowledge
) -> Array:
    r"""[3, 3] covariance of one session's colour, CIELAB, as known before its course is looked at.

    .. math:: S = diag(r^2) + diag(r_{control}^2) + s_{blood}^2\, b b^T \;\;
              \text{(without a control: } + diag(a^2) \text{ for card, phone and lamp)}

    Parameters
    ----------
    sessions : their measured repeat errors `r` are averaged as squares; no smaller than the rows ``skin_session_sd``.
    controls : of the covered site; none for a course of a site's own colour.
    """
    cov = np.diag(_mean_square(sessions, knowledge))
    cov += np.diag(
        _mean_square(controls, knowledge) if controls else lab_of_choices("skin_absolute_sd", knowledge) ** 2
    )
    blood: Array = cov + knowledge.choice("skin_blood_flow_sd") ** 2 * np.outer(directions.blood, directions.blood)
    return blood


def lab_of_choices(name: str, knowledge: Knowledge) -> Array:
    """[3] the rows ``name_l``, ``name_a``, ``name_b`` of the choices."""
    return np.array([knowledge.choice(f"{name}_{each}") for each in "lab"])


def unit_noise(
    time_s: NDArray[np.int64], series: int, rng: np.random.Generator, knowledge: Knowledge, *, parts: int = 1
) -> Array:
    """Made-up sessions without any change, variance 1: [series, session, part].

    Sessions go together as rho^(days apart / 7); each series draws its own rho between the rows ``skin_ar_*``.
    """
    low, high = knowledge.choice("skin_ar_low"), knowledge.choice("skin_ar_high")
    rho = rng.uniform(low, high, (series, 1))
    apart = np.diff(time_s) / (DAY_S * knowledge.choice("skin_ar_days"))
    noise = rng.standard_normal((len(time_s), series, parts))
    for at, gap in enumerate(apart, 1):
        kept = rho**gap
        noise[at] = kept * noise[at - 1] + np.sqrt(1 - kept**2) * noise[at]
    return noise.transpose(1, 0, 2)


def correlation(time_s: NDArray[np.int64], knowledge: Knowledge) -> Array:
    """[session, session] of `unit_noise`, averaged over rho."""
    apart = np.abs(time_s[:, None] - time_s[None, :]) / (DAY_S * knowledge.choice("skin_ar_days"))
    return np.asarray(np.mean([rho**apart for rho in rhos(_RHOS, knowledge)], axis=0))


def rhos(count: int, knowledge: Knowledge) -> Array:
    """So many values of rho, evenly over its range."""
    low, high = knowledge.choice("skin_ar_low"), knowledge.choice("skin_ar_high")
    return np.asarray(low + (high - low) * (np.arange(count) + 0.5) / count)


def _mean_square(sessions: Sequence[Session], knowledge: Knowledge) -> Array:
    measured = np.mean([each.repeat_sd**2 for each in sessions], axis=0)
    return np.maximum(measured, lab_of_choices("skin_session_sd", knowledge) ** 2)
