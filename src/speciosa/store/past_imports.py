"""Past imports: what each brought, and taking one back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.record.kinds import RETRACTED
from speciosa.record.row import Row
from speciosa.store import entries
from speciosa.store.as_row import row_of
from speciosa.store.entry_row import event_of
from speciosa.store.models import Detail, Entry, Record
from speciosa.store.opening import arrived_s
from speciosa.values.errors import EntryError

_NAME = "import "
_PART = 500


@dataclass(frozen=True, slots=True)
class Past:
    """One import.

    Parameters
    ----------
    token : stands in the origin of each of its entries. file : the file's name. title : its kind, for people.
    at_s : when, UTC seconds. rows, kept, refused, merged : in the source's own rows; kept + refused + merged = rows.
    entries, corrected, photos : what came of them; `corrected` of the entries correct an earlier import's. erased :
    entries that were left out, because they were erased here before. whys : each reason for refusing, with the lines.
    first_day, last_day : local days, since 1970-01-01. taken_back : entries that no longer stand.
    """

    token: str
    file: str
    format_name: str
    title: str
    zone_name: str
    at_s: int
    rows: int
    kept: int
    refused: int
    merged: int
    entries: int
    corrected: int = 0
    photos: int = 0
    erased: int = 0
    whys: tuple[tuple[str, tuple[int, ...]], ...] = ()
    first_day: int | None = None
    last_day: int | None = None
    taken_back: int | None = None

    @property
    def origin(self) -> str:
        """What stands beside each of its entries."""
        return f"import {self.format_name} {self.token}"


def past_imports(record: Record) -> list[Past]:
    """All of them, the latest first; one whose entries were all erased is forgotten with them."""
    found = Detail.objects.filter(record=record, name__startswith=_NAME).order_by("pk")
    bodies = dict(found.values_list("name", "body"))  # the latest word of a name stands
    return sorted((_past(each) for each in reversed(bodies.values())), key=lambda each: -each.at_s)


def past_import(record: Record, token: str) -> Past:
    """One of them.

    Raises
    ------
    EntryError : there is none of this name.
    """
    for each in past_imports(record):
        if each.token == token:
            return each
    raise EntryError("this import is not here", todo="go back and look at the list again")


def keep_past(record: Record, past: Past) -> None:
    """Write it down; the latest word of a token stands."""
    body = json.dumps(asdict(past))
    Detail.objects.create(record=record, name=f"{_NAME}{past.token}", body=body, entered_s=arrived_s())


def standing_of(record: Record, past: Past) -> list[str]:
    """Ids of its entries that nobody has corrected or taken back since."""
    ids = Entry.objects.filter(record=record, origin=past.origin).exclude(kind=Kind.EVENT.value, name=RETRACTED)
    later = Entry.objects.filter(record=record).exclude(supersedes="").values_list("supersedes", flat=True)
    followed = set(later)
    return [each for each in ids.order_by("pk").values_list("entry_id", flat=True) if each not in followed]


def ids_of(record: Record, past: Past) -> list[str]:
    """Ids of all entries that it brought and that are here."""
    return list(Entry.objects.filter(record=record, origin=past.origin).values_list("entry_id", flat=True))


def take_import_back(record: Record, past: Past, *, when: str) -> int:
    """Take its entries back: how many. What the person corrected since stays as they said it.

    An entry that corrected one of an earlier import gives way to what stood there before.

    Parameters
    ----------
    when : the instant of asking, ISO 8601 with offset.
    """
    ids = standing_of(record, past)
    with transaction.atomic():
        for at in range(0, len(ids), _PART):
            found = Entry.objects.filter(record=record, entry_id__in=ids[at : at + _PART])
            rows = [_undoing(record, event_of(each), past.origin, when) for each in found]
            entries.add_all(record, rows, load_knowledge())
        keep_past(record, _with_taken_back(past, (past.taken_back or 0) + len(ids)))
    return len(ids)


def _undoing(record: Record, event: Event, origin: str, when: str) -> Row:
    """The row after which an entry is as it was before the import: not there, or as an earlier import had it."""
    aim = event.supersedes
    while aim:
        before = Entry.objects.get(record=record, entry_id=aim)
        if before.origin != origin:
            return row_of(event_of(before))._replace(supersedes=event.id, recorded=when)
        aim = before.supersedes
    return Row(when, Kind.EVENT.value, RETRACTED, supersedes=event.id, recorded=when)


def _with_taken_back(past: Past, number: int) -> Past:
    return replace(past, taken_back=number)


def _past(body: str) -> Past:
    said = json.loads(body)
    known = {each.name for each in fields(Past)}
    whys = tuple((why, tuple(lines)) for why, lines in said.get("whys", ()))
    return Past(**{key: value for key, value in said.items() if key in known} | {"whys": whys})
