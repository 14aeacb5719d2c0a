"""One photo: its calibrated colour, or why it has none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin import gates
from speciosa.skin.card import Card
from speciosa.skin.colour import delta_e_00, hue_deg, ita_deg
from speciosa.skin.correction import Correction, calibration, correct
from speciosa.skin.decoder import DecodedPhoto
from speciosa.skin.edge import brighter_than_around, edge_steps
from speciosa.skin.ink import CardInk, assumed_ink
from speciosa.skin.likely import likely
from speciosa.skin.locus import brightness_against_colour
from speciosa.skin.markers import find_card
from speciosa.skin.measurement import Asked, Measurement, Refusal
from speciosa.skin.noise import lab_of_choices
from speciosa.skin.patches import paper_seen, patches_seen
from speciosa.skin.pigments import erythema_index, melanin_index
from speciosa.skin.rectify import straighten
from speciosa.skin.refusals import asked, refusal
from speciosa.skin.sharpness import blur_mm
from speciosa.skin.window import Window, look_through

InkOf = Callable[[Card], CardInk]
"""What a card's colours are taken for."""


def measure(photo: DecodedPhoto, knowledge: Knowledge, *, ink_of: InkOf | None = None) -> Measurement | Refusal:
    """The skin's colour in a photo of the window card.

    Parameters
    ----------
    photo : upright, in sRGB.
    ink_of : the owner's measured values of a card; without it, what a home printer makes is assumed.

    Returns
    -------
    the colour with its errors; or a refusal, and then no number at all.
    """
    found = find_card(photo.rgb, knowledge)
    if isinstance(found, Refusal):
        return found
    card = found.card
    outside = gates.card_in_picture(found, photo.rgb.shape)
    if outside:
        return outside
    straight = straighten(photo.rgb, found)
    blur = blur_mm(straight, card)
    if blur > knowledge.choice("skin_blur_most_mm"):
        return refusal("blurred")
    bent = gates.flatness(found, knowledge)
    if bent:
        return bent
    patches, paper = patches_seen(straight, card), paper_seen(straight, card)
    refused = gates.exposure(card, patches, paper, knowledge)
    if refused:
        return refused
    ink = ink_of(card) if ink_of else assumed_ink(card, knowledge)
    correction = correct(card, ink, patches, paper, knowledge)
    refused = gates.light(card, correction, patches, knowledge)
    if refused:
        return refused
    window = look_through(straight, card, correction, knowledge)
    steps = edge_steps(straight, card, blur)
    around = brighter_than_around(photo.rgb, found, correction, window.ink_xyz, knowledge)
    too_bright = brightness_against_colour(window.lab, knowledge)
    refused = gates.skin(window, steps, around, too_bright, knowledge)
    if refused:
        return refused
    quality = {
        "blur_mm": blur, "corner_error_mm": found.corner_error_mm, "tilt_deg": found.tilt_deg,
        "px_per_mm": found.px_per_mm, "white_residual": correction.white_residual,
        "grey_residual": correction.grey_residual, "colour_residual": correction.colour_residual,
        "slope": correction.slope, "frame_step": float(steps.frame.min()), "rim_step": float(steps.skin.min()),
        "around": np.nan if around is None else around, "skin_share": window.skin_share,
        "too_bright": too_bright,
    }  # fmt: skip
    dark = around is not None and around < knowledge.choice("skin_around_asked")
    doubts = (*photo.asked, asked("window_dark")) if dark else photo.asked
    return _measurement(card, photo, window, correction, ink, quality, doubts, knowledge)


def _measurement(
    card: Card, photo: DecodedPhoto, window: Window, correction: Correction, ink: CardInk,
    quality: dict[str, float], doubts: tuple[Asked, ...], knowledge: Knowledge,
) -> Measurement:  # fmt: skip
    error = _error(window.lab, correction, ink, knowledge)
    lab, covariance = likely(window.lab, error, knowledge)
    sd = np.sqrt(np.diag(covariance))
    melanin, melanin_sd = _with_sd(lambda at: float(melanin_index(at)), lab, covariance)
    erythema, erythema_sd = _with_sd(lambda at: float(erythema_index(at)), lab, covariance)
    ita, ita_sd = _with_sd(lambda at: float(ita_deg(at)), lab, covariance)
    hue, hue_sd = _with_sd(lambda at: float(hue_deg(at)), lab, covariance)
    return Measurement(
        card_id=card.card_id,
        lab=lab,
        seen_lab=window.lab,
        lab_sd=sd,
        repeat_sd=lab_of_choices("skin_photo_sd", knowledge),
        ita_deg=ita,
        ita_sd_deg=ita_sd,
        delta_e_sd=_delta_e_sd(lab, covariance),
        hue_deg=hue,
        hue_sd_deg=hue_sd,
        melanin_index=melanin,
        melanin_sd=melanin_sd,
        erythema_index=erythema,
        erythema_sd=erythema_sd,
        map=window.map,
        taken=photo.taken,
        asked=doubts,
        quality=quality,
    )


def _error(lab: NDArray[np.float64], correction: Correction, ink: CardInk, knowledge: Knowledge) -> NDArray[np.float64]:
    """[3, 3] covariance of what a colour may be off: paper, ink, lamp, camera, light."""
    usual = knowledge.choice("skin_colour_residual_usual")
    wider = max(1.0, correction.colour_residual / usual)
    sd = lab_of_choices("skin_error_sd", knowledge) * wider
    error = np.diag(sd**2)
    if not ink.measured:
        share = knowledge.choice("skin_paper_sd") / knowledge.choice("skin_paper_reflectance")
        brighter = np.array([lab[0] + 16, lab[1], lab[2]]) / 3 * share  # CIELAB goes with the cube root of light
        error += np.outer(brighter, brighter)
    through = np.linalg.inv(calibration(knowledge, "slope"))
    return np.asarray(through.T @ error @ through)


def _with_sd(
    of: Callable[[NDArray[np.float64]], float], lab: NDArray[np.float64], covariance: NDArray[np.float64]
) -> tuple[float, float]:
    """A number of a colour and its standard deviation, by its slopes."""
    step = 0.25
    slopes = np.array([(of(lab + step * axis) - of(lab - step * axis)) / (2 * step) for axis in np.eye(3)])
    return of(lab), float(np.sqrt(slopes @ covariance @ slopes))


def _delta_e_sd(lab: NDArray[np.float64], covariance: NDArray[np.float64]) -> float:
    """Root mean square of the colour difference between the true colour and this one."""
    values, axes = np.linalg.eigh(covariance)
    ends = lab + (np.sqrt(np.maximum(values, 0)) * axes).T
    return float(np.sqrt((delta_e_00(lab, ends) ** 2).sum()))
