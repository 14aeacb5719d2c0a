"""Corrections: a later entry supersedes an earlier one, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.record.columns import Columns


@dataclass(frozen=True, slots=True)
class Amendments:
    """What the corrections of a record amount to.

    `standing`: bool[n], entries that no other supersedes. `orphans`: positions of corrections whose
    entry is not in the record. `circular`: positions of corrections that lead back to themselves.
    `rivals`: positions of corrections that lost to a later correction of the same entry.
    """

    standing: NDArray[np.bool_]
    orphans: tuple[int, ...]
    circular: tuple[int, ...]
    rivals: tuple[int, ...]


def amend(columns: Columns) -> Amendments:
    """Follow the corrections from each first entry to the one that stands.

    Where two corrections name the same entry, the branch whose last word was written down later
    stands (of two written down together, the one further down in the file); the other falls whole.
    """
    standing = np.ones(len(columns), dtype=bool)
    corrections = np.flatnonzero(~columns.supersedes.equal("")).tolist()
    if not corrections:
        return Amendments(standing, (), (), ())
    position = {name: at for at, name in enumerate(columns.id.tolist())}
    following: dict[int, list[int]] = {}
    orphans = []
    for at in corrections:
        aim = position.get(columns.supersedes[at])
        orphans += [at] if aim is None else []
        following.setdefault(-1 if aim is None else aim, []).append(at)
    firsts = set(following) - set(corrections) - {-1} | set(orphans)
    order = _from_first_to_last(firsts, following)
    reached = set(order)
    circular = tuple(at for at in corrections if at not in reached)
    rivals = _settle(order, following, columns, standing)
    standing[list(circular)] = False
    return Amendments(standing, tuple(orphans), circular, rivals)


def _from_first_to_last(firsts: set[int], following: dict[int, list[int]]) -> list[int]:
    """Every entry that can be reached from a first one, each after what it corrects."""
    order = sorted(firsts)
    for at in order:  # grows while it is walked through
        order += following.get(at, [])
    return order


def _settle(
    order: list[int], following: dict[int, list[int]], columns: Columns, standing: NDArray[np.bool_]
) -> tuple[int, ...]:
    """Mark what no longer stands; the corrections that lost to a rival."""
    last_word: dict[int, tuple[int, int]] = {}
    for at in reversed(order):
        words = [last_word[each] for each in following.get(at, [])]
        last_word[at] = max([(int(columns.recorded_s[at]), int(columns.line[at])), *words])
    rivals = []
    for at in order:
        branches = following.get(at, [])
        if not branches:
            continue
        winner = max(branches, key=last_word.__getitem__) if standing[at] else None
        rivals += [each for each in branches if each != winner and standing[at]]
        for each in branches:
            standing[each] = each == winner
        standing[at] = False
    return tuple(rivals)
