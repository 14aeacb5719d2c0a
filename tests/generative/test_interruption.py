"""Killed in the middle of writing, a diary is the old one or the new one, and never half of either."""

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import NOW_S
from tests.scale import examples

from speciosa.knowledge import Knowledge
from speciosa.record import read_diary

ROWS = 10_000
HEADER = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def test_a_killed_import_leaves_the_old_diary_or_the_whole_new_one(tmp_path: Path, knowledge: Knowledge) -> None:
    export = tmp_path / "daylio.csv"
    lines = (
        f"2025-{1 + at % 12:02d}-{1 + at % 28:02d},x,y,{at % 24:02d}:{at // 24 % 60:02d},rad,walk,,{at}\n"
        for at in range(ROWS)
    )
    export.write_text(HEADER + "".join(lines))
    old = tmp_path / "old"
    old.mkdir()
    (old / "diary.csv").write_text("time,kind,name,value\n2026-03-01T08:00+01:00,rating,pain,6\n")
    call = [sys.executable, "-m", "speciosa", "import", str(export), "--time-zone", "Europe/Berlin", "--out"]
    started = time.monotonic()
    shutil.copytree(old, tmp_path / "whole")
    subprocess.run([*call, str(tmp_path / "whole")], check=True, capture_output=True)
    takes_s = time.monotonic() - started
    before, after = ((each / "diary.csv").read_bytes() for each in (old, tmp_path / "whole"))
    assert len(after) > len(before)
    chance = random.Random(4)
    for _ in range(examples(4, release=50)):
        folder = tmp_path / "killed"
        shutil.copytree(old, folder)
        process = subprocess.Popen([*call, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.05) * takes_s)
        process.kill()
        process.wait()
        assert (folder / "diary.csv").read_bytes() in {before, after}
        assert read_diary(folder, knowledge, now_s=NOW_S).reading.refused == ()
        shutil.rmtree(folder)
