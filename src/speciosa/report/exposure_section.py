"""How much is in the blood, as far as the page shows it: the last two weeks, and how they compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve, Shift
from speciosa.report.exposure_json import exposure_gaps, exposure_json
from speciosa.report.exposure_panel import BEFORE_D, WEEK_D, Panel, grid_of, panel_of
from speciosa.report.local_time import local_offsets
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

__all__ = ["WINDOW_D", "Exposure", "Panel", "exposure_gaps", "exposure_json", "exposure_of"]

WINDOW_D = 14
"""So many local days the pictures show."""
_JSON_D = WEEK_D + BEFORE_D
_TAIL_D = 7  # after the last dose: so long the curve of somebody who stopped is followed


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """What the page says about exposure.

    Parameters
    ----------
    doses : how many it was worked out from.
    basis : ``assay``, ``label`` or ``population``, the weakest that was used.
    week_d : over how many days `Panel.week_mean` goes; a short record has fewer than seven.
    first_day, last_day : local days shown, both counted. `ends_now`: False where they end in the past.
    wall_s, grid_s : [time], local wall clock seconds of the points shown, and the distance between them.
    dose_wall_s : [dose], doses of those days.
    shifts : what was known of the person and used. `gaps`: what could not be said, and why.
        `gaps_in_time`: the curves have holes.
    document : the same for scripts, the last 28 days (see `exposure_json`).
    """

    doses: int
    basis: str
    week_d: int
    first_day: int
    last_day: int
    ends_now: bool
    wall_s: NDArray[np.int64]
    grid_s: int
    dose_wall_s: NDArray[np.int64]
    panels: tuple[Panel, ...]
    shifts: tuple[Shift, ...]
    gaps: tuple[NotAssessed, ...]
    gaps_in_time: bool
    sources: tuple[str, ...]
    document: Mapping[str, object]

    @property
    def drawn(self) -> tuple[Panel, ...]:
        """The analytes that have a picture."""
        return tuple(each for each in self.panels if each.drawn)

    @property
    def days(self) -> range:
        """The local days shown."""
        return range(self.first_day, self.last_day + 1)

    @property
    def general_sources(self) -> tuple[str, ...]:
        """Keys of what stands behind every curve; what a shift leans on stands with it."""
        own = {key for each in self.shifts for key in each.sources}
        return tuple(key for key in self.sources if key not in own)

    def doses_on(self, day: int) -> int:
        """Doses of one local day."""
        return int((self.dose_wall_s // DAY_S == day).sum())


def exposure_of(curve: ExposureCurve, *, zone: ZoneInfo | None, now_s: int) -> Exposure:
    """What to show of the curves.

    Parameters
    ----------
    zone : the person's home zone, if they said it.
    now_s : the instant of asking, UTC seconds.
    """
    end_s = _end(curve, now_s)
    since = int(np.searchsorted(curve.time_s, end_s - _JSON_D * DAY_S, side="right"))
    until = int(np.searchsorted(curve.time_s, end_s, side="right"))
    time_s, conc = curve.time_s[since:until], curve.conc_ng_ml[:, :, since:until]
    wall_s = time_s + _offsets_s(curve, time_s, zone)
    last_day = int((end_s + _offsets_s(curve, np.array([end_s]), zone)[0]) // DAY_S)
    days = range(last_day - WINDOW_D + 1, last_day + 1)
    shown = wall_s // DAY_S >= days.start
    dose_wall_s = curve.dose_time_s + curve.dose_offset_min.astype(np.int64) * 60
    near = (dose_wall_s // DAY_S >= days.start) & (dose_wall_s // DAY_S < days.stop)
    return Exposure(
        doses=len(curve.dose_time_s),
        basis=curve.basis,
        week_d=min(WEEK_D, (now_s - int(curve.time_s[0])) // DAY_S),
        first_day=days.start,
        last_day=last_day,
        ends_now=end_s == now_s,
        wall_s=wall_s[shown],
        grid_s=grid_of(curve),
        dose_wall_s=dose_wall_s[near],
        panels=tuple(
            panel_of(curve, at, time_s, wall_s, conc[:, at], days, end_s) for at in range(len(curve.analytes))
        ),
        shifts=curve.shifts,
        gaps=exposure_gaps(curve),
        gaps_in_time=bool(np.isnan(curve.conc_ng_ml[0]).any()),
        sources=tuple(dict.fromkeys((*curve.sources, *(key for each in curve.shifts for key in each.sources)))),
        document=exposure_json(curve, zone=zone, since_s=now_s - _JSON_D * DAY_S),
    )


def _end(curve: ExposureCurve, now_s: int) -> int:
    """Where the pictures end: now, unless their days would be empty: no dose in them, or nothing that can be said."""
    known = np.flatnonzero(np.isfinite(curve.conc_ng_ml[0]).any(axis=0))
    end_s = now_s
    if len(known) and curve.time_s[known[-1]] < end_s - WINDOW_D * DAY_S:
        end_s = int(curve.time_s[known[-1]])
    last_dose_s = int(curve.dose_time_s.max(initial=0))
    if last_dose_s and last_dose_s < end_s - WINDOW_D * DAY_S:
        end_s = last_dose_s + _TAIL_D * DAY_S
    return end_s


def _offsets_s(curve: ExposureCurve, time_s: NDArray[np.int64], zone: ZoneInfo | None) -> NDArray[np.int64]:
    return local_offsets(time_s, curve.dose_time_s, curve.dose_offset_min, zone).astype(np.int64) * 60
