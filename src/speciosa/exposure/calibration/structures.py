"""Why two paths: the same fit with the metabolite made from blood only, at first pass only, and on both.

All three take the same parents, fitted to the parent's medians alone; each searches the metabolite's
parameters, is fitted to the metabolite's medians after one dose, and then says what many doses do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from speciosa.exposure.calibration.calibrate import (
    METABOLITE,
    as_measured,
    assay_limits,
    plausible_parents,
    resample,
    searched,
    weights_of,
)
from speciosa.exposure.calibration.published_medians import published_medians
from speciosa.exposure.calibration.repeated_doses import followed, ratio_of_day, typical_persons
from speciosa.exposure.curve import Band, band_of
from speciosa.exposure.kinetics import Kinetics
from speciosa.knowledge import ExposureModel, Knowledge

_PARENTS_TRIED, _TRIED = 40_000, 40_000
PATHS = {"from blood only": ("fp",), "at first pass only": ("fm",), "both": ()}
"""Each structure and the parameters that are zero in it."""


class Structure(NamedTuple):
    """What one structure says.

    Parameters
    ----------
    name : a key of `PATHS`.
    fits : mean weight of its candidates over that of "both": how much of what was searched fits.
    ratio_change : metabolite over parent on the last day, over the same on the first.
    t_half_h : the metabolite's half-life as measured after one dose, and after the last.
    lengthens : share of persons in whom the second is at least twice the first.
    """

    name: str
    fits: float
    ratio_change: Band
    t_half_h: tuple[Band, Band]
    lengthens: float


def structures(knowledge: Knowledge, key: str = "kratom") -> tuple[Structure, ...]:
    """The three structures, in the order of `PATHS`; "both" is told by the calibrated sets."""
    model = knowledge.exposure_models[key]
    medians = [each for each in published_medians(knowledge, key) if each.analyte == 1]
    seed = model.calibration.seed
    parents = plausible_parents(knowledge, key, _PARENTS_TRIED, _TRIED, np.random.default_rng(seed))
    bodies, fits = [], []
    for absent in PATHS.values():
        rng = np.random.default_rng(seed)
        made = {each: searched(model, each, _TRIED, rng) for each in METABOLITE}
        tried = parents | {each: np.zeros(_TRIED) if each in absent else values for each, values in made.items()}
        weight = weights_of(knowledge, key, tried, medians, rng)
        kept = resample(weight, len(model.sets), rng)
        bodies.append(Kinetics(**{name: values[kept] for name, values in tried.items()}))
        fits.append(float(weight.mean()))
    bodies[-1] = typical_persons(model)
    return tuple(
        _after_many(knowledge, model, body, name, own / fits[-1])
        for name, body, own in zip(PATHS, bodies, fits, strict=True)
    )


def _after_many(knowledge: Knowledge, model: ExposureModel, body: Kinetics, name: str, fits: float) -> Structure:
    """First day and last day of the regimen that the findings are about."""
    rows = [row for row in knowledge.pk_findings if row.metric == "t_half" and row.analyte == model.analytes[1]]
    dose, days = max(row.dose_high_mg for row in rows), max(row.doses for row in rows)
    people = followed(body, (1, days))
    change = band_of(ratio_of_day(people, days) / ratio_of_day(people, 1))
    limit = assay_limits(model, len(body), np.random.default_rng(model.calibration.seed))
    first, last = (as_measured(model, body, dose, limit, [1], count)[1].t_half_h for count in (1, days))
    both = np.isfinite(first) & np.isfinite(last)
    lengthens = float(np.mean(last[both] >= 2 * first[both]))
    return Structure(name, fits, change, (band_of(first[both]), band_of(last[both])), lengthens)
