"""What a file holds that somebody brings: read in a process without the store, so nothing here needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from speciosa.record import Diary
from speciosa.values.reading import Reading


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    `diary`: its entries that are to be added, its person and products. `format_name`, `title`: its kind. `corrected`:
    how many entries of an earlier import they correct. `photos`: files by the path that entries name. `is_own`: one row
    is one entry, so that entries which are here already are rows that were merged.
    """

    diary: Diary = field(repr=False)
    format_name: str
    title: str
    zone_name: str
    corrected: int
    reading: Reading
    photos: dict[str, bytes] = field(repr=False)
    is_own: bool
