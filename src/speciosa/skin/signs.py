"""The questions of a session: gums, creases, scars, eyes, spots. A yes stands before all statistics."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.skin.series import Session, Sign
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_ORDER = {"now": 0, "soon": 1, "watch": 2}


def signs_of(diary: Diary, knowledge: Knowledge, *, now_s: int) -> tuple[Sign, ...]:
    """Every question that was answered with yes of late, the most urgent first.

    A later no does not take a yes back within that time: what changed has changed.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    since = now_s - round(knowledge.choice("skin_sign_d") * DAY_S)
    found = []
    for key, _, rows in _answers(diary, knowledge):
        yes = rows.take((rows.time_s >= since) & ~(rows.value == 0) & (rows.answer != Answer.DECLINED))
        if len(yes):
            found.append(Sign(key, tuple(yes.id[at] for at in range(len(yes))), int(yes.time_s[-1])))
    urgency = {each.key: _ORDER[each.urgency] for each in knowledge.skin_questions}
    return tuple(sorted(found, key=lambda each: (urgency[each.key], -each.time_s)))


def unanswered(diary: Diary, latest: Session, knowledge: Knowledge) -> NotAssessed | None:
    """What nobody asked, or answered, around the latest photos; None where all was answered."""
    reach = round(knowledge.choice("skin_answers_d") * DAY_S)
    missing = []
    for _, asks, rows in _answers(diary, knowledge):
        near = np.abs(rows.time_s - latest.time_s) <= reach
        if not (near & (rows.answer != Answer.DECLINED)).any():
            missing.append(asks)
    if not missing:
        return None
    return NotAssessed(
        "skin_questions", f"These questions were not answered with your latest skin photos: {' '.join(missing)}"
    )


def _answers(diary: Diary, knowledge: Knowledge) -> Iterator[tuple[str, str, Columns]]:
    """Each question (key, what it asks), and the entries that answer it under any spelling, in time order."""
    rows = diary.entries.of_kind(Kind.SYMPTOM)
    words = np.array([knowledge.outcome(word).word for word in rows.name.vocabulary], dtype=object)
    for question in knowledge.skin_questions:
        found = (words == question.key)[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool)
        yield question.key, question.asks, rows.take(found)
