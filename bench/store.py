"""The store: a million entries into the encrypted file and out of it, what Today reads, one entry saved, one erased."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.diaries import five_years, million_events
from bench.figure import Figure

if TYPE_CHECKING:
    from speciosa.record import Diary

NOW_S = 1_893_456_000  # 2030-01-01T00:00Z
_TIMES = 200


def figures() -> list[Figure]:
    """What the store takes, each in a process of its own."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in ("million", "years"):
            call = [sys.executable, "-m", "bench.store", size, folder]
            lines = subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()
            found += [Figure(*line.split("|")) for line in lines]
    return found


def _million(folder: Path) -> None:
    """Take over a million entries, read them as a diary."""
    from speciosa.store.diary import diary_of  # noqa: PLC0415  needs Django
    from speciosa.store.entries import own_record  # noqa: PLC0415  needs Django
    from speciosa.store.taking_over import store_diary  # noqa: PLC0415  needs Django

    diary = _read(folder / "million.csv", million_events)
    record = own_record()
    cpu, wall = _timed(lambda: store_diary(record, diary))
    _say("take over 1,000,000 events", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "-", "`store_diary`, one transaction")
    _say("the same, memory", f"{_peak_mb():.0f} MB", "-", "peak resident set; the diary itself is part of it")
    size_mb = (folder / "store" / "store.db").stat().st_size / 1e6
    _say("the file", f"{size_mb:.0f} MB", "-", "encrypted, with its indexes")
    gc.disable()  # as the command does
    runs = [_timed(lambda: diary_of(record)) for _ in range(3)]
    cpu, wall = (statistics.median(run[at] for run in runs) for at in (0, 1))
    _say(
        "read them as a diary",
        f"{cpu:.1f} CPU-s ({wall:.1f} s)",
        "<= 3 s",
        "`diary_of` on the encrypted file, median of 3",
    )
    same = "equal" if diary_of(record) == diary else "DIFFERENT"
    _say("the diary that was read", same, "equal", "against the one that was taken over")


def _years(folder: Path) -> None:
    """What a page asks of five years, and what one entry costs."""
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415  needs Django
    from speciosa.record.row import Row  # noqa: PLC0415  needs Django
    from speciosa.store.entries import add_row, own_record, standing_since  # noqa: PLC0415  needs Django
    from speciosa.store.erasing import erase_entries  # noqa: PLC0415  needs Django
    from speciosa.store.taking_over import store_diary  # noqa: PLC0415  needs Django

    diary = _read(folder / "years.csv", five_years)
    record, knowledge = own_record(), load_knowledge()
    store_diary(record, diary)
    since_s = int(diary.history.time_s[-1]) - 86_400
    p50, p95 = _spread(lambda _: standing_since(record, since_s))
    _say(
        "what Today reads of five years",
        f"{p50:.1f} / {p95:.1f} ms",
        "part of 20 / 100 ms",
        "p50 / p95, `standing_since`",
    )
    row = Row("2026-01-02T08:05+01:00", "rating", "pain", "6")
    p50, p95 = _spread(lambda at: add_row(record, row._replace(note=str(at)), knowledge))
    _say("save one entry", f"{p50:.1f} / {p95:.1f} ms", "<= 200 ms", "p50 / p95, on the disk when it returns")
    said = add_row(record, row, knowledge)
    cpu, wall = _timed(lambda: erase_entries(record, [said.id], passphrase=_PASSPHRASE))
    _say("erase one entry for good", f"{cpu:.1f} CPU-s ({wall:.1f} s)", "-", "five years without photos: pages, key")


def _read(csv: Path, make: Callable[[Path], None]) -> Diary:
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415  needs Django
    from speciosa.record import read_diary  # noqa: PLC0415  needs Django
    from speciosa.store.opening import create_store  # noqa: PLC0415  needs Django

    make(csv)
    diary = read_diary(csv, load_knowledge(), now_s=NOW_S)
    csv.unlink()
    create_store(csv.parent / "store", _PASSPHRASE, now_s=0)
    return diary


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def _spread(work: Callable[[int], object]) -> tuple[float, float]:
    """Median and 95th of 100 wall times, ms."""
    times = sorted(_timed(partial(work, at))[1] * 1e3 for at in range(_TIMES))
    return times[_TIMES // 2], times[_TIMES * 95 // 100]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _say(*words: str) -> None:
    print("|".join(words))


_PASSPHRASE = "four quiet words here"

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.store.settings"
    import django

    django.setup()
    with tempfile.TemporaryDirectory(dir=sys.argv[2]) as place:
        {"million": _million, "years": _years}[sys.argv[1]](Path(place))
