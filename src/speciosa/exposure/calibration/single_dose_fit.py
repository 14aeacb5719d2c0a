"""How well the sets meet what they were fitted to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from speciosa.exposure.calibration.calibrate import as_measured, assay_limits, resample
from speciosa.exposure.calibration.noncompartmental import Measured
from speciosa.exposure.calibration.published_medians import Median, fitted_dose_mg, misfit, published_medians
from speciosa.exposure.calibration.repeated_doses import typical_persons
from speciosa.exposure.curve import Band, band_of
from speciosa.knowledge import Knowledge

_LIMITS_TRIED = 16


class Fit(NamedTuple):
    """One published median, its error as a factor, and the band of the sets."""

    median: Median
    predicted: Band


def single_dose_fit(knowledge: Knowledge, key: str = "kratom") -> tuple[Fit, ...]:
    """Each fitted median against the sets, measured above limits of the assay that go with each set.

    The limit that a set was weighed with is not kept with it; it is drawn again, as often as the
    medians say, which is its distribution given the set.
    """
    model, dose = knowledge.exposure_models[key], fitted_dose_mg(knowledge, key)
    rng = np.random.default_rng(model.calibration.seed)
    tried = typical_persons(model).take(np.repeat(np.arange(len(model.sets)), _LIMITS_TRIED))
    medians = published_medians(knowledge, key)
    fits = []
    for analyte in sorted({each.analyte for each in medians}):
        own = [each for each in medians if each.analyte == analyte]
        seen = as_measured(model, tried, dose, assay_limits(model, len(tried), rng), [analyte])
        weight = np.exp(np.nan_to_num(misfit(seen, own), nan=-np.inf)).reshape(-1, _LIMITS_TRIED)
        weight /= np.maximum(weight.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        kept = resample(weight.ravel(), len(model.sets), rng)
        fits += [Fit(each, band_of(_of(seen[analyte], each)[kept])) for each in own]
    return tuple(fits)


def _of(seen: Measured, median: Median) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values: np.ndarray[tuple[int], np.dtype[np.float64]] = getattr(seen, median.figure)
    return values
