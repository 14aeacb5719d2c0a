"""Cluster Headache Tracker's CSV: one row an attack; times are local, without a zone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import Record, names_in, read_table
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.intake import taken
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("start_time", "end_time", "intensity", "medication", "triggers", "notes")


def _recognises(_path: Path, head: bytes) -> bool:
    return set(_NEEDED) <= set(names_in(head))


def _read(request: Request) -> Iterator[Found]:
    """Each attack with what was taken against it and what may have set it off."""
    _, records = read_table(request.file, _NEEDED, title="Cluster Headache Tracker export")
    for record in records:
        if isinstance(record, Refused):
            yield record
        elif not record.cells["start_time"]:
            yield Refused(record.line, "this attack has no start_time")
        else:
            yield from _attack(record, request.knowledge)


def _attack(record: Record, knowledge: Knowledge) -> Iterator[Row]:
    cells, line, start = record.cells, record.line, record.cells["start_time"]
    yield Row(
        start,
        "rating",
        "headache",
        cells["intensity"] or "unknown",
        "score_1_10",
        note=noted(cells["notes"]),
        line=line,
    )
    for name in _listed(cells["medication"]):
        # the app gives the attack's start and no amount
        note = "taken against an attack; its start stands for the time"
        yield taken(start, name, "", "", line=line, note=note, knowledge=knowledge)
    for trigger in _listed(cells["triggers"]):
        yield Row(start, "event", "headache trigger", trigger, line=line)
    if cells.get("barometric_pressure"):
        yield Row(start, "event", "barometric pressure", cells["barometric_pressure"], line=line)
    if cells["end_time"]:
        yield Row(cells["end_time"], "event", "headache", "ended", line=line)


def _listed(cell: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in cell.split(",") if part.strip()))


FORMAT = Format("cluster-headache", "Cluster Headache Tracker CSV export", _recognises, _read)
"""Cluster Headache Tracker."""
