"""Daylio's own backup (`.daylio`): a zip with one file, the base64 of JSON.

Better than its CSV, because it knows each entry's offset and the order of the moods: group 1 is the
best of five, group 5 the worst. A mood becomes a `rating` on ``score_1_5`` where 5 is best; its own
name, if the person gave one, stays in the note. A tag becomes an `activity` that took place; one that is the whole
name of a kratom or 7-OH product, a `dose` of unknown amount.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, noted
from speciosa.record.readers.daylio_csv import plain_text
from speciosa.record.readers.epoch_time import at_epoch
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.intake import ticked
from speciosa.record.readers.json_record import Fields, decode_json, each_of, plain
from speciosa.record.readers.unpacked import member_of, names_in
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_MEMBER = "backup.daylio"
_MOST_BYTES = 200_000_000
_ASIDE = {
    "assets": "{n} photo{s} or recording{s} {were} left aside",
    "goalEntries": "{n} mark{s} of Daylio goals {were} left aside: a diary has no place for {them}",
    "scales": "{n} scale{s} {were} left aside: nobody here has seen how a backup keeps their answers",
    "scaleEntries": "{n} answer{s} on scales {were} left aside: nobody here has seen how a backup keeps them",
}


def _recognises(path: Path, head: bytes) -> bool:
    return head.startswith(b"PK") and _MEMBER in names_in(path)


def read(request: Request) -> Iterator[Found]:
    """Each entry: its mood, then its tags.

    Raises
    ------
    EntryError : damaged, too large, or no such backup.
    """
    with member_of(request.file, lambda name: name == _MEMBER, most_bytes=_MOST_BYTES) as member:
        packed = member.read(_MOST_BYTES + 1)
    try:
        data = base64.b64decode(b"".join(packed.split()), validate=True)
    except (binascii.Error, ValueError):
        raise EntryError(
            "this backup is damaged (no base64)", where=request.file.name, todo="export it again"
        ) from None
    top = Fields(decode_json(data, request.file.name), "this backup")
    if not top.has("dayEntries"):
        raise EntryError("this backup holds no entries list", where=request.file.name, todo="export it again")
    aside = LeftAside()
    reader = _Entries(top, request.zone, request.knowledge, aside)
    yield from each_of(top, "dayEntries", reader.rows, count(1))
    for key, what in _ASIDE.items():
        others = top.get(key)
        aside.add(what, len(others) if isinstance(others, list) else 0)
    yield from aside.notes()


class _Entries:
    """Reads entries with the backup's lists of moods and tags."""

    def __init__(self, top: Fields, zone: ZoneInfo, knowledge: Knowledge, aside: LeftAside) -> None:
        self._zone, self._knowledge, self._aside = zone, knowledge, aside
        self._moods = {each.word("id"): each for each in self._listed(top, "customMoods")}
        self._tags = {each.word("id"): each.text("name").strip() for each in self._listed(top, "tags")}

    def rows(self, value: object) -> Iterator[Row]:
        """One entry of a day."""
        said = Fields(value, "this entry")
        time, own = self._time(said), said.word("id")
        key = f"daylio-{own}" if own else ""
        words = noted(plain_text(said.text("note_title")), plain_text(said.text("note")))
        mood = said.word("mood")
        if mood:
            score, called = self._mood(mood)
            note = noted(words, f"mood: {called}" if called else "")
            yield Row(time, "rating", "mood", score, "score_1_5", id=key, note=note)
        elif words:
            yield Row(time, "event", "note", id=key, note=words)
        for tag in said.items("tags"):
            name = self._tags.get(plain(tag) if isinstance(tag, int | float) else str(tag), "")
            if name:
                row = ticked(time, name, self._knowledge, self._aside)
                yield row._replace(id=f"{key}-tag-{tag}" if key else "")
            else:
                self._aside.add("{n} tag{s} of entries that the backup no longer names {were} left aside")

    def _mood(self, mood: str) -> tuple[str, str]:
        """Score with 5 as the best, and the name that the person gave to it."""
        said = self._moods.get(mood)
        group = said.number("mood_group_id") if said else None
        if said is None or group not in {1, 2, 3, 4, 5}:
            self._aside.add("{n} mood{s} that the backup's own list lacks {stand} as unknown")
            return "unknown", f"number {mood} of the app"
        return plain(6 - group), said.text("custom_name").strip()

    def _time(self, said: Fields) -> str:
        """The wall clock that the app shows, with the offset that it kept."""
        parts = [said.number(key) for key in ("year", "month", "day", "hour", "minute")]
        offset_ms, instant_ms = said.number("timeZoneOffset"), said.number("datetime")
        if None in parts:
            if instant_ms is None:
                raise EntryError("this entry has no time")
            return at_epoch(instant_ms / 1000, self._zone, None if offset_ms is None else offset_ms / 1000)
        if any(part is not None and (not part.is_integer() or not 0 <= part <= 9999) for part in parts):
            raise EntryError("this is not a time that exists")
        year, month, day, hour, minute = (int(part or 0) for part in parts)
        local = f"{year:04d}-{month + 1:02d}-{day:02d}T{hour:02d}:{minute:02d}"
        return local if offset_ms is None else local + _offset(offset_ms)

    def _listed(self, top: Fields, key: str) -> Iterator[Fields]:
        for each in top.items(key):
            try:
                said = Fields(each)
                said.word("id"), said.text("name"), said.text("custom_name")
            except EntryError:
                self._aside.add(f"{{n}} item{{s}} of the backup's list {key} could not be read")
            else:
                yield said


def _offset(milliseconds: float) -> str:
    minutes, rest = divmod(milliseconds, 60_000)
    if rest or abs(minutes) > 15 * 60:
        raise EntryError("no place on earth has this offset from UTC")
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{int(minutes) // 60:02d}:{int(minutes) % 60:02d}"


FORMAT = Format("daylio-backup", "Daylio backup (.daylio)", _recognises, read)
