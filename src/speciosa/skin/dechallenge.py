"""What the skin did after stopping: the slope before and after, against other dates, the season and the covered site.

No fading is no evidence against kratom: in one case nothing faded in sixteen months.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.chart import rule_of
from speciosa.skin.course_data import CourseData, course_data
from speciosa.skin.directions import Directions
from speciosa.skin.doubts import setup_of
from speciosa.skin.layout import Layout
from speciosa.skin.noise import correlation
from speciosa.skin.series import Dechallenge, Fading, Session
from speciosa.skin.slopes import Followed, Slopes, slopes_at, turn_at
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_WEEK_S = 7 * DAY_S
_SURE = 11.34  # 99 % of chi-squared with three degrees of freedom
_NEAR_S = 28 * DAY_S  # dates this near the stop show its own turn


def dechallenge(
    site: str, sessions: Sequence[Session], control_sessions: Sequence[Session], directions: Directions,
    knowledge: Knowledge, *, stopped_s: int, now_s: int, seed: int,
) -> Dechallenge | None:  # fmt: skip
    """What one site did after the last stop.

    Parameters
    ----------
    site, sessions, control_sessions, directions : as in `site_course.site_course`.
    stopped_s : the last stop that was not followed by taking it again, UTC seconds.

    Returns
    -------
    None where there is no baseline, or it did not end before the stop.
    """
    row = knowledge.body_sites.get(site)
    covered = row is not None and row.covered
    controls = () if covered else control_sessions
    data = course_data(sessions, controls, directions, knowledge, now_s=now_s)
    if data.layout is None or data.layout.time_s[data.layout.baseline][-1] >= stopped_s:
        return None
    direction, changed = _changed(data, data.layout, directions, stopped_s, knowledge)
    course = _followed(data, direction, directions, knowledge).since(
        stopped_s - int(DAY_S * knowledge.choice("skin_dechallenge_before_d"))
    )
    rng = np.random.default_rng([seed, 2])
    after = course.time_s[course.time_s > stopped_s]
    if min(len(after), len(course.time_s) - len(after)) < knowledge.choice("skin_dechallenge_least"):
        early = len(after) == 0 or after[-1] - stopped_s < _WEEK_S * knowledge.choice("skin_dechallenge_weeks")
        return Dechallenge(stopped_s, site, Fading.TOO_EARLY if early else Fading.UNCLEAR, None, None, None, None)
    slopes = slopes_at(course, stopped_s, knowledge, rng)
    placebo = placebo_share(course, stopped_s, knowledge)
    doubted = placebo is not None and placebo > knowledge.choice("skin_placebo_most")
    if _fades(slopes) and changed and not doubted:
        doubted = not covered and not (
            _deep_fades(data, data.layout, directions, stopped_s, knowledge, rng)
            and _steady(control_sessions, direction, directions, stopped_s, knowledge, rng, now_s=now_s)
        )
    weeks = (int(after[-1]) - stopped_s) / _WEEK_S
    return Dechallenge(
        stopped_s=stopped_s,
        site=site,
        answer=answer_of(slopes, weeks, knowledge, changed=changed, doubted=doubted),
        before=slopes.before,
        after=slopes.after,
        difference=slopes.difference,
        placebo_p=placebo,
    )


def answer_of(slopes: Slopes, weeks: float, knowledge: Knowledge, *, changed: bool, doubted: bool) -> Fading:
    """The answer in a word.

    Fading: both the slope after and its difference to that before lie below zero with their whole intervals, and
    nothing else explains it. Else, before 26 weeks, too early. Not fading: a fading that people notice is excluded.

    Parameters
    ----------
    weeks : from the stop to the latest session.
    changed : there surely was something that could fade.
    doubted : a tan, the covered site, or other dates would do as well for a fading.
    """
    if _fades(slopes):
        return Fading.FADING if changed and not doubted else Fading.UNCLEAR
    if weeks < knowledge.choice("skin_dechallenge_weeks"):
        return Fading.TOO_EARLY
    flat = slopes.after.low_95 > -knowledge.choice("skin_fade_noticed_a_year")
    return Fading.NOT_FADING if flat and changed else Fading.UNCLEAR


def placebo_share(course: Followed, stopped_s: int, knowledge: Knowledge) -> float | None:
    """Share of dates, the true one among them, at which the course turns back as much as at the true one.

    Parameters
    ----------
    course : of the time around the stop.

    Returns
    -------
    None where there are too few dates with enough sessions on both sides, four weeks around the stop left out.
    """
    least = int(knowledge.choice("skin_dechallenge_least"))
    dates = course.time_s[least:-least] if len(course.time_s) > 2 * least else course.time_s[:0]
    dates = dates[np.abs(dates - stopped_s) > _NEAR_S]
    if len(dates) < knowledge.choice("skin_placebo_dates_least"):
        return None
    true = turn_at(course, stopped_s, knowledge)
    others = np.array([turn_at(course, int(each), knowledge) for each in dates])
    return float((1 + (others <= true).sum()) / (1 + len(others)))


def _fades(slopes: Slopes) -> bool:
    return slopes.after.high_95 < 0 and slopes.difference.high_95 < 0


def _changed(
    data: CourseData, layout: Layout, directions: Directions, stopped_s: int, knowledge: Knowledge
) -> tuple[Array, bool]:
    """[3] the direction of the change just before the stop, and whether there surely was one; else deep pigment's."""
    there = (layout.charted | layout.overlap) & (layout.time_s <= stopped_s)
    latest = np.flatnonzero(there)[-int(knowledge.choice("skin_latest_sessions")) :]
    if not len(latest):
        return directions.dermal, False
    weights = layout.align[latest].mean(axis=0)
    shift = weights @ data.colour
    scatter = float(weights @ correlation(layout.time_s, knowledge) @ weights)
    sure = float(shift @ np.linalg.solve(data.cov * scatter, shift)) > _SURE
    return (shift / np.linalg.norm(shift), True) if sure else (directions.dermal, False)


def _followed(data: CourseData, weights: Array, directions: Directions, knowledge: Knowledge) -> Followed:
    """The course along some weights, [3]."""
    setups = [setup_of(each) for each in data.used]
    changes = np.array([now != before for now, before in zip(setups, setups[:1] + setups[:-1], strict=True)])
    season = knowledge.choice("skin_season_sd") * abs(float(weights @ directions.tan))
    known = data.colour if data.layout is None else data.colour[data.layout.baseline]
    return Followed(
        time_s=np.array([each.time_s for each in data.used], dtype=np.int64),
        away=(data.colour - known.mean(axis=0)) @ weights,
        setup=np.cumsum(changes),
        sd=float(np.sqrt(weights @ data.cov @ weights)),
        season_sd=season,
    )


def _deep_fades(
    data: CourseData, layout: Layout, directions: Directions, stopped_s: int, knowledge: Knowledge,
    rng: np.random.Generator,
) -> bool:  # fmt: skip
    """Whether the score falls that a fading tan cannot make fall."""
    rule = rule_of(data.lab[layout.baseline].mean(axis=0), directions, data.cov, knowledge, covered=False)
    if rule.deep is None:
        return False
    course = _followed(data, rule.deep.rising, directions, knowledge)
    course = course.since(stopped_s - int(DAY_S * knowledge.choice("skin_dechallenge_before_d")))
    return slopes_at(course, stopped_s, knowledge, rng).after.high_95 < 0


def _steady(
    controls: Sequence[Session], direction: Array, directions: Directions, stopped_s: int, knowledge: Knowledge,
    rng: np.random.Generator, *, now_s: int,
) -> bool:  # fmt: skip
    """Whether there is a covered site, and its own colour does not go the same way."""
    data = course_data(controls, (), directions, knowledge, now_s=now_s)
    before_s = stopped_s - int(DAY_S * knowledge.choice("skin_dechallenge_before_d"))
    course = _followed(data, direction, directions, knowledge).since(before_s) if data.used else None
    if course is None or len(course.time_s) < 2 * knowledge.choice("skin_dechallenge_least"):
        return False
    after = slopes_at(course, stopped_s, knowledge, rng).after
    return after.high_95 >= 0 or after.mean > -knowledge.choice("skin_fade_noticed_a_year")
