"""Questionnaires: their scores, their range, and which change people notice, says who."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Kind
from speciosa.values.timeline import day_name


@dataclass(frozen=True, slots=True)
class Scale:
    """One questionnaire over the record.

    Parameters
    ----------
    key, title : as in the knowledge table; the title of an unknown one is its own word.
    known : whether the table has it.
    low, high : range of the score; None where it is not known.
    better : ``lower``, ``higher`` or empty.
    important_change : points that matter to people; None where none was read.
    sources, how_read : of that row.
    scores : (local day, score), in the order of time.
    items : how many rows of single items there are; they are kept and not shown.
    """

    key: str
    title: str
    known: bool
    low: float | None
    high: float | None
    better: str
    important_change: float | None
    sources: tuple[str, ...]
    how_read: str
    scores: tuple[tuple[int, float], ...]
    items: int
    unanswered: int

    def to_json(self) -> dict[str, object]:
        """Keys as the fields; ``scores`` as local dates and points."""
        return {
            "key": self.key, "title": self.title, "known": self.known, "range": [self.low, self.high],
            "better": self.better or None, "important_change": self.important_change, "sources": self.sources,
            "how_read": self.how_read or None,
            "scores": [{"day": day_name(day), "score": score} for day, score in self.scores],
            "items": self.items, "unanswered": self.unanswered,
        }  # fmt: skip


def scales_of(entries: Columns, knowledge: Knowledge) -> tuple[Scale, ...]:
    """Every questionnaire of the record, in the order of their names."""
    rows = entries.of_kind(Kind.SCALE)
    names = rows.names(Kind.SCALE)
    return tuple(_scale(key, rows, names, knowledge) for key in sorted({name.partition(".")[0] for name in names}))


def _scale(key: str, rows: Columns, names: tuple[str, ...], knowledge: Knowledge) -> Scale:
    whole = rows.of_kind(Kind.SCALE, key)
    given = whole.take(whole.answer == Answer.GIVEN)
    items = sum(int(rows.name.equal(name).sum()) for name in names if name.startswith(f"{key}."))
    scores = tuple(zip(given.day().tolist(), given.value.tolist(), strict=True))
    row = knowledge.instruments.get(key)
    if row is None:
        return Scale(
            key=key, title=key, known=False, low=None, high=None, better="", important_change=None, sources=(),
            how_read="", scores=scores, items=items, unanswered=len(whole) - len(given),
        )  # fmt: skip
    return Scale(
        key=key, title=row.title, known=True, low=row.low, high=row.high, better=row.better.value,
        important_change=row.important_change, sources=row.source, how_read=row.how_read.value, scores=scores,
        items=items, unanswered=len(whole) - len(given),
    )  # fmt: skip
