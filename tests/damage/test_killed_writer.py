"""A writer killed at any moment: whatever it acknowledged is there, in order, and the file is whole."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from speciosa.store.cipher.connection import connect, damage
from tests.conftest import ROOT
from tests.damage.written import KEY, numbers
from tests.scale import FULL

KILLS = 300 if FULL else 10


def killed_after(place: Path, first: int, delay_s: float) -> list[int]:
    """The numbers that a writer acknowledged before it was killed `delay_s` after its first."""
    command = [sys.executable, "-m", "tests.damage.writer", str(place), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout is not None
        said = writer.stdout.readline()
        time.sleep(delay_s)
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read()
        writer.wait()
        assert writer.returncode == -signal.SIGKILL
    return [int(line) for line in said.split(b"\n")[:-1]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_every_acknowledged_row_outlives_the_kill(tmp_path: Path) -> None:
    place, rng = tmp_path / "store.db", np.random.default_rng(20260305)
    acknowledged: list[int] = []
    for delay_s in rng.uniform(0.0, 0.15, KILLS).tolist():
        acknowledged += killed_after(place, len(acknowledged), delay_s)
        opened = connect(place, KEY)
        found = numbers(opened)
        assert found[: len(acknowledged)] == acknowledged
        assert found == list(range(len(found)))
        assert len(found) - len(acknowledged) <= 1, "at most the row that was on its way"
        assert opened.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        opened.close()
        acknowledged = found
    opened = connect(place, KEY)
    assert damage(opened) == []
    opened.close()
    assert len(acknowledged) > KILLS
