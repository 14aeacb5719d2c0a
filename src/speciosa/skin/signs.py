"""The questions of a session: gums, creases, scars, eyes, spots. A yes stands before all statistics."""

from __future__ import annotations

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
    for question in knowledge.skin_questions:
        rows = _answers(diary, question.key, knowledge)
        yes = rows.take((rows.time_s >= since) & ~(rows.value == 0) & (rows.answer != Answer.DECLINED))
        if len(yes):
            found.append(Sign(question.key, tuple(yes.id[at] for at in range(len(yes))), int(yes.time_s[-1])))
    urgency = {each.key: _ORDER[each.urgency] for each in knowledge.skin_questions}
    return tuple(sorted(found, key=lambda each: (urgency[each.key], -each.time_s)))


def unanswered(diary: Diary, latest: Session, knowledge: Knowledge) -> NotAssessed | None:
    """What nobody asked, or answered, around the latest photos; None where all was answered."""
    reach = round(knowledge.choice("skin_answers_d") * DAY_S)
    missing = []
    for question in knowledge.skin_questions:
        rows = _answers(diary, question.key, knowledge)
        near = np.abs(rows.time_s - latest.time_s) <= reach
        if not (near & (rows.answer != Answer.DECLINED)).any():
            missing.append(question.asks)
    if not missing:
        return None
    return NotAssessed(
        "skin_questions", f"These questions were not answered with your latest skin photos: {' '.join(missing)}"
    )


def _answers(diary: Diary, key: str, knowledge: Knowledge) -> Columns:
    """Entries that answer one question, under any of its spellings, in time order."""
    rows = diary.entries.of_kind(Kind.SYMPTOM)
    named = np.array([knowledge.outcome(word).word == key for word in rows.name.vocabulary], dtype=bool)
    return rows.take(named[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool))
