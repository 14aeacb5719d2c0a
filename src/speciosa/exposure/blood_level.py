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
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Kind
from speciosa.values.gaps import NotAssessed

_NAMES = {"mitragynine": MITRAGYNINE, "7hydroxymitragynine": HYDROXY, "7oh": HYDROXY, "hydroxymitragynine": HYDROXY}
_NG_ML = {"ng/ml": 1.0, "ug/l": 1.0, "µg/l": 1.0, "μg/l": 1.0, "mcg/l": 1.0, "mg/l": 1000.0, "ug/ml": 1000.0,
          "µg/ml": 1000.0, "μg/ml": 1000.0, "pg/ml": 0.001, "ng/l": 0.001}  # fmt: skip
_NMOL_L = {"nm": 1.0, "nmol/l": 1.0, "um": 1000.0, "umol/l": 1000.0, "µmol/l": 1000.0, "μmol/l": 1000.0}


class Level(NamedTuple):
    """One measured level: when, of which analyte (position in `ANALYTES`), ng/mL."""

    time_s: int
    analyte: int
    conc_ng_ml: float


def levels_of(diary: Diary, knowledge: Knowledge) -> tuple[list[Level], list[NotAssessed]]:
    """The blood levels in a diary, and those whose unit could not be read."""
    molar_mass = {
        row.analyte: row.value for row in knowledge.pk_parameters if row.what == "molar mass" and row.value is not None
    }
    found, unread = [], []
    for event in diary.entries.of_kind(Kind.LAB):
        analyte = _NAMES.get(event.name.lower().replace("-", "").replace(" ", "").replace("_", ""))
        if analyte is None or event.answer is not Answer.GIVEN or event.value <= 0:
            continue
        unit = event.unit.lower().replace(" ", "")
        factor = _NG_ML.get(unit)
        if factor is None and unit in _NMOL_L:
            factor = _NMOL_L[unit] * molar_mass[analyte] / 1000.0
        if factor is None:
            why = f"A blood level of {event.name} has a unit that is not known here. Use ng/mL."
            unread.append(NotAssessed("exposure_blood_level_unit", why))
        else:
            found.append(Level(event.time_s, ANALYTES.index(analyte), event.value * factor))
    return found, unread


def likely(
    conc_ng_ml: NDArray[np.float64], levels: list[Level], knowledge: Knowledge, rng: np.random.Generator, draws: int
) -> tuple[NDArray[np.intp], float]:
    """Which of many stories to keep, given what was measured.

    weight = prod over levels of Normal(log measured; log predicted, s),  s^2 = log(1 + cv^2)

    Parameters
    ----------
    conc_ng_ml : [story, level], what each story predicts of each level.
    draws : how many to keep; likely ones are kept more than once.

    Returns
    -------
    positions [draws], and the effective number of stories behind them.
    """
    log_sd = math.sqrt(math.log1p(knowledge.choice("blood_level_cv") ** 2))
    measured = np.log([each.conc_ng_ml for each in levels])
    with np.errstate(divide="ignore"):
        log_weight = -0.5 * (((measured - np.log(conc_ng_ml)) / log_sd) ** 2).sum(axis=1)
    if not np.isfinite(log_weight).any():  # a level where every story has nothing in blood
        return np.arange(draws, dtype=np.intp) % len(log_weight), 0.0
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    edges = np.cumsum(weight)
    edges[-1] = 1.0
    kept = np.searchsorted(edges, (rng.random() + np.arange(draws)) / draws)
    return kept.astype(np.intp), float(1.0 / (weight**2).sum())
