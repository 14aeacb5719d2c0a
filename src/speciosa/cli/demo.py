"""`speciosa demo`: the report of a made-up person."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.asked import open_diary
from speciosa.cli.leaving import refuse_unless_it_can_be_made
from speciosa.cli.terminal import progress, say, say_reading
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.simulate.skin_year import PlannedPhoto

_PROCESSES = min(8, os.cpu_count() or 1)


def demo(*, out: Path = Path("speciosa-demo")) -> None:
    """Make the report of an example person. The person is simulated, and every page says so.

    Example: speciosa demo

    Parameters
    ----------
    out
        The folder for the example's diary and report.
    """
    from speciosa.cli.report import make_report, say_report
    from speciosa.knowledge import load_knowledge
    from speciosa.record import write_diary
    from speciosa.record.photos import PhotoFolder
    from speciosa.record.whole_file import replacing
    from speciosa.simulate import example_person
    from speciosa.simulate.skin_diary import PHOTO_FOLDER, with_photos
    from speciosa.simulate.skin_year import YEAR_D, photo_year
    from speciosa.values.json_form import dump

    refuse_unless_it_can_be_made(out)
    _leave_alone(out / "diary")
    example = example_person(load_knowledge(), seed=0)
    say(
        "This person is made up by a computer, doses, pain, photos and all. Nothing here is about you.",
        "This makes a year of photos and measures each, so it takes a minute or two; the first time is the slowest.",
    )
    last_day = datetime.fromtimestamp(int(example.diary.history.time_s.max()), UTC).date()
    year = photo_year(load_knowledge(), starts=(last_day - timedelta(days=YEAR_D)).isoformat())
    example = with_photos(example, year, load_knowledge())
    write_diary(example.diary, out / "diary")
    say(f"1 of 3: drawing {len(year)} photos of a made-up arm")
    _take_photos(year, out / "diary" / PHOTO_FOLDER)
    with replacing(out / "diary" / "truth.json") as file:
        file.write(dump(example.truth))
    now_s = int(example.diary.history.recorded_s.max())  # the evening of the last entry: the same page every time
    diary = open_diary(out / "diary", load_knowledge(), now_s=now_s, strict=True)
    say("2 of 3: reading the diary")
    say_reading(diary.reading)
    say("3 of 3: measuring the photos, working out the rest, and drawing the report")
    told = make_report(diary, PhotoFolder(out / "diary"), out, now_s=now_s, seed=0, language="en", paper="a4")
    say_report(told, out)
    say(f"The made-up diary: {out / 'diary' / 'diary.csv'}", "Your own: speciosa new my-diary")


def _take_photos(year: tuple[PlannedPhoto, ...], folder: Path) -> None:
    """Render the year's photos, on all cores."""
    folder.mkdir(parents=True, exist_ok=True)
    with progress("Making the example's photos ...", "photos") as show, ProcessPoolExecutor(_PROCESSES) as pool:
        for number, (name, jpeg) in enumerate(pool.map(_photo, year), start=1):
            (folder / name).write_bytes(jpeg)
            show(number)


def _photo(planned: PlannedPhoto) -> tuple[str, bytes]:
    """Name and bytes of one photo."""
    import cv2

    from speciosa.knowledge import load_knowledge
    from speciosa.simulate.skin_year import taken

    cv2.setNumThreads(1)  # each process has a core of its own
    return planned.name, taken(planned, load_knowledge()).file


def _leave_alone(folder: Path) -> None:
    """A diary that stands there is written over only if it is an example's.

    Raises
    ------
    EntryError : it is somebody's own.
    """
    from speciosa.record.person_file import read_person

    if (folder / "diary.csv").exists() and not read_person(folder)[0].simulated:
        raise EntryError(
            "a diary of somebody's own stands in this folder", where=str(folder), todo="name another --out"
        )
