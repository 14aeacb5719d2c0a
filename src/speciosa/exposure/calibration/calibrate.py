"""Which typical persons the published medians allow: sampling, importance, resampling.

    draw each parameter log-uniform over the range that was searched
    weight = how well it meets the medians, each with its error (`published_medians`)
    keep as many sets as asked for, each as often as its weight says

The limit of the study's assay was not read: each candidate draws one for each analyte. First the parent
alone, then its metabolite on the parents that were kept: the weights multiply, so the order changes
nothing but speed.

Nothing of repeated doses is looked at: that is what the sets are held against afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.calibration.noncompartmental import Measured, measured
from speciosa.exposure.calibration.published_medians import Median, fitted_dose_mg, misfit, published_medians
from speciosa.exposure.kinetics import Array, Kinetics
from speciosa.exposure.modes import modes_of
from speciosa.exposure.superpose import superpose
from speciosa.knowledge import ExposureModel, Knowledge
from speciosa.values.draws import resampled
from speciosa.values.errors import KnowledgeError

METABOLITE = ("fm", "fp", "clm", "vm")
"""Parameters that the parent's curve does not depend on."""
_S_PER_H = 3600
_AT_ONCE = 20_000
"""Candidates worked on together: their curves fit into the processor's cache."""
_DIGITS = 5
"""Significant digits of a set in its file."""


def calibrate(knowledge: Knowledge, key: str = "kratom", *, candidates: int | None = None) -> Array:
    """Equally plausible typical persons, [set, parameter], in the order of the model's `set_names`.

    Parameters
    ----------
    key : of the exposure model.
    candidates : tried at each step; None takes the model's own number.

    The same knowledge gives the same sets: the seed stands in the model.
    """
    model = knowledge.exposure_models[key]
    rng = np.random.default_rng(model.calibration.seed)
    tried = candidates or model.calibration.candidates
    body = plausible_parents(knowledge, key, tried, tried, rng)
    body |= {name: searched(model, name, tried, rng) for name in METABOLITE}
    medians = [each for each in published_medians(knowledge, key) if each.analyte == 1]
    kept = resample(weights_of(knowledge, key, body, medians, rng), model.calibration.sets, rng)
    sets = np.stack([body[name][kept] for name in model.set_names], axis=1)
    place = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(sets)))
    return np.round(sets * place) / place


def plausible_parents(
    knowledge: Knowledge, key: str, tried: int, count: int, rng: np.random.Generator
) -> dict[str, Array]:
    """Parameters of the parent that its own medians allow, each [count], out of so many tried."""
    model = knowledge.exposure_models[key]
    body = {name: searched(model, name, tried, rng) for name in model.set_names if name not in METABOLITE}
    medians = [each for each in published_medians(knowledge, key) if each.analyte == 0]
    kept = resample(weights_of(knowledge, key, body, medians, rng), count, rng)
    return {name: values[kept] for name, values in body.items()}


def as_measured(
    model: ExposureModel, kinetics: Kinetics, dose_mg: float, limit: Array, analytes: Iterable[int], doses: int = 1
) -> dict[int, Measured]:
    """What the study would have printed after the last of some daily doses, by analyte.

    Parameters
    ----------
    limit : [person], the assay's limit of each analyte that is asked for, ng/mL.
    analytes : 0 parent, 1 metabolite.
    """
    hours = np.array(model.calibration.sampled_h)
    days_s = 24 * _S_PER_H * np.arange(doses)
    conc = superpose(
        modes_of(kinetics), days_s, np.full(doses, dose_mg), days_s[-1] + np.rint(hours * _S_PER_H).astype(np.int64)
    )
    return {each: measured(conc[:, each], hours, limit, model.calibration.last_points) for each in analytes}


def assay_limits(model: ExposureModel, count: int, rng: np.random.Generator) -> Array:
    """Limits of an assay that nobody read, log-uniform over what is thought possible, [count], ng/mL."""
    low, high = model.calibration.quantified_from_low_ng_ml, model.calibration.quantified_from_high_ng_ml
    return np.exp(rng.uniform(np.log(low), np.log(high), count))


def weights_of(
    knowledge: Knowledge, key: str, candidates: dict[str, Array], medians: list[Median], rng: np.random.Generator
) -> Array:
    """How plausible each candidate is, [candidate]: 1 where it meets every median."""
    model, dose = knowledge.exposure_models[key], fitted_dose_mg(knowledge, key)
    limit = assay_limits(model, len(candidates["cl"]), rng)
    log_weight = np.empty(len(limit))
    for begin in range(0, len(limit), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        kinetics = Kinetics(**{name: values[part] for name, values in candidates.items()})
        analytes = {each.analyte for each in medians}
        seen = as_measured(model, kinetics, dose, limit[part], analytes)
        log_weight[part] = misfit(seen, medians)
    return np.exp(np.where(np.isnan(log_weight), -np.inf, log_weight))


def resample(weight: Array, count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Positions of `count` candidates, each as often as its weight says (systematic), in random order.

    Examples
    --------
    >>> sorted(resample(np.array([1.0, 0.0, 3.0]), 4, np.random.default_rng(1)).tolist())
    [0, 2, 2, 2]
    """
    return rng.permutation(resampled(weight, count, rng))


def made_from(knowledge: Knowledge, key: str = "kratom") -> str:
    """Fingerprint of all that the sets follow from: 12 hexadecimal digits."""
    model = knowledge.exposure_models[key]
    searched = [(name, model.parameters[name].low, model.parameters[name].high) for name in model.set_names]
    medians = [(each.key, *(f"{number:.9g}" for number in each[3:])) for each in published_medians(knowledge, key)]
    said = repr((model.revision, model.calibration, searched, medians, fitted_dose_mg(knowledge, key)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def searched(model: ExposureModel, name: str, count: int, rng: np.random.Generator) -> Array:
    """Values of one parameter, log-uniform over the range that was searched, [count].

    Raises
    ------
    KnowledgeError : the model gives no range for it.
    """
    parameter = model.parameters[name]
    if parameter.low is None or parameter.high is None:
        raise KnowledgeError("this parameter has no range to search", where=name)
    return np.exp(rng.uniform(np.log(parameter.low), np.log(parameter.high), count))
