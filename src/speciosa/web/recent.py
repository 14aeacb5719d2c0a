"""What stands in the record lately, by small queries: today's entries, the last doses, a page of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from speciosa.knowledge import load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.record.amend import amend
from speciosa.store import entries
from speciosa.store.chains import chain_of
from speciosa.store.details import products_of
from speciosa.store.entry_row import event_of
from speciosa.store.models import Entry, Record
from speciosa.values.timeline import DAY_S
from speciosa.web.asking import odd_amounts
from speciosa.web.local_clock import offset_min

A_PAGE = 60
"""Entries on one page of the list."""
_LOOKED_AT = 30
_TRIAL = "trial capsule"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list. `events`: latest first. `older`: id of the entry after which the next page begins."""

    events: tuple[Event, ...]
    older: str


def day_start_s(record: Record, now: int) -> int:
    """Local midnight of the day of an instant, UTC seconds."""
    shift = 60 * offset_min(record, now)
    return (now + shift) // DAY_S * DAY_S - shift


def todays(record: Record, now: int) -> list[Event]:
    """Today's entries that stand, earliest first; a trial's plan is no entry of a day."""
    found = entries.standing_since(record, day_start_s(record, now))
    return [each for each in reversed(found) if each.time_s <= now + DAY_S and each.kind is not Kind.ASSIGNMENT]


def since(record: Record, since_s: int) -> list[Event]:
    """What stands from an instant on, latest first."""
    return entries.standing_since(record, since_s)


def last_doses(record: Record) -> list[Event]:
    """The latest doses of kratom that can be repeated, latest first: with an amount that nobody would ask about; a
    trial's capsules are not among them.
    """
    known, knowledge = Diary(Columns.of(()), products=products_of(record)), load_knowledge()
    doses = [
        each
        for each in _lately(record, Kind.DOSE)
        if each.answer is Answer.GIVEN
        and each.value > 0
        and each.name != _TRIAL
        and known.is_kratom(each.name, knowledge)
    ]
    odd = odd_amounts(record, doses)
    return [each for each in doses if each.id not in odd]


def last_symptoms(record: Record) -> list[str]:
    """The words of the latest symptoms that stand, each once, the latest first."""
    return list(dict.fromkeys(each.name for each in _lately(record, Kind.SYMPTOM) if each.value != 0))


def listed(record: Record, *, before: str = "", until_s: int | None = None, kind: str = "") -> Listed:
    """A page of what stands, latest first.

    Parameters
    ----------
    before : the entry after which the page begins; empty for the first page.
    until_s : begin at this instant instead, UTC seconds.
    kind : of `Kind`, or empty for all.

    Raises
    ------
    EntryError : there is no such entry.
    """
    rows = Entry.objects.filter(record=record).order_by("-time_s", "-pk")
    if kind:
        rows = rows.filter(kind=kind)
    if before:
        entries.find(record, before)
        anchor = Entry.objects.get(record=record, entry_id=before)
        rows = rows.filter(time_s__lte=anchor.time_s).exclude(time_s=anchor.time_s, pk__gte=anchor.pk)
    if until_s is not None:
        rows = rows.filter(time_s__lt=until_s)
    found: list[Event] = []
    at = 0
    while len(found) <= A_PAGE:
        part = list(rows[at : at + 2 * A_PAGE])
        found += standing(record, part)
        at += len(part)
        if len(part) < 2 * A_PAGE:
            break
    shown = found[:A_PAGE]
    return Listed(tuple(shown), shown[-1].id if len(found) > A_PAGE else "")


def last_word(record: Record, entry_id: str) -> Event:
    """The version of an entry that stands, be it a retraction.

    Raises
    ------
    EntryError : there is no such entry.
    """
    versions = entries.history_of(record, entry_id)
    columns = Columns.of(each._replace(line=at) for at, each in enumerate(versions, start=1))
    stands = amend(columns).standing
    return next(each for each, stays in zip(columns, stands.tolist(), strict=True) if stays)


def standing(record: Record, rows: Iterable[Entry]) -> list[Event]:
    """Those of some rows that stand, in their order; what only takes another entry back is left out."""
    events = [event_of(row) for row in rows]
    ids = [each.id for each in events]
    corrected = set(
        Entry.objects.exclude(supersedes="")
        .filter(record=record, supersedes__in=ids)
        .values_list("supersedes", flat=True)
    )
    last = [each for each in events if each.id not in corrected and not entries.is_retraction(each)]
    corrections = [each.id for each in last if each.supersedes]
    lost = _lost(record, corrections) if corrections else set()
    return [each for each in last if each.id not in lost]


def _lost(record: Record, ids: list[str]) -> set[str]:
    """Corrections that a rival beat: of two corrections of one entry the later one stands."""
    rows = Entry.objects.filter(record=record, entry_id__in=chain_of(record.pk, ids)).order_by("pk")
    columns = Columns.of(event_of(row)._replace(line=at) for at, row in enumerate(rows, start=1))
    stands = dict(zip(columns.id.tolist(), amend(columns).standing.tolist(), strict=True))
    return {each for each in ids if not stands[each]}


def _lately(record: Record, kind: Kind) -> list[Event]:
    rows = Entry.objects.filter(record=record, kind=kind.value).order_by("-time_s", "-pk")
    return standing(record, rows[:_LOOKED_AT])
