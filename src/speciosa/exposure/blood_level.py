"""A person's own blood level: it says which of the stories are likely.

Importance weights: a story that would have given the measured level counts more. The level of a
laboratory and the curve of a model never meet exactly, so both may err (`blood_level_cv`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.intake import ANALYTES
from speciosa.exposure.strength import HYDROXY, MITRAGYNINE
from speciosa.exposure.unsayable import Stretch
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Kind
from speciosa.values.draws import resampled
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import Precision

_NAMES = {"mitragynine": MITRAGYNINE, "7hydroxymitragynine": HYDROXY, "7oh": HYDROXY, "hydroxymitragynine": HYDROXY}
_NG_ML = {"ng/ml": 1.0, "ug/l": 1.0, "µg/l": 1.0, "μg/l": 1.0, "mcg/l": 1.0, "mg/l": 1000.0, "ug/ml": 1000.0,
          "µg/ml": 1000.0, "μg/ml": 1000.0, "pg/ml": 0.001, "ng/l": 0.001}  # fmt: skip
_NMOL_L = {"nm": 1.0, "nmol/l": 1.0, "um": 1000.0, "umol/l": 1000.0, "µmol/l": 1000.0, "μmol/l": 1000.0}


_FEWEST = 100
_TAIL = 0.005


class Level(NamedTuple):
    """One measured level: when, of which analyte (position in `ANALYTES`), ng/mL."""

    time_s: int
    analyte: int
    conc_ng_ml: float


def levels_of(
    diary: Diary, stretches: list[Stretch], knowledge: Knowledge, first_s: int
) -> tuple[list[Level], list[NotAssessed]]:
    """The blood levels that can be used, and why others cannot.

    Parameters
    ----------
    stretches : times about which the curves say nothing: a level there cannot be held against them.
    first_s : the first dose; before it every curve is zero.
    """
    molar_mass = {
        row.analyte: row.value for row in knowledge.pk_parameters if row.what == "molar mass" and row.value is not None
    }
    found, left_out = [], []
    for event in diary.entries.of_kind(Kind.LAB):
        analyte = _NAMES.get(event.name.lower().replace("-", "").replace(" ", "").replace("_", ""))
        if analyte is None or event.answer is not Answer.GIVEN:
            continue
        unit = event.unit.lower().replace(" ", "")
        factor = _NG_ML.get(unit)
        if factor is None and unit in _NMOL_L:
            factor = _NMOL_L[unit] * molar_mass[analyte] / 1000.0
        at = ANALYTES.index(analyte)
        inside = any(each.from_s <= event.time_s < each.until_s and at in each.analytes for each in stretches)
        if factor is None:
            left_out.append(("unit", "A blood level has a unit that is not known here. Use ng/mL. It was not used."))
        elif event.value <= 0:
            why = "A blood level says that nothing was found, which depends on the laboratory's limit. It was not used."
            left_out.append(("none", why))
        elif event.precision != Precision.CLOCK:
            why = "A blood level has no time of day, and levels change within an hour. Add the time. It was not used."
            left_out.append(("time", why))
        elif event.time_s <= first_s:
            left_out.append(("early", "A blood level was taken before the first dose in this record. It was not used."))
        elif inside:
            why = (
                "A blood level was taken when a dose that cannot be told, or a hole in the record, was near. "
                "It was not used."
            )
            left_out.append(("unknown", why))
        else:
            found.append(Level(event.time_s, at, event.value * factor))
    return found, [_not_used(reason, why) for reason, why in dict.fromkeys(left_out)]


def likely(
    conc_ng_ml: NDArray[np.float64], levels: list[Level], knowledge: Knowledge, rng: np.random.Generator, draws: int
) -> tuple[NDArray[np.intp], bool]:
    """Which of many stories to keep, given what was measured.

    weight = (prod over levels of Normal(log measured; log predicted, s))^p,  s^2 = log(1 + cv^2)

    p is 1, or less where so many levels would leave fewer than `_FEWEST` stories behind the answer:
    several levels share the errors of one model, so they say less than they would one by one.

    Parameters
    ----------
    conc_ng_ml : [story, level], what each story predicts of each level, ng/mL.
    draws : how many to keep; likely ones are kept more than once.

    Returns
    -------
    positions [draws], and whether a level lies outside of nearly all that was thought possible.
    """
    log_sd = math.sqrt(math.log1p(knowledge.choice("blood_level_cv") ** 2))
    measured = np.log([each.conc_ng_ml for each in levels])
    predicted = np.log(np.maximum(conc_ng_ml, np.finfo(float).tiny))
    below = (predicted + log_sd * rng.standard_normal(predicted.shape) < measured).mean(axis=0)
    far = bool(((below < _TAIL) | (below > 1 - _TAIL)).any())
    log_weight = -0.5 * (((measured - predicted) / log_sd) ** 2).sum(axis=1)
    log_weight -= log_weight.max()
    power = 1.0
    while _behind(power * log_weight) < min(_FEWEST, len(log_weight)):
        power *= 0.9
    return resampled(np.exp(power * log_weight), draws, rng), far


def _behind(log_weight: NDArray[np.float64]) -> float:
    """Effective number of stories behind these weights."""
    weight = np.exp(log_weight)
    return float(weight.sum() ** 2 / (weight**2).sum())


def _not_used(reason: str, why: str) -> NotAssessed:
    return NotAssessed(f"exposure_blood_level_{reason}", why)
