"""nof1kit's schedule: which arm was drawn for which study day; dates come from the ratings beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from speciosa.record.readers.csv_table import Record, names_in, read_table
from speciosa.record.readers.format import Found, Note
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_NEEDED = ("study_day", "condition")
_TIMES = ("date", "datetime", "timestamp")
_SCHEDULE = re.compile(r'^\s*\{\s*"1"\s*:\s*[01]\s*[,}]')
_LARGEST = 1_000_000
_LAST_DAY = 10_000


@dataclass
class Known:
    """What a file of ratings knows: dates of study days, the 0/1 column of the treatment, names of arms."""

    dates: dict[int, date] = field(default_factory=dict)
    treatment: str = ""
    names: dict[str, str] = field(default_factory=dict)


def is_schedule(head: str) -> bool:
    """Whether a file begins as a schedule does: study day 1, and 0 or 1."""
    return _SCHEDULE.match(head) is not None


def assigned(time: str, condition: str, number: int, line: int) -> Row:
    """An open assignment; where only the date is known it begins with that day."""
    is_day = len(time) == 10
    return Row(
        f"{time}T00:00" if is_day else time, "assignment", condition, str(number), "open",
        precision="day" if is_day else "", line=line,
    )  # fmt: skip


def read_schedule(path: Path) -> Iterator[Found]:
    """The start of each period; the study day is the record's number.

    Raises
    ------
    EntryError : it is no schedule, or no ratings beside it say when it began.
    """
    days = _days(path)
    beside = _beside(path)
    before, number = "", 0
    for day, arm in sorted(days.items()):
        if arm == before:
            continue
        before, number = arm, number + 1
        at = _date_of(day, beside.dates)
        if at is None:
            yield Refused(day, "the ratings beside this schedule do not say on which date this study day was")
        else:
            yield assigned(at.isoformat(), beside.names.get(arm, f"arm {arm}"), number, day)
    yield Note(
        f"The schedule names {len(days)} days; each change of arm begins a period. "
        "Dates are those of the ratings beside it."
    )


def _days(path: Path) -> dict[int, str]:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST).decode("utf-8-sig"))
        days = {int(day): str(int(arm)) for day, arm in found.items()}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, OSError):
        days = {}
    if not days or min(days) < 1 or max(days) > _LAST_DAY:
        raise EntryError("this is no nof1kit schedule", where=path.name, todo='it should read {"1": 0, "2": 1, ...}')
    return days


def _beside(path: Path) -> Known:
    for other in sorted(path.parent.glob("*.csv")):
        with other.open("rb") as file:
            names = set(names_in(file.read(4096)))
        if set(_NEEDED) <= names and names & set(_TIMES):
            found = known_from(other)
            if found.dates:
                return found
    raise EntryError(
        "a schedule alone does not say on which date it begins",
        where=path.name,
        todo="put the CSV of its ratings beside it in the same folder",
    )


def known_from(path: Path) -> Known:
    """What a file of ratings says about the study as a whole."""
    columns, records = read_table(path, _NEEDED, title="nof1kit file of ratings")
    at = next(name for name in _TIMES if name in columns)
    found = Known()
    for record in records:
        if not isinstance(record, Refused):
            _learn(record, at, columns, found)
    return found


def _learn(record: Record, at: str, columns: tuple[str, ...], found: Known) -> None:
    cells = record.cells
    for name in columns:
        # the treatment's 0/1 column bears the name of one of the conditions
        if cells[name] in {"0", "1"} and name == cells["condition"].lower():
            found.treatment = found.treatment or name
    arm = cells.get(found.treatment, "")
    if arm in {"0", "1"} and cells["condition"]:
        found.names.setdefault(arm, cells["condition"])
    try:
        day = int(float(cells["study_day"]))
        found.dates.setdefault(day, date.fromisoformat(cells[at][:10]))
    except (ValueError, OverflowError):
        return


def _date_of(day: int, dates: dict[int, date]) -> date | None:
    """The date of a study day; of one without ratings only where the days around it agree."""
    if day in dates:
        return dates[day]
    earlier = max((each for each in dates if each < day), default=None)
    later = min((each for each in dates if each > day), default=None)
    if earlier is None and later is None:
        return None
    near = [dates[each] + timedelta(days=day - each) for each in (earlier, later) if each is not None]
    return near[0] if len(set(near)) == 1 and len(near) == 2 else None
