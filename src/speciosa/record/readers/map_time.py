"""When the rows of a mapped CSV happened: one column, year-month-day, study days, or the time of writing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import nan
from typing import NamedTuple

from speciosa.record.readers.csv_table import Record
from speciosa.record.readers.format import Note
from speciosa.record.readers.map_file import TimeMap
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_NOT_NAMED = frozenset({"", "0", "na"})


class Dated(NamedTuple):
    """A record with its time as text; `recorded` where it was written down on another day."""

    record: Record
    time: str
    recorded: str = ""


class Dating:
    """Gives every record its time, and counts what the receipt has to say about it."""

    def __init__(self, time: TimeMap) -> None:
        self._time = time
        self._undated = self._later = 0

    def dated(self, records: Iterator[Record | Refused]) -> Iterator[Dated | Refused]:
        """Each record with its time, in the file's order."""
        if self._time.fill_down:
            records = FilledDown(self._time.columns).filled(records)
        for record in records:
            if isinstance(record, Refused):
                yield record
                continue
            try:
                yield self._of(record)
            except EntryError as problem:
                yield Refused(record.line, problem.reason)

    def notes(self) -> Iterator[Note]:
        """What was assumed, in how many rows."""
        column = self._time.written_down
        if self._undated:
            yield Note(
                f"Rows that name no day: {self._undated}. The time of writing ({column}) stands for it, "
                "in your time zone."
            )
        if self._later:
            yield Note(
                f"Rows whose named day is not the day of writing ({column}): {self._later}. The named day stands, "
                "without a clock time. If that clock ran in another time zone, so did that of rows which name no day."
            )

    def _of(self, record: Record) -> Dated:
        time, cells = self._time, record.cells
        written = cells[time.written_down] if time.written_down else ""
        if time.day_column:
            return Dated(record, self._study_day(cells[time.day_column]), written)
        if not time.columns:
            return Dated(record, "", written)
        if len(time.columns) == 1:
            text = cells[time.columns[0]]
            if text or not written:
                return Dated(record, as_iso(text, time.format), written)
        named = _named_day([cells[column] for column in time.columns]) if len(time.columns) == 3 else None
        if named is None and not written:
            raise EntryError("this row names no day")
        if named is None:
            self._undated += 1
            return Dated(record, written)
        if written[:10] == named:
            return Dated(record, written)
        self._later += bool(written)
        return Dated(record, named, written)

    def _study_day(self, text: str) -> str:
        try:
            day = float(text)
        except ValueError:
            day = nan
        if not day.is_integer():
            raise EntryError("this row names no study day")
        return day_after(self._time.start, int(day) - self._time.first_day)


def day_after(start: date | None, days: int) -> str:
    """A study's date.

    Raises
    ------
    EntryError : the map does not say when the study began, or no calendar has the day.
    """
    if start is None:
        raise EntryError("the map does not say when this began", todo="write [time] start = 2026-03-01")
    try:
        return (start + timedelta(days=days)).isoformat()
    except OverflowError:
        raise EntryError("no calendar has this day") from None


def as_iso(text: str, form: str) -> str:
    """A time in the map's format as ISO 8601; a date alone stays one. Without a format it is left to the door."""
    if not text:
        raise EntryError("this row has no time")
    if not form:
        return text
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007  (the door reads it in the person's zone)
    except ValueError:
        raise EntryError("this time is not written as the map's format says") from None
    has_clock = any(code in form for code in ("%H", "%I", "%c", "%X", "%s"))
    return found.isoformat() if has_clock else found.date().isoformat()


def _named_day(cells: list[str]) -> str | None:
    """Year, month, day as ISO 8601; None where none of them says anything."""
    if all(cell.lower() in _NOT_NAMED for cell in cells):
        return None
    try:
        return date(*(int(float(cell)) for cell in cells)).isoformat()
    except (ValueError, OverflowError):
        raise EntryError("year, month and day of this row are no date") from None


class FilledDown:
    """Empty cells of year, month and day mean those above, as long as that is certain.

    Days that go upward belong to the month above. Where a day goes backward and no month is named,
    it may be a slip or an unnamed next month: the rows wait for the next named month. If that is the
    next month of the calendar, they were in this one, and only those out of order are refused;
    otherwise all of them are.
    """

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns = columns
        self._month: tuple[int, int] | None = None
        self._day: int | None = None
        self._waiting: list[Record | Refused] = []

    def filled(self, records: Iterator[Record | Refused]) -> Iterator[Record | Refused]:
        """The records with year, month and day in every one, or refused."""
        for record in records:
            if isinstance(record, Refused):
                if self._waiting:
                    self._waiting.append(record)
                else:
                    yield record
                continue
            try:
                year, month, day = (_number(record.cells[column]) for column in self._columns)
            except ValueError:
                yield Refused(record.line, "year, month or day of this row is no whole number")
                continue
            if year or month:
                yield from self._release(certain=self._begin(year, month))
                self._day = day
            elif self._waiting or (day and self._day and day < self._day):
                self._wait(record)
                continue
            else:
                self._day = day or self._day
            yield self._placed(record)
        yield from self._release(certain=False)

    def _begin(self, year: int, month: int) -> bool:
        """Go to a named month; whether it is the one after the month before."""
        before = self._month
        year = year or (before[0] if before and month >= before[1] else 0)
        self._month = (year, month) if year and month else None
        return before is not None and self._month in {(before[0], before[1] + 1), (before[0] + 1, before[1] - 11)}

    def _wait(self, record: Record) -> None:
        if not self._waiting:
            self._held_month, self._top = self._month, self._day or 0
            self._last = self._top
        self._waiting.append(record)

    def _release(self, *, certain: bool) -> Iterator[Record | Refused]:
        for record in self._waiting:
            if isinstance(record, Refused):
                yield record
                continue
            day = _number(record.cells[self._columns[2]])
            self._last = day or self._last
            if certain and self._last >= self._top and self._held_month:
                self._top = self._last
                yield self._with(record, *self._held_month, self._last)
            else:
                yield Refused(
                    record.line,
                    "its day goes backward and no month is named, so that its date is not certain; "
                    "write year and month in that row",
                )
        self._waiting.clear()

    def _placed(self, record: Record) -> Record | Refused:
        if not self._month:
            return Refused(record.line, "no year and month stand above this row")
        if not self._day:
            return Refused(record.line, "no day stands in this row or above it")
        return self._with(record, *self._month, self._day)

    def _with(self, record: Record, year: int, month: int, day: int) -> Record:
        said = dict(zip(self._columns, (str(year), str(month), str(day)), strict=True))
        return record._replace(cells={**record.cells, **said})


def _number(cell: str) -> int:
    """A whole number; 0 for an empty cell."""
    return int(cell) if cell else 0
