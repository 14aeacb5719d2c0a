"""Import a file twice and look at the diary: the second time has to add nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record import import_file
from speciosa.record.importing import Receipt

NOW_S = 1_780_000_000


class Twice(NamedTuple):
    """The receipt of the first import, and the diary's rows by column."""

    receipt: Receipt
    rows: list[dict[str, str]]

    def say(self, *columns: str) -> list[tuple[str, ...]]:
        """Chosen columns of every row."""
        return [tuple(row[column] for column in columns) for row in self.rows]

    def counts(self) -> tuple[int, int, int, int]:
        """Rows, kept, refused, merged; the three parts always make the whole."""
        reading = self.receipt.reading
        assert reading.rows == reading.kept + len(reading.refused) + reading.merged
        return reading.rows, reading.kept, len(reading.refused), reading.merged

    def whys(self) -> dict[int, str]:
        """The reason for each refused line."""
        return {each.line: each.why for each in self.receipt.reading.refused}


class Importer:
    """Imports into one diary folder of a test."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self._folder, self._knowledge = folder, knowledge

    def text(self, text: str | bytes, *, name: str = "export.csv", format_name: str = "", mapping: str = "") -> Twice:
        """Import what the test writes."""
        file = self._folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return self.file(file, format_name=format_name, mapping=mapping)

    def file(self, file: Path, *, format_name: str = "", mapping: str = "") -> Twice:
        """Import a file that is there."""
        path = self._folder / "map.toml" if mapping else None
        if path:
            path.write_text(mapping, encoding="utf-8")
        folder = self._folder / "diary"

        def once() -> Receipt:
            return import_file(
                file,
                folder,
                self._knowledge,
                zone_name="Europe/Berlin",
                now_s=NOW_S,
                format_name=format_name,
                mapping=path,
            )

        receipt = once()
        diary = folder / "diary.csv"
        before = diary.read_bytes()
        assert once().entries == 0
        assert diary.read_bytes() == before
        with diary.open(encoding="utf-8", newline="") as opened:
            return Twice(receipt, list(csv.DictReader(opened)))
