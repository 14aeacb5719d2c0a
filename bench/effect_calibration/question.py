"""The question about kratom and pain that a diary puts, as the room `effect` asks it."""

from __future__ import annotations

from speciosa.effect.arms import arms_of
from speciosa.effect.estimate import _kratom_question
from speciosa.effect.outcome import ratings_of
from speciosa.effect.question import Question
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary


def question_of(diary: Diary, knowledge: Knowledge, *, seed: int) -> Question:
    """The question at the diary's end."""
    now_s = int(diary.entries.time_s[-1])
    exposure, ratings = expose(diary, knowledge, seed=seed, now_s=now_s), ratings_of(diary, knowledge, "pain")
    asked = _kratom_question(diary, exposure, knowledge, ratings, arms_of(diary), now_s=now_s)
    if isinstance(asked, tuple):
        raise SystemExit(f"this simulated record cannot be asked: {asked}")
    return asked
