"""Which backups are kept: some days, some weeks, some months back, and always the newest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from speciosa.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Kept:
    """How far back: in days, weeks and months that have a backup."""

    days: int
    weeks: int
    months: int

    @classmethod
    def chosen(cls, knowledge: Knowledge) -> Kept:
        """As many as stand in the knowledge tables."""
        names = ("backup_days_kept", "backup_weeks_kept", "backup_months_kept")
        return cls(*(int(knowledge.choice(name)) for name in names))


def kept(made_s: Sequence[int], how_far: Kept) -> tuple[bool, ...]:
    """Which of some backups stay.

    Of each of the last days, weeks and months that have a backup the newest one stays, and the very
    newest always. A day counts when it has a backup: after a long pause nothing is dropped for being old.

    Parameters
    ----------
    made_s : when each was made by the clock, UTC seconds, in the order in which they were really made, oldest
        first; the clock itself may have jumped.

    Examples
    --------
    >>> day = 86_400
    >>> kept([0, 10, day, 2 * day], Kept(days=2, weeks=1, months=1))
    (False, False, True, True)
    """
    stays: set[int] = {len(made_s) - 1} if made_s else set()
    for bucket, most in ((_day, how_far.days), (_week, how_far.weeks), (_month, how_far.months)):
        stays.update(_newest_of(made_s, bucket, most))
    return tuple(at in stays for at in range(len(made_s)))


def _newest_of(made_s: Sequence[int], bucket: Callable[[datetime], tuple[int, ...]], most: int) -> Iterable[int]:
    """The newest of each of the latest buckets; latest by when they were made, whatever date the clock gave them."""
    newest: dict[tuple[int, ...], int] = {}
    for at, second in enumerate(made_s):
        newest[bucket(datetime.fromtimestamp(second, UTC))] = at  # a later one takes its place
    latest = sorted(newest, key=newest.__getitem__, reverse=True)[:most]
    return [newest[each] for each in latest]


def _day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def _week(moment: datetime) -> tuple[int, ...]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month
