"""One entry: the row object at the door (validated) and on the page (shown)."""

from __future__ import annotations

import math
from hashlib import blake2b
from typing import Any, NamedTuple

from speciosa.record.kinds import Answer, Food, Kind, Reason
from speciosa.values.timeline import Precision, format_moment


class Event(NamedTuple):
    """One validated entry of a diary.

    `time_s`: UTC seconds; `offset_min`: local minus UTC, minutes. `value`: number in `unit`, NaN
    unless `answer` is GIVEN. `text`: the value of kinds that hold words. `recorded_s`: when it was
    written down. `id`: stable; `supersedes`: the id of the entry that this one corrects, or empty.
    `line`: physical line in the file that it came from, 0 if none.
    """

    time_s: int
    offset_min: int
    kind: Kind
    name: str
    value: float = math.nan
    answer: Answer = Answer.NONE
    text: str = ""
    unit: str = ""
    reason: Reason = Reason.NOT_SAID
    food: Food = Food.NOT_SAID
    precision: Precision = Precision.CLOCK
    recorded_s: int = 0
    id: str = ""
    supersedes: str = ""
    note: str = ""
    line: int = 0

    @property
    def local_time(self) -> str:
        """ISO 8601 with offset."""
        return format_moment(self.time_s, self.offset_min)


def content_id(event: Event) -> str:
    """An id made of what the entry says: equal entries get equal ids, so they are one event.

    The physical line does not count.

    Examples
    --------
    >>> pain = Event(0, 0, Kind.RATING, "pain", 6.0, Answer.GIVEN, unit="nrs")
    >>> content_id(pain) == content_id(pain._replace(line=7)) != content_id(pain._replace(value=5.0))
    True
    """
    when = (event.time_s, event.offset_min, event.recorded_s)
    return id_of(when, said_form(event[2:11]), event.supersedes, event.note)


def said_form(said: tuple[Any, ...]) -> str:
    """One text for the fields from `kind` to `precision`, the same for the same words."""
    return "%s\x1f%s\x1f%r\x1f%d\x1f%s\x1f%s\x1f%d\x1f%d\x1f%d" % said  # noqa: UP031  (enums by their number)


def id_of(when: tuple[int, int, int], said: str, supersedes: str, note: str) -> str:
    """The id of an entry with this time, offset and time of recording that says this."""
    time_s, offset_min, recorded_s = when
    text = f"{time_s} {offset_min} {recorded_s}\x1f{said}\x1f{supersedes}\x1f{note}"
    return "e" + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
