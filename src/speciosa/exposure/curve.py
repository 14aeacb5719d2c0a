"""The concentration curve: many equally likely ones, not one line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ExposureCurve:
    """Plasma concentration over time.

    Parameters
    ----------
    time_s : [time], UTC seconds, ascending.
    analytes : names of the second axis, e.g. ``mitragynine``, ``7-hydroxymitragynine``.
    conc_ng_ml : [draw, analyte, time], ng/mL, not negative.
    basis : the weakest knowledge of strength that was used: ``assay``, ``label`` or ``population``.
    """

    time_s: NDArray[np.int64]
    analytes: tuple[str, ...]
    conc_ng_ml: NDArray[np.float64]
    basis: str
