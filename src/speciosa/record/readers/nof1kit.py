"""nof1kit: ratings of a randomised single-person study, and the schedule beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speciosa.record.readers.csv_table import names_in, read_table, text_in
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.nof1kit_schedule import assigned, is_schedule, known_from, read_schedule
from speciosa.record.row import Row
from speciosa.values.reading import Refused

_NEEDED = ("study_day", "condition")
_TIMES = ("datetime", "timestamp")
_RATED = ("mood", "agency", "metacognition")
_PLACED = {*_TIMES, *_NEEDED, *_RATED, "date"}


def _recognises(_path: Path, head: bytes) -> bool:
    names = set(names_in(head))
    return (set(_NEEDED) <= names and bool(names & set(_TIMES))) or is_schedule(text_in(head))


def _read(request: Request) -> Iterator[Found]:
    """The ratings with the periods that they show, or the periods of a schedule."""
    with request.file.open("rb") as file:
        head = file.read(4096)
    if text_in(head).lstrip().startswith("{"):
        yield from read_schedule(request.file)
    else:
        at = next((name for name in _TIMES if name in names_in(head)), _TIMES[0])
        yield from _ratings(request.file, at)


def _ratings(path: Path, at: str) -> Iterator[Found]:
    names, records = read_table(path, (at, *_NEEDED), title="nof1kit file of ratings")
    means = [name for name in names if name.endswith("_daily_mean")]
    for name in means:
        yield Note(f"{name} is computed from the other columns and was not imported")
    others = [name for name in names if name and name not in _PLACED and name not in means]
    treatment = known_from(path).treatment
    periods = _Periods()
    for record in records:
        if isinstance(record, Refused):
            yield record
            continue
        cells, line = record.cells, record.line
        if not cells[at]:
            yield Refused(line, "this row has no time")
            continue
        rows = [*periods.starting(cells[at], cells["condition"], line)]
        rated = [name for name in _RATED if cells.get(name)]
        rows += [Row(cells[at], "rating", name, cells[name], "score_0_100", line=line) for name in rated]
        # the 0/1 column of the treatment says what its condition says already
        said = [name for name in others if cells[name] and not (cells[name] in {"0", "1"} and name == treatment)]
        rows += [Row(cells[at], "event", name, cells[name], line=line) for name in said]
        yield from rows
        if not rows:
            yield Refused(line, "this row holds no rating")
    if periods.unordered:
        yield Note(f"Rows out of order, at which no period was begun: {periods.unordered}.")


class _Periods:
    """A change of condition begins a period."""

    def __init__(self) -> None:
        self._condition, self._time, self._number = "", "", 0
        self.unordered = 0

    def starting(self, time: str, condition: str, line: int) -> Iterator[Row]:
        """The assignment that this row begins, if it begins one."""
        if time < self._time:
            self.unordered += 1
            return
        first_of_day = time[:10] != self._time[:10]
        self._time = time
        if not condition or condition == self._condition:
            return
        self._condition = condition
        self._number += 1
        yield assigned(time[:10] if first_of_day else time, condition, self._number, line)


FORMAT = Format("nof1kit", "nof1kit ratings (CSV) or schedule (JSON)", _recognises, _read)
"""nof1kit."""
