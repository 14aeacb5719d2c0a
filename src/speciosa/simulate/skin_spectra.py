"""Spectra of a simulated photo, and what colour an eye sees of a reflectance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin import colour

Spectrum = NDArray[np.float64]
"""[31], at 400 to 700 nm, every 10 nm."""


def known_spectrum(key: str, knowledge: Knowledge) -> Spectrum:
    """A spectrum of the knowledge as an array.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> known_spectrum("d65", load_knowledge()).shape
    (31,)
    """
    return np.array(knowledge.spectra[key].values, dtype=np.float64)


def average_skin(knowledge: Knowledge, scores: tuple[float, ...] = ()) -> Spectrum:
    """A skin of the archive: R = exp(mean + sum of score_k component_k).

    Parameters
    ----------
    scores : of the main directions, the first darker below zero; up to 6, missing ones are 0.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> bool((average_skin(load_knowledge(), (1.0,)) > average_skin(load_knowledge())).all())
    True
    """
    log = known_spectrum("skin_mean", knowledge)
    for at, score in enumerate(scores, start=1):
        log = log + score * known_spectrum(f"skin_pc{at}", knowledge)
    return np.asarray(np.exp(log))


def observer_of(knowledge: Knowledge) -> NDArray[np.float64]:
    """[31, 3] what a reflectance is multiplied with to give XYZ under D65, a perfect white being `colour.WHITE`.

    w_k = S x_k / sum(S x_k), times the white's own value; S: D65, x_k: the 1931 observer's functions.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> (np.full(31, 0.5) @ observer_of(load_knowledge())).round(5).tolist()
    [0.47524, 0.5, 0.54442]
    """
    seen = np.stack([known_spectrum(f"cie_1931_{each}", knowledge) for each in "xyz"], axis=-1)
    weights = seen * known_spectrum("d65", knowledge)[:, None]
    return np.asarray(weights / weights.sum(axis=0) * colour.WHITE)


def lab_seen(reflectance: NDArray[np.float64], knowledge: Knowledge) -> NDArray[np.float64]:
    """CIELAB under D65 of a reflectance [..., 31]: the truth that a measurement is held against."""
    return colour.lab_of(np.asarray(reflectance) @ observer_of(knowledge))
