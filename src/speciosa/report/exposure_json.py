"""Concentration curves for scripts: one form for `expose --json` and for report.json."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.report.local_time import local_offsets
from speciosa.values.draws import quantiles
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import format_moment

_BLOCK = 4096
Floats = NDArray[np.float64]


def exposure_json(
    curve: ExposureCurve | NotAssessed, *, zone: ZoneInfo | None, since_s: int | None = None
) -> dict[str, object]:
    """``basis``, ``analytes``, ``shifts`` and ``doses`` of the curves (contract section 3).

    Parameters
    ----------
    zone : the person's home zone, for their own local time.
    since_s : leave out what lies before, UTC seconds, and say so in ``shown_from``; None: nothing.

    Returns
    -------
    ``relative``: multiples of the person's own mean over the times given.
    ``basis`` null and ``analytes`` empty where exposure was not assessed.
    """
    if isinstance(curve, NotAssessed):
        return {"basis": None, "analytes": {}, "shifts": [], "doses": {"time": []}}
    first = 0 if since_s is None else int(np.searchsorted(curve.time_s, since_s))
    times = _times(curve, curve.time_s[first:], zone)
    conc = curve.conc_ng_ml[:, :, first:]
    band, relative = _band(conc), _band(conc, curve.own_mean(first))
    taken = zip(curve.dose_time_s.tolist(), curve.dose_offset_min.tolist(), strict=True)
    doses = [format_moment(at, offset) for at, offset in taken if since_s is None or at >= since_s]
    shown_from = {} if since_s is None else {"shown_from": times[0] if times else None}
    return {
        "basis": curve.basis,
        **shown_from,
        "analytes": {
            name: {
                "time": times,
                "conc_ng_ml": {key: each[at] for key, each in band.items()},
                "relative": {key: each[at] for key, each in relative.items()},
                "cmax_ng_ml": _one(curve.cmax_ng_ml[:, at]),
                "auc_24_ng_h_ml": _one(curve.auc_24_ng_h_ml[:, at]),
            }
            for at, name in enumerate(curve.analytes)
        },
        "shifts": [{"name": each.name, "says": each.says, "sources": list(each.sources)} for each in curve.shifts],
        "doses": {"time": doses},
    }


def exposure_gaps(curve: ExposureCurve | NotAssessed) -> tuple[NotAssessed, ...]:
    """What the curves cannot say, and why; a number that is missing without a word gets one."""
    if isinstance(curve, NotAssessed):
        return (curve,)
    unknown = any(bool(np.isnan(each).any()) for each in (curve.conc_ng_ml[0], curve.cmax_ng_ml, curve.auc_24_ng_h_ml))
    if unknown and not curve.gaps:
        why = "For some times the record does not say enough to work out how much was in your blood."
        return (NotAssessed("exposure_unknown", why),)
    return curve.gaps


def _times(curve: ExposureCurve, time_s: NDArray[np.int64], zone: ZoneInfo | None) -> list[str]:
    offsets = local_offsets(time_s, curve.dose_time_s, curve.dose_offset_min, zone)
    return [format_moment(at, offset) for at, offset in zip(time_s.tolist(), offsets.tolist(), strict=True)]


def _band(values: Floats, unit: Floats | float = 1.0) -> dict[str, Floats]:
    """Median and limits of nine in ten draws, in `unit`; block by block, since a long record fills the memory."""
    blocks = range(0, max(values.shape[-1], 1), _BLOCK)
    parts = [quantiles(values[..., at : at + _BLOCK] / unit, [0.5, 0.05, 0.95]) for at in blocks]
    median, low, high = np.concatenate(parts, axis=-1)
    return {"median": median, "low_90": low, "high_90": high}


def _one(draws: Floats) -> dict[str, float]:
    return {key: float(each[0]) for key, each in _band(draws[:, None]).items()}
