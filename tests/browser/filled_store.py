"""A store for the browser tests: the made-up example person's record, or five years of one, behind a known passphrase.

``python -m tests.browser.filled_store FOLDER PASSPHRASE_FILE [years]`` prints nothing of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from speciosa.knowledge import load_knowledge
from speciosa.record import Diary, read_diary
from speciosa.record.row import Row
from speciosa.simulate import example_person
from speciosa.store import lock, opening
from speciosa.values.timeline import format_moment


def fill(folder: Path, passphrase: str, *, years: bool) -> None:
    """Make the store and take a whole record over."""
    opening.start_django()
    from speciosa.store import entries
    from speciosa.store.details import save_person
    from speciosa.store.taking_over import store_diary

    now_s = int(time.time())
    opening.create_store(folder, passphrase, now_s=now_s)
    record = entries.own_record()
    diary = _five_years(now_s) if years else example_person(load_knowledge()).diary
    store_diary(record, diary, origin="diary")
    save_person(record, diary.person)
    now = format_moment(now_s - 7_200, 0)
    entries.add_row(record, Row(now, "dose", "kratom leaf powder", "3", "g"), load_knowledge())  # one to repeat
    lock.lock()


def _five_years(now_s: int) -> Diary:
    from bench.diaries import five_years

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "diary.csv"
        five_years(path)
        return read_diary(path, load_knowledge(), now_s=now_s)


if __name__ == "__main__":
    fill(Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8").strip(), years=len(sys.argv) > 3)
