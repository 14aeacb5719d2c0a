"""What a printer makes of the card: from the colours as sent to reflectances of paper and ink."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_spectra import Spectrum, known_spectrum, observer_of
from speciosa.skin import card as cards
from speciosa.skin import colour

_STEPS = 40
_MOST_INK = 1.6  # full tones; darker than that no printer goes
_MOST_BLACK = 0.95
_SPARED = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Inks:
    """A printer with its paper.

    Parameters
    ----------
    paper : [31], reflectance. cyan, magenta, yellow, black: [31], share of the light that a full tone keeps.
    black_share : how much of the grey part of a colour is printed in black, 0 to 1.
    patch_error : standard deviation of a patch's reflectance about what was meant, as a share.
    print_number : of the print: each has errors of its own.
    """

    paper: Spectrum
    cyan: Spectrum
    magenta: Spectrum
    yellow: Spectrum
    black: Spectrum
    black_share: float = 0.4
    patch_error: float = 0.03
    print_number: int = 0


def usual_inks(knowledge: Knowledge, *, patch_error: float = 0.03, print_number: int = 0) -> Inks:
    """The printer of the knowledge's spectra."""
    cyan, magenta, yellow, black = (known_spectrum(f"ink_{each}", knowledge) for each in _COLOURS)
    paper = known_spectrum("paper", knowledge)
    return Inks(paper, cyan, magenta, yellow, black, patch_error=patch_error, print_number=print_number)


def other_inks(knowledge: Knowledge, rng: np.random.Generator, *, patch_error: float = 0.03) -> Inks:
    """Another printer: dyes moved by some nanometres, steeper or flatter; paper lighter or darker, more or less blue.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> one, two = (other_inks(load_knowledge(), np.random.default_rng(seed)) for seed in (1, 2))
    >>> bool((one.cyan != two.cyan).any())
    True
    """
    wavelength_nm = np.arange(400.0, 701.0, 10.0)
    dyes = []
    for each in _COLOURS:
        density = -np.log(known_spectrum(f"ink_{each}", knowledge))
        moved = np.interp(wavelength_nm - rng.uniform(-12, 12), wavelength_nm, density)
        shape = moved / moved.max()
        dyes.append(np.exp(-moved.max() * shape ** np.exp(rng.uniform(-0.2, 0.2)) * np.exp(rng.uniform(-0.15, 0.15))))
    slope = (wavelength_nm - 550) / 150
    paper = known_spectrum("paper", knowledge) * (1 + rng.uniform(-0.03, 0.03) + rng.uniform(-0.015, 0.015) * slope)
    cyan, magenta, yellow, black = dyes
    number = int(rng.integers(1 << 30))
    return Inks(np.clip(paper, 0, 1), cyan, magenta, yellow, black, rng.uniform(0, 0.7), patch_error, number)


def printed(srgb: NDArray[np.float64], inks: Inks, knowledge: Knowledge) -> NDArray[np.float64]:
    """Reflectances [n, 31] whose colour, relative to the paper, is the sRGB colour that was sent.

    R = paper * product of ink_k ** amount_k. Black first, for its share of the grey part; then cyan,
    magenta and yellow by Newton's method so that XYZ / XYZ_paper * XYZ_white is the colour asked for.

    Parameters
    ----------
    srgb : [n, 3], 0-255.

    *Valid when* the dyes can reach the colour; else it comes near.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> inks = usual_inks(load_knowledge())
    >>> white = np.full((1, 3), 255.0)
    >>> bool(np.allclose(printed(white, inks, load_knowledge()), inks.paper, atol=1e-3))
    True
    """
    observer = observer_of(knowledge)
    linear = colour.linear_of(np.asarray(srgb, dtype=np.float64) / 255)
    density = -np.log(np.stack([inks.cyan, inks.magenta, inks.yellow]))
    black = -np.log(inks.black)
    darkest, lightest = (-np.log(np.maximum(each, 0.01)) for each in (linear.min(axis=1), linear.max(axis=1)))
    # a dye takes some light of all colours: the more of it, the less is left for black
    grey = np.maximum(lightest - _SPARED * (darkest - lightest), 0) / black.mean()
    ground = inks.paper * np.exp(-np.minimum(inks.black_share * grey, _MOST_BLACK)[:, None] * black)
    to_colour = observer / (inks.paper @ observer) * colour.WHITE
    wanted = colour.xyz_of(linear)
    amounts = np.full((len(linear), 3), 0.1)
    for _ in range(_STEPS):
        reflectance = ground * np.exp(-amounts @ density)
        off = reflectance @ to_colour - wanted
        slopes = -np.einsum("nl,kl,lc->nck", reflectance, density, to_colour)
        step = np.linalg.solve(slopes, off[..., None])[..., 0]
        amounts = np.clip(amounts - np.clip(step, -0.3, 0.3), 0, _MOST_INK)
    return np.asarray(ground * np.exp(-amounts @ density))


def printed_card(card: cards.Card, inks: Inks, knowledge: Knowledge) -> tuple[NDArray[np.float64], Spectrum]:
    """Reflectances of the card's patches [patch, 31] with this print's errors, and of its black [31].

    A patch is off in its level and, less, in its slope over the wavelengths; the bare paper is not.
    """
    srgb = np.array([each.srgb for each in card.patches], dtype=np.float64)
    meant = printed(srgb, inks, knowledge)
    rng = np.random.default_rng([inks.print_number, card.card_id])
    slope = np.linspace(-1, 1, meant.shape[1])
    level, tilt = rng.standard_normal((2, len(meant), 1))
    off = np.exp(inks.patch_error * (0.9 * level + 0.6 * tilt * slope))
    bare = (srgb == 255).all(axis=1, keepdims=True)
    return np.clip(np.where(bare, meant, meant * off), 0, 1), inks.paper * inks.black


_COLOURS = ("cyan", "magenta", "yellow", "black")
