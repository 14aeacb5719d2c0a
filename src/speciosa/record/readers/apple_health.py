"""Apple Health: `export.xml`, or the `export.zip` that holds it, read piece by piece.

* Steps become one `activity` `walking` a local day, daylight one `sun` `exposure`. Phone and watch
  count the same walk: the source with the most stands for the day.
* Stretches asleep become one `sleep` `night`, on the day of waking up; a night goes from 18:00 to 18:00.
* Symptoms keep Apple's scale (``score_0_3``: not present, mild, moderate, severe); a symptom without a
  severity is present. A state of mind keeps its valence (``score_-1_1``), a PHQ-9 or GAD-7 its score.
* A workout becomes an `activity` in minutes.

Sums of a day have an id of their own, so that a later export of the same day corrects an earlier one.
What a diary has no place for is counted and named, not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from speciosa.record.readers.accounting import LeftAside, accounted
from speciosa.record.readers.apple_health_records import (
    Said,
    amount,
    mood_row,
    phototype_note,
    scale_row,
    symptom_row,
    when,
    workout_row,
)
from speciosa.record.readers.apple_health_types import (
    DAYLIGHT,
    MINUTES,
    SCALES,
    SLEEP,
    STATE_OF_MIND,
    STEPS,
    SYMPTOMS,
    short_type,
)
from speciosa.record.readers.daily_totals import DailySums, Nights, made_of
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.health_export_xml import Element, Source, elements
from speciosa.record.readers.json_record import plain
from speciosa.record.readers.unpacked import member_of, names_in
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused
from speciosa.values.timeline import format_moment

_MOST_BYTES = 16_000_000_000
_NIGHT_FROM_H = 18
_AWAKE = "{n} record{s} of time in bed or awake {were} left aside: only time asleep was added up"
_SILENT = frozenset({"ExportDate", "Me"})


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(b"PK"):
        return any(_is_export(name) for name in names_in(path))
    return b"<HealthData" in head or b"<!DOCTYPE HealthData" in head


def _is_export(name: str) -> bool:
    """The export itself: its folder's name is the same in every language, its own is not."""
    folder, _, file = name.rpartition("/")
    in_folder = folder.rpartition("/")[2] == "apple_health_export" and file.lower().endswith(".xml")
    return (in_folder or file.lower() == "export.xml") and not file.lower().endswith("_cda.xml")


def read(request: Request) -> Iterator[Found]:
    """Symptoms and the like as they come, then the sums of days.

    Raises
    ------
    EntryError : damaged, with entities in it, or no such export.
    """
    with request.file.open("rb") as opened:
        is_archive = opened.read(2) == b"PK"
    if is_archive:
        with member_of(request.file, _is_export, most_bytes=_MOST_BYTES, streamed=True) as member:
            yield from _read(member, request.file.name)
        return
    with request.file.open("rb") as opened:
        yield from _read(opened, request.file.name)


def _read(source: Source, where: str) -> Iterator[Found]:
    reader = _Reader()
    for element in elements(source, where):
        yield from reader.one(element)
    yield from reader.sums()
    yield from reader.aside.notes()


class _Reader:
    """Hands on what is an entry, adds up what counts by the day, and counts the rest."""

    def __init__(self) -> None:
        self._steps, self._daylight, self._nights = DailySums(), DailySums(), Nights()
        self._number = 0
        self.aside = LeftAside()

    def one(self, element: Element) -> Iterator[Found]:
        """What one element makes at once."""
        self._number = element.number
        said = element.attributes
        kind = short_type(said.get("type", "")) if element.name == "Record" else element.name
        if element.name == "Me":
            yield from phototype_note(said)
        elif kind in {STEPS, DAYLIGHT, SLEEP}:
            try:
                self._add_up(kind, said)
            except EntryError as problem:
                yield Refused(element.number, problem.reason)
        elif kind in SYMPTOMS:
            yield from accounted(element.number, symptom_row, kind, said)
        elif kind == STATE_OF_MIND:
            yield from accounted(element.number, mood_row, said)
        elif scale := SCALES.get(kind) or SCALES.get(short_type(said.get("type", ""))):
            yield from accounted(element.number, scale_row, scale, said)
        elif kind == "Workout":
            yield from accounted(element.number, workout_row, said)
        elif kind not in _SILENT:
            name = kind if re.fullmatch(r"\w{1,80}", kind) else "unknown"
            self.aside.add(f"{{n}} record{{s}} of type {name} {{were}} left aside: a diary has no place for {{them}}")

    def _add_up(self, kind: str, said: Said) -> None:
        begun = when(said, "startDate")
        source = said.get("sourceName", "")
        if kind == STEPS:
            self._steps.add(begun.day, source, amount(said))
        elif kind == DAYLIGHT:
            factor = MINUTES.get(said.get("unit", ""))
            if factor is None:
                raise EntryError("this time in daylight has no unit of time")
            self._daylight.add(begun.day, source, amount(said) * factor)
        elif "Asleep" not in said.get("value", ""):
            self.aside.add(_AWAKE)
        else:
            ended = when(said, "endDate")
            if not begun.at <= ended.at <= begun.at + timedelta(days=2):
                raise EntryError("this stretch of sleep ends before it begins, or lasts for days")
            offset = ended.at.utcoffset() or timedelta()
            evening = ended.at.hour >= _NIGHT_FROM_H
            day = (ended.at.date() + timedelta(days=int(evening))).isoformat()
            span = int(begun.at.timestamp()), int(ended.at.timestamp()), int(offset.total_seconds()) // 60
            self._nights.add(day, source, *span)

    def sums(self) -> Iterator[Found]:
        """One row a day and kind, and what they were made of."""
        first = self._number
        for total in self._steps.totals():
            yield self._of_day(Row(total.day, "activity", "walking", plain(total.total), "steps"), "steps", total.day)
        yield from made_of(self._steps.records, "steps", self._number - first, "day")
        first = self._number
        for total in self._daylight.totals():
            yield self._of_day(Row(total.day, "sun", "exposure", plain(total.total / 60), "h"), "daylight", total.day)
        yield from made_of(self._daylight.records, "time in daylight", self._number - first, "day")
        first = self._number
        for night in self._nights.totals():
            time = format_moment(night.ended_s, night.offset_min)
            yield self._of_day(Row(time, "sleep", "night", plain(night.asleep_s / 3600), "h"), "sleep", night.day)
        yield from made_of(self._nights.records, "sleep", self._number - first, "night")

    def _of_day(self, row: Row, what: str, day: str) -> Row:
        self._number += 1
        return row._replace(id=f"apple-{what}-{day}", line=self._number)


FORMAT = Format("apple-health", "Apple Health (export.zip or export.xml)", _recognises, read)
