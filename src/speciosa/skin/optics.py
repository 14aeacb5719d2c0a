"""What skin reflects, from what is in it: a layered model after Kubelka and Munk.

From the outside: gloss; the epidermis with its melanin, which only absorbs; an upper dermis with little blood; a
layer of the dermis where pigment may lie; the dermis below, without end. It says in which *direction* a colour moves
when melanin, blood or deep pigment change; how much of each there is, it cannot say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import WHITE, Colours, lab_of

Values = NDArray[np.float64]
"""[31], at 400 to 700 nm, every 10 nm."""

_NM = np.arange(400.0, 701.0, 10.0)
_PASSES = 2  # down and up again
_DIFFUSE = 2  # diffuse light goes twice as far through a layer as straight light (Kubelka and Munk)
_GRAM_PER_MOL = 64_500.0  # haemoglobin
_MM_IN_CM = 10.0


@dataclass(frozen=True, slots=True)
class Skin:
    """What is in a patch of skin.

    Parameters
    ----------
    melanin : share of the epidermis that is melanosomes, 0 to 1; about 0.04 in light skin.
    blood : share of the dermis that is blood, 0 to 1; about 0.008.
    oxygen : share of the blood's haemoglobin that carries oxygen, 0 to 1.
    dermal : share of the pigment layer in the dermis that is melanin, 0 to 1; usually none.
    loss : all else that takes light away in the dermis, as a multiple of the usual.
    """

    melanin: float
    blood: float
    oxygen: float = 0.65
    dermal: float = 0.0
    loss: float = 1.0


def reflectance_of(skin: Skin, knowledge: Knowledge) -> Values:
    """The share of light that skin gives back, gloss included.

    ``R = g + (1 - g)(1 - i) P / (1 - i P)`` with the gloss g, the light i that the surface throws back inside, and
    ``P = exp(-2 * 2 * melanin * mu * d) * U``: twice through the epidermis of thickness d, diffusely. U is the upper
    dermis over the pigment layer over the endless dermis, each by Kubelka and Munk with ``K = 2 mu_a`` and
    ``S = 3/4 mu_s'``.

    Parameters
    ----------
    skin : what is in it.
    knowledge : pigments (`spectra`) and the numbers of the layers (`skin_optics`).

    Returns
    -------
    [31], 0 to 1.

    Notes
    -----
    *Valid when* only differences of colour are read from it. Scattering is one power law for everybody, and light that
    leaves the patch sideways is part of `loss`.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> light, tanned = (reflectance_of(Skin(melanin, 0.008), load_knowledge()) for melanin in (0.04, 0.08))
    >>> bool((tanned < light).all())
    True
    """
    tissue = _tissue(knowledge)
    blood = skin.blood * (skin.oxygen * tissue.blood_with + (1 - skin.oxygen) * tissue.blood_without)
    other = skin.loss * tissue.loss
    scatter = tissue.scatter
    below = _endless(_DIFFUSE * (blood + other), scatter)
    pigment = _DIFFUSE * (blood + other + skin.dermal * tissue.melanin)
    pigmented = _over(pigment, scatter, tissue.pigment_mm, below)
    upper = _over(_DIFFUSE * (tissue.upper_blood * blood + other), scatter, tissue.upper_mm, pigmented)
    inside = upper * np.exp(-_PASSES * _DIFFUSE * skin.melanin * tissue.melanin * tissue.epidermis_mm)
    gloss, back = tissue.gloss, tissue.thrown_back
    return np.asarray(gloss + (1 - gloss) * (1 - back) * inside / (1 - back * inside))


def colour_of(reflectance: Values, knowledge: Knowledge) -> Colours:
    """CIELAB of a reflectance under D65 for the 1931 observer.

    Parameters
    ----------
    reflectance : [..., 31], 0 to 1.

    Returns
    -------
    [..., 3]; a perfect white has 100, 0, 0.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> colour_of(np.ones(31), load_knowledge()).round(6).tolist()
    [100.0, 0.0, 0.0]
    """
    return lab_of(np.asarray(reflectance, dtype=np.float64) @ _weights(knowledge))


@dataclass(frozen=True, slots=True, eq=False)
class _Tissue:
    """The model's numbers; absorption and scattering [31] in 1/mm."""

    melanin: Values
    blood_with: Values
    blood_without: Values
    loss: Values
    scatter: Values
    epidermis_mm: float
    upper_mm: float
    pigment_mm: float
    upper_blood: float
    gloss: float
    thrown_back: float


@cache
def _tissue(knowledge: Knowledge) -> _Tissue:
    def number(key: str) -> float:
        return knowledge.skin_optics[key].value

    def spectrum(key: str) -> Values:
        return np.array(knowledge.spectra[key].values)

    eumelanin = spectrum("eumelanin")
    a_mole = np.log(10) * number("haemoglobin_g_l") / _GRAM_PER_MOL / _MM_IN_CM  # of extinction to 1/mm, whole blood
    falling = np.exp(-(_NM - _NM[0]) / number("loss_fall_nm"))
    return _Tissue(
        melanin=number("melanosome_500") * eumelanin / np.interp(500.0, _NM, eumelanin),
        blood_with=a_mole * spectrum("hbo2"),
        blood_without=a_mole * spectrum("hb"),
        loss=number("loss_everywhere") + number("loss_at_400") * falling,
        scatter=0.75 * number("scatter_500") * (_NM / 500) ** -number("scatter_power"),
        epidermis_mm=number("epidermis_mm"),
        upper_mm=number("upper_dermis_mm"),
        pigment_mm=number("pigment_layer_mm"),
        upper_blood=number("upper_blood"),
        gloss=number("gloss"),
        thrown_back=number("thrown_back"),
    )


@cache
def _weights(knowledge: Knowledge) -> Values:
    """[31, 3] so that reflectance times weights is XYZ, and 1 everywhere is the white of sRGB."""
    lamp = np.array(knowledge.spectra["d65"].values)
    seen = np.stack([np.array(knowledge.spectra[f"cie_1931_{each}"].values) * lamp for each in "xyz"], axis=1)
    return np.asarray(seen / seen.sum(axis=0) * WHITE)


def _endless(absorb: Values, scatter: Values) -> Values:
    """Reflectance of a layer without end."""
    a = 1 + absorb / scatter
    return np.asarray(a - np.sqrt(a * a - 1))


def _over(absorb: Values, scatter: Values, thick_mm: float, below: Values) -> Values:
    """Reflectance of a layer over something that reflects `below`."""
    a = 1 + absorb / scatter
    b = np.sqrt(a * a - 1)
    c = b / np.tanh(b * scatter * thick_mm)
    return np.asarray((1 - below * (a - c)) / (a - below + c))
