"""Where the card lies in a photo: its markers, found in a small picture and refined in the large one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import DICTIONARY, MARKERS_A_CARD, Card, card_of
from speciosa.skin.measurement import Refusal
from speciosa.skin.refusals import refusal

Pixels = NDArray[np.uint8]
"""[row, column, 3], sRGB code values."""

_LOOKS = ((1000, False), (1000, True), (1600, True), (2600, True), (500, True))
"""Longer side of the pictures in which markers are looked for, one after the other, and whether with patience.
In a very large one OpenCV misses them (opencv/opencv#27595); a small one forgives blur, so that it can be named."""
_MODULES = 7


@dataclass(frozen=True, slots=True, eq=False)
class FoundCard:
    """A card in a photo.

    Parameters
    ----------
    card : which one; its millimetres count from the upper left corner of the A4 page.
    to_px : [3, 3], homography from those millimetres to the photo's pixels.
    px_per_mm : in the middle of the card.
    corner_error_mm : how far the markers' corners lie from where a flat card has them, root mean square.
    tilt_deg : between the card and the picture's plane, about.
    """

    card: Card
    to_px: NDArray[np.float64]
    px_per_mm: float
    corner_error_mm: float
    tilt_deg: float

    def px(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where points of the page [point, 2] lie in the photo."""
        return _moved(self.to_px, points_mm)


def find_card(rgb: Pixels, knowledge: Knowledge) -> FoundCard | Refusal:
    """The card in a photo.

    At least three of its four markers have to be seen.

    Parameters
    ----------
    rgb : the upright photo.

    Returns
    -------
    where it lies; or ``no_card``, ``mirrored``, ``unknown_card``, ``too_small`` or ``too_oblique``.
    """
    seen: dict[int, NDArray[np.float64]] = {}
    looked: set[tuple[int, bool]] = set()
    for side_px, patient in _LOOKS:
        look = (min(side_px, max(rgb.shape[:2])), patient)
        if look in looked:  # the photo itself is smaller
            continue
        looked.add(look)
        seen = _markers(rgb, side_px, patient=patient) | seen
        card_id, n = _card_of(seen)
        if n == MARKERS_A_CARD:
            break
    if not seen and _markers(np.ascontiguousarray(rgb[:, ::-1]), _LOOKS[0][0], patient=True):
        return refusal("mirrored")
    if n < MARKERS_A_CARD - 1:
        return refusal("unknown_card" if len(seen) >= MARKERS_A_CARD - 1 else "no_card")
    card = card_of(card_id, knowledge)
    mine = [each for each in card.markers if each.marker_id in seen]
    corners_px = _refined(rgb, np.concatenate([seen[each.marker_id] for each in mine]))
    return _placed(card, np.concatenate([each.polygon_mm for each in mine]), corners_px, knowledge)


def _placed(
    card: Card, corners_mm: NDArray[np.float64], corners_px: NDArray[np.float64], knowledge: Knowledge
) -> FoundCard | Refusal:
    """The card from its corners, if it lies flat, large and straight enough."""
    import cv2  # noqa: PLC0415  only who looks at a photo needs it

    to_px = np.asarray(cv2.findHomography(corners_mm, corners_px, 0)[0], dtype=np.float64)
    if to_px.shape != (3, 3):  # no plane holds these corners
        return refusal("no_card")
    middle = card.square_mm.mean(axis=0)
    jacobian = _jacobian(to_px, middle)
    stretch = np.linalg.svd(jacobian, compute_uv=False)
    px_per_mm = float(np.sqrt(stretch.prod()))
    back = _moved(np.asarray(np.linalg.inv(to_px)), corners_px)
    found = FoundCard(
        card=card,
        to_px=to_px,
        px_per_mm=px_per_mm,
        corner_error_mm=float(np.sqrt(((back - corners_mm) ** 2).sum(axis=1).mean())),
        tilt_deg=float(np.degrees(np.arccos(np.clip(stretch[1] / stretch[0], 0, 1)))),
    )
    if px_per_mm < knowledge.choice("skin_px_per_mm_least"):
        return refusal("too_small")
    if found.tilt_deg > knowledge.choice("skin_tilt_most_deg") or np.linalg.det(jacobian) <= 0:
        return refusal("too_oblique")
    return found


def _card_of(seen: dict[int, NDArray[np.float64]]) -> tuple[int, int]:
    """The card of which most markers are seen, and how many."""
    votes = Counter(each // MARKERS_A_CARD for each in seen)
    return votes.most_common(1)[0] if votes else (0, 0)


def _markers(rgb: Pixels, side_px: int, *, patient: bool) -> dict[int, NDArray[np.float64]]:
    """Corners [4, 2] of every marker by its number, in pixels of the full photo (a pixel's centre counts as whole)."""
    import cv2  # noqa: PLC0415

    scale = min(1.0, side_px / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
    corners, ids, _ = _detector(patient=patient).detectMarkers(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    if ids is None:
        return {}
    exact = np.array([rgb.shape[1] / small.shape[1], rgb.shape[0] / small.shape[0]])
    return {
        int(marker_id): (quad.reshape(4, 2).astype(np.float64) + 0.5) * exact - 0.5
        for marker_id, quad in zip(ids.ravel(), corners, strict=True)
    }


@cache
def _detector(*, patient: bool) -> Any:
    """One that looks at the picture in one way, or in three."""
    import cv2  # noqa: PLC0415

    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    parameters.minMarkerPerimeterRate = 0.07
    parameters.adaptiveThreshWinSizeMin = 7 if patient else 23
    parameters.adaptiveThreshWinSizeMax = 39 if patient else 23
    parameters.adaptiveThreshWinSizeStep = 16
    dictionary = cv2.aruco.getPredefinedDictionary(getattr(cv2.aruco, DICTIONARY))
    return cv2.aruco.ArucoDetector(dictionary, parameters)


def _refined(rgb: Pixels, corners_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners to a fraction of a pixel, each looked at in the full photo."""
    import cv2  # noqa: PLC0415

    quads = corners_px.reshape(-1, 4, 2)
    refined = np.empty_like(quads)
    for at, quad in enumerate(quads):
        module_px = np.linalg.norm(np.diff(quad, axis=0), axis=1).min() / _MODULES
        reach = int(np.clip(module_px * 0.6, 2, 30))
        low = np.maximum(np.floor(quad.min(axis=0)).astype(int) - 2 * reach - 4, 0)
        high = np.ceil(quad.max(axis=0)).astype(int) + 2 * reach + 5
        crop = cv2.cvtColor(np.ascontiguousarray(rgb[low[1] : high[1], low[0] : high[0]]), cv2.COLOR_RGB2GRAY)
        start = np.ascontiguousarray((quad - low).astype(np.float32)).reshape(-1, 1, 2)
        stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 40, 0.005)
        found = cv2.cornerSubPix(crop, start, (reach, reach), (-1, -1), stop).reshape(4, 2)
        astray = np.linalg.norm(found - (quad - low), axis=1) > reach
        refined[at] = np.where(astray[:, None], quad, found + low)
    return refined.reshape(-1, 2)


def _moved(homography: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """[point, 2] through a homography."""
    ends = np.c_[points, np.ones(len(points))] @ homography.T
    return np.asarray(ends[:, :2] / ends[:, 2:])


def _jacobian(homography: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """[2, 2] pixels a millimetre around one point."""
    around = at + np.array([[0.5, 0], [-0.5, 0], [0, 0.5], [0, -0.5]])
    ends = _moved(homography, around)
    return np.stack([ends[0] - ends[1], ends[2] - ends[3]], axis=1)
