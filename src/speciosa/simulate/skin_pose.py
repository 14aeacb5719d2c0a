"""Where the card's millimetres land in the photo: a pinhole camera before a flat card."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_scene import Pose
from speciosa.skin import card as cards

_FILM_DIAGONAL_MM = 43.27  # of 24 x 36 mm film


def photo_size(megapixels: float) -> tuple[int, int]:
    """Width and height in pixels, three to four, upright.

    Examples
    --------
    >>> photo_size(12)
    (3000, 4000)
    """
    height = round(math.sqrt(megapixels * 1e6 * 4 / 3))
    return round(height * 3 / 4), height


def homography_of(pose: Pose, card: cards.Card, size: tuple[int, int]) -> NDArray[np.float64]:
    """[3, 3] from page millimetres to pixels, (0, 0) being the middle of the upper left pixel.

    x = K (R (X - middle of the card) + (0, 0, d)); d from the share that the card's width spans.

    Parameters
    ----------
    size : width and height of the photo, pixels.
    """
    width, height = size
    focal_px = pose.focal_mm / _FILM_DIAGONAL_MM * math.hypot(width, height)
    away_mm = focal_px * float(np.ptp(card.outline_mm[:, 0])) / (pose.fill * min(size))
    x, y, z = (math.radians(each) for each in (pose.pitch_deg, pose.yaw_deg, pose.roll_deg))
    turn = _turn(z, (0, 1)) @ _turn(x, (1, 2)) @ _turn(y, (2, 0))
    middle = card.outline_mm.mean(axis=0)
    on_card = np.column_stack([turn[:, 0], turn[:, 1], [0.0, 0.0, away_mm]])
    lens = np.array([
        [focal_px, 0, (width - 1) / 2 + pose.offset[0] * width],
        [0, focal_px, (height - 1) / 2 + pose.offset[1] * height],
        [0, 0, 1],
    ])  # fmt: skip
    from_page = np.array([[1, 0, -middle[0]], [0, 1, -middle[1]], [0, 0, 1]])
    answer = lens @ on_card @ from_page
    return np.asarray(answer / answer[2, 2])


def seen_at(homography: NDArray[np.float64], points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pixels [n, 2] of page points [n, 2]."""
    seen = np.column_stack([points_mm, np.ones(len(points_mm))]) @ homography.T
    return np.asarray(seen[:, :2] / seen[:, 2:])


def scale_at(homography: NDArray[np.float64], points_mm: NDArray[np.float64]) -> float:
    """The most pixels that a millimetre spans at any of these points."""
    here = seen_at(homography, points_mm)
    beside = (seen_at(homography, points_mm + step) for step in (np.array([0.1, 0.0]), np.array([0.0, 0.1])))
    return max(float(np.linalg.norm(each - here, axis=1).max()) for each in beside) / 0.1


def _turn(angle: float, axes: tuple[int, int]) -> NDArray[np.float64]:
    one, other = axes
    answer = np.eye(3)
    answer[[one, other], [one, other]] = math.cos(angle)
    answer[one, other], answer[other, one] = -math.sin(angle), math.sin(angle)
    return answer
