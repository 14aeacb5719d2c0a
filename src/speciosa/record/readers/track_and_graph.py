"""Track & Graph's CSV: a tracker's name, a time with offset, a value, a note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speciosa.record.readers.accounting import noted
from speciosa.record.readers.csv_table import names_in, read_table
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("featurename", "timestamp", "value")
_NOTE = Note(
    "What each tracker means is not in the file: every data point is kept as an event with its value as text. "
    "A map (--map, see docs/reference/import-map.md) can say which tracker is pain, a dose or sleep."
)


def _recognises(_path: Path, head: bytes) -> bool:
    return set(_NEEDED) <= set(names_in(head))


def _read(request: Request) -> Iterator[Found]:
    """Each data point as an event in the tracker's own name."""
    _, records = read_table(request.file, _NEEDED, title="Track & Graph export")
    yield _NOTE
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        cells = record.cells
        yield Row(
            cells["timestamp"],
            "event",
            cells["featurename"],
            cells["value"],
            note=noted(cells.get("note", "")),
            line=record.line,
        )


FORMAT = Format("track-and-graph", "Track & Graph CSV export", _recognises, _read)
"""Track & Graph."""
