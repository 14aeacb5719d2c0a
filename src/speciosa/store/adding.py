"""Which of the entries that arrive are new: sent twice is sent once, erased stays erased, nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from speciosa.record import Event
from speciosa.record.event import content_id
from speciosa.store import erased_rows
from speciosa.store.chains import ask, chain_of, parts_of, rows_with
from speciosa.store.entry_row import event_of, insert
from speciosa.store.models import Entry, Record
from speciosa.store.opening import arrived_s

ERASED = "this entry was erased here, so it was not kept"
AIM_ERASED = "the entry that it corrects was erased here, so it was not kept"
CIRCLE = "these corrections lead back to themselves; make a new entry instead"
OTHER_WORDS = "This entry was here already with other words. Both are kept, and the later one stands. Is that right?"


may_be_written: list[Callable[[Record, Sequence[Event], str], Sequence[str]]] = []
"""Each is asked about what arrives and its origin, while the record is held: it says of each entry why it is not kept,
or nothing; where nothing at all may be written now, it raises `EntryError`."""
when_written: list[Callable[[Record, Sequence[Event]], object]] = []
"""Each is called with a record and what is new in it, within the transaction that writes it."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one row.

    `event`: the entry, None where it was refused. `is_new` False: it was here already, or is not kept. `why`: why it
    is not kept. `ask`: what to ask the person about it, or empty. Whatever it says, whoever sent it need not send it
    again.
    """

    event: Event | None
    is_new: bool
    why: str = ""
    ask: str = ""


def write_events(record: Record, events: Sequence[Event], *, origin: str) -> list[Added]:
    """Write entries that were checked at the door; the caller holds the transaction.

    - The same entry again is not written again.
    - Other words under an id that is here are a later version of that entry: they are kept under an id made of both,
      as its correction, with a question.
    - An id that was erased, and whatever corrects it, is not kept.
    - A correction may arrive before what it corrects.

    Raises
    ------
    EntryError : nothing may be written to this record now (`may_be_written`).
    """
    serialise(record)
    whys = _refusals(record, events, origin)
    shelf = _Shelf(record, [event for event, why in zip(events, whys, strict=True) if not why])
    added = [
        Added(None, is_new=False, why=why) if why else shelf.take(event)
        for event, why in zip(events, whys, strict=True)
    ]  # fmt: skip
    now_s = arrived_s()
    if shelf.late:  # what corrects them may have arrived first: whatever the order, the same stays
        erased_rows.take_out(ask, record.pk, shelf.late, now_s)
    insert(record, shelf.fresh, origin=origin, entered_s=now_s)
    for each in when_written if shelf.fresh else ():
        each(record, shelf.fresh)
    return added


def serialise(record: Record) -> None:
    """Let one writer of a record wait for the other; an own store's file does so by itself."""
    Record.objects.select_for_update().get(pk=record.pk)


def other_id(event: Event) -> str:
    """The id under which other words than those that are here are kept: the same for the same words."""
    return f"{event.id}~{content_id(event)[1:]}"


def known_of(record: Record, ids: Iterable[str]) -> dict[str, Event]:
    """Those of some entries that are here, by id."""
    statement = "SELECT entry_id FROM store_entry WHERE record_id = %s AND entry_id IN"
    here = [each for (each,) in rows_with(ask, statement, record.pk, ids)]  # most are new: none of them has to be read
    return {
        row.entry_id: event_of(row)
        for part in parts_of(here)
        for row in Entry.objects.filter(record=record, entry_id__in=part)
    }


def erased_of(record: Record, ids: Iterable[str]) -> set[str]:
    """Those of some ids that were erased."""
    statement = "SELECT entry_id FROM store_erasure WHERE record_id = %s AND entry_id IN"
    return {each for (each,) in rows_with(ask, statement, record.pk, ids)}


class _Shelf:
    """What the store holds of what some entries name, and what comes to it."""

    def __init__(self, record: Record, events: Sequence[Event]) -> None:
        named = Counter(each.id for each in events)
        aims = {each.supersedes for each in events} - {""}
        self._record = record
        self._known = known_of(record, named)
        twice = [each for each in events if each.id in self._known or named[each.id] > 1]
        self._known |= known_of(record, map(other_id, twice))
        self._erased = erased_of(record, {*named, *aims, *map(other_id, twice)})
        self._aims = aims | _corrected(record, [each.id for each in events if each.supersedes])
        self.fresh: list[Event] = []
        self.late = _late(events, self._erased)
        self._erased |= self.late

    def take(self, event: Event) -> Added:
        if event.id in self._erased:
            return Added(event, is_new=False, why=AIM_ERASED if event.id in self.late else ERASED)
        known = self._known.get(event.id)
        if known is None:
            return self._put(event)
        if content_id(known) == content_id(event):
            return Added(known, is_new=False)
        other = event._replace(id=other_id(event), supersedes=event.id)
        if other.id in self._known:
            return Added(self._known[other.id], is_new=False)
        return self._put(other, ask=OTHER_WORDS)

    def _put(self, event: Event, ask: str = "") -> Added:
        if event.supersedes and self._leads_back(event):
            return Added(None, is_new=False, why=CIRCLE)
        self._known[event.id] = event
        self.fresh.append(event)
        return Added(event, is_new=True, ask=ask)

    def _leads_back(self, event: Event) -> bool:
        """Whether what it corrects is, in the end, itself."""
        if event.id not in self._aims:  # nothing corrects it yet
            return event.id == event.supersedes
        aims = {each: event.supersedes for each, event in self._known.items()}
        aims |= {row.id: row.supersedes for row in known_of(
            self._record, chain_of(self._record.pk, [event.id, event.supersedes, *aims.values()])
        ).values()}  # fmt: skip
        at = event.supersedes
        while at and at != event.id:
            at = aims.get(at, "")
        return at == event.id


def _refusals(record: Record, events: Sequence[Event], origin: str) -> list[str]:
    """Why each is not kept; empty where it may be."""
    whys = [""] * len(events)
    for each in may_be_written:
        whys = [why or more for why, more in zip(whys, each(record, events, origin), strict=True)]
    return whys


def _corrected(record: Record, ids: Iterable[str]) -> set[str]:
    """Those of some ids that an entry here corrects."""
    statement = "SELECT supersedes FROM store_entry WHERE record_id = %s AND supersedes <> '' AND supersedes IN"
    return {each for (each,) in rows_with(ask, statement, record.pk, ids)}


def _late(events: Sequence[Event], erased: set[str]) -> set[str]:
    """Those that correct what was erased, straight or by way of one another."""
    late: set[str] = set()
    while more := {each.id for each in events if each.supersedes in erased | late} - erased - late:
        late |= more
    return late
