"""What one photo says: a calibrated colour with its errors, or why there is none and how to retake it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept of a photo besides its picture; nothing else of its file is ever written.

    Parameters
    ----------
    at : local clock time by the camera (``2026-03-01T08:05:00``), empty where it said none.
    phone : maker and model, empty where it said none.
    mark : SHA-256 of the file's bytes: the same photo twice is told so.
    """

    at: str
    phone: str
    mark: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Something about a photo that only the person can answer; the number stands meanwhile.

    Parameters
    ----------
    code : stable word for scripts, e.g. ``no_camera_tags``.
    asks : one plain sentence, English; the page translates it.
    """

    code: str
    asks: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a photo has no number. The photo itself is kept.

    Parameters
    ----------
    code : stable word for scripts, e.g. ``no_card``.
    why : one plain sentence. retake: how to take it again, one plain sentence.
    """

    code: str
    why: str
    retake: str


@dataclass(frozen=True, slots=True, eq=False)
class WindowMap:
    """The skin in the window, point by point.

    Parameters
    ----------
    lab : [row, column, 3], float32, CIELAB under D65; NaN where it is no plain skin (edge, gloss, hair).
    pitch_mm : from point to point on the card.
    """

    lab: NDArray[np.float32]
    pitch_mm: float


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """The skin's colour in one photo.

    Parameters
    ----------
    card_id : of the card in it.
    lab : [3], what the skin's colour most likely is: CIELAB under D65 and the 2 degree observer.
    seen_lab : [3], what this photo alone shows, the middle over the window: for comparing photos with each other.
    lab_sd : [3], how far it may be off from the true colour: card, ink, lamp and light together.
    repeat_sd : [3], how far another photo of the same skin with the same card and lamp may be off.
    ita_deg, ita_sd_deg : individual typology angle. delta_e_sd: of the colour as CIEDE2000.
    hue_deg, hue_sd_deg : angle of b* over a*.
    melanin_index, melanin_sd, erythema_index, erythema_sd : see `pigments`; camera estimates, not an instrument's.
    map : the same point by point.
    taken : when and by which phone.
    asked : what only the person can answer.
    quality : figures that the gates looked at, by name: for the docs and the bench.
    """

    card_id: int
    lab: NDArray[np.float64]
    seen_lab: NDArray[np.float64]
    lab_sd: NDArray[np.float64]
    repeat_sd: NDArray[np.float64]
    ita_deg: float
    ita_sd_deg: float
    delta_e_sd: float
    hue_deg: float
    hue_sd_deg: float
    melanin_index: float
    melanin_sd: float
    erythema_index: float
    erythema_sd: float
    map: WindowMap
    taken: Taken
    asked: tuple[Asked, ...]
    quality: dict[str, float]
