"""`speciosa demo`: the report of a made-up person."""

from __future__ import annotations

from pathlib import Path

from speciosa.cli.asked import open_diary
from speciosa.cli.terminal import say, say_reading
from speciosa.values.errors import EntryError


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
    from speciosa.record.whole_file import replacing
    from speciosa.simulate import example_person
    from speciosa.values.json_form import dump

    _leave_alone(out / "diary")
    example = example_person(load_knowledge(), seed=0)
    write_diary(example.diary, out / "diary")
    with replacing(out / "diary" / "truth.json") as file:
        file.write(dump(example.truth))
    say("This person is made up by a computer, doses, pain and all. Nothing here is about you.")
    now_s = int(example.diary.history.recorded_s.max())  # the evening of the last entry: the same page every time
    diary = open_diary(out / "diary", load_knowledge(), now_s=now_s, strict=True)
    say_reading(diary.reading)
    told = make_report(diary, out / "diary", out, now_s=now_s, seed=0, language="en", paper="a4")
    say_report(told, out)
    say(f"The made-up diary: {out / 'diary' / 'diary.csv'}", "Your own: speciosa new my-diary")


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
