"""Adding to the record: an entry is checked at the record's own door, written once, and never changed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import numpy as np
from django.db import transaction

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Event, Kind
from speciosa.record.amend import amend
from speciosa.record.door import Door
from speciosa.record.kinds import RETRACTED
from speciosa.record.row import Row, readable
from speciosa.store.adding import Added, write_events
from speciosa.store.chains import chain_of, parts_of
from speciosa.store.details import person_of, products_of
from speciosa.store.diary import without_lost_aims
from speciosa.store.entry_row import event_of
from speciosa.store.models import Entry, Record
from speciosa.store.whose import own_record
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment, offset_at

__all__ = [
    "Added",
    "add_all",
    "add_row",
    "add_rows",
    "correct",
    "find",
    "fresh_id",
    "history_of",
    "in_order",
    "is_retraction",
    "last_of",
    "newest_key",
    "now_offset",
    "own_record",
    "standing_since",
    "take_back",
    "write_events",
]


def fresh_id() -> str:
    """An id for an entry that is made here."""
    return "a" + secrets.token_hex(10)


def add_row(record: Record, row: Row, knowledge: Knowledge, *, origin: str = "app") -> Event:
    """Write one entry down.

    Raises
    ------
    EntryError : the row can't be understood, or what it corrects was erased; nothing was written.
    """
    return add_all(record, [row], knowledge, origin=origin)[0]


def add_rows(record: Record, rows: Iterable[Row], knowledge: Knowledge, *, origin: str = "app") -> list[Added]:
    """Write entries down, in one step: all that can be understood, or none if the process is killed.

    Sent again, in any order and any number of times, they are written once: see `adding.write_events`.
    """
    door = Door(knowledge, person_of(record).zone, products=products_of(record))
    admitted = [_admitted(door, row) for row in rows]
    with transaction.atomic():
        written = iter(write_events(record, [each for each in admitted if isinstance(each, Event)], origin=origin))
    return [
        next(written) if isinstance(each, Event) else Added(None, is_new=False, why=each.reason) for each in admitted
    ]


def add_all(record: Record, rows: Iterable[Row], knowledge: Knowledge, *, origin: str = "app") -> list[Event]:
    """Write entries down, all or none.

    Raises
    ------
    EntryError : one can't be understood, or what it corrects was erased; nothing was written.
    """
    with transaction.atomic():
        return [_kept(each) for each in add_rows(record, rows, knowledge, origin=origin)]


def correct(record: Record, entry_id: str, row: Row, knowledge: Knowledge, *, origin: str = "app") -> Event:
    """Write what an entry should have said: it stands from now on, and what stood stays in the history.

    What is corrected is the version that stands now: the later of two tabs has the last word, whatever the clock says.

    Raises
    ------
    EntryError : there is no such entry, or the row can't be understood; nothing was written.
    """
    with transaction.atomic():
        return add_row(record, row._replace(supersedes=last_of(record, entry_id).id), knowledge, origin=origin)


def take_back(record: Record, entry_id: str, knowledge: Knowledge, *, now_s: int) -> Event:
    """Take an entry back: it stays in the history and no longer stands. Taken back twice it is taken back once.

    Raises
    ------
    EntryError : there is no such entry.
    """
    with transaction.atomic():
        stood = last_of(record, entry_id)
        if is_retraction(stood):
            return stood
        when = format_moment(now_s, now_offset(record, now_s, stood.offset_min))
        row = Row(when, Kind.EVENT.value, RETRACTED, supersedes=stood.id, recorded=when)
        return add_row(record, row, knowledge)


def find(record: Record, entry_id: str) -> Event:
    """One entry by its id, whether it stands or not.

    Raises
    ------
    EntryError : there is no such entry.
    """
    row = Entry.objects.filter(record=record, entry_id=entry_id).first()
    if row is None:
        raise EntryError("this entry is not here", todo="go back and look at the list again")
    return event_of(row)


def history_of(record: Record, entry_id: str) -> list[Event]:
    """Every version of an entry in the order in which they were written here, retractions among them.

    Raises
    ------
    EntryError : there is no such entry.
    """
    find(record, entry_id)
    return _events(record, chain_of(record.pk, [entry_id]))


def last_of(record: Record, entry_id: str) -> Event:
    """The version of an entry that has the last word now, be it a retraction.

    Raises
    ------
    EntryError : there is no such entry.
    """
    versions = history_of(record, entry_id)
    columns = in_order(versions)
    last = columns.id[int(np.flatnonzero(amend(columns).standing)[0])]
    return next(each for each in versions if each.id == last)


def in_order(events: Iterable[Event]) -> Columns:
    """Whole chains of versions in the order of the diary; their place there ends a tie, as in `diary_of`.

    Parameters
    ----------
    events : in the order in which they were written here.
    """
    ordered = sorted(events, key=lambda each: (each.time_s, each.recorded_s))
    return Columns.of(each._replace(line=at) for at, each in enumerate(ordered, start=1))


def standing_since(record: Record, since_s: int) -> list[Event]:
    """The entries from an instant on that stand, latest first: what Today shows. Small: the whole diary is not read."""
    # an entry that stands may correct one that lies earlier, and be corrected by one that does
    near = Entry.objects.filter(record=record, time_s__gte=since_s).values_list("entry_id", flat=True)
    chains = without_lost_aims(in_order(_events(record, chain_of(record.pk, near))))
    standing = reversed(list(Diary(chains).entries))
    return [each._replace(line=0) for each in standing if each.time_s >= since_s]


def is_retraction(event: Event) -> bool:
    """Whether it takes another entry back."""
    return event.kind is Kind.EVENT and event.name == RETRACTED and bool(event.supersedes)


def now_offset(record: Record, now_s: int, otherwise: int) -> int:
    """Local time minus UTC where the person is, minutes; `otherwise` for who named no zone."""
    zone = person_of(record).zone
    return offset_at(now_s, zone) if zone else otherwise


def newest_key(record: Record) -> int:
    """The key of the newest entry, 0 where there is none: what an answer was made from."""
    return Entry.objects.filter(record=record).order_by("-pk").values_list("pk", flat=True).first() or 0


def _admitted(door: Door, row: Row) -> Event | EntryError:
    try:
        named = row if row.id.strip() else row._replace(id=fresh_id())
        return door.admit(Row._make((*readable(list(named[:-1])), named.line)))
    except EntryError as problem:
        return problem


def _kept(added: Added) -> Event:
    if added.event is None or added.why:
        raise EntryError(added.why)
    return added.event


def _events(record: Record, ids: Iterable[str]) -> list[Event]:
    """Those that are here, in the order in which they were written."""
    rows = [row for part in parts_of(ids) for row in Entry.objects.filter(record=record, entry_id__in=part)]
    return [event_of(row) for row in sorted(rows, key=lambda row: row.pk)]
