"""Another app's file into the store, with the same receipt as into a folder; twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from speciosa.knowledge import Knowledge
from speciosa.record.importing import Receipt, read_import
from speciosa.store.adding import write_events
from speciosa.store.details import person_of, products_of, save_person
from speciosa.store.diary import diary_of
from speciosa.store.models import Record

__all__ = ["Receipt", "import_into"]


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
    with transaction.atomic():
        added = write_events(record, list(columns), origin=f"import {receipt.format}")
        left_out = sum(not each.is_new for each in added)
        notices = _about(record, zone_name, left_out)
    reading = replace(receipt.reading, notices=(*receipt.reading.notices, *notices))
    return replace(receipt, entries=receipt.entries - left_out, reading=reading)


def _about(record: Record, zone_name: str, left_out: int) -> list[str]:
    """What the receipt says about the import as a whole; a zone that was not known yet is kept."""
    said = []
    person = person_of(record)
    if not person.time_zone:
        save_person(record, replace(person, time_zone=zone_name))
    elif person.time_zone != zone_name:
        said.append(
            f"This diary's own time zone is {person.time_zone}. Entries that were there already keep the time that they"
            " have."
        )
    if left_out:
        said.append(f"Entries that you erased here, and that were left out: {left_out}.")
    return said
