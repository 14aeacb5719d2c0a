"""The highest concentration of a record: a grid of hours steps over it, so it is looked for after each dose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.kinetics import Array, Kinetics
from speciosa.exposure.modes import modes_of
from speciosa.exposure.stories import Stories
from speciosa.exposure.superpose import superpose
from speciosa.exposure.unsayable import Stretch

_STEP_S, _LONGEST_S = 120, 12 * 3600
_PARTS = (0.6, 1.0)
_AT_ONCE = 4096  # doses, so that a record of years needs little memory


def highest(stories: Stories, conc_ng_ml: Array, stretches: list[Stretch], end_s: int) -> Array:
    """Cmax of each story, [draw, analyte], ng/mL; NaN where nothing can be said at all.

    Parameters
    ----------
    conc_ng_ml : [draw, analyte, time], the curves on their grid, NaN where nothing can be said.
    stretches : the times about which nothing can be said.
    end_s : where the record ends, UTC seconds.
    """
    most: Array = np.fmax.reduce(conc_ng_ml, axis=2)
    for spell in stories.spells:
        for body, output in ((spell.kinetics, 0), (spell.kinetics, 1), (spell.hydroxy, 0)):
            alone_s = _until_peak_s(body, output)
            for part in _PARTS:  # where doses come close together, before a single one's peak
                after_s = (part * alone_s).astype(np.int64)[:, None]
                for begin in range(0, spell.dose_time_s.shape[1], _AT_ONCE):
                    time_s = np.minimum(spell.dose_time_s[:, begin : begin + _AT_ONCE] + after_s, end_s)
                    near = stories.conc_ng_ml(time_s)
                    for stretch in stretches:
                        inside = (time_s >= stretch.from_s) & (time_s < stretch.until_s)
                        for analyte in stretch.analytes:
                            near[:, analyte][inside] = np.nan
                    most = np.fmax(most, np.fmax.reduce(near, axis=2))
    return most


def _until_peak_s(body: Kinetics, output: int) -> NDArray[np.int64]:
    """Seconds from a single dose to its highest concentration, [draw]."""
    seen = np.arange(0, _LONGEST_S, _STEP_S, dtype=np.int64)
    alone = superpose(modes_of(body), np.zeros(1, dtype=np.int64), np.ones(1), seen)[:, output]
    at: NDArray[np.int64] = seen[alone.argmax(axis=1)]
    return at
