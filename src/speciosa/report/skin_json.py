"""What the skin photos say, for scripts: one form for `skin follow --json` and for report.json."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np

from speciosa.report.skin_setups import setups_of
from speciosa.skin import series
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import format_moment, offset_at

_NUMBERS = {
    "delta_e_00": "The change of colour is not known: there are too few photos for it.",
    "ita_deg_change": "The change of the typology angle is not known: there are too few photos for it.",
    "extent_cm2": "The changed area is not known: there are too few photos to tell it from your own spread.",
    "visibility": "How far the changed area stands out is not known, as there is no such area to look at.",
    "tan_dermal_deg": "How far a tan and deep pigment look alike at this skin's tone is not known.",
    "power": "How often a change would be found at this place was not worked out.",
}
"""For each number of a site that may be null, why it is."""


def skin_json(found: series.SkinSeries | NotAssessed, *, zone: ZoneInfo | None = None) -> dict[str, object]:
    """The document of `skin follow --json` (contract section 3) without ``schema`` and ``read``.

    Parameters
    ----------
    zone : the person's home zone, for the offset of the day they stopped; without it that of the
        session before.

    Returns
    -------
    a number that is not known is None, and ``not_assessed`` says why, with the ``site`` it is about.
    A session's ``setup`` counts from 1; another card, phone or lamp begins a new one.
    """
    if isinstance(found, NotAssessed):
        return {
            "sites": [], "dechallenge": None, "signs": [], "refused": [], "asked": [],
            "not_assessed": [found.to_json()],
        }  # fmt: skip
    return {
        "sites": [_site(each) for each in found.sites],
        "dechallenge": _dechallenge(found, found.dechallenge, zone) if found.dechallenge else None,
        "signs": [{"key": each.key, "time": _moment(found, each.time_s, zone), "why": each.event_ids}
                  for each in found.signs],
        "refused": [{"file": each.name, "site": each.site, "reason": each.code, "why": each.why,
                     "retake": each.retake} for each in found.refused],
        "asked": [{"code": each.code, "asks": each.asks} for each in found.asked],
        "not_assessed": [*(each.to_json() for each in found.gaps), *_gaps(found)],
    }  # fmt: skip


def _site(course: series.SiteCourse) -> dict[str, object]:
    since = None
    if course.since_s is not None:
        since = format_moment(course.since_s, _offset_min(course, course.since_s))
    return {
        "site": course.site,
        "covered": course.covered,
        "compared_with": course.control or None,
        "sessions": len(course.sessions),
        "baseline_sessions": course.baseline_sessions,
        "significant": course.significant,
        "persistent": course.persistent,
        "since": since,
        "kind": course.kind.value,
        "delta_e_00": _estimate(course.delta_e_00),
        "ita_deg_change": _estimate(course.ita_deg_change),
        "extent_cm2": _estimate(course.extent_cm2),
        "visibility": _estimate(course.visibility),
        "tan_dermal_deg": course.tan_dermal_deg,
        "power": course.power,
        "chart": _chart(course, course.chart),
        "darkening": _chart(course, course.darkening),
        "points": _points(course),
        "asked": [{"code": each.code, "asks": each.asks} for each in course.asked],
    }


def _points(course: series.SiteCourse) -> list[dict[str, object]]:
    setups = setups_of(course.sessions)
    return [
        {
            "time": format_moment(each.time_s, each.offset_min), "lab": each.lab, "repeat_sd": each.repeat_sd,
            "photos": each.photos, "accepted": each.accepted, "card_id": each.card_id,
            "setup": 1 + sum(start.time_s <= each.time_s for start in setups),
        }
        for each in course.sessions
    ]  # fmt: skip


def _chart(course: series.SiteCourse, chart: series.Chart | None) -> dict[str, object] | None:
    if chart is None:
        return None
    times = [format_moment(at, _offset_min(course, at)) for at in chart.time_s.tolist()]
    return {
        "time": times, "score": chart.score, "average": chart.ewma, "limit": chart.limit, "over": chart.over().tolist(),
        "false_alarms_a_year": chart.false_alarms_a_year,
    }  # fmt: skip


def _dechallenge(found: series.SkinSeries, after: series.Dechallenge, zone: ZoneInfo | None) -> dict[str, object]:
    return {
        "stopped": _moment(found, after.stopped_s, zone),
        "site": after.site,
        "answer": after.answer.value,
        "delta_e_00_per_year_before": _estimate(after.before),
        "delta_e_00_per_year_after": _estimate(after.after),
        "delta_e_00_per_year_difference": _estimate(after.difference),
        "placebo_p": after.placebo_p,
    }


def _estimate(estimate: series.Estimate | None) -> dict[str, object] | None:
    """A number with its interval; null as a whole where it is not known, as is one that is no number."""
    if estimate is None or not np.isfinite(estimate.mean):
        return None
    return {"mean": estimate.mean, "interval_95": [estimate.low_95, estimate.high_95]}


def _gaps(found: series.SkinSeries) -> Iterator[dict[str, object]]:
    """What a site can't say, the reason of each null number, and of a dechallenge the same."""
    for course in found.sites:
        for each in course.gaps:
            yield {"code": each.code, "why": each.why, "site": course.site}
        for name, why in _NUMBERS.items():
            value = getattr(course, name)
            if value is None or (isinstance(value, series.Estimate) and _estimate(value) is None):
                yield {"code": name, "why": why, "site": course.site}
    after = found.dechallenge
    if after and (after.placebo_p is None or None in map(_estimate, (after.before, after.after, after.difference))):
        why = "There are too few photos before or after stopping for every number of it."
        yield {"code": "dechallenge", "why": why, "site": after.site}


def _moment(found: series.SkinSeries, time_s: int, zone: ZoneInfo | None) -> str:
    """A time that is no session's own: in the home zone, else in the offset of the session before."""
    if zone is not None:
        return format_moment(time_s, offset_at(time_s, zone))
    before = sorted((each.time_s, each.offset_min) for course in found.sites for each in course.sessions)
    earlier = [offset for at, offset in before if at <= time_s] or [offset for _, offset in before[:1]] or [0]
    return format_moment(time_s, earlier[-1])


def _offset_min(course: series.SiteCourse, time_s: int) -> int:
    """Local time minus UTC at a session, minutes."""
    return next((each.offset_min for each in course.sessions if each.time_s == time_s), 0)
