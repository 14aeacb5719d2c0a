"""From a colour difference to one number: how far it went in a direction that no tan explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.directions import Directions, angle_deg

Array = NDArray[np.float64]
_TURNS = 360


@dataclass(frozen=True, slots=True, eq=False)
class DeepScore:
    """Two linear scores of deep pigment that must both be over their limits.

    Parameters
    ----------
    rising : [3], not above zero for any tan of the cone: a tan that comes cannot raise it.
    falling : [3], not below zero for any of them: a tan that fades cannot raise it.

    A deep change of delta E 1 moves both by 1. With the tan exactly known the two together are as good as one score
    orthogonal to it; the wider the cone, the further apart they lie.
    """

    rising: Array
    falling: Array


def deep_score(directions: Directions, cov: Array, *, spread_deg: float) -> DeepScore | None:
    r"""The scores of deep pigment with the least noise that a tan can not raise.

    .. math:: \min_w w^T S w \;\text{ with }\; w \cdot dermal = 1,\;
              \pm\, w \cdot t \le 0 \text{ for every } t \text{ within the cone around the tan}

    The cone is convex, so the minimum with all its rays as constraints is the largest of the minima with one ray each.

    Parameters
    ----------
    cov : [3, 3], covariance of a session's difference, CIELAB.
    spread_deg : half-angle of the cone; 0 takes the tan as exactly known.

    Returns
    -------
    None where the direction of deep pigment lies within the cone: nothing tells the two apart.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.skin.directions import directions_at
    >>> light = directions_at(np.array([66.0, 6.0, 15.2]), load_knowledge())
    >>> found = deep_score(light, np.eye(3), spread_deg=0)
    >>> abs(round(float(found.rising @ light.tan), 6)), round(float(found.rising @ light.dermal), 6)
    (0.0, 1.0)
    """
    if angle_deg(directions.tan, directions.dermal) <= spread_deg:
        return None
    rays = _cone(directions.tan, directions.dermal, np.radians(spread_deg))
    return DeepScore(*(_least_noise(directions.dermal, sign * rays, cov) for sign in (1.0, -1.0)))


def darkening_score(directions: Directions, cov: Array) -> Array:
    r"""[3] weights of all darkening: the tan and deep pigment in equal parts, against this noise.

    .. math:: w = S^{-1} m / (m^T S^{-1} m), \quad m = \frac{tan + dermal}{|tan + dermal|}
    """
    both = directions.tan + directions.dermal
    middle: Array = both / np.linalg.norm(both)
    weights = np.linalg.solve(cov, middle)
    return np.asarray(weights / (middle @ weights))


def _cone(axis: Array, toward: Array, half_angle: float) -> Array:
    """[ray, 3] unit rays of the cone around an axis, the first one in the plane of `toward`."""
    away = toward - (toward @ axis) * axis
    beside: Array = away / np.linalg.norm(away)
    turn = np.linspace(0, 2 * np.pi, _TURNS, endpoint=False)[:, None]
    around = np.cos(turn) * beside + np.sin(turn) * np.cross(axis, beside)
    rays: Array = np.cos(half_angle) * axis + np.sin(half_angle) * around
    return rays


def _least_noise(dermal: Array, rays: Array, cov: Array) -> Array:
    """[3] the score of least noise that gives 1 for `dermal` and at most 0 for every ray."""
    inverse = np.linalg.inv(cov)
    plain = inverse @ dermal / (dermal @ inverse @ dermal)
    if np.all(rays @ plain <= 0):
        return np.asarray(plain)
    both = np.stack([np.broadcast_to(dermal, rays.shape), rays], axis=2)  # [ray, 3, constraint]
    gram = both.transpose(0, 2, 1) @ inverse @ both
    gain = np.linalg.solve(gram, np.broadcast_to(np.array([[1.0], [0.0]]), (len(rays), 2, 1)))
    scores = (inverse @ both @ gain)[..., 0]
    noise = np.where(rays @ plain <= 0, 0.0, np.einsum("ri,ij,rj->r", scores, cov, scores))
    return np.asarray(scores[np.argmax(noise)])
