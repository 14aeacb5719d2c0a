"""Questionnaires: their scores, their range, and which change people notice, says who."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Kind
from speciosa.report.printed import is_score
from speciosa.report.series import groups_of
from speciosa.values.timeline import day_name
from speciosa.values.units import score_bounds


@dataclass(frozen=True, slots=True)
class Scale:
    """One questionnaire in one unit over the record.

    Parameters
    ----------
    key, title : as in the knowledge table; the title of an unknown one is its own word.
    unit : empty for the questionnaire's own points; another scale of it is a questionnaire of its own.
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
    unit: str
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
            "key": self.key, "title": self.title, "unit": self.unit or None, "known": self.known,
            "range": [self.low, self.high],
            "better": self.better or None, "important_change": self.important_change, "sources": self.sources,
            "how_read": self.how_read or None,
            "scores": [{"day": day_name(day), "score": score} for day, score in self.scores],
            "items": self.items, "unanswered": self.unanswered,
        }  # fmt: skip


def scales_of(entries: Columns, knowledge: Knowledge) -> tuple[Scale, ...]:
    """Every questionnaire of the record, in the order of their names."""
    rows = entries.of_kind(Kind.SCALE)
    pairs, which = np.unique(np.stack([rows.name.codes, rows.unit.codes]), axis=1, return_inverse=True)
    kinds = [
        (rows.name.vocabulary[name].partition(".")[0], _own(rows.unit.vocabulary[unit]))
        for name, unit in pairs.T.tolist()
    ]
    order = sorted(set(kinds))
    code = np.array([order.index(each) for each in kinds], dtype=np.int64)
    groups = groups_of(code[which.reshape(-1)])
    return tuple(
        _scale(key, unit, rows.take(group), knowledge) for (key, unit), group in zip(order, groups, strict=True)
    )


def _own(unit: str) -> str:
    """Empty for plain points, however they are called."""
    return "" if is_score(unit) and score_bounds(unit) in {None, score_bounds("nrs")} else unit


def _scale(key: str, unit: str, rows: Columns, knowledge: Knowledge) -> Scale:
    whole = rows.take(rows.name.equal(key))
    given = whole.take(whole.answer == Answer.GIVEN)
    scores = tuple(zip(given.day().tolist(), given.value.tolist(), strict=True))
    row = knowledge.instruments.get(key)
    low, high = (row.low, row.high) if row and not unit else score_bounds(unit) or (None, None)
    title = row.title if row else key
    return Scale(
        key=key, title=f"{title} ({unit})" if unit else title, unit=unit, known=row is not None, low=low, high=high,
        better=row.better.value if row else "", important_change=row.important_change if row and not unit else None,
        sources=row.source if row else (), how_read=row.how_read.value if row else "", scores=scores,
        items=len(rows) - len(whole), unanswered=len(whole) - len(given),
    )  # fmt: skip
