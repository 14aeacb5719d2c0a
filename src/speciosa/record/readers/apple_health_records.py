"""Single records of an Apple Health export as rows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from speciosa.record.readers.accounting import noted
from speciosa.record.readers.apple_health_types import MINUTES, PHOTOTYPES, in_words, severity_of
from speciosa.record.readers.format import Note
from speciosa.record.readers.json_record import plain
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_TIME = re.compile(r"^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2}):?(\d{2})$")
_PHOTOTYPE = "HKCharacteristicTypeIdentifierFitzpatrickSkinType"
Said = dict[str, str]
"""The attributes of one record."""


class When(NamedTuple):
    """A time as ISO 8601 and as an instant with its offset."""

    iso: str
    at: datetime

    @property
    def day(self) -> str:
        return self.iso[:10]


def symptom_row(kind: str, said: Said) -> Row:
    """A symptom on Apple's own scale."""
    begun, found = when(said, "startDate"), severity_of(said.get("value", ""))
    if found is None:
        raise EntryError("this symptom's severity is not known here")
    value, words = found
    return Row(
        begun.iso,
        "symptom",
        in_words(kind),
        value,
        "score_0_3",
        recorded=_recorded(said),
        note=noted(words, _until(said)),
    )


def mood_row(said: Said) -> Row:
    """A state of mind: its valence, from -1 to 1."""
    valence = said.get("valence") or said.get("value", "")
    if not valence:
        raise EntryError("this state of mind has no valence")
    labels = [said[key] for key in ("labels", "associations", "kind") if said.get(key)]
    return Row(
        when(said, "startDate").iso,
        "rating",
        "mood",
        valence,
        "score_-1_1",
        recorded=_recorded(said),
        note=noted(*labels),
    )


def scale_row(name: str, said: Said) -> Row:
    """A scored questionnaire."""
    time = when(said, "startDate" if "startDate" in said else "date").iso
    return Row(time, "scale", name, said.get("value") or said.get("score", ""), recorded=_recorded(said))


def workout_row(said: Said) -> Row:
    """A workout in minutes."""
    name = in_words(said.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType"))
    name = "workout" if name == "other" else name
    factor = MINUTES.get(said.get("durationUnit", "min"))
    if factor is None:
        raise EntryError("this workout's duration has no unit of time")
    minutes = plain(round(amount(said, "duration") * factor, 3)) if said.get("duration") else ""
    return Row(when(said, "startDate").iso, "activity", name, minutes, "min", recorded=_recorded(said))


def phototype_note(said: Said) -> Iterator[Note]:
    """What the person entered as their skin type, for them to take over."""
    found = PHOTOTYPES.get(said.get(_PHOTOTYPE, "").removeprefix("HKFitzpatrickSkinType"))
    if found:
        yield Note(f"Apple Health says skin type {found}: if that is right, write phototype = {found} into person.toml")


def when(said: Said, key: str) -> When:
    """One of the record's times.

    Raises
    ------
    EntryError : missing, or no time.
    """
    found = _TIME.match(said.get(key, ""))
    if not found:
        raise EntryError(f"this record has no {key} that can be read")
    iso = f"{found[1]}T{found[2]}{found[3]}:{found[4]}"
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        raise EntryError(f"its {key} is not a time that exists") from None
    if not 1000 < at.year < 9999:
        raise EntryError(f"its {key} is not a time that exists")
    return When(iso, at)


def _recorded(said: Said) -> str:
    return when(said, "creationDate").iso if said.get("creationDate") else ""


def _until(said: Said) -> str:
    ended = said.get("endDate", "")
    return f"until {when(said, 'endDate').iso}" if ended and ended != said.get("startDate") else ""


def amount(said: Said, key: str = "value") -> float:
    """A number that is zero or more.

    Raises
    ------
    EntryError : it is not.
    """
    try:
        number = float(said.get(key, "").replace("_", "?"))
    except ValueError:
        number = math.nan
    if not 0 <= number < 1e9:
        raise EntryError(f"its {key} is not an amount")
    return number
