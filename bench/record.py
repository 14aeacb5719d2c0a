"""Starting, reading a large diary, reporting: the command as it is called."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.diaries import five_years, million_events
from bench.figure import Figure

SPECIOSA = [sys.executable, "-m", "speciosa"]


def figures() -> list[Figure]:
    """What the command takes."""
    with tempfile.TemporaryDirectory() as folder:
        return [*_help(), *_million(Path(folder)), *_five_years(Path(folder))]


def _help() -> list[Figure]:
    runs = [timed([*SPECIOSA, "--help"]) for _ in range(7)]
    cpu, wall = (statistics.median(run[at] for run in runs) for at in (0, 1))
    return [Figure("`speciosa --help`", f"{cpu:.2f} CPU-s ({wall:.2f} s)", "<= 0.4 s", "median of 7 starts")]


def _million(folder: Path) -> list[Figure]:
    diary = folder / "million.csv"
    million_events(diary)
    runs = [timed([*SPECIOSA, "check", str(diary), "--now", "2030-01-01T00:00Z"]) for _ in range(3)]
    cpu, wall, peak_mb = (statistics.median(run[at] for run in runs) for at in range(3))
    return [
        Figure("read and check 1,000,000 events", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "<= 10 s", "median of 3 checks"),
        Figure("the same, memory", f"{peak_mb:.0f} MB", "<= 400 MB", "peak resident set"),
    ]


def _five_years(folder: Path) -> list[Figure]:
    diary = folder / "years.csv"
    five_years(diary)
    out = folder / "out"
    call = [*SPECIOSA, "report", str(diary), "--out", str(out), "--now", "2026-01-01T00:00Z"]
    runs = [timed(call) for _ in range(3)]
    cpu, wall = (statistics.median(run[at] for run in runs) for at in range(2))
    size_kb = (out / "report.html").stat().st_size / 1000
    return [
        Figure(
            "report of five years, 20,000 events", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "<= 5 s", "median of 3 reports"
        ),
        Figure("its page", f"{size_kb:.0f} kB", "-", "`report.html`"),
    ]


def timed(call: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds, peak MB of one call that ends well."""
    started = time.perf_counter()
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(call[2:4])} ended with status {process.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - started, _megabytes(usage)


def _megabytes(usage: resource.struct_rusage) -> float:
    """Peak resident set: kilobytes on Linux, bytes on macOS."""
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
