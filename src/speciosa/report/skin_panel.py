"""One body site as the page shows it: what can be said of it, since when, and when the next photo is due."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.report.skin_setups import Setup, setups_of
from speciosa.skin import series
from speciosa.values.timeline import DAY_S

Kind = series.ChangeKind
_WEEK_S = 7 * DAY_S
_LATEST = 4
_VISIBLE = 2.0  # CIELAB units of a* or b*


class Says(StrEnum):
    """What a site's course allows to say."""

    LASTING = "lasting"
    WATCH = "watch"
    SUN_LIKE = "sun_like"
    NOTHING = "nothing"
    TOO_FEW = "too_few"
    NOT_ASSESSED = "not_assessed"


_CHANGED = frozenset({Says.LASTING, Says.WATCH, Says.SUN_LIKE})
_LATER = (Says.SUN_LIKE, Says.NOTHING, Says.TOO_FEW, Says.NOT_ASSESSED)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One site.

    Parameters
    ----------
    label, control : words for the site and for the covered one that it is compared with; the latter
        empty where there is none.
    says : what can be said of it.
    days : [session], local days.
    weeks : for how many weeks it has been over its limit; None where it is not.
    since_day : local day of the first session over the limit.
    cover_spared : the covered site was followed and shows no change: "on the sunny side only".
    setups : where another card, phone or lamp begins.
    next_day : local day of the next photo. `old_d`: days since the last one where that is long ago, else None.
    deep_share : share of a deep change that no tan can make, 0 to 1. `alike`: it is so small that the
        two nearly look alike. `tint`: ``yellow`` or ``red`` where the change is mostly that. `alone`: no
        other place was followed. `apart`: its chart shows what no tan can make; else all darkening, as of
        a covered site, or where the two lie too close together.
    """

    course: series.SiteCourse
    label: str
    control: str
    says: Says
    days: tuple[int, ...]
    weeks: int | None
    since_day: int | None
    cover_spared: bool
    setups: tuple[Setup, ...]
    next_day: int
    old_d: int | None
    deep_share: float | None
    alike: bool
    apart: bool
    tint: str
    alone: bool

    @property
    def changed(self) -> bool:
        """Whether there is a change to speak of."""
        return self.says in _CHANGED

    @property
    def rank(self) -> tuple[int, int]:
        """What should be looked at sooner has a lower one: all over before anything else, whatever its weeks."""
        if self.says not in {Says.LASTING, Says.WATCH}:
            return _LATER.index(self.says), 0
        if self.course.kind in {Kind.DIFFUSE, Kind.LIGHTER}:
            return (-3 if self.course.kind is Kind.DIFFUSE else -1), 0
        return -2, 2 * (self.says is Says.WATCH) + (self.course.kind is not Kind.DERMAL)


def panel_of(
    course: series.SiteCourse, found: series.SkinSeries, knowledge: Knowledge, labels: Mapping[str, str], *, today: int
) -> Panel:
    """What to show of one site.

    Parameters
    ----------
    found : every site, for the covered one among them.
    labels : words for each site.
    today : local day of asking.
    """
    days = tuple((each.time_s + each.offset_min * 60) // DAY_S for each in course.sessions)
    says = says_of(course, knowledge.choice("skin_power_least"))
    every_d = knowledge.choice("skin_next_photo_first_d" if says is Says.TOO_FEW else "skin_next_photo_d")
    age_d = today - days[-1]
    share = None if course.tan_dermal_deg is None else math.sin(math.radians(course.tan_dermal_deg))
    first_over = next((each for each in course.sessions if each.time_s == course.since_s), None)
    return Panel(
        course=course,
        label=labels.get(course.site, course.site),
        control=labels.get(course.control, course.control),
        says=says,
        days=days,
        weeks=None if course.since_s is None else round((course.sessions[-1].time_s - course.since_s) / _WEEK_S),
        since_day=(first_over.time_s + first_over.offset_min * 60) // DAY_S if first_over else None,
        cover_spared=_cover_spared(course, found),
        setups=setups_of(course.sessions),
        next_day=days[-1] + int(every_d),
        old_d=age_d if age_d > knowledge.choice("skin_photo_old_d") else None,
        deep_share=share,
        apart=not course.covered and _told_apart(course, knowledge),
        tint=_tint(course),
        alone=len(found.sites) == 1,
        alike=share is not None and share < knowledge.choice("skin_deep_apart_least"),
    )


def says_of(course: series.SiteCourse, power_least: float) -> Says:
    """What a course allows to say. A change that was found is said even where most would be missed."""
    if course.chart is None or not np.isfinite(course.chart.ewma).any():
        return Says.TOO_FEW
    if course.kind is Kind.SUN_LIKE:
        return Says.SUN_LIKE
    if course.persistent:
        return Says.LASTING
    if course.significant or course.kind is not Kind.NONE:
        return Says.WATCH
    if course.delta_e_00 is not None and course.delta_e_00.low_95 > _VISIBLE:
        return Says.WATCH
    if course.power is not None and course.power < power_least:
        return Says.NOT_ASSESSED
    return Says.NOTHING


def _tint(course: series.SiteCourse) -> str:
    """Where the latest sessions went from the first ones, if it is neither darker nor lighter in the main."""
    first, latest = course.sessions[: course.baseline_sessions], course.sessions[-_LATEST:]
    if not first:
        return ""
    lighter, redder, yellower = np.mean([each.lab for each in latest], axis=0) - np.mean(
        [each.lab for each in first], axis=0
    )
    most = max(redder, yellower)
    if most < _VISIBLE or most < 1.5 * abs(lighter):
        return ""
    return "yellow" if yellower >= redder else "red"


def _told_apart(course: series.SiteCourse, knowledge: Knowledge) -> bool:
    """Whether a tan and deep pigment were told apart at all."""
    return course.tan_dermal_deg is None or course.tan_dermal_deg >= knowledge.choice("skin_told_apart_deg")


def _cover_spared(course: series.SiteCourse, found: series.SkinSeries) -> bool:
    """Whether the covered site that it is compared with can be said not to have changed."""
    control = next((each for each in found.sites if each.site == course.control), None)
    return control is not None and says_of(control, 0.0) is Says.NOTHING
