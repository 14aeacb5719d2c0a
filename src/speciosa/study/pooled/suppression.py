"""Counts of people as they may be given out: no small one, and none from which a small one follows.

Primary: a count of 1 to k - 1 is not shown. Secondary: where a total is known, what is hidden must not
follow from what is shown. Zero is shown: it tells of nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

from speciosa.knowledge import Knowledge


class Limit(NamedTuple):
    """`cell`: the smallest count that is shown; `people`: how many a number rests on at least. 0: all is shown."""

    cell: int
    people: int

    @classmethod
    def of(cls, knowledge: Knowledge) -> Self:
        """Of what is given out."""
        return cls(*(int(knowledge.choice(f"study_{key}_least")) for key in ("cell", "release_people")))


class Shown(StrEnum):
    """How a count is given out."""

    EXACT = "exact"
    FEWER = "fewer"
    ALL_BUT_FEWER = "all_but_fewer"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people.

    Parameters
    ----------
    how : `FEWER`: from 1 to `least` - 1; `ALL_BUT_FEWER`: so many are missing from the whole; `HIDDEN`: it would
        tell another.
    n : the number itself where it is exact; else None.
    least : the smallest count that is shown; 0 where all are.
    """

    how: Shown
    n: int | None
    least: int = 0

    @classmethod
    def exact(cls, n: int) -> Count:
        """As it is."""
        return cls(Shown.EXACT, n)

    def to_json(self) -> dict[str, object]:
        """``n`` (null where it is not shown) and ``shown``."""
        return {"n": self.n, "shown": self.how.value, "cell_least": self.least}


def alone(n: int, least: int) -> Count:
    """A count that belongs to no total.

    Examples
    --------
    >>> [alone(n, 5).how.value for n in (0, 4, 5)]
    ['exact', 'fewer', 'exact']
    """
    return Count(Shown.FEWER, None, least) if 0 < n < least else Count(Shown.EXACT, n, least)


def part(n: int, whole: int, least: int) -> Count:
    """A count of some of `whole` people, a number that is shown: how many are missing is a count, too.

    Examples
    --------
    >>> [part(n, 50, 5).how.value for n in (3, 40, 48, 50)]
    ['fewer', 'exact', 'all_but_fewer', 'exact']
    """
    if 0 < whole - n < least <= n:
        return Count(Shown.ALL_BUT_FEWER, None, least)
    return alone(n, least)


def partition(counts: Sequence[int], least: int) -> tuple[Count, ...]:
    """Counts that add up to a total that is known.

    Small ones are hidden; while one of them would follow from the total, the smallest of the others is
    hidden, too, and nothing then says which of the hidden ones are small.

    Examples
    --------
    >>> [each.how.value for each in partition([40, 12, 3], 5)]
    ['exact', 'hidden', 'hidden']
    >>> [each.how.value for each in partition([40, 2, 4], 5)]
    ['exact', 'fewer', 'fewer']
    """
    hidden = {at for at, n in enumerate(counts) if 0 < n < least}
    if not hidden:
        return tuple(alone(n, least) for n in counts)
    total = sum(counts[at] for at in hidden)
    if len(hidden) > 1 and total >= least and len(hidden) < total < len(hidden) * (least - 1):
        return tuple(alone(n, least) for n in counts)
    others = sorted((n, at) for at, n in enumerate(counts) if n and at not in hidden)
    while others and (len(hidden) == 1 or total < least or total == len(hidden)):
        n, at = others.pop(0)
        hidden.add(at)
        total += n
    return tuple(
        Count(Shown.HIDDEN, None, least) if at in hidden else Count(Shown.EXACT, n, least)
        for at, n in enumerate(counts)
    )


def chain(counts: Sequence[int | None], least: int) -> tuple[Count | None, ...]:
    """Counts of the same people at one step after the other: the last is shown if it may be, the others as they fit.

    No two counts that are shown differ by a small number, for the difference is a count of people.

    Parameters
    ----------
    counts : None for a step that nobody counted.

    Examples
    --------
    >>> [each and each.how.value for each in chain([120, None, 50, 48], 5)]
    ['exact', None, 'hidden', 'exact']
    """
    shown: list[int] = []
    found: list[Count | None] = []
    for n in reversed(counts):
        if n is None:
            found.append(None)
        elif any(0 < abs(n - other) < least for other in shown):
            found.append(Count(Shown.HIDDEN, None, least))
        else:
            found.append(alone(n, least))
            if n >= least:
                shown.append(n)
    return tuple(reversed(found))
