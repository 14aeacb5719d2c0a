"""How many common names of medicines are recognised, and how many wrongly: `python -m bench.medicine_names`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.figure import Figure
from speciosa.knowledge import Knowledge, load_knowledge

LIST = Path(__file__).parents[1] / "tests/unit/knowledge/common_medicines.csv"
_HOW = "`python -m bench.medicine_names`"


class Written(NamedTuple):
    """One name as people write it.

    Parameters
    ----------
    meant : rows of the medicines table, all of them; empty where nothing may be counted.
    why : ``generic``, ``brand``, ``other_language``, ``typo``, ``with_amount``, ``two_at_once``; where nothing may be
        counted ``unknown`` or ``not_a_medicine``.
    """

    written: str
    meant: tuple[str, ...]
    why: str


class Measured(NamedTuple):
    """Names that were recognised, that were not, and that were silently taken for another medicine."""

    right: tuple[Written, ...]
    missed: tuple[Written, ...]
    wrong: tuple[Written, ...]

    @property
    def share(self) -> float:
        """Of names that mean something and are right."""
        right, others = (sum(bool(each.meant) for each in rows) for rows in (self.right, (*self.missed, *self.wrong)))
        return right / max(1, right + others)


def common_names(path: Path = LIST) -> tuple[Written, ...]:
    """The list of names, and what each means."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Written(row["written"], tuple(filter(None, row["meant"].split("|"))), row["why"])
            for row in csv.DictReader(file)
        )


def measured(names: Iterable[Written], knowledge: Knowledge) -> Measured:
    """Each name against the table.

    A name is right where everything that it means counts and nothing else does; a mixture is as good as its parts.
    A misspelt one is right where nothing counts and the first suggestion is right, or where that spelling is a name of
    the table (``metadone`` is Italian).
    """
    right: list[Written] = []
    missed: list[Written] = []
    wrong: list[Written] = []
    for each in names:
        found = knowledge.medicine(each.written)
        counted = {row.name for row in found.medicines}
        allowed = _same(each.meant, knowledge)
        if not counted <= allowed:
            wrong.append(each)
        elif each.why == "typo" and not counted:
            (right if found.maybe and found.maybe[0].name in allowed else missed).append(each)
        else:
            (right if _same(tuple(counted), knowledge) >= set(each.meant) else missed).append(each)
    return Measured(tuple(right), tuple(missed), tuple(wrong))


def figures() -> list[Figure]:
    """The lines of the page."""
    found = measured(common_names(), load_knowledge())
    n = sum(bool(each.meant) for rows in found for each in rows)
    every = sum(len(rows) for rows in found)
    return [
        Figure(f"{n} common names of medicines recognised", f"{found.share:.1%}", ">= 98 %", _HOW),
        Figure(f"of these and {every - n} other words silently taken for another", str(len(found.wrong)), "0", _HOW),
    ]


def _same(meant: tuple[str, ...], knowledge: Knowledge) -> set[str]:
    """These medicines, what they are mixed of, and mixtures of nothing but these."""
    parts = {part for name in meant for part in knowledge.medicines[name].parts}
    all_of = parts.union(meant)
    return all_of | {row.name for row in knowledge.medicines.values() if row.parts and all_of.issuperset(row.parts)}


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.what}: {figure.reached} ({figure.target})")
    seen = measured(common_names(), load_knowledge())
    for kind, rows in (("missed", seen.missed), ("wrong", seen.wrong)):
        for row in rows:
            print(f"{kind}: {row.written} ({row.why}) is {' and '.join(row.meant) or 'nothing'}")
