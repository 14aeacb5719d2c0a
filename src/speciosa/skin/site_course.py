"""One body site over time: its charts, how far it went, what that looks like, and what could not be said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.change import Change, change_of, delta_e_estimate, ita_estimate, off_the_tan, own_cov
from speciosa.skin.chart import Charted, Rule, darkening_charts, rule_of
from speciosa.skin.course_data import CourseData, course_data
from speciosa.skin.course_gaps import gaps_of
from speciosa.skin.directions import Directions
from speciosa.skin.doubts import setup_of
from speciosa.skin.layout import Layout
from speciosa.skin.limits import Limits, limits_of
from speciosa.skin.measurement import WindowMap
from speciosa.skin.power import power_of
from speciosa.skin.series import ChangeKind, Estimate, Session, SiteCourse
from speciosa.values.timeline import DAY_S

_LATEST = 4
Extent = tuple[Estimate | None, Estimate | None]
"""Area, cm2; visibility, delta E 2000."""
ExtentOf = Callable[[Sequence[WindowMap], Sequence[WindowMap]], Extent]
"""Baseline's and latest windows, one set-up, to extent and visibility."""


def site_course(
    site: str, sessions: Sequence[Session], control_sessions: Sequence[Session], directions: Directions,
    knowledge: Knowledge, *, now_s: int, seed: int, extent_of: ExtentOf | None = None,
) -> SiteCourse:  # fmt: skip
    """The course of one body site.

    An exposed site is compared with the covered one, so camera and lamp cancel, and charted along deep pigment, blind
    to tans. A covered site is charted by its own colour: what darkens the whole body cancels in any difference.

    Parameters
    ----------
    site : as in ``body_sites.csv``; that row says whether it is a covered one.
    sessions : its sessions, in the diary's order.
    control_sessions : of the covered site that it is compared with; not used for a covered site.
    directions : at the tone of its baseline.
    now_s : the instant of asking, UTC seconds.
    seed : of the simulated limits.
    extent_of : area and visibility from the windows; without it both are None.

    Notes
    -----
    *Valid when* the places are the same each time. It says how a change looks, never what caused it.
    """
    row = knowledge.body_sites.get(site)
    covered = row is not None and row.covered
    data = course_data(sessions, () if covered else control_sessions, directions, knowledge, now_s=now_s)
    seen = None if data.layout is None else _look(data, data.layout, directions, knowledge, covered=covered, seed=seed)
    extent, visibility = (None, None) if seen is None or extent_of is None else extent_of(*_windows(data, seen.layout))
    return SiteCourse(
        site=site,
        control=control_sessions[0].site if data.paired else "",
        covered=covered,
        sessions=data.sessions,
        baseline_sessions=0 if seen is None else int(seen.layout.baseline.sum()),
        chart=None if seen is None else seen.main.one(seen.layout, seen.limits),
        darkening=None if seen is None else seen.darkening.one(seen.layout, seen.limits),
        significant=seen is not None and len(seen.over) > 0,
        persistent=seen is not None and seen.persistent,
        since_s=None if seen is None or not len(seen.over) else int(seen.layout.time_s[seen.over[0]]),
        kind=ChangeKind.NONE if seen is None else _kind(seen, knowledge, covered=covered),
        delta_e_00=None if seen is None else seen.delta_e_00,
        ita_deg_change=None if seen is None else seen.ita_deg_change,
        extent_cm2=extent,
        visibility=visibility,
        tan_dermal_deg=directions.tan_dermal_deg,
        power=None if seen is None else seen.power,
        asked=data.asked,
        gaps=gaps_of(data, knowledge, covered=covered, power=None if seen is None else seen.power,
                     told_apart=covered or seen is None or seen.rule.deep is not None),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What the charts of a course show.

    run: sessions over the limit in a row up to the latest. off: the latest ones, where their colour has moved visibly
    as no tan moves it, though no chart looks that way.
    """

    layout: Layout
    limits: Limits
    rule: Rule
    main: Charted
    darkening: Charted
    run: NDArray[np.intp]
    off: NDArray[np.intp]
    persistent: bool
    delta_e_00: Estimate | None
    ita_deg_change: Estimate | None
    power: float

    @property
    def over(self) -> NDArray[np.intp]:
        """Sessions with a change, up to the latest: by the chart, else beside it."""
        return self.run if len(self.run) else self.off


def _look(
    data: CourseData, layout: Layout, directions: Directions, knowledge: Knowledge, *, covered: bool, seed: int
) -> _Seen:
    rule = rule_of(data.lab[layout.baseline].mean(axis=0), directions, data.cov, knowledge, covered=covered)
    limits = limits_of(layout, knowledge, seed=seed)
    main = rule.charts(data.colour[None], layout, limits, knowledge)
    darkening = darkening_charts(data.colour[None], rule.darkening, data.cov, layout, limits, knowledge)
    change = change_of(data.lab, data.colour, layout, data.cov, knowledge)
    delta_e = None if change is None else delta_e_estimate(change, np.random.default_rng([seed, 1]))
    run, off = latest_run(main.over()[0], layout), _off(data, layout, change, directions, knowledge)
    deep = knowledge.choice("skin_deep_change_delta_e") * directions.dermal
    cov = own_cov(data.colour, layout, data.cov, knowledge)
    return _Seen(
        layout=layout,
        limits=limits,
        rule=rule,
        main=main,
        darkening=darkening,
        run=run,
        off=off,
        persistent=delta_e is not None and _lasts(run if len(run) else off, layout, delta_e, knowledge),
        delta_e_00=delta_e,
        ita_deg_change=None if change is None else ita_estimate(change),
        power=power_of(rule, deep, cov, layout, limits, knowledge, seed=seed),
    )


def latest_run(over: NDArray[np.bool_], layout: Layout) -> NDArray[np.intp]:
    """Positions of the sessions over the limit in a row, up to the latest charted one; empty where that is not.

    Sessions of an overlap have no point and do not end a run.
    """
    charted = np.flatnonzero(layout.charted)
    within = np.flatnonzero(~over[charted])
    return charted[within[-1] + 1 :] if len(within) else charted


def _off(
    data: CourseData, layout: Layout, change: Change | None, directions: Directions, knowledge: Knowledge
) -> NDArray[np.intp]:
    """The latest sessions, if their middle has moved off the tan and each of them by itself stands off it, too."""
    none = np.empty(0, dtype=np.intp)
    if change is None or not off_the_tan(change.shift, change.cov, directions, knowledge):
        return none
    latest = np.flatnonzero(layout.charted)[-int(knowledge.choice("skin_latest_sessions")) :]
    shifts = layout.align[latest] @ data.colour
    still = [off_the_tan(each, np.zeros((3, 3)), directions, knowledge) for each in shifts]
    return latest if all(still) else none


def _lasts(run: NDArray[np.intp], layout: Layout, delta_e: Estimate, knowledge: Knowledge) -> bool:
    if len(run) < knowledge.choice("skin_persistent_sessions"):
        return False
    long_s = int(layout.time_s[run[-1]] - layout.time_s[run[0]])
    return bool(
        long_s >= DAY_S * knowledge.choice("skin_persistent_d")
        and delta_e.mean > knowledge.choice("skin_persistent_delta_e")
    )


def _kind(seen: _Seen, knowledge: Knowledge, *, covered: bool) -> ChangeKind:
    """What the latest charted session looks like."""
    at = np.flatnonzero(seen.layout.charted)[-1:]
    if not len(at):
        return ChangeKind.NONE
    ewma, limit = seen.darkening.ewma[0, at[0]], seen.darkening.limit[0, at[0]]
    if len(seen.run):
        if covered:
            return ChangeKind.DIFFUSE
        return ChangeKind.DERMAL if seen.rule.deep is not None else ChangeKind.UNCLEAR
    if len(seen.off):
        return ChangeKind.DIFFUSE if covered else ChangeKind.UNCLEAR
    if ewma > limit:
        told_apart = covered or (seen.rule.deep is not None and seen.power >= knowledge.choice("skin_power_least"))
        return ChangeKind.SUN_LIKE if told_apart else ChangeKind.UNCLEAR
    return ChangeKind.LIGHTER if ewma < -limit else ChangeKind.NONE


def _windows(data: CourseData, layout: Layout) -> tuple[list[WindowMap], list[WindowMap]]:
    """Windows of the baseline and of the latest sessions with the latest set-up; its overlap is the later baseline."""
    same = np.array([setup_of(each) == setup_of(data.used[-1]) for each in data.used])
    first, latest = same & (layout.baseline | layout.overlap), same & layout.charted
    return [data.used[at].map for at in np.flatnonzero(first)], [
        data.used[at].map for at in np.flatnonzero(latest)[-_LATEST:]
    ]
