"""A copy of the tables that a test may break."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import speciosa.knowledge as room
from speciosa.knowledge.check import check

DATA = Path(room.__file__).parent / "data"


class Copy:
    """The shipped tables in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(DATA, folder)

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, table: str, name: str, **cells: str) -> None:
        """Other cells for the row whose first column is `name`."""
        rows = self.rows(table)
        first = next(iter(rows[0]))
        (found,) = [row for row in rows if row[first] == name]
        assert cells.keys() <= found.keys()
        found.update(cells)
        self.write(table, rows)

    def add(self, table: str, **cells: str) -> None:
        """A row at the end; what is not said stays empty."""
        with (self.folder / f"{table}.csv").open("r+", encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
            assert set(cells) <= set(columns)
            file.seek(0, 2)
            csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(cells)

    def problems(self) -> list[str]:
        return check(self.folder)


@pytest.fixture
def tables(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "data")
