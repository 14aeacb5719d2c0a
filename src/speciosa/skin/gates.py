"""Which photos have no number: each gate in turn, from the card to the skin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import Card
from speciosa.skin.correction import Correction
from speciosa.skin.edge import EdgeSteps
from speciosa.skin.markers import FoundCard
from speciosa.skin.measurement import Refusal
from speciosa.skin.patches import Seen, plain_patches
from speciosa.skin.refusals import refusal, too_dark
from speciosa.skin.window import Window


def card_in_picture(found: FoundCard, shape: tuple[int, ...]) -> Refusal | None:
    """Every patch and the whole window lie inside the photo."""
    corners = np.concatenate([*(each.polygon_mm for each in found.card.patches), found.card.window_mm])
    px = found.px(corners)
    inside = (px >= 0).all() and (px < [shape[1], shape[0]]).all()
    return None if inside else refusal("no_card")


def flatness(found: FoundCard, knowledge: Knowledge) -> Refusal | None:
    """A flat card keeps its markers' corners where they were printed."""
    return refusal("not_flat") if found.corner_error_mm > knowledge.choice("skin_corner_error_most_mm") else None


def exposure(card: Card, patches: Seen, paper: Seen, knowledge: Knowledge) -> Refusal | None:
    """No paper, grey or skin colour lies at an end of the camera's scale; a strong colour may."""
    if np.mean(paper.white > 0.5) > knowledge.choice("skin_clipped_white_most"):
        return refusal("clipped", patch="the white paper")
    plain = plain_patches(card)
    bright = np.argmax(np.where(plain, patches.white, 0))
    if patches.white[bright] > knowledge.choice("skin_clipped_patch_most"):
        return refusal("clipped", patch=f"the patch {_named(patches.names[bright])}")
    dark = np.argmax(np.where(plain, patches.black, 0))
    if patches.black[dark] > knowledge.choice("skin_black_most"):
        return too_dark(f"the patch {_named(patches.names[dark])}")
    return None


def light(card: Card, correction: Correction, patches: Seen, knowledge: Knowledge) -> Refusal | None:
    """One light over the whole card, with enough of every colour in it."""
    if correction.chroma < knowledge.choice("skin_chroma_least"):
        return refusal("unknown_card")
    if correction.white_residual > knowledge.choice("skin_white_residual_most"):
        return refusal("uneven_light")
    if correction.slope > knowledge.choice("skin_slope_most"):
        return refusal("uneven_light")
    off = np.where(plain_patches(card), correction.patch_residual, 0.0)
    worst = int(np.argmax(off))
    if off[worst] > knowledge.choice("skin_patch_off_most"):
        return refusal("clipped", patch=f"the patch {_named(patches.names[worst])}")
    if correction.colour_residual > knowledge.choice("skin_colour_residual_most"):
        return refusal("coloured_light")
    return None


def skin(
    window: Window, steps: EdgeSteps, around: float | None, too_bright: float, knowledge: Knowledge
) -> Refusal | None:
    """Plain skin, in the same light as the card.

    Parameters
    ----------
    steps : of light at the window's edge. around: how much brighter the window is than the skin around the card.
    too_bright : of `locus.brightness_against_colour`.
    """
    if window.white > knowledge.choice("skin_clipped_patch_most"):
        return refusal("clipped", patch="the skin in the window (or the paper, if it was not cut out)")
    if window.skin_share < knowledge.choice("skin_share_least") or not _like_skin(window.lab):
        return refusal("no_skin")
    shaded = (
        steps.frame.min() > knowledge.choice("skin_frame_step_most")
        or steps.skin.min() > knowledge.choice("skin_rim_step_most")
        or (around is not None and around > knowledge.choice("skin_around_most"))
        or too_bright > knowledge.choice("skin_too_bright_most")
    )
    return refusal("uneven_light") if shaded else None


def _like_skin(lab: NDArray[np.float64]) -> bool:
    """A colour that skin of any person can have, changed skin too: wide on purpose."""
    low, high = np.array([17.0, -4.0, -8.0]), np.array([88.0, 34.0, 38.0])
    return bool(((lab > low) & (lab < high)).all() and np.hypot(lab[1], lab[2]) > 3.5)


def _named(patch: str) -> str:
    return patch.replace("_", " ")
