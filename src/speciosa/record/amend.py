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
    """Follow the corrections.

    Where two corrections name the same entry, the one written down later stands (of two written
    down together, the one further down in the file).
    """
    standing = np.ones(len(columns), dtype=bool)
    corrections = np.flatnonzero(~columns.supersedes.equal(""))
    if not len(corrections):
        return Amendments(standing, (), (), ())
    position = {name: at for at, name in enumerate(columns.id.tolist())}
    target = {at: position.get(columns.supersedes[at]) for at in corrections.tolist()}
    orphans = tuple(at for at, aim in target.items() if aim is None)
    links = {at: aim for at, aim in target.items() if aim is not None}
    circular = tuple(at for at in links if _returns(at, links))
    winner: dict[int, int] = {}
    rivals: list[int] = []
    for at in sorted(links.keys() - set(circular), key=lambda each: (columns.recorded_s[each], columns.line[each])):
        standing[links[at]] = False
        if (earlier := winner.get(links[at])) is not None:
            standing[earlier] = False
            rivals.append(earlier)
        winner[links[at]] = at
    standing[list(circular)] = False
    return Amendments(standing, orphans, circular, tuple(rivals))


def _returns(start: int, links: dict[int, int]) -> bool:
    """Whether following the corrections from `start` leads back to it."""
    seen = set()
    at = start
    while at in links and at not in seen:
        seen.add(at)
        at = links[at]
        if at == start:
            return True
    return False
