"""Seconds and memory of reading photos, by their size and form, and of following sessions."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np

from bench.record import SPECIOSA, timed
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary, read_diary
from speciosa.simulate.skin_photo import photograph, usual_scene
from speciosa.simulate.skin_scene import Picture
from speciosa.skin import Measurement, PhotoReader, follow_skin
from speciosa.skin.card import card_of

MEGAPIXELS = (1.0, 4.0, 12.0, 48.0)
SESSIONS = (10, 50, 100)
_RUNS = 5


def photo_of(megapixels: float, form: str, knowledge: Knowledge) -> bytes:
    """A sharp one of an average forearm."""
    blur_px = 0.6 * (megapixels / 1.2) ** 0.5  # the lens is as good, whatever the sensor
    picture = Picture(megapixels=megapixels, form=form, quality=90 if form == "jpeg" else 80, blur_px=blur_px)
    scene = replace(usual_scene(knowledge), picture=picture)
    return photograph(scene, card_of(7, knowledge), knowledge, np.random.default_rng(0)).file


def reading(sizes: tuple[float, ...] = MEGAPIXELS, *, heic: float = 12.0) -> dict[str, tuple[float, float]]:
    """CPU and wall seconds of one photo, the median of five reads, by size and form."""
    knowledge = load_knowledge()
    wanted = [(f"{size:g} MP JPEG", size, "jpeg") for size in sizes] + [(f"{heic:g} MP HEIC", heic, "heic")]
    found = {}
    for name, megapixels, form in wanted:
        raw = photo_of(megapixels, form, knowledge)
        found[name] = _median_seconds(raw, knowledge)
    return found


def memory_mb(megapixels: float = 48.0) -> float:
    """Peak of the largest process while one photo is measured by the command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo_of(megapixels, "jpeg", load_knowledge()))
        return timed([*SPECIOSA, "skin", "measure", str(path), "--json"])[2]


def following(counts: tuple[int, ...] = SESSIONS, *, megapixels: float = 1.2) -> dict[int, tuple[float, float]]:
    """CPU and wall seconds of `follow_skin`, one photo a session, by the number of sessions."""
    knowledge = load_knowledge()
    raw = photo_of(megapixels, "jpeg", knowledge)
    found = {}
    for count in counts:
        # the same picture with other bytes behind its end: as many different files
        photos = {f"photos/{at}.jpg": raw + at.to_bytes(4, "big") for at in range(count)}
        diary, now_s = _diary(count)
        found[count] = _seconds(partial(follow_skin, diary, photos, knowledge, now_s=now_s, seed=0))
    return found


def _median_seconds(raw: bytes, knowledge: Knowledge) -> tuple[float, float]:
    """CPU of this process and of the one that opens photos (known at its end), and wall; without the start."""
    start, _ = _reads(raw, 1, knowledge)
    all_of_it, wall = _reads(raw, 1 + _RUNS, knowledge)
    return (all_of_it - start) / _RUNS, statistics.median(wall[1:])


def _reads(raw: bytes, runs: int, knowledge: Knowledge) -> tuple[float, list[float]]:
    before = _cpu_s()
    with PhotoReader(knowledge) as reader:
        if not isinstance(reader.read(raw), Measurement):
            raise SystemExit("a good photo was refused")
        wall = [_seconds(partial(reader.read, raw))[1] for _ in range(runs - 1)]
    return _cpu_s() - before, [0.0, *wall]


def _seconds(task: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = _cpu_s(), time.perf_counter()
    task()
    return _cpu_s() - cpu, time.perf_counter() - wall


def _cpu_s() -> float:
    """Of this process and its children that have ended."""
    used = (resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _diary(count: int) -> tuple[Diary, int]:
    """One photo a week of the forearm; and the day after the last."""
    start = datetime(2016, 1, 3, 18, tzinfo=UTC)
    at = [start + timedelta(weeks=each) for each in range(count)]
    rows = [f"{each.isoformat()},photo,forearm_dorsal_left,photos/{number}.jpg" for number, each in enumerate(at)]
    now_s = int((at[-1] + timedelta(days=1)).timestamp())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        path.write_text("\n".join(["time,kind,name,value", *rows]) + "\n", encoding="utf-8")
        return read_diary(path, load_knowledge(), now_s=now_s), now_s


def main() -> None:
    """Print the table."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for name, (cpu, wall) in reading().items():
        print(f"  {name:12s} {cpu:.2f} CPU-s, {wall:.2f} s", flush=True)
    print(f"  48 MP JPEG   {memory_mb():.0f} MB", flush=True)
    for count, (cpu, wall) in following().items():
        print(f"  follow {count:3d} sessions {cpu:.1f} CPU-s, {wall:.1f} s")


if __name__ == "__main__":
    main()
