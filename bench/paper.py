"""The doctor's paper: how long it takes of a five-year diary, cold and warm, and with all of its entries."""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.diaries import five_years
from bench.figure import Figure
from speciosa.knowledge import load_knowledge
from speciosa.record import read_diary
from speciosa.report.doctor_paper import doctor_paper_pdf
from speciosa.story import tell

_NOW_S = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
_TIMES = 3


def figures() -> list[Figure]:
    """The paper of 20,000 entries over five years, from a report that stands."""
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        five_years(path)
        diary = read_diary(path, knowledge, now_s=_NOW_S)
    told, later = (tell(diary, knowledge, photos={}, now_s=_NOW_S, seed=seed, language="en") for seed in (0, 1))
    german = tell(diary, knowledge, photos={}, now_s=_NOW_S, seed=2, language="de")
    cold, first = _timed(lambda: doctor_paper_pdf(told))
    warm, _ = _timed(lambda: doctor_paper_pdf(later))
    in_german, _ = _timed(lambda: doctor_paper_pdf(german))
    again = min(_timed(lambda: doctor_paper_pdf(told))[0] for _ in range(_TIMES))
    listed, pdf = _timed(lambda: doctor_paper_pdf(told, entries=diary.as_of(_NOW_S).entries))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    how = "20,000 entries over five years; wall seconds from a report that stands"
    return [
        Figure("report.pdf, cold", f"{cold:.1f} s, {len(first) / 1e3:.0f} kB", "-", how),
        Figure("report.pdf, warm", f"{warm:.1f} s", "<= 3 s", "another report in the same process"),
        Figure("report.pdf in German, warm", f"{in_german:.1f} s", "<= 3 s", "a third one"),
        Figure("report.pdf, the same again", f"{again:.1f} s", "-", f"best of {_TIMES}; drawings and pages are kept"),
        Figure("with the table of all entries", f"{listed:.1f} s, {len(pdf) / 1e6:.1f} MB", "-", "20,000 rows"),
        Figure("memory of all of it", f"{most:.0f} MB", "-", "peak of the process"),
    ]


def _timed(make: Callable[[], bytes]) -> tuple[float, bytes]:
    begun = time.perf_counter()
    made = make()
    return time.perf_counter() - begun, made
