"""The highest concentration of a record: a grid of hours steps over it, so it is looked for after each dose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.intake import ANALYTES
from speciosa.exposure.kinetics import Array, Kinetics
from speciosa.exposure.modes import modes_of
from speciosa.exposure.stories import Stories
from speciosa.exposure.superpose import superpose
from speciosa.exposure.unsayable import Stretch

_STEP_S, _LONGEST_S = 120, 12 * 3600
_AT_ONCE = 4096  # doses, so that a record of years needs little memory


def highest(
    stories: Stories, conc_ng_ml: Array, dose_time_s: NDArray[np.int64], stretches: list[Stretch], end_s: int
) -> Array:
    """Cmax of each story, [draw, analyte], ng/mL; NaN where nothing can be said at all.

    Parameters
    ----------
    conc_ng_ml : [draw, analyte, time], the curves on their grid, NaN where nothing can be said.
    dose_time_s : [dose], as recorded: doses within a stretch are left out.
    end_s : where the record ends, UTC seconds.
    """
    most: Array = np.fmax.reduce(conc_ng_ml, axis=2)
    told = np.ones((len(ANALYTES), len(dose_time_s)), dtype=bool)
    for stretch in stretches:
        inside = (dose_time_s >= stretch.from_s) & (dose_time_s < stretch.until_s)
        for analyte in stretch.analytes:
            told[analyte, inside] = False
    for analyte in range(len(ANALYTES)):
        doses = np.flatnonzero(told[analyte])
        bodies = [stories.kinetics] if analyte == 0 else [stories.kinetics, stories.hydroxy]
        for body in bodies:
            after_s = _until_peak_s(body, min(analyte, len(body.outputs) - 1))
            for begin in range(0, len(doses), _AT_ONCE):
                own = stories.dose_time_s[:, doses[begin : begin + _AT_ONCE]]
                near = stories.conc_ng_ml(np.minimum(own + after_s[:, None], end_s))
                most[:, analyte] = np.fmax(most[:, analyte], near[:, analyte].max(axis=1))
    return most


def _until_peak_s(body: Kinetics, output: int) -> NDArray[np.int64]:
    """Seconds from a single dose to its highest concentration, [draw]."""
    seen = np.arange(0, _LONGEST_S, _STEP_S, dtype=np.int64)
    alone = superpose(modes_of(body), np.zeros(1, dtype=np.int64), np.ones(1), seen)[:, output]
    at: NDArray[np.int64] = seen[alone.argmax(axis=1)]
    return at
