"""Every order of arms that a design allows: how many there are, and each one by its number."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
from numpy.typing import NDArray

from speciosa.trial.design import TrialDesign
from speciosa.trial.levels import share_of
from speciosa.values.errors import EntryError

_CLOSE = 1e-9


class Sequences:
    """The admissible sequences of a design, numbered from 0.

    A sequence is admissible if every block holds each level once, the first period and every change lie
    within the design's largest step, and no more borders than allowed have one level on both sides.
    They are counted from the last block to the first, so that the number of each is known without
    writing them all down.

    Examples
    --------
    >>> design = TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5, blocks=2)
    >>> sequences = Sequences(design)
    >>> len(sequences), sequences[0], sequences[3]
    (4, ('usual', '-25%', 'usual', '-25%'), ('-25%', 'usual', '-25%', 'usual'))
    """

    def __init__(self, design: TrialDesign) -> None:
        self._design = design
        shares = [share_of(level) for level in design.levels]
        near = design.step_most + _CLOSE
        orders = itertools.permutations(range(len(shares)))
        self._orders = [
            order for order in orders if all(abs(shares[a] - shares[b]) <= near for a, b in itertools.pairwise(order))
        ]
        self._shares, self._near = shares, near
        allowed = design.most_equal_borders
        self._equal_most = design.blocks if allowed is None else allowed
        self._count = cache(self._count_from)
        if len(self) < 2:  # one order is no random order
            raise EntryError("with these levels and steps there is no order left to chance", todo="choose other levels")

    def __len__(self) -> int:
        return self._count(0, -1, 0)

    def __getitem__(self, number: int) -> tuple[str, ...]:
        return tuple(self._design.levels[level] for level in self._levels_of(number))

    def levels(self) -> NDArray[np.int8]:
        """Every sequence as positions in the design's levels, [sequence, period]."""
        return np.array([self._levels_of(number) for number in range(len(self))], dtype=np.int8)

    def drawn(self, rng: np.random.Generator, draws: int) -> NDArray[np.int8]:
        """Sequences drawn at random, each as likely as the others, [draw, period]."""
        numbers = rng.integers(len(self), size=draws)
        return np.array([self._levels_of(int(number)) for number in numbers], dtype=np.int8)

    def _levels_of(self, number: int) -> list[int]:
        if not 0 <= number < len(self):
            raise IndexError(number)
        found: list[int] = []
        last, equal = -1, 0
        for block in range(self._design.blocks):
            for order in self._orders:
                if not self._fits(last, order[0], equal):
                    continue
                now_equal = equal + (order[0] == last)
                behind = self._count(block + 1, order[-1], now_equal)
                if number < behind:
                    found += order
                    last, equal = order[-1], now_equal
                    break
                number -= behind
        return found

    def _count_from(self, block: int, last: int, equal: int) -> int:
        """How many ways there are to go on from a block; `last`: the level before it, -1 for none."""
        if block == self._design.blocks:
            return 1
        return sum(
            self._count(block + 1, order[-1], equal + (order[0] == last))
            for order in self._orders
            if self._fits(last, order[0], equal)
        )

    def _fits(self, last: int, first: int, equal: int) -> bool:
        before = 1.0 if last < 0 else self._shares[last]
        if abs(before - self._shares[first]) > self._near:
            return False
        return first != last or equal < self._equal_most
