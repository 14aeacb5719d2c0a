"""The CSV of Herbal Tracker+ (KratomTracker): one row a dose, grams, local time beside ISO 8601."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import names_in, read_table
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.taken import kratom_product
from speciosa.record.readers.written_times import clock_of, day_of
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("date", "time", "iso_timestamp", "strain_code", "strain_name", "amount_g", "notes")
_NO_STRAIN = {"", "unknown strain"}
_FURTHEST_MIN = 14 * 60


def _recognises(_path: Path, head: bytes) -> bool:
    return set(_NEEDED) <= set(names_in(head))


def _read(request: Request) -> Iterator[Found]:
    """Each row as a dose in grams."""
    _, records = read_table(request.file, _NEEDED, title="Herbal Tracker+ export")
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        cells = {name: _unguarded(cell) for name, cell in record.cells.items()}
        time = _time(cells)
        if not time:
            yield Refused(record.line, "this row has no time")
            continue
        strain = cells["strain_name"]
        known = strain.lower() not in _NO_STRAIN
        note = noted("" if known else "strain deleted in the app", cells["notes"])
        product = kratom_product(strain if known else "", request.knowledge)
        yield Row(time, "dose", product, cells["amount_g"], "g", note=note, line=record.line)


def _time(cells: Mapping[str, str]) -> str:
    """The ISO time; in UTC it gets the offset that the local columns show, so that travel keeps its own clock."""
    iso = cells["iso_timestamp"]
    day, clock = day_of(cells["date"]), clock_of(cells["time"])
    local = f"{day}T{clock}" if day and clock else day or ""
    if not iso or not clock or not day or not iso.endswith(("Z", "z")):
        return iso or local
    try:
        instant = datetime.fromisoformat(iso).astimezone(UTC)
        ahead = datetime.fromisoformat(local).replace(tzinfo=UTC) - instant.replace(second=0, microsecond=0)
        minutes = round(ahead / timedelta(minutes=1))
        # every zone's offset is a multiple of a quarter of an hour; anything else is no offset
        if minutes % 15 or abs(minutes) > _FURTHEST_MIN:
            return iso
        return instant.astimezone(timezone(timedelta(minutes=minutes))).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return iso


def _unguarded(cell: str) -> str:
    """Take off the apostrophe with which the app keeps spreadsheets from running a formula."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r\n" else cell


FORMAT = Format("kratom-tracker-csv", "Herbal Tracker+ (KratomTracker) CSV export", _recognises, _read)
"""Herbal Tracker+."""
