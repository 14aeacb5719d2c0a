"""Screening a record of five years, and matching the names of other medicines."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from bench import medicine_names
from bench.diaries import five_years
from bench.figure import Figure
from bench.record import SPECIOSA, timed
from speciosa.effect import estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import load_knowledge
from speciosa.record import read_diary
from speciosa.safety import screen
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import parse_moment

_NOW = "2026-01-01T00:00Z"
_LATE = """\
2025-12-20T08:00Z,medicine,Tramadol 50 mg,1,tablet
2025-12-21T08:00Z,medicine,sertralin,50,mg
2025-12-22T08:00Z,symptom,itching,3,nrs
2025-12-22T09:00Z,symptom,nausea,,
"""


def figures() -> list[Figure]:
    """What screening takes, and how many names are right."""
    with tempfile.TemporaryDirectory() as folder:
        diary = Path(folder) / "years.csv"
        five_years(diary)
        with diary.open("a", encoding="utf-8") as file:
            file.write(_in_columns(diary))
        return [
            *medicine_names.figures(),
            *_screened(diary),
        ]  # fmt: skip


def _in_columns(diary: Path) -> str:
    """The late rows, with as many cells as the header has."""
    with diary.open(encoding="utf-8") as file:
        empty = file.readline().count(",") + 1 - 5
    return "".join(f"{line}{',' * empty}\n" for line in _LATE.splitlines())


def _screened(diary: Path) -> list[Figure]:
    knowledge, now_s = load_knowledge(), parse_moment(_NOW, None).time_s
    known = read_diary(diary, knowledge, now_s=now_s).as_of(now_s)
    curve = expose(known, knowledge, seed=0, now_s=now_s)
    unasked = NotAssessed("effect", "not asked")
    effect = estimate_effect(known, curve, knowledge, outcome="pain", now_s=now_s, seed=0, withheld=unasked)
    runs = []
    for _ in range(7):
        before = time.process_time()
        found = screen(known, curve, effect, NotAssessed("skin", "no photos"), knowledge, now_s=now_s)
        runs.append(time.process_time() - before)
    calls = [timed([*SPECIOSA, "screen", str(diary), "--json", "--now", _NOW]) for _ in range(3)]
    cpu, wall = (statistics.median(run[at] for run in calls) for at in range(2))
    said = f"{len(known.entries):,} entries, {len(found.findings)} findings, median of 7"
    return [
        Figure("screening a five-year diary", f"{statistics.median(runs):.2f} CPU-s", "<= 0.5 s", said),
        Figure(
            "`speciosa screen` of the same", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "-",
            "with reading it, its exposure and each symptom against it; median of 3",
        ),
    ]  # fmt: skip
