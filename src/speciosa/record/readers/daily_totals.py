"""Day by day sums where several devices count the same thing: the one that counted most stands for the day."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from speciosa.record.readers.accounting import counted
from speciosa.record.readers.format import Note

_SPANS = {"day": "{n} day{s}", "night": "{n} night{s}"}


class DayTotal(NamedTuple):
    """One local day: its sum, and in how many records of how many sources it was found."""

    day: str
    total: float
    source: str
    sources: int


class DailySums:
    """Sums of amounts, by local day and source. Adding up twice what two devices counted would double it."""

    def __init__(self) -> None:
        self._sums: dict[str, dict[str, float]] = defaultdict(dict)
        self.records = 0

    def add(self, day: str, source: str, amount: float) -> None:
        self.records += 1
        by_source = self._sums[day]
        by_source[source] = by_source.get(source, 0.0) + amount

    def totals(self) -> Iterator[DayTotal]:
        """In the order of days."""
        for day in sorted(self._sums):
            by_source = self._sums[day]
            source = max(sorted(by_source), key=by_source.__getitem__)
            yield DayTotal(day, by_source[source], source, len(by_source))


def made_of(records: int, what: str, made: int, span: str) -> Iterator[Note]:
    """What the receipt says of sums; nothing where there were no records."""
    if records:
        yield Note(
            counted(
                f"{{n}} record{{s}} of {what} {{were}} added up to {counted(_SPANS[span], made)}; "
                "where several devices or apps counted, the one with the most stands",
                records,
            )
        )


class SleepSpan(NamedTuple):
    """One night: seconds asleep, and when it began and ended (seconds since 1970, offset in minutes)."""

    day: str
    asleep_s: float
    ended_s: int
    offset_min: int
    sources: int


class Nights:
    """Stretches of sleep, by night and source; stretches that overlap within one source count once."""

    def __init__(self) -> None:
        self._spans: dict[str, dict[str, array[int]]] = defaultdict(dict)
        self.records = 0

    def add(self, day: str, source: str, start_s: int, end_s: int, offset_min: int) -> None:
        """`day`: the local day on which the person woke up."""
        self.records += 1
        self._spans[day].setdefault(source, array("q")).extend((start_s, end_s, offset_min))

    def totals(self) -> Iterator[SleepSpan]:
        """The source with the most sleep for each night, in the order of days."""
        for day in sorted(self._spans):
            by_source = self._spans[day]
            nights = [_joined(day, spans, len(by_source)) for _, spans in sorted(by_source.items())]
            yield max(nights, key=lambda night: night.asleep_s)


def _joined(day: str, flat: array[int], sources: int) -> SleepSpan:
    spans = sorted(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    asleep, reached, offset = 0, spans[0][0], spans[0][2]
    for start, end, offset_min in spans:
        asleep += max(0, end - max(start, reached))
        if end >= reached:
            reached, offset = end, offset_min
    return SleepSpan(day, float(asleep), reached, offset, sources)
