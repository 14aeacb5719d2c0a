"""One participant's order: any that the design allows and that begins as the site's list says, each as likely."""

from __future__ import annotations

import secrets
from bisect import bisect_left
from collections.abc import Callable

from speciosa.knowledge import load_knowledge
from speciosa.trial import Allocation, TrialDesign, allocate
from speciosa.trial.sequences import Sequences

_SEED_BYTES = 32


def first_levels(design: TrialDesign) -> tuple[str, ...]:
    """The levels that an order of this design can begin with, in the design's order.

    Examples
    --------
    >>> first_levels(TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5))
    ('usual', '-25%')
    >>> first_levels(TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5, levels=("-25%", "-50%")))
    ('-25%',)
    """
    sequences, size = Sequences(design), len(design.levels)
    found, at = set(), 0
    while at < len(sequences):  # orders that share their first block lie side by side
        found.add(sequences[at][0])
        at = _behind(sequences, at, size)
    return tuple(level for level in design.levels if level in found)


def drawn(design: TrialDesign, start: str, *, fresh: Callable[[int], bytes] = secrets.token_bytes) -> Allocation:
    """An order that begins with a level, each of those exactly as likely as the others.

    P(order | it begins so) = 1 / number of orders that begin so: orders are drawn as for anybody, and the first
    that begins so is taken. Always the same number of them is drawn, so that the time it takes tells nothing.

    Parameters
    ----------
    fresh : so many bytes that nobody can guess.

    Raises
    ------
    EntryError : the design leaves nothing to chance.

    Valid when: `start` is one of `first_levels`.

    Examples
    --------
    >>> drawn(TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5), "-25%").arms[:2]
    ('-25%', 'usual')
    """
    tries = int(load_knowledge().choice("study_allocation_tries"))
    if start not in first_levels(design):
        raise ValueError("no order begins with this level")
    while True:
        tried = [allocate(design, fresh(_SEED_BYTES)) for _ in range(tries)]
        fitting = [each for each in tried if each.arms[0] == start]
        if fitting:
            return fitting[0]


def _behind(sequences: Sequences, at: int, size: int) -> int:
    """The number of the first sequence behind those that begin with the same block."""
    block = sequences[at][:size]

    def is_another(number: int) -> bool:
        return sequences[number][:size] != block

    return at + bisect_left(range(at, len(sequences)), 1, key=is_another)
