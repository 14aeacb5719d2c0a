"""FHIR: the bundle of 20,000 entries, as a dictionary and as bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from bench.diaries import five_years
from bench.figure import Figure

NOW_S = 1_785_000_000  # after the last of them


def figures() -> list[Figure]:
    """What the bundle of a five-year diary takes, in a process of its own."""
    call = [sys.executable, "-m", "bench.fhir"]
    lines = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
    return [Figure(*line.split("|")) for line in lines]


def _measure() -> None:
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415  not a part of what is measured
    from speciosa.record import read_diary  # noqa: PLC0415
    from speciosa.report.fhir import bundle_json, fhir_bundle  # noqa: PLC0415
    from speciosa.story import tell  # noqa: PLC0415

    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "years.csv"
        five_years(path)
        diary = read_diary(path, knowledge, now_s=NOW_S)
    report = tell(diary, knowledge, photos={}, now_s=NOW_S, seed=0, language="en")
    cpu, wall = time.process_time(), time.perf_counter()
    raw = bundle_json(fhir_bundle(report, diary, knowledge))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    _say("bundle of 20,000 events", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "<= 5 s", "`fhir_bundle` and `bundle_json`")
    tracemalloc.start()
    bundle_json(fhir_bundle(report, diary, knowledge))
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    _say("the same, memory", f"{peak_mb:.0f} MB", "<= 300 MB", "the most that it holds at a time, bytes included")
    _say("its size", f"{len(raw) / 1e6:.0f} MB", "-", "UTF-8, one entry a line")


def _say(*words: str) -> None:
    print("|".join(words))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _measure()
