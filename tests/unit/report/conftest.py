"""Reports made from a few rows, and what a reader of the page sees of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report
from speciosa.story import tell

ReportOf = Callable[..., Report]


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


NOW_S = seconds("2026-03-12T09:00+01:00")


def seen(page: str) -> str:
    """The words of a page without its markup, one space between them."""
    body = re.sub(r"<style>.*?</style>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def scores(first: str, values: list[float], *, name: str = "pain", unit: str = "") -> list[str]:
    """One score a day at eight in the morning."""
    start = datetime.fromisoformat(first).toordinal()
    days = (datetime.fromordinal(start + at) for at in range(len(values)))
    return [
        f"{day:%Y-%m-%d}T08:00+01:00,rating,{name},{value:g},{unit}" for day, value in zip(days, values, strict=True)
    ]


@pytest.fixture
def report_of(diary_of: Callable[..., Diary], knowledge: Knowledge) -> ReportOf:
    def make(*rows: str, person: str = "", now_s: int = NOW_S, seed: int = 0, language: str = "en") -> Report:
        diary = diary_of(*rows, person=person, now_s=now_s)
        return tell(diary, knowledge, photos={}, now_s=now_s, seed=seed, language=language)

    return make


FULL_ROWS = [
    *scores("2025-11-01", [5, 6, 7, 6, 5, 4, 6] * 9),
    *scores("2026-01-20", [4, 5, 3, 4, 6, 4, 5] * 7),
    *(f"2026-03-{day:02d}T07:55+01:00,rating,pain,6" for day in range(1, 11)),
    *(f"2026-03-{day:02d}T08:05+01:00,dose,kratom leaf powder,2.5,g,pain" for day in range(1, 11)),
    *(f"2026-02-{day:02d}T20:00+01:00,dose,my jar#2,3,capsule" for day in range(3, 9)),
    "2026-03-11T12:00+01:00,no_dose,kratom,",
    "2026-03-10T21:00+01:00,rating,pain,declined",
    "2026-03-10T22:00+01:00,rating,mood,6",
    "2026-03-09T22:00+01:00,rating,mood,5",
    "2026-03-09T22:10+01:00,rating,gloom,5",
    "2026-03-08T22:10+01:00,rating,gloom,7",
    "2026-03-08T22:00+01:00,rating,aches,3,score_0_4",
    "2026-03-09T22:00+01:00,rating,aches,2,score_0_4",
    "2026-03-09T07:00+01:00,sleep,night,6.5,h",
    "2026-03-10T07:00+01:00,sleep,night,7,h",
    "2026-03-10T20:00+01:00,symptom,nausea,",
    "2026-03-10T18:00+01:00,scale,peg,5.3",
    "2026-03-03T18:00+01:00,scale,peg,6",
    "2026-03-03T18:00+01:00,scale,pgic,3",
    "2026-03-03T18:00+01:00,scale,my own scale,7",
    "2026-03-03T10:00+01:00,strategy,heat,start",
    "2026-03-05T10:00+01:00,event,product_changed,my jar#2",
    "2026-03-06T10:00+01:00,assignment,-25%,2,open",
    "2026-03-06T11:00+01:00,medicine,ibuprofen,400,mg",
    "2026-03-06T11:00+01:00,nonsense,x,1",
]
"""Rows that fill every section of the page."""
