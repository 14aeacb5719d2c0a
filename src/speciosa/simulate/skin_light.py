"""How much light falls on each place around the card, and where the lamp is mirrored."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.skin_scene import Light, Shadow, ShadowKind
from speciosa.skin import card as cards

Field = NDArray[np.float64]
"""[row, column], 1 in the middle of the card without a shadow."""


def light_on(light: Light, at_mm: NDArray[np.float64], card: cards.Card) -> Field:
    """Light on each place, as a share of that at the card's middle.

    It falls by the same share over each 100 mm; a shadow takes its depth of it.

    Parameters
    ----------
    at_mm : [..., 2] from the card's middle.
    """
    toward = np.array([math.cos(math.radians(light.gradient_deg)), math.sin(math.radians(light.gradient_deg))])
    field = np.exp(math.log1p(-light.gradient) * (at_mm @ toward) / 100)
    if light.shadow is not None:
        field = field * (1 - light.shadow.depth * shadow_share(light.shadow, at_mm, card))
    return np.asarray(field)


def shadow_share(shadow: Shadow, at_mm: NDArray[np.float64], card: cards.Card) -> Field:
    """How deep in the shadow each place is, 0 to 1; half of it at the border."""
    if shadow.kind is ShadowKind.HALF:
        angle = math.radians(shadow.angle_deg)
        into = at_mm @ np.array([math.cos(angle), math.sin(angle)]) - shadow.at_mm
    else:
        middle = card.outline_mm.mean(axis=0)
        window = card.window_mm.mean(axis=0) - middle
        half = np.ptp(card.window_mm, axis=0) / 2 + shadow.edge_mm
        out_of = np.abs(at_mm - window) - half
        into = np.where((out_of > 0).any(axis=-1), np.linalg.norm(np.maximum(out_of, 0), axis=-1), out_of.max(axis=-1))
        into = into if shadow.kind is ShadowKind.CARD else -into
    along = np.clip(into / max(shadow.penumbra_mm, 1e-6) + 0.5, 0, 1)
    return np.asarray(along**2 * (3 - 2 * along))


def mirrored(light: Light, at_mm: NDArray[np.float64], card: cards.Card, number: int) -> Field | None:
    """White light added by glare on the card and by gloss on the skin; None where there is none.

    Parameters
    ----------
    number : of the skin's texture: gloss lies where that skin shines.
    """
    middle = card.outline_mm.mean(axis=0)
    window = card.window_mm.mean(axis=0) - middle
    half = np.ptp(card.window_mm, axis=0) / 2
    spots = [(np.array([each.x_mm, each.y_mm]) - middle, each.radius_mm, each.strength, False) for each in light.glare]
    rng = np.random.default_rng([number, 3])
    spots += [
        (window + rng.uniform(-0.8, 0.8, 2) * half, rng.uniform(0.8, 2.5), rng.uniform(0.08, 0.3), True)
        for _ in range(light.gloss_spots)
    ]
    if not spots and light.gloss == 0:
        return None
    in_window = (np.abs(at_mm - window) < half).all(axis=-1)
    field = np.where(in_window, light.gloss, 0.0)
    for place, radius_mm, strength, on_skin in spots:
        away = np.linalg.norm(at_mm - place, axis=-1) / radius_mm
        field = field + strength * np.exp(-(away**2)) * np.where(in_window == on_skin, 1, 0)
    return field
