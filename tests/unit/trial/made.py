"""Diaries and designs for the tests of trials."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from speciosa.knowledge import load_knowledge
from speciosa.record import Diary, read_diary
from speciosa.trial import TrialDesign

HEADER = "time,kind,name,value,unit,reason,id,supersedes,recorded\n"
FIRST = datetime(2026, 2, 1, tzinfo=UTC)
NOW = "2026-03-01T08:00+00:00"
NOW_S = int(datetime.fromisoformat(NOW).timestamp())
PERSON = 'time_zone = "Europe/Berlin"\nbirth_year = 1980\n'


def design(**changes: object) -> TrialDesign:
    said: dict[str, object] = {
        "starts": "2026-03-08", "product": "kratom leaf powder#2", "dose_hours_h": (8.0, 14.0), "capsules": (5, 5),
        "capsule_g": 0.5,
    }  # fmt: skip
    return TrialDesign(**{**said, **changes})  # type: ignore[arg-type]


def daily(days: int = 28, grams: tuple[float, ...] = (2.5, 2.5), *, product: str = "kratom leaf powder#2") -> str:
    """Rows of two doses a day, at 8 and at 14 o'clock, each with a score before it."""
    rows = []
    for day in range(days):
        for at, amount in enumerate(grams):
            when = FIRST + timedelta(days=day, hours=7 + 6 * at)
            rows.append(f"{when:%Y-%m-%dT%H:%M}+00:00,rating,pain,{4 + (day + at) % 3},,,,,\n")
            rows.append(f"{when + timedelta(minutes=5):%Y-%m-%dT%H:%M}+00:00,dose,{product},{amount},g,,,,\n")
    return "".join(rows)


def folder(path: Path, rows: str, person: str = PERSON, products: str = "") -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "diary.csv").write_text(HEADER + rows)
    (path / "person.toml").write_text(person)
    if products:
        (path / "products.csv").write_text(products)
    return path


def read(path: Path, now_s: int = NOW_S) -> Diary:
    diary = read_diary(path, load_knowledge(), now_s=now_s)
    assert diary.reading.refused == ()
    return diary


def said(path: Path, rows: str, person: str = PERSON, products: str = "") -> Diary:
    """The diary of these rows."""
    return read(folder(path, rows, person, products))
