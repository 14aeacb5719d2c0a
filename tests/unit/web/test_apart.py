"""Work in a process of its own ends when somebody stops it, takes too long, or fills the memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from speciosa.values.errors import EntryError
from speciosa.web import apart


def hangs(_step: Any) -> None:
    time.sleep(600)


def swells(_step: Any) -> int:
    return len(bytearray(8 << 30))


def no_step(*_said: object) -> None:
    """Nobody is told."""


def test_what_says_nothing_can_be_stopped(tmp_path: Path) -> None:
    def refuses() -> None:
        raise apart.Stopped("this was stopped")

    before = apart.may_go_on.set(refuses)
    try:
        with pytest.raises(apart.Stopped):
            apart.run_apart(hangs, step=no_step, folder=tmp_path)
    finally:
        apart.may_go_on.reset(before)


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_S", 0)
    with pytest.raises(EntryError, match="took too long"):
        apart.run_apart(hangs, step=no_step, folder=tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system holds a process to it")
def test_what_wants_too_much_memory_is_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match="more memory"):
        apart.run_apart(swells, step=no_step, folder=tmp_path)
