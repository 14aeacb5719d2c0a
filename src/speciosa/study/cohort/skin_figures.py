"""A participant's skin, site by site, beside how much had been taken by then."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.skin import follow_skin
from speciosa.study.cohort.result import SkinFigures
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_TO_95 = float(ndtri(0.975))


def skin_figures(
    known: Diary, photos: Mapping[str, bytes], curve: ExposureCurve | NotAssessed, knowledge: Knowledge, *, now_s: int,
    seed: int,
) -> tuple[SkinFigures, ...]:  # fmt: skip
    """Of each body site with enough photos to say how far its colour went; none without photos.

    Parameters
    ----------
    known : the diary as of `now_s`, UTC seconds.
    photos : by the name that an entry gives them.
    curve : the person's exposure, for what was taken.
    """
    if not len(known.entries.of_kind(Kind.PHOTO)):
        return ()
    series = follow_skin(known, photos, knowledge, now_s=now_s, seed=seed)
    if isinstance(series, NotAssessed):
        return ()
    found = []
    for site in series.sites:
        change = site.delta_e_00
        if change is not None:
            first_s, last_s = site.sessions[0].time_s, site.sessions[-1].time_s
            sd = (change.high_95 - change.low_95) / (2 * _TO_95)
            days = (last_s - first_s) // DAY_S
            mg = _taken_mg(curve, last_s)
            found.append(SkinFigures(site.site, site.covered, change.mean, sd, site.kind.value, days, mg))
    return tuple(found)


def _taken_mg(curve: ExposureCurve | NotAssessed, until_s: int) -> float | None:
    """Mitragynine of all doses up to then; None where a dose before has no number on it."""
    if isinstance(curve, NotAssessed) or curve.ledger is None:
        return None
    intake = curve.ledger.intake
    if any(each.time_s <= until_s for each in intake.unknown):
        return None
    return float(np.sum(intake.nominal_mg[0][intake.time_s <= until_s]))
