"""The Naranjo scale: its ten items, their points, and its bands. For professionals; never a verdict.

Points and bands are rows of the knowledge tables (naranjo1981); the items are in our own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError

SCALE = "naranjo"
_BANDS = ("possible", "probable", "definite")


@dataclass(frozen=True, slots=True)
class NaranjoAnswer:
    """One item as far as a diary can answer it.

    Parameters
    ----------
    item, asks : as in the table.
    answer : ``yes``, ``no`` or ``unknown``. points: what it brings.
    evidence : one plain sentence: what in the record that rests on, or why it cannot be told.
    ids : of the entries behind it.
    """

    item: str
    asks: str
    answer: str
    points: int
    evidence: str
    ids: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "item": self.item, "asks": self.asks, "answer": self.answer, "points": self.points,
            "evidence": self.evidence, "ids": list(self.ids),
        }  # fmt: skip


def naranjo_total(answers: Mapping[str, str], knowledge: Knowledge) -> int:
    """The total of ten answers: the sum of their points.

    Parameters
    ----------
    answers : ``yes``, ``no`` or ``unknown`` by item, ``q1`` to ``q10``; what is left out is unknown.

    Raises
    ------
    EntryError : an item or an answer that the scale does not have.

    Valid when: a professional gave the answers. The scale was made for medicines on a ward.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> naranjo_total({"q2": "yes", "q5": "no", "q7": "unknown"}, load_knowledge())
    4
    """
    points = points_of(knowledge)
    items = {item for item, _ in points}
    for item, answer in answers.items():
        if (item, answer) not in points:
            what = f"the scale has no item called {item}" if item not in items else f"{item} is answered otherwise"
            raise EntryError(what, todo="use q1 to q10, each with yes, no or unknown")
    return sum(points[item, answers.get(item, "unknown")] for item in sorted(items))


def naranjo_band(total: int, knowledge: Knowledge) -> str:
    """What the scale calls a total: ``doubtful``, ``possible``, ``probable`` or ``definite``.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [naranjo_band(each, load_knowledge()) for each in (0, 1, 4, 5, 8, 9)]
    ['doubtful', 'possible', 'possible', 'probable', 'probable', 'definite']
    """
    reached = [each for each in _BANDS if total >= knowledge.choice(f"safety_naranjo_{each}")]
    return reached[-1] if reached else "doubtful"


def naranjo_range(answers: Iterable[NaranjoAnswer], knowledge: Knowledge) -> tuple[int, int]:
    """The lowest and the highest total that are still possible: what is unknown may turn out any way.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> naranjo_range((), load_knowledge())
    (-4, 13)
    """
    points = points_of(knowledge)
    given = {each.item: each.answer for each in answers if each.answer != "unknown"}
    low = high = 0
    for item in sorted({item for item, _ in points}):
        open_to = [points[item, given[item]]] if item in given else [n for (at, _), n in points.items() if at == item]
        low, high = low + min(open_to), high + max(open_to)
    return low, high


def points_of(knowledge: Knowledge) -> dict[tuple[str, str], int]:
    """The points of each answer, by item and answer."""
    return {(row.item, row.answer): int(row.points) for row in knowledge.causality if row.scale == SCALE}


def asks_of(knowledge: Knowledge) -> dict[str, str]:
    """The items in their order, each in our own words."""
    return {row.item: row.asks for row in knowledge.causality if row.scale == SCALE}
