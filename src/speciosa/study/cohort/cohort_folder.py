"""The folder of a run: what it was asked, the batches that are done, and at the end the results."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from speciosa.study.cohort.result import Row
from speciosa.study.cohort.row_table import read_rows, stream_rows, write_rows
from speciosa.study.cohort.whole_bytes import BESIDE, room_for, whole
from speciosa.values.errors import EntryError
from speciosa.values.json_form import dump, fingerprint

RUN, PARTS, PARTICIPANTS, ANSWER = "run.json", "parts", "participants.parquet", "cohort.json"
_KIND = "speciosa cohort"
_ELSEWHERE = "name another with --out, or move it away"
_SAID = {
    "participants": "it is of other participants",
    "outcome": "it is about another --outcome",
    "now": "it was asked as of another time (--now)",
    "seed": "it had another --seed",
    "without": "it left out other parts (--without)",
}
"""What two runs of one folder have to agree on, and what is said where they don't."""


class CohortFolder:
    """`run.json`, `parts/`, and at the end `participants.parquet` and `cohort.json`.

    Parameters
    ----------
    path : made where it is missing; then only its owner may look in.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._parts = path, path / PARTS

    def begun(self) -> Mapping[str, Any] | None:
        """What the run in this folder was asked; None where none was begun.

        Raises
        ------
        EntryError : something else stands there.
        """
        where = str(self.path)
        if self.path.exists() and not self.path.is_dir():
            raise EntryError("there is a file of this name; it was left as it is", where=where, todo=_ELSEWHERE)
        said = self.path / RUN
        if not said.is_file():
            if self.path.is_dir() and any(not each.name.startswith(BESIDE) for each in self.path.iterdir()):
                what = "this folder holds something else than a cohort's results; it was left as it is"
                raise EntryError(what, where=where, todo=_ELSEWHERE)
            return None
        try:
            found = json.loads(said.read_text(encoding="utf-8"))
        except ValueError:
            found = None
        if not isinstance(found, dict) or found.get("kind") != _KIND:
            raise EntryError(f"its {RUN} is damaged or of something else", where=where, todo=_ELSEWHERE)
        return found

    def begin(self, asked: Mapping[str, Any]) -> None:
        """Open the folder for a run, or for the rest of one.

        Parameters
        ----------
        asked : what the run is of, plain values by the names of `_SAID`.

        Raises
        ------
        EntryError : it belongs to another run, or can't be written to.
        """
        before = self.begun()
        for name, says in _SAID.items():
            if before is not None and before.get(name) != asked[name]:
                what = f"this folder belongs to another run: {says}"
                raise EntryError(what, where=str(self.path), todo="name another with --out, or ask as you did then")
        with room_for(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._parts.mkdir(exist_ok=True)
            for left_over in (*self.path.glob(f"{BESIDE}*"), *self._parts.glob(f"{BESIDE}*")):
                left_over.unlink()
        if before is None:
            self._write_json(RUN, {"kind": _KIND, **asked})

    def kept(self, still: Callable[[str, str], bool]) -> dict[str, Path]:
        """Who is done already, and in which part. Rows that are not wanted any more are deleted: people withdraw.

        Parameters
        ----------
        still : whether a participant's row of that fingerprint is as it would be made today.
        """
        found: dict[str, Path] = {}
        for part in sorted(self._parts.glob("*.parquet")):
            rows = read_rows(part, ["id", "fingerprint"])
            good = {
                row["id"] for row in rows if row["id"] not in found and still(row["id"], row["fingerprint"])
            }  # fmt: skip
            place = part
            if len(good) < max(len(rows), 1):
                left = [row for row in read_rows(part) if row["id"] in good]
                place = self.add(left) if left else part
                if place != part or not left:
                    part.unlink()
            found |= dict.fromkeys(good, place)
        return found

    def add(self, rows: Sequence[Row]) -> Path:
        """Keep a batch, the whole of it or nothing: the part that holds it.

        Raises
        ------
        EntryError : there is no room for it.
        """
        part = self._parts / f"{fingerprint([[row['id'], row['fingerprint']] for row in rows])}.parquet"
        with whole(part) as file:
            write_rows(file, rows, timed=True)
        return part

    def rows(self, places: Mapping[str, Path | Row]) -> Iterator[Row]:
        """Every participant's row, in the order of `places`; a part is opened when it is needed.

        Parameters
        ----------
        places : the part that holds a row, or the row.
        """
        opened, by_id = Path(), dict[str, Row]()
        for id_, place in places.items():
            if isinstance(place, Path) and place != opened:
                opened, by_id = place, {row["id"]: row for row in read_rows(place)}
            yield by_id[id_] if isinstance(place, Path) else place

    def write_participants(self, rows: Iterable[Row]) -> None:
        """`participants.parquet`: a row each; the same rows are the same bytes."""
        with whole(self.path / PARTICIPANTS) as file:
            write_rows(file, rows, timed=False)

    def participants(self) -> Iterator[Row]:
        """The rows of `participants.parquet`, one after the other."""
        return stream_rows(self.path / PARTICIPANTS)

    def write_answer(self, document: object) -> None:
        """`cohort.json`."""
        self._write_json(ANSWER, document)

    def _write_json(self, name: str, document: object) -> None:
        with whole(self.path / name) as file:
            file.write(dump(document).encode())
