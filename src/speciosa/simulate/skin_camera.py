"""A simulated phone camera: from spectra to linear colours, and from those to code values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate.skin_spectra import Spectrum, average_skin, known_spectrum, observer_of
from speciosa.skin import colour

LEVELS = 8192
"""Steps of linear light that the tone table has up to `BRIGHTEST`."""
BRIGHTEST = 2.0
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # IEC 61966-2-1


@dataclass(frozen=True, slots=True)
class Tone:
    """A phone's global tone curve.

    Parameters
    ----------
    contrast : 0 is sRGB's own curve, above it is S-shaped; 0 to 1.
    gamma : exponent of the code values; below 1 lifts the shadows.
    shoulder : linear light above which highlights are pressed together; 1 is off.
    """

    contrast: float = 0.25
    gamma: float = 0.95
    shoulder: float = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """One phone.

    Parameters
    ----------
    sensitivities : [31, 3], red, green, blue, any scale.
    matrix : [3, 3], from white-balanced camera colours to linear sRGB; each row's sum is 1.
    tone : its curve. saturation: of its colours, 1 as they are.
    shot_noise, read_noise : variance of linear light for each unit of it, and standard deviation without any.
    sharpening : 0 none, about 0.5 usual.
    make, model : as written in the photo.
    """

    sensitivities: NDArray[np.float64]
    matrix: NDArray[np.float64]
    tone: Tone = Tone()
    saturation: float = 1.08
    shot_noise: float = 2e-4
    read_noise: float = 1.5e-3
    sharpening: float = 0.4
    make: str = "Simulated"
    model: str = "Phone 1"

    def linear(
        self,
        reflectance: NDArray[np.float64],
        lamp: Spectrum,
        white_balance: tuple[float, float] = (1.0, 1.0),
    ) -> NDArray[np.float64]:
        """Linear sRGB [..., 3] that this phone makes of reflectances [..., 31]; a perfect white is 1, 1, 1.

        Parameters
        ----------
        lamp : [31], relative power.
        white_balance : by what the gains of red and blue are off; (1, 1) is a perfect balance.
        """
        raw = (np.asarray(reflectance) * lamp) @ self.sensitivities
        gains = np.array([white_balance[0], 1.0, white_balance[1]]) / (lamp @ self.sensitivities)
        vivid = self.saturation * np.eye(3) + (1 - self.saturation) * _LUMINANCE
        return np.asarray((raw * gains) @ (vivid @ self.matrix).T)

    def tone_table(self) -> NDArray[np.uint8]:
        """[level] code values of linear light from 0 to `BRIGHTEST`."""
        linear = np.linspace(0, BRIGHTEST, LEVELS)
        start, room = self.tone.shoulder, 1 - self.tone.shoulder
        if room > 0:
            pressed = start + room * (1 - np.exp(-np.maximum(linear - start, 0) / room))
            linear = np.where(linear > start, pressed, linear)
        code = colour.srgb_of(linear) ** self.tone.gamma
        bent = code**2 * (3 - 2 * code)
        code = (1 - self.tone.contrast) * code + self.tone.contrast * bent
        return np.asarray(np.round(255 * code), dtype=np.uint8)


def fitted_matrix(
    sensitivities: NDArray[np.float64], training: NDArray[np.float64], lamp: Spectrum, knowledge: Knowledge
) -> NDArray[np.float64]:
    """The matrix to linear sRGB that a maker would fit: least squares over training colours, white kept white.

    Parameters
    ----------
    sensitivities : [31, 3]. training : [n, 31], reflectances. lamp : [31], under which it is fitted.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> knowledge = load_knowledge()
    >>> matrix = phone_camera(knowledge).matrix
    >>> matrix.sum(axis=1).round(9).tolist()
    [1.0, 1.0, 1.0]
    """
    raw = (training * lamp) @ sensitivities / (lamp @ sensitivities)
    target = colour.linear_from(training @ observer_of(knowledge))
    # the last column is 1 minus the others, so that a row's sum is 1
    free = np.linalg.lstsq(raw[:, :2] - raw[:, 2:], target - raw[:, 2:], rcond=None)[0].T
    return np.asarray(np.column_stack([free, 1 - free.sum(axis=1)]))


def training_colours(knowledge: Knowledge) -> NDArray[np.float64]:
    """[n, 31] reflectances like those of a maker's colour chart: broad bands of all hues, greys and skins."""
    wavelength_nm = np.arange(400.0, 701.0, 10.0)
    bumps = [
        low + (high - low) * np.exp(-0.5 * ((wavelength_nm - centre) / width) ** 2)
        for centre in range(420, 700, 40)
        for width in (25.0, 60.0)
        for low, high in ((0.06, 0.45), (0.6, 0.15), (0.15, 0.75))
    ]
    edges = [0.06 + 0.6 / (1 + np.exp(-(wavelength_nm - at) / 12)) for at in (500, 540, 580, 610)]
    greys = [np.full(31, level) for level in (0.04, 0.1, 0.2, 0.4, 0.9)]
    skins = [average_skin(knowledge, (one, two)) for one in (-4.0, -2.0, 0.0, 1.5, 3.0) for two in (-0.5, 0.5)]
    return np.array([*bumps, *edges, *greys, *skins])


def phone_camera(knowledge: Knowledge) -> Camera:
    """The phone of the knowledge's spectra, fitted in daylight."""
    sensitivities = np.stack([known_spectrum(f"phone_{each}", knowledge) for each in "rgb"], axis=-1)
    return Camera(
        sensitivities,
        fitted_matrix(sensitivities, training_colours(knowledge), known_spectrum("d65", knowledge), knowledge),
    )


def other_phone(
    sensitivities: NDArray[np.float64], model: str, knowledge: Knowledge, rng: np.random.Generator
) -> Camera:
    """A phone with given sensitivities, and a matrix, tone curve and saturation of its own.

    Parameters
    ----------
    sensitivities : [31, 3].
    """
    lamp = known_spectrum("d65", knowledge)
    matrix = fitted_matrix(sensitivities, training_colours(knowledge), lamp, knowledge)
    twist = rng.normal(0, 0.03, (3, 3))
    twist -= twist.mean(axis=1, keepdims=True)
    return Camera(
        sensitivities,
        (np.eye(3) + twist) @ matrix,
        Tone(rng.uniform(0, 0.5), rng.uniform(0.88, 1.08), rng.uniform(0.75, 1.0)),
        saturation=rng.uniform(0.95, 1.25),
        sharpening=rng.uniform(0, 0.8),
        model=model,
    )
