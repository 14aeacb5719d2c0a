"""A diary's photos as sessions: one site's photos within an hour, each measured, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Event, Kind
from speciosa.skin.colour import ita_deg, ita_slope
from speciosa.skin.measured_photos import MeasuredPhotos
from speciosa.skin.measurement import Asked, Measurement, Refusal
from speciosa.skin.reader import PhotoReader
from speciosa.skin.refusals import asked, refusal, stands_apart
from speciosa.skin.series import RefusedPhoto, Session

CARD_VALUES = "card_values.csv"
"""Name of the file with the owner's measurement of the card."""
_AT_ONCE = 2  # while one photo is opened, another is measured
SESSION_S = 3600
"""A session's photos lie within so many seconds of its first."""


_SETUP_EVENTS = {"lamp_changed", "room_changed", "phone_changed", "card_changed"}
"""After one of these the comparison begins anew, whatever the photos say of themselves."""


class MeasuredPhoto(NamedTuple):
    """One photo of the diary and what it says."""

    event: Event
    measured: Measurement


@dataclass(frozen=True, slots=True)
class Sessions:
    """All sessions of a diary.

    Parameters
    ----------
    by_site : in time order.
    refused : photos without a number.
    asked : what only the person can answer, by site.
    """

    by_site: Mapping[str, tuple[Session, ...]]
    refused: tuple[RefusedPhoto, ...]
    asked: Mapping[str, tuple[Asked, ...]]


def sessions_of(
    diary: Diary, photos: Mapping[str, bytes], knowledge: Knowledge, *, own_card: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Sessions:  # fmt: skip
    """Measure every photo of a diary and put those together that belong together.

    Parameters
    ----------
    photos : the diary's paths to the photos' bytes.
    own_card : use the owner's measurement of the card, where it lies among the photos.
    progress : told how many photos are done.
    """
    entries = list(diary.entries.of_kind(Kind.PHOTO))
    found: list[MeasuredPhoto] = []
    refused: list[RefusedPhoto] = []
    questions: dict[str, dict[str, Asked]] = defaultdict(dict)
    marks: set[str] = set()
    values = _card_values(photos) if own_card else None
    with PhotoReader(knowledge, card_values=values) as reader, ThreadPoolExecutor(_AT_ONCE) as pool:
        look = partial(_looked_at, photos=photos, reader=reader, card_values=values)
        for done, (event, answer) in enumerate(zip(entries, pool.map(look, entries), strict=True), 1):
            if isinstance(answer, Refusal):
                refused.append(_refused(event, answer))
            elif answer.taken.mark in marks:
                questions[event.name]["duplicate"] = asked("duplicate")
            else:
                marks.add(answer.taken.mark)
                found.append(MeasuredPhoto(event, answer))
                questions[event.name] |= {each.code: each for each in answer.asked}
                if _clocks_apart(event, answer, knowledge):
                    questions[event.name]["clock_wrong"] = asked("clock_wrong")
            if progress:
                progress(done)
    changes = [each.time_s for each in diary.entries.of_kind(Kind.EVENT) if each.name in _SETUP_EVENTS]
    by_site: dict[str, list[Session]] = defaultdict(list)
    for group in _grouped(found):
        site = group[0].event.name
        kept, odd = _agreeing(group, knowledge)
        refused += [_refused(each.event, stands_apart()) for each in odd]
        if len(kept) > 1 and _apart_deg(kept) > 1.5 * _apart_most_deg(kept, knowledge):
            questions[site]["photos_disagree"] = asked("photos_disagree")
        lamp = sum(each <= group[0].event.time_s for each in changes)
        by_site[site].append(_session(kept, len(group), lamp, knowledge))
    return Sessions(
        by_site={site: tuple(each) for site, each in by_site.items()},
        refused=tuple(refused),
        asked={site: tuple(each.values()) for site, each in questions.items()},
    )


def _card_values(photos: Mapping[str, bytes]) -> str | None:
    """The owner's measurement of the card, where it lies beside the photos."""
    raw = photos.get(CARD_VALUES)
    return None if raw is None else raw.decode("utf-8-sig", "replace")


def _looked_at(
    event: Event, photos: Mapping[str, bytes], reader: PhotoReader, card_values: str | None
) -> Measurement | Refusal:
    remembers = photos if isinstance(photos, MeasuredPhotos) else None
    known = remembers.known(event.text, card_values or "") if remembers is not None else None
    if known is not None:
        return known
    try:
        raw = photos[event.text]
    except KeyError:
        return refusal("missing")
    found = reader.read(raw)
    if remembers is not None:
        remembers.keep(event.text, card_values or "", found)
    return found


def _grouped(found: Iterable[MeasuredPhoto]) -> list[list[MeasuredPhoto]]:
    """One list a session: the same site, card and phone, within an hour of the first."""
    groups: list[list[MeasuredPhoto]] = []
    open_of: dict[tuple[str, int, str], list[MeasuredPhoto]] = {}
    for each in found:
        key = (each.event.name, each.measured.card_id, each.measured.taken.phone)
        group = open_of.get(key)
        if group and each.event.time_s - group[0].event.time_s <= SESSION_S:
            group.append(each)
        else:
            open_of[key] = [each]
            groups.append(open_of[key])
    return groups


def _agreeing(group: list[MeasuredPhoto], knowledge: Knowledge) -> tuple[list[MeasuredPhoto], list[MeasuredPhoto]]:
    """Of three or more photos, one far from the middle of all lay in another light than the skin."""
    if len(group) < 3:
        return group, []
    ita = np.array([float(ita_deg(each.measured.seen_lab)) for each in group])
    far = np.abs(ita - np.median(ita)) > _apart_most_deg(group, knowledge)
    if far.sum() * 2 >= len(group):
        return group, []
    return [each for each, out in zip(group, far, strict=True) if not out], [
        each for each, out in zip(group, far, strict=True) if out
    ]


def _apart_most_deg(group: list[MeasuredPhoto], knowledge: Knowledge) -> float:
    """How far a photo's typology angle may lie from the others': where b* is small the angle jumps by itself."""
    one = group[0].measured
    own = knowledge.choice("skin_photos_apart_most_sd") * float(np.linalg.norm(ita_slope(one.seen_lab) * one.repeat_sd))
    return max(knowledge.choice("skin_photos_apart_most_deg"), own)


def _apart_deg(group: list[MeasuredPhoto]) -> float:
    return float(np.ptp([float(ita_deg(each.measured.seen_lab)) for each in group]))


def _session(group: list[MeasuredPhoto], photos: int, lamp: int, knowledge: Knowledge) -> Session:
    colours = np.array([each.measured.seen_lab for each in group])
    middle = colours.mean(axis=0)
    shown = group[int(np.argmin(np.linalg.norm(colours - np.median(colours, axis=0), axis=1)))]
    known, weight = shown.measured.repeat_sd, knowledge.choice("skin_repeat_sd_weight")
    squares = ((colours - middle) ** 2).sum(axis=0) + weight * known**2
    first = group[0]
    return Session(
        site=first.event.name,
        time_s=first.event.time_s,
        offset_min=first.event.offset_min,
        lab=middle,
        repeat_sd=np.sqrt(squares / (len(group) - 1 + weight) / len(group)),
        photos=photos,
        accepted=len(group),
        card_id=first.measured.card_id,
        phone=first.measured.taken.phone,
        lamp=lamp,
        shown=shown.event.text,
        event_ids=tuple(each.event.id for each in group),
        map=shown.measured.map,
    )


def _clocks_apart(event: Event, measured: Measurement, knowledge: Knowledge) -> bool:
    """The camera's clock and the diary's time lie far apart."""
    if not measured.taken.at:
        return False
    at_s = datetime.fromisoformat(measured.taken.at[:19]).replace(tzinfo=UTC).timestamp()
    return abs(at_s - event.time_s - 60 * event.offset_min) > 3600 * knowledge.choice("skin_clock_apart_most_h")


def _refused(event: Event, why: Refusal) -> RefusedPhoto:
    return RefusedPhoto(event.text, event.name, event.id, why.code, why.why, why.retake)
