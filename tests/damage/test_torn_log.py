"""The write-ahead log torn or garbled anywhere: what opens is a beginning of what was written, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from speciosa.store.cipher.connection import connect, damage
from tests.damage.written import KEY, add, begun, numbers
from tests.scale import FULL

TIMES = 1000 if FULL else 100
BEFORE, ROWS = 40, 120


@pytest.fixture(scope="module")
def left_open(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """File and log as a power cut leaves them, and the log's length after each committed row."""
    place = tmp_path_factory.mktemp("torn") / "store.db"
    first = begun(place)
    for number in range(BEFORE):
        add(first, number)
    first.close()  # these are in the file itself
    writing = connect(place, KEY)
    writing.execute("PRAGMA wal_autocheckpoint = 0")
    lengths = []
    for number in range(BEFORE, ROWS):
        add(writing, number)
        lengths.append(Path(f"{place}-wal").stat().st_size)
    kept = tmp_path_factory.mktemp("kept") / "store.db"
    for end in ("", "-wal"):
        shutil.copyfile(f"{place}{end}", f"{kept}{end}")
    writing.close()
    return kept, lengths


def reopened(left_open: Path, folder: Path, log: bytes) -> list[int]:
    for each in folder.glob("store.db*"):
        each.unlink()
    shutil.copyfile(left_open, folder / "store.db")
    (folder / "store.db-wal").write_bytes(log)
    opened = connect(folder / "store.db", KEY)
    try:
        assert damage(opened) == []
        return numbers(opened)
    finally:
        opened.close()


def test_an_untouched_log_gives_back_every_row(left_open: tuple[Path, list[int]], tmp_path: Path) -> None:
    log = Path(f"{left_open[0]}-wal").read_bytes()
    assert reopened(left_open[0], tmp_path, log) == list(range(ROWS))


def test_a_torn_log_gives_back_every_row_that_was_whole_before_the_tear(
    left_open: tuple[Path, list[int]], tmp_path: Path
) -> None:
    place, lengths = left_open
    log, rng = Path(f"{place}-wal").read_bytes(), np.random.default_rng(20260301)
    for at in rng.integers(0, len(log), TIMES // 2).tolist():
        whole = BEFORE + sum(length <= at for length in lengths)
        assert reopened(place, tmp_path, log[:at]) == list(range(whole)), f"torn at byte {at}"


def test_a_garbled_log_gives_back_every_row_before_the_garbled_place(
    left_open: tuple[Path, list[int]], tmp_path: Path
) -> None:
    place, lengths = left_open
    log, rng = Path(f"{place}-wal").read_bytes(), np.random.default_rng(20260302)
    for at in rng.integers(0, len(log), TIMES - TIMES // 2).tolist():
        garbage = rng.bytes(int(rng.integers(1, 5000)))
        garbled = (log[:at] + garbage + log[at + len(garbage) :])[: len(log)]
        whole = BEFORE + sum(length <= at for length in lengths)
        found = reopened(place, tmp_path, garbled)
        assert found == list(range(len(found))), f"garbled at byte {at}"
        assert len(found) >= (whole if at >= 32 else BEFORE), f"garbled at byte {at}"  # 32: the log's own head
