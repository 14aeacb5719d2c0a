"""Concentration curves made by hand: what the report shows must not depend on how they were worked out."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve, Shift
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, HOUR_S

END_S = int(datetime.fromisoformat("2026-03-12T09:00+01:00").timestamp())
_HALF_TIMES_H = ((0.5, 4.0), (0.5, 2.0))  # up and down, of each analyte
_HEIGHT = (30.0, 6.0)


def made_curve(
    *,
    days: int = 40,
    doses_a_day: int = 3,
    stopped_d: int = 0,
    last_week: float = 1.0,
    draws: int = 200,
    spread: float = 0.5,
    grid_s: int = HOUR_S,
    hole: tuple[float, float] | None = None,
    gaps: tuple[NotAssessed, ...] = (),
    shifts: tuple[Shift, ...] = (),
    basis: str = "population",
    analytes: tuple[str, ...] = ("mitragynine", "7-hydroxymitragynine"),
) -> ExposureCurve:
    """Curves that end at `END_S`.

    Parameters
    ----------
    stopped_d : days without a dose at the end. `last_week`: size of the last seven days' doses.
    spread : SD of the log of a draw's strength. `hole`: days before the end between which nothing is known.
    """
    random = np.random.default_rng(0)
    first_s = END_S - days * DAY_S
    dose_time_s = np.arange(first_s, END_S - stopped_d * DAY_S, DAY_S // doses_a_day, dtype=np.int64)
    size = np.where(dose_time_s > END_S - 7 * DAY_S, last_week, 1.0)
    time_s = np.arange(first_s, END_S + 1, grid_s, dtype=np.int64)
    strength = np.exp(random.normal(0.0, spread, draws))
    pace = np.exp(random.normal(0.0, 0.1, draws))
    conc = np.stack([_one(time_s, dose_time_s, size, strength, pace, at) for at in range(len(analytes))], axis=1)
    if hole:
        conc[:, :, (time_s > END_S - hole[0] * DAY_S) & (time_s < END_S - hole[1] * DAY_S)] = np.nan
    week = conc[:, :, time_s > END_S - 7 * DAY_S]
    return ExposureCurve(
        time_s=time_s,
        analytes=analytes,
        conc_ng_ml=conc,
        basis=basis,
        dose_time_s=dose_time_s,
        dose_offset_min=np.full(len(dose_time_s), 60, dtype=np.int16),
        cmax_ng_ml=np.nanmax(conc, axis=2),
        auc_24_ng_h_ml=week.mean(axis=2) * 24,
        shifts=shifts,
        gaps=gaps,
        sources=("tanna2022",),
    )


def _one(
    time_s: NDArray[np.int64],
    dose_time_s: NDArray[np.int64],
    size: NDArray[np.float64],
    strength: NDArray[np.float64],
    pace: NDArray[np.float64],
    analyte: int,
) -> NDArray[np.float64]:
    up, down = _HALF_TIMES_H[analyte]
    since_h = np.maximum((time_s[:, None] - dose_time_s) / HOUR_S, 0.0)
    conc = np.empty((len(strength), len(time_s)))
    for at in range(len(strength)):
        shape = np.exp2(-since_h * pace[at] / down) - np.exp2(-since_h / up)
        conc[at] = strength[at] * _HEIGHT[analyte] * (shape * size).sum(axis=1)
    return conc
