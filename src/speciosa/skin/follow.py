"""The course of the skin's colour, site by site: the way through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.skin.dechallenge import dechallenge
from speciosa.skin.directions import Directions, directions_at
from speciosa.skin.extent import extent_of
from speciosa.skin.series import ChangeKind, Dechallenge, Session, SiteCourse, SkinSeries
from speciosa.skin.sessions import Sessions, sessions_of
from speciosa.skin.signs import signs_of, unanswered
from speciosa.skin.site_course import site_course
from speciosa.skin.stop import stopped_at
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

_SOURCES = ("issa2025", "issa_data", "omlc", "cie015_2018")
_URGENT = (ChangeKind.DIFFUSE, ChangeKind.DERMAL, ChangeKind.UNCLEAR, ChangeKind.SUN_LIKE, ChangeKind.LIGHTER)


def follow_skin(
    diary: Diary, photos: Mapping[str, bytes], knowledge: Knowledge, *, now_s: int, seed: int,
    progress: Callable[[int], None] | None = None,
) -> SkinSeries | NotAssessed:  # fmt: skip
    """The skin's course, or why it cannot be said.

    photos -> sessions -> each site against its covered one -> charts, kind, extent; after a stop, what faded.

    Parameters
    ----------
    diary : as known at `now_s`.
    photos : the diary's paths to the photos' bytes; ``card_values.csv`` among them is the owner's measurement of the
        card, see `ink.measured_ink`.
    now_s : the instant of asking, UTC seconds.
    seed : of the simulated limits.
    progress : told how many photos are done.
    """
    signs = signs_of(diary, knowledge, now_s=now_s)
    if not len(diary.entries.of_kind(Kind.PHOTO)) and not signs:
        return NotAssessed("skin", "There are no skin photos in this record, so nobody has looked at your skin.")
    found, unfit = _sessions(diary, photos, knowledge, progress)
    courses = {
        site: _course(site, sessions, found, knowledge, now_s=now_s, seed=seed)
        for site, sessions in found.by_site.items()
    }
    sites = tuple(_all_over(each, courses, knowledge, now_s=now_s, seed=seed) for each in courses.values())
    stopped_s = stopped_at(diary, knowledge, now_s=now_s)
    faded = None
    if stopped_s is not None:
        faded = _after_stopping(sites, found, knowledge, stopped_s=stopped_s, now_s=now_s, seed=seed)
    return SkinSeries(
        sites=tuple(sorted(sites, key=lambda each: each.sessions[0].time_s)),
        dechallenge=faded,
        signs=signs,
        refused=found.refused,
        asked=(),
        gaps=(*unfit, *_gaps(diary, found, knowledge), *_unsaid(faded, stopped_s)),
        sources=_SOURCES,
    )


def _course(
    site: str, sessions: tuple[Session, ...], found: Sessions, knowledge: Knowledge, *, now_s: int, seed: int
) -> SiteCourse:
    directions = _directions(sessions, knowledge)
    course = site_course(
        site, sessions, _control(site, found, knowledge), directions, knowledge, now_s=now_s, seed=seed,
        extent_of=partial(extent_of, knowledge=knowledge),
    )  # fmt: skip
    known = {each.code for each in course.asked}
    more = (each for each in found.asked.get(site, ()) if each.code not in known)
    return replace(course, asked=(*course.asked, *more))


def _sessions(
    diary: Diary, photos: Mapping[str, bytes], knowledge: Knowledge, progress: Callable[[int], None] | None
) -> tuple[Sessions, tuple[NotAssessed, ...]]:
    """The sessions; with the usual ink, and the reason, where the owner's measurement of the card can't be used."""
    try:
        return sessions_of(diary, photos, knowledge, progress=progress), ()
    except EntryError as problem:
        why = f"Your measurement of the card was not used, and a usual print was assumed: {problem}."
        found = sessions_of(diary, photos, knowledge, own_card=False, progress=progress)
        return found, (NotAssessed("skin_card_values", why),)


def _all_over(
    course: SiteCourse, courses: Mapping[str, SiteCourse], knowledge: Knowledge, *, now_s: int, seed: int
) -> SiteCourse:  # fmt: skip
    """A site whose covered one changed is looked at by itself: what changed both cancels in their difference."""
    control = courses.get(course.control)
    if control is None or control.kind is not ChangeKind.DIFFUSE:
        return course
    own = site_course(
        course.site, course.sessions, (), _directions(course.sessions, knowledge), knowledge, now_s=now_s, seed=seed,
        extent_of=partial(extent_of, knowledge=knowledge),
    )  # fmt: skip
    if own.delta_e_00 is None or own.delta_e_00.low_95 <= knowledge.choice("skin_all_over_delta_e"):
        return course
    return replace(
        own, control=course.control, kind=ChangeKind.DIFFUSE, significant=control.significant,
        persistent=control.persistent, since_s=control.since_s, asked=course.asked, gaps=course.gaps,
    )  # fmt: skip


def _directions(sessions: tuple[Session, ...], knowledge: Knowledge) -> Directions:
    """At the tone that the first sessions show."""
    first = int(knowledge.choice("skin_baseline_target"))
    return directions_at(np.mean([each.lab for each in sessions[:first]], axis=0), knowledge)


def _control(site: str, found: Sessions, knowledge: Knowledge) -> tuple[Session, ...]:
    """The covered site to compare with: of the same side if there is one, else the one with most sessions."""
    covered = {
        name: sessions for name, sessions in found.by_site.items()
        if name != site and name in knowledge.body_sites and knowledge.body_sites[name].covered
    }  # fmt: skip
    side = site.rpartition("_")[2]
    return max(covered.values(), key=lambda each: (len(each), each[0].site.endswith(side)), default=())


def _after_stopping(
    sites: tuple[SiteCourse, ...], found: Sessions, knowledge: Knowledge, *, stopped_s: int, now_s: int, seed: int
) -> Dechallenge | None:
    """What the most changed site did after the last stop; None where there are too few photos before it."""
    ranked = sorted(
        (each for each in sites if not each.covered or each.kind is ChangeKind.DIFFUSE),
        key=lambda each: (
            not each.persistent, not each.significant,
            _URGENT.index(each.kind) if each.kind in _URGENT else len(_URGENT),
            -(each.delta_e_00.mean if each.delta_e_00 else 0.0),
        ),
    )  # fmt: skip
    for course in ranked:
        answer = dechallenge(
            course.site, course.sessions, _control(course.site, found, knowledge),
            _directions(course.sessions, knowledge), knowledge, stopped_s=stopped_s, now_s=now_s, seed=seed,
        )  # fmt: skip
        if answer is not None:
            return answer
    return None


def _gaps(diary: Diary, found: Sessions, knowledge: Knowledge) -> Iterator[NotAssessed]:
    """What has no colour, and what nobody answered."""
    sites = diary.entries.names(Kind.PHOTO)
    for site in sites:
        if site not in found.by_site:
            yield NotAssessed("skin_site", f"None of the photos of {_label(site, knowledge)} has a colour yet.")
    if not sites:
        yield NotAssessed("skin", "There are no skin photos in this record, so no colour was measured.")
    latest = max((each[-1] for each in found.by_site.values()), key=lambda each: each.time_s, default=None)
    gap = unanswered(diary, latest, knowledge) if latest else None
    if gap:
        yield gap


def _unsaid(faded: Dechallenge | None, stopped_s: int | None) -> Iterator[NotAssessed]:
    """Why nothing is said of a stop."""
    if stopped_s is not None and faded is None:
        why = (
            "You stopped before there were enough photos to compare with, so what your skin did after it can't be told."
        )
        yield NotAssessed("skin_dechallenge", why)


def _label(site: str, knowledge: Knowledge) -> str:
    row = knowledge.body_sites.get(site)
    return row.label.lower() if row else site.replace("_", " ")
