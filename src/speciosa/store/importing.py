"""Another app's file into the store: what was read becomes entries in one step, and its receipt stays."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Person
from speciosa.record.importing import Receipt, read_import
from speciosa.store.details import person_of, products_of
from speciosa.store.diary import diary_of
from speciosa.store.found import Found
from speciosa.store.models import Record
from speciosa.store.past_imports import Past, keep_past
from speciosa.store.taking_over import Taken, store_diary
from speciosa.values.reading import Reading

__all__ = ["Receipt", "bring_in", "import_into", "past_of", "tried"]

_MOST_LINES = 20


def bring_in(
    record: Record, found: Found, *, file: str, now_s: int, token: str = "",
    progress: Callable[[int], None] = lambda _rows: None,
) -> Past:  # fmt: skip
    """Write what was found down: all of it or, if the process is killed, none.

    Parameters
    ----------
    file : its name, for the list of imports. token : the import's own, or empty for a new one.
    progress : called with the number of entries written so far.

    Returns
    -------
    The receipt, which stands in the list of imports from now on: by it the import can be taken back, or erased.
    """
    fresh = _empty(found, file, now_s, token)
    with transaction.atomic():
        taken = store_diary(record, found.diary, origin=fresh.origin, progress=progress)
        past = past_of(found, taken, file=file, at_s=now_s, token=fresh.token)
        keep_past(record, past)
    return past


def tried(record: Record, found: Found, *, file: str, now_s: int) -> Past:
    """The receipt as it would be: the same work as `bring_in`, and undone at once. Nothing is written."""
    with transaction.atomic():
        taken = store_diary(record, found.diary, origin="import")
        transaction.set_rollback(True)
    return past_of(found, taken, file=file, at_s=now_s)


def import_into(
    record: Record,
    file: Path,
    knowledge: Knowledge,
    *,
    zone_name: str,
    now_s: int,
    format_name: str = "",
    mapping: Path | None = None,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Receipt:
    """Read another app's file and add its entries to a record: all of them, or none if the process is killed.

    Parameters
    ----------
    zone_name : zone for local times without an offset; kept with the person if they named none.
    now_s : when the import takes place, UTC seconds.
    format_name : one of the known kinds, or empty to recognise it.
    mapping : says what the columns of a CSV mean.
    progress : called now and then with the number of rows read.

    Raises
    ------
    EntryError : the file cannot be read, or nobody knows its kind.
    """
    columns, receipt = read_import(
        file, diary_of(record).history, knowledge, zone_name=zone_name, now_s=now_s, products=products_of(record),
        format_name=format_name, mapping=mapping, progress=progress,
    )  # fmt: skip
    said = _about_zone(record, zone_name)
    found = Found(
        Diary(columns, Person(time_zone=zone_name)), receipt.format, receipt.title, receipt.time_zone,
        receipt.corrected, receipt.reading, {}, is_own=False,
    )  # fmt: skip
    past = bring_in(record, found, file=file.name, now_s=now_s)
    if past.erased:
        said.append(f"Entries that you erased here, and that were left out: {past.erased}.")
    reading = replace(receipt.reading, notices=(*receipt.reading.notices, *said))
    return replace(receipt, entries=past.entries, reading=reading)


def past_of(found: Found, taken: Taken, *, file: str, at_s: int, token: str = "", photos: int = 0) -> Past:
    """The receipt of what was found and what became of it.

    Parameters
    ----------
    photos : how many of them were kept.
    """
    reading, history = found.reading, found.diary.history
    merged = reading.merged + (taken.here if found.is_own else 0)
    refused = len(reading.refused) + (taken.erased if found.is_own else 0)
    days = history.day()
    return replace(
        _empty(found, file, at_s, token), rows=reading.rows, kept=reading.rows - merged - refused, refused=refused,
        merged=merged, entries=taken.new, corrected=found.corrected + taken.renamed, photos=photos, erased=taken.erased,
        whys=_whys(reading), first_day=int(days.min()) if len(days) else None,
        last_day=int(days.max()) if len(days) else None,
    )  # fmt: skip


def _empty(found: Found, file: str, at_s: int, token: str) -> Past:
    return Past(
        token=token or secrets.token_hex(4), file=file, format_name=found.format_name, title=found.title,
        zone_name=found.zone_name, at_s=at_s, rows=0, kept=0, refused=0, merged=0, entries=0,
    )  # fmt: skip


def _whys(reading: Reading) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((why, tuple(lines[:_MOST_LINES])) for why, lines in reading.lines_by_reason().items())


def _about_zone(record: Record, zone_name: str) -> list[str]:
    """What the receipt says where the diary has another zone; one that was not known yet is kept with the entries."""
    theirs = person_of(record).time_zone
    if not theirs or theirs == zone_name:
        return []
    return [f"This diary's own time zone is {theirs}. Entries that were there already keep the time that they have."]
