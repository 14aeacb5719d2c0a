"""Counts of people as they may be given out: no small one, and none from which a small one follows.

Primary: a count of 1 to k - 1 is not shown. Secondary: where a total is known, what is hidden must not
follow from what is shown. Zero is shown: it tells of nobody.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

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
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people.

    Parameters
    ----------
    how : `FEWER`: from 1 to `least` - 1; `HIDDEN`: it would tell another.
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


def with_total(counts: Sequence[int], least: int) -> tuple[tuple[Count, ...], Count]:
    """Counts, and their total where nothing that is hidden follows from it.

    Examples
    --------
    >>> parts, total = with_total([3, 12, 0], 10)
    >>> [each.how.value for each in parts], total.n
    (['hidden', 'hidden', 'exact'], 15)
    >>> with_total([3, 0], 10)[1].how.value
    'fewer'
    """
    shown = partition(counts, least)
    hidden = [n for n, each in zip(counts, shown, strict=True) if each.how is not Shown.EXACT]
    total = alone(sum(counts), least)
    tells = len(hidden) == 1 or 0 < sum(hidden) < least
    return shown, Count(Shown.HIDDEN, None, least) if tells and total.how is Shown.EXACT else total


class Shelf:
    """Counts of groups of the same people, given out one after the other: the first come is served first.

    A group is shown exactly where no sum or difference of it and of up to two others that are shown is a group of 1 to
    `least` - 1 people. Who stands within whom is taken as known, though a reader may not know it.

    Parameters
    ----------
    everybody : whose groups they are.
    least : the smallest count that is shown; 0: all are.

    Examples
    --------
    >>> shelf = Shelf(range(60), 5)
    >>> [shelf.count(group).how.value for group in (range(57), range(60), range(50, 60), range(3))]
    ['exact', 'hidden', 'exact', 'fewer']
    """

    def __init__(self, everybody: Iterable[Hashable], least: int) -> None:
        self._at = {each: at for at, each in enumerate(everybody)}
        self.least, self._shown = least, list[tuple[int, NDArray[np.int8]]]()

    def count(self, group: Iterable[Hashable]) -> Count:
        """How many they are, as it may be given out; what is shown stays known."""
        there = np.zeros(len(self._at), dtype=np.int8)
        there[[self._at[each] for each in group]] = 1
        n = int(there.sum())
        if n < self.least or any((there == other).all() for _, other in self._shown):
            return alone(n, self.least)
        if self._tells(there):
            return Count(Shown.HIDDEN, None, self.least)
        self._shown.append((n, there))
        return Count(Shown.EXACT, n, self.least)

    def _tells(self, there: NDArray[np.int8]) -> bool:
        """Whether it and others that are shown make up a small group."""
        own, signed = int(there.sum()), [(sign * n, sign * other) for n, other in self._shown for sign in (1, -1)]
        several = itertools.chain(([one] for one in signed), itertools.combinations(signed, 2))
        for others in several:
            total = sum(n for n, _ in others)
            for sign in (1, -1):
                if 0 < sign * own + total < self.least:
                    group = sign * there + sum(other for _, other in others)
                    if ((group == 0) | (group == 1)).all():
                        return True
        return False
