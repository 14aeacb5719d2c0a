"""Drafts made from a few rows, as a story tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.unit.report.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.adverse_event import AdverseEventDraft, draft_of
from speciosa.story import tell

DraftOf = Callable[..., AdverseEventDraft]

ROWS = [
    "2026-01-10T07:00+01:00,event,started,kratom",
    *(f"2026-02-{day:02d}T08:05+01:00,dose,kratom leaf powder#7,2.5,g,pain" for day in range(1, 29)),
    "2026-02-20T10:00+01:00,symptom,itching,6,nrs,,,,,itch-1,,red arms after the second cup",
    "2026-02-22T10:00+01:00,symptom,itching,4,nrs,,,,,itch-2,,",
    "2026-02-15T20:00+01:00,symptom,nausea,3,nrs,,,,,sick-1,,",
    "2026-02-18T11:00+01:00,medicine,ibuprofen,400,mg",
    *(f"2026-03-{day:02d}T08:00+01:00,rating,pain,5" for day in range(1, 12)),
]
"""A month of leaf, itching twice, sickness once, and eleven days after that."""
PERSON = 'time_zone = "Europe/Berlin"\nbirth_year = 1980\nsex = "f"\nweight_kg = 70\nconditions = ["asthma"]\n'


@pytest.fixture
def draft_from(diary_of: Callable[..., Diary], knowledge: Knowledge) -> DraftOf:
    def make(
        *rows: str, person: str = PERSON, products: str = "", now_s: int = NOW_S, language: str = "en",
        answers: Mapping[str, str] | None = None, **more: Any,
    ) -> AdverseEventDraft:  # fmt: skip
        diary = diary_of(*rows, person=person, products=products, now_s=now_s)
        report = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language=language)
        return draft_of(report, diary, knowledge, answers=answers, **more)

    return make
