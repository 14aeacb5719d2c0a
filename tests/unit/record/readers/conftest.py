"""One import into a fresh folder, from bytes or from a file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import import_file
from speciosa.record.importing import Receipt

NOW_S = 1_790_000_000


@dataclass(frozen=True)
class Imported:
    receipt: Receipt
    rows: list[dict[str, str]]

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Rows, kept, refused, merged."""
        reading = self.receipt.reading
        return reading.rows, reading.kept, len(reading.refused), reading.merged

    @property
    def notices(self) -> str:
        return "\n".join(self.receipt.reading.notices)

    @property
    def reasons(self) -> str:
        return "\n".join(each.why for each in self.receipt.reading.refused)

    def said(self, *columns: str) -> list[tuple[str, ...]]:
        """These columns of every row; of an id the part that the source gave."""
        return [
            tuple(row[each].partition("~")[0] if each in {"id", "supersedes"} else row[each] for each in columns)
            for row in self.rows
        ]


Import = Callable[..., Imported]


@pytest.fixture
def imported(tmp_path: Path, knowledge: Knowledge) -> Import:
    """Import a file, or bytes under a name, into the test's own diary; a second call adds to it."""

    def run(source: Path | bytes | str, name: str = "export.json", *, zone: str = "Europe/Berlin") -> Imported:
        file = source if isinstance(source, Path) else tmp_path / name
        if isinstance(source, str):
            file.write_text(source, encoding="utf-8")
        elif isinstance(source, bytes):
            file.write_bytes(source)
        folder = tmp_path / "diary"
        receipt = import_file(file, folder, knowledge, zone_name=zone, now_s=NOW_S)
        with (folder / "diary.csv").open(encoding="utf-8", newline="") as written:
            return Imported(receipt, list(csv.DictReader(written)))

    return run
