"""Skin made by hand: what the report shows must not depend on how it was worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speciosa.skin.measurement import Asked, WindowMap
from speciosa.skin.series import (
    ChangeKind,
    Chart,
    Dechallenge,
    Estimate,
    Fading,
    RefusedPhoto,
    Session,
    Sign,
    SiteCourse,
    SkinSeries,
)
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

NOW_S = int(datetime.fromisoformat("2026-03-12T09:00+01:00").timestamp())
LATEST_S = NOW_S - 4 * DAY_S  # a Sunday
Kind = ChangeKind
SUNNY, COVERED = "forearm_dorsal_left", "arm_inner_left"
DEEP = np.array([-4.0, -1.35, -2.1])
"""Which way deep pigment moves L*, a* and b* of light skin."""


def window(lab: NDArray[np.float64], seed: int = 0, side: int = 100) -> WindowMap:
    """A window with a grain, a freckle, and a strip that is left out."""
    rng = np.random.default_rng(seed)
    points = lab + rng.normal(0, [1.2, 0.5, 0.7], (side, side, 3))
    row, column = np.mgrid[:side, :side]
    points[(row - 70) ** 2 + (column - 30) ** 2 < 9] -= [8, -2, 1]
    points[:3] = np.nan
    points[np.abs(row - column - 40) < 2] = np.nan
    return WindowMap(points.astype(np.float32), 0.4)


def sessions(
    n: int, *, site: str = SUNNY, drift: float = 0.0, phones: int = 1, every_d: int = 7
) -> tuple[Session, ...]:
    """Once a week up to the latest, with a drift in the last third, and a gap of six weeks in long ones."""
    rng = np.random.default_rng(7)
    found = []
    for at in range(n):
        gap_d = 42 if n > 20 and at < n // 2 else 0
        time_s = LATEST_S - ((n - 1 - at) * every_d + gap_d) * DAY_S
        away = drift * max(0.0, (at - 2 * n / 3) / max(1.0, n / 3))
        lab = np.array([58.0, 10.5, 17.0]) + DEEP / 4 * away + rng.normal(0, 0.35, 3)
        found.append(Session(
            site=site, time_s=time_s, offset_min=60, lab=lab, repeat_sd=np.array([0.5, 0.3, 0.4]), photos=3,
            accepted=3 - at % 2, card_id=7, phone=f"phone {at * phones // max(n, 1)}", lamp=0, shown=f"p{at}.jpg",
            event_ids=(f"e{at}",), map=window(lab, at),
        ))  # fmt: skip
    return tuple(found)


def chart(found: tuple[Session, ...], first: int, *, drift: float = 0.0, limit: float = 1.2) -> Chart:
    """Scores with noise around the drift, their average of weight 0.2, and a flat limit."""
    rng = np.random.default_rng(11)
    n = len(found)
    score = np.array([drift * max(0.0, (at - 2 * n / 3) / (n / 3)) for at in range(n)]) + rng.normal(0, 0.7, n)
    ewma, limits, last = np.full(n, np.nan), np.full(n, np.nan), 0.0
    for at in range(first, n):
        last = 0.8 * last + 0.2 * score[at]
        ewma[at], limits[at] = last, limit
    return Chart(np.array([each.time_s for each in found]), score, ewma, limits, 0.011)


def course(kind: ChangeKind = Kind.NONE, *, n: int = 26, drift: float = 0.0, **changes: Any) -> SiteCourse:
    """A site's course: no change, unless `kind` and `changes` say more."""
    site = changes.pop("site", SUNNY)
    taken = sessions(n, site=site, drift=drift, phones=changes.pop("phones", 1), every_d=changes.pop("every_d", 7))
    drawn = chart(taken, 8, drift=drift) if n > 8 else None
    over = kind not in {Kind.NONE, Kind.SUN_LIKE}
    known = n > 8
    plain = SiteCourse(
        site=site, control="" if site == COVERED else COVERED, covered=site == COVERED, sessions=taken,
        baseline_sessions=min(8, n), chart=drawn, darkening=chart(taken, 8, drift=drift + 1, limit=2.0) if known else None,
        significant=over, persistent=over, since_s=taken[-min(5, n)].time_s if over else None, kind=kind,
        delta_e_00=(Estimate(0.4, 0.0, 1.1) if kind is Kind.NONE else Estimate(3.41, 2.6, 4.2)) if known else None,
        ita_deg_change=Estimate(-7.2, -13.0, -1.4) if known else None,
        extent_cm2=Estimate(2.31, 1.2, 3.5) if over else None, visibility=Estimate(2.1, 1.1, 3.2) if over else None,
        tan_dermal_deg=62.0, power=0.84 if known else None, asked=(), gaps=(),
    )  # fmt: skip
    return replace(plain, **changes)


def covered(kind: ChangeKind = Kind.NONE, **changes: Any) -> SiteCourse:
    """The covered site."""
    return course(kind, site=COVERED, **changes)


def skin(*sites: SiteCourse, **changes: Any) -> SkinSeries:
    """All of a record; without `sites` the one that does not change, with its covered site."""
    plain = SkinSeries(
        sites=sites or (course(), covered()), dechallenge=None, signs=(), refused=(), asked=(), gaps=(), sources=(),
    )  # fmt: skip
    return replace(plain, **changes)


def stopped(answer: Fading, days_ago: int = 200, **changes: Any) -> Dechallenge:
    """A stop, and what the skin did after it."""
    plain = Dechallenge(
        LATEST_S - days_ago * DAY_S, SUNNY, answer, Estimate(4.1, 2.0, 6.2), Estimate(-2.2, -4.1, -0.3),
        Estimate(-6.3, -9.0, -3.6), 0.08,
    )  # fmt: skip
    return replace(plain, **changes)


REFUSED = (
    RefusedPhoto(
        "photos/a.jpg", SUNNY, "e1", "no_card", "There is no card in this photo.", "Lay the card on the skin."
    ),
    RefusedPhoto(
        "photos/b.jpg", COVERED, "e2", "no_card", "There is no card in this photo.", "Lay the card on the skin."
    ),
    RefusedPhoto("photos/c.jpg", SUNNY, "e3", "blurred", "This photo is blurred.", "Hold still and take three."),
)
ASKED = (Asked("makeup", "Was there makeup or self-tanner on the skin on 3 March?"),)
SIGN = Sign("gums_darker", ("s1", "s2"), LATEST_S)
GAP = NotAssessed("no_control_day", "For 2 sessions there was no photo of the covered place on the same day.")
EVERY_KIND = tuple(ChangeKind)
