"""An entry that the app said it had written is there, whatever ended the app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

KILLS = 1_000 if os.environ.get("SPECIOSA_FULL") else int(os.environ.get("SPECIOSA_KILLS", "12"))


def test_no_acknowledged_entry_is_lost_when_the_app_is_killed_while_writing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.damage.app_kills", str(KILLS)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{KILLS} kills, ")
    assert ", 0 lost, 0 doubled, 0 faults" in done.stdout
