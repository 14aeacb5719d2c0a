"""From a photo's code values to colours under D65: what this one photo's card says about its camera and its light.

1. The grey ramp and the white paper tell each channel's tone curve and, in the same step, how the light
   falls across the card.
2. A linear 3 x 3 matrix, weighted to skin-like patches, turns the camera's colours into XYZ.
3. Ink is no skin: what cameras make of blood differs from what they make of dyes that look the same. That
   difference is the same for most cameras and lamps; it is taken out last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import SQUARE_MM, Card, PatchKind
from speciosa.skin.colour import lab_of
from speciosa.skin.ink import CardInk
from speciosa.skin.noise import lab_of_choices
from speciosa.skin.patches import DECODED, Seen, grey_patches

_DARKEST = 1e-4
_CLIPPED = 0.05  # share of a patch's pixels at an end of the scale
_BEND_AT = -1.5  # where a tone curve's bend is counted from: log of a middle grey


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """How to read one photo.

    Parameters
    ----------
    curve : [256, 3], linear light of a code value, before the light's fall is taken out.
    fall : [channel, term], how the light falls across the card, in logarithms.
    matrix : [3, 3], linear camera colour to XYZ (row vectors).
    white_residual : root mean square of what is left of the white paper, in logarithms.
    colour_residual : the same of the skin-like and coloured patches, as a share of their brightness.
    grey_residual : the same of the grey ramp.
    patch_residual : [patch], each patch's own.
    slope : of light across the card, from its darkest to its brightest edge, in logarithms.
    chroma : how colourful the camera saw the coloured patches, as a share of what they should be.
    """

    curve: NDArray[np.float64]
    fall: NDArray[np.float64]
    matrix: NDArray[np.float64]
    white_residual: float
    colour_residual: float
    grey_residual: float
    patch_residual: NDArray[np.float64]
    slope: float
    chroma: float

    def xyz(self, light: NDArray[np.float64], at_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """XYZ as if it were ink.

        Parameters
        ----------
        light : [..., 3], light through `curve`.
        at_mm : [..., 2], where, from the card's upper left corner.
        """
        return np.asarray(light * np.exp(-_terms(at_mm) @ self.fall.T) @ self.matrix)

    def fall_beyond(self, at_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """What light outside of the card is multiplied with, [..., 3]: the fall's even part, carried on."""
        return np.asarray(np.exp(-_terms(at_mm)[..., :2] @ self.fall[:, :2].T))


def correct(card: Card, ink: CardInk, patches: Seen, paper: Seen, knowledge: Knowledge) -> Correction:
    """What the card says about this photo.

    Parameters
    ----------
    ink : what the card's colours are taken for.
    patches, paper : as the camera saw them.
    """
    greys = grey_patches(card)
    curves = [_curve(channel, ink, patches, paper, greys, knowledge) for channel in range(3)]
    curve = np.stack([each[0] for each in curves], axis=1)
    fall = np.stack([each[1] for each in curves])
    bends = [each[2] for each in curves]
    linear, white = (_linear(seen, bends, fall) for seen in (patches, paper))
    matrix = _matrix(linear, white, patches, card, ink, knowledge)
    off = (linear @ matrix - ink.patches) / ink.patches[:, 1:2]
    size = np.sqrt((off**2).mean(axis=1))
    corners = _terms(np.array([[0, 0], [SQUARE_MM, 0], [0, SQUARE_MM], [SQUARE_MM, SQUARE_MM]]))
    return Correction(
        curve=curve,
        fall=fall,
        matrix=matrix,
        white_residual=_uneven(paper),
        colour_residual=_rms(size[~greys]),
        grey_residual=_rms(size[greys]),
        patch_residual=size,
        slope=float(np.ptp(corners @ fall[1])),
        chroma=_chroma(linear, card, ink),
    )


def as_skin(lab: NDArray[np.float64], knowledge: Knowledge) -> NDArray[np.float64]:
    """CIELAB of skin from CIELAB as if it were ink: takes out what cameras make of blood and pigment.

    Measured = start + slope x (true - middle), both found by simulation over cameras, lamps and inks;
    this is the way back. A change comes out in its true size.

    Parameters
    ----------
    lab : [..., 3].

    *Valid when* it is skin, on a card printed with inks that are no skin pigments.
    """
    middle, start, slope = (calibration(knowledge, name) for name in ("middle", "start", "slope"))
    return np.asarray(middle + (lab - start) @ np.linalg.inv(slope))


def calibration(knowledge: Knowledge, name: str) -> NDArray[np.float64]:
    """``middle`` [3], ``start`` [3] or ``slope`` [true, measured] of `as_skin`, CIELAB."""
    if name != "slope":
        return lab_of_choices(f"skin_ink_{name}", knowledge)
    return np.array([lab_of_choices(f"skin_ink_slope_{true}", knowledge) for true in "lab"])


def _curve(
    channel: int, ink: CardInk, patches: Seen, paper: Seen, greys: NDArray[np.bool_], knowledge: Knowledge
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """One channel's light of each code value [256], the fall of the light [5], and the curve's own numbers [3].

    Both stand in one linear regression: log of what a place reflects = curve(code) - fall(place).
    """
    light = np.concatenate([patches.light[greys, channel], paper.light[:, channel]])
    at_mm = np.concatenate([patches.at_mm[greys], paper.at_mm])
    wanted = np.log(np.concatenate([ink.patches[greys, 1], np.full(len(paper.light), ink.paper[1])]))
    bends, falls = _bends(np.log(np.maximum(light, _DARKEST))), _terms(at_mm)
    is_paper = np.concatenate([np.zeros(greys.sum()), np.ones(len(paper.light))])
    terms = np.concatenate([bends, -falls, -is_paper[:, None]], axis=1)  # the paper as a whole may be tinted, too
    grey_sd, white_sd = knowledge.choice("skin_grey_sd"), knowledge.choice("skin_white_sd")
    sd = np.concatenate([np.full(greys.sum(), grey_sd), np.full(len(paper.light), white_sd)])
    expected = np.array([0.0, 1.0, *[0.0] * 7])
    freedom = np.array([
        10.0, knowledge.choice("skin_gamma_sd"), knowledge.choice("skin_bend_sd"),
        *[knowledge.choice("skin_fall_sd")] * 2, *[knowledge.choice("skin_fall_bend_sd")] * 3,
        knowledge.choice("skin_tint_sd"),
    ])  # fmt: skip
    numbers = expected
    for _ in range(3):  # a patch with glare or a fleck of dust is heard less: Huber's weights
        left = np.abs(terms @ numbers - wanted) / sd if numbers is not expected else np.zeros(len(sd))
        weight = 1 / sd**2 / np.maximum(1, left / 2)
        inner = (terms.T * weight) @ terms + np.diag(freedom**-2)
        numbers = np.linalg.solve(inner, (terms.T * weight) @ wanted + expected * freedom**-2)
    codes = np.log(np.maximum(DECODED, _DARKEST))
    return np.exp(_bends(codes) @ numbers[:3]), numbers[3:8], numbers[:3]


def _linear(seen: Seen, curves: list[NDArray[np.float64]], fall: NDArray[np.float64]) -> NDArray[np.float64]:
    """[place, 3] linear light with its fall taken out."""
    bent = [_bends(np.log(np.maximum(seen.light[:, channel], _DARKEST))) @ curves[channel] for channel in range(3)]
    return np.exp(np.stack(bent, axis=1) - _terms(seen.at_mm) @ fall.T)


def _matrix(
    linear: NDArray[np.float64],
    white: NDArray[np.float64],
    patches: Seen,
    card: Card,
    ink: CardInk,
    knowledge: Knowledge,
) -> NDArray[np.float64]:
    """[3, 3] by weighted least squares of relative errors; a patch far off is heard less."""
    kinds = [each.kind for each in card.patches] + [None]
    weights = {PatchKind.SKIN: "skin", PatchKind.GREY: "grey", PatchKind.COLOUR: "colour", None: "paper"}
    base = np.array([knowledge.choice(f"skin_weight_{weights[each]}") for each in kinds])
    base[:-1] *= (patches.white < _CLIPPED) & (patches.black < _CLIPPED)  # a colour past what the camera holds
    colours = np.concatenate([linear, white.mean(axis=0, keepdims=True)])
    wanted = np.concatenate([ink.patches, ink.paper[None]])
    heard, matrix = np.ones(len(base)), np.eye(3)
    for _ in range(3):
        scale = np.sqrt(base * heard) / wanted[:, 1]
        left, right = colours * scale[:, None], wanted * scale[:, None]
        matrix = np.linalg.solve(left.T @ left + 1e-6 * np.eye(3), left.T @ right)
        off = np.sqrt((((colours @ matrix - wanted) / wanted[:, 1:2]) ** 2).mean(axis=1))
        heard = 1 / np.maximum(1, off / (2 * np.median(off) + 1e-6))
    return matrix


def _chroma(linear: NDArray[np.float64], card: Card, ink: CardInk) -> float:
    """How far the coloured patches stand from grey, as a share of what was printed (a copy in grey: 0)."""
    coloured = np.array([each.kind is PatchKind.COLOUR for each in card.patches])
    seen = np.log(np.maximum(linear[coloured], _DARKEST))
    printed = lab_of(ink.patches[coloured])
    share = np.ptp(seen, axis=1) / np.hypot(printed[:, 1], printed[:, 2])
    return float(np.median(share) * 40)


def _bends(log_light: NDArray[np.float64]) -> NDArray[np.float64]:
    """[place, 3] level, slope and bend of a tone curve."""
    return np.stack([np.ones_like(log_light), log_light, (log_light - _BEND_AT) ** 2], axis=-1)


def _terms(at_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """[..., 5] plane and gentle bow of light over the card; 0 in its middle."""
    x, y = np.moveaxis(np.asarray(at_mm) / (SQUARE_MM / 2) - 1, -1, 0)
    return np.stack([x, y, x * x, y * y, x * y], axis=-1)


def _uneven(paper: Seen) -> float:
    """How far places of one paper differ once an even fall of light is out, in logarithms.

    By the camera's own values: a curve fitted to them could take a shadow for a tone.
    """
    bright = np.log(np.maximum(paper.light, _DARKEST))
    terms = np.c_[np.ones(len(bright)), _terms(paper.at_mm)]
    return _rms(bright - terms @ np.linalg.lstsq(terms, bright, rcond=None)[0])


def _rms(values: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(values**2)))
