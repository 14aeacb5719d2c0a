"""The example person's photos in their diary: an entry a photo, and the questions of a session answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Event, Kind
from speciosa.simulate.entry import entry
from speciosa.simulate.person import SimulatedPerson
from speciosa.simulate.skin_year import PlannedPhoto
from speciosa.values.timeline import Moment

PHOTO_FOLDER = "photos"
_SESSIONS_A_QUESTION = 4  # and only once the person keeps a diary at all


def with_photos(person: SimulatedPerson, year: tuple[PlannedPhoto, ...], knowledge: Knowledge) -> SimulatedPerson:
    """The same person, who took photos as well.

    Parameters
    ----------
    year : of `skin_year.photo_year`; its clock times are those of the person's time zone.
    """
    diary = person.diary
    zone = diary.person.zone or ZoneInfo("UTC")
    first_s = int(diary.history.time_s[0])
    asked = (each for each in _entries(year, zone, knowledge) if each.kind is Kind.PHOTO or each.time_s > first_s)
    added = [each._replace(id=f"photo{number:04d}") for number, each in enumerate(asked, start=1)]
    columns = Columns.of([*diary.history, *added])
    return replace(person, diary=Diary(columns, diary.person, diary.products))


def _entries(year: tuple[PlannedPhoto, ...], zone: ZoneInfo, knowledge: Knowledge) -> Iterator[Event]:
    """Photos, and with every fourth session and the last one the questions, each answered with no."""
    days = sorted({each.day for each in year})
    asked = {*days[::_SESSIONS_A_QUESTION], *days[-1:]}
    for photo in year:
        when = _moment(photo.at, zone)
        yield entry(when, Kind.PHOTO, photo.site, text=f"{PHOTO_FOLDER}/{photo.name}")
        if photo.day in asked:
            asked.discard(photo.day)
            for question in knowledge.skin_questions:
                yield entry(when, Kind.SYMPTOM, question.key, 0.0, "nrs")


def _moment(at: datetime, zone: ZoneInfo) -> Moment:
    there = at.replace(tzinfo=zone)
    offset = there.utcoffset()
    return Moment(int(there.astimezone(UTC).timestamp()), 0 if offset is None else int(offset.total_seconds() // 60))
