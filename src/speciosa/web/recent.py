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
from speciosa.web.entry_words import CAPSULE
from speciosa.web.local_clock import day_at, day_begins_s

A_PAGE = 60
"""Entries on one page of the list."""
_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. `events`: latest first. `older`: id of the entry after which the next page begins."""

    events: tuple[Event, ...]
    older: str


def todays(record: Record, now: int) -> list[Event]:
    """Today's entries that stand, earliest first; a trial's plan is no entry of a day."""
    found = entries.standing_since(record, day_begins_s(record, day_at(record, now)))
    return [each for each in reversed(found) if each.time_s <= now + DAY_S and not _is_a_trials_own(each)]


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
        and each.name != CAPSULE
        and known.is_kratom(each.name, knowledge)
    ]
    odd = odd_amounts(record, doses)
    return [each for each in doses if each.id not in odd]


def last_symptoms(record: Record) -> list[str]:
    """The words of the latest symptoms that stand, each once, the latest first."""
    return list(dict.fromkeys(each.name for each in _lately(record, Kind.SYMPTOM) if each.value != 0))


def listed(record: Record, *, before: str = "", until_s: int | None = None, kind: str = "") -> Page:
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
        found += [each for each in standing(record, part) if not _is_a_trials_own(each)]
        at += len(part)
        if len(part) < 2 * A_PAGE:
            break
    shown = found[:A_PAGE]
    return Page(tuple(shown), shown[-1].id if len(found) > A_PAGE else "")


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
    columns = entries.in_order(event_of(row) for row in rows)
    stands = dict(zip(columns.id.tolist(), amend(columns).standing.tolist(), strict=True))
    return {each for each in ids if not stands[each]}


def _is_a_trials_own(event: Event) -> bool:
    """Whether a trial wrote this row for itself: its plan, its promise, its periods. `/trial` shows those."""
    return event.id.startswith("trial-") and event.kind in {Kind.ASSIGNMENT, Kind.EVENT}


def _lately(record: Record, kind: Kind) -> list[Event]:
    rows = Entry.objects.filter(record=record, kind=kind.value).order_by("-time_s", "-pk")
    return standing(record, rows[:_LOOKED_AT])
