"""Which versions of another app's records a diary holds already.

An imported entry's id ends in a hash of what the app said (``journal-17-Kratom~1f0c...``), a later
version's also holds its number (``~2~9ab3...``). So the app's record can be compared with what the
app said last time, whatever the person did with the entry since then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from speciosa.record.columns import Columns
from speciosa.record.event import Event, id_of, said_form
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_HAS_OFFSET = re.compile(r"(Z|z|[+-]\d{2}:?\d{2})$")
_ASK = "This record was changed in the app, and in your diary too. What stands in your diary was kept. Is that right?"


class _Version(NamedTuple):
    number: int
    said: str
    id: str


class Versions:
    """Tells new records, edited ones and known ones apart.

    Parameters
    ----------
    history : every entry of the diary.
    now_s : when the import takes place; an edit is known from then on.
    ask : called with (code, question, event) where app and diary were both changed.
    """

    def __init__(self, history: Columns, *, now_s: int, ask: Callable[[str, str, Event], None]) -> None:
        self._now_s, self._ask = now_s, ask
        ids = history.id.tolist()
        self._known = dict.fromkeys(ids)
        self._corrected = set(history.supersedes.used())
        self._latest: dict[str, _Version] = {}
        self._seen: dict[str, str] = {}
        self.new = self.corrected = 0
        for each in ids:
            base, _, rest = each.partition("~")
            if rest:
                number, _, said = rest.rpartition("~")
                self._remember(base, _Version(int(number) if number.isdecimal() else 1, said, each))

    def fresh(self, row: Row, event: Event) -> Event | None:
        """The entry to add, with its id: a new one, or a correction of what it was; None if it is known.

        Raises
        ------
        EntryError : the file gives one id to two different records.
        """
        said = _said(row, event)
        base = row.id.strip().replace("~", "-")
        if not base:
            return self._new(event._replace(id=f"i{said}"))
        if self._seen.setdefault(base, said) != said:
            raise EntryError(
                "its id stands twice in this file, with different words", todo="look which of the two is right"
            )
        latest = self._latest.get(base)
        if latest is None:
            self._remember(base, _Version(1, said, f"{base}~{said}"))
            return self._new(event._replace(id=f"{base}~{said}"))
        if latest.said == said:
            return None
        if latest.id in self._corrected:
            self._ask("changed_in_both", _ASK, event._replace(id=latest.id))
            return None
        version = _Version(latest.number + 1, said, f"{base}~{latest.number + 1}~{said}")
        self._remember(base, version)
        self.corrected += 1
        recorded_s = max(self._now_s, event.recorded_s)
        return event._replace(id=version.id, supersedes=latest.id, recorded_s=recorded_s)

    def _new(self, event: Event) -> Event | None:
        if event.id in self._known:
            return None
        self._known[event.id] = None
        self.new += 1
        return event

    def _remember(self, base: str, version: _Version) -> None:
        if base not in self._latest or self._latest[base].number < version.number:
            self._latest[base] = version


def _said(row: Row, event: Event) -> str:
    """A hash of what the app said. A bare local time counts as it is written, in whatever zone it is read."""
    bare = not _HAS_OFFSET.search(row.time.strip())
    when = (event.time_s + event.offset_min * 60, 0, 0) if bare else (event.time_s, event.offset_min, 0)
    return id_of(when, said_form(event[2:11]), row.recorded.strip(), row.note.strip())[1:]
