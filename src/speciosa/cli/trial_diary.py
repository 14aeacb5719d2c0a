"""The diary of a trial: read with what is known now, and the folder to which its rows are added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.asked import open_diary, refuse_if_nothing_was_read
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary, Event
    from speciosa.trial import Trial


def diary_folder(diary: Path) -> Path:
    """The folder whose diary.csv gets the trial's rows.

    Raises
    ------
    EntryError : a file by another name, to which nothing can be added.
    """
    if diary.is_dir():
        return diary
    if diary.name == "diary.csv":
        return diary.parent
    raise EntryError(
        "a trial writes into a diary's folder",
        where=diary.name,
        todo="put it into a folder as diary.csv, and name that",
    )


def read_whole(diary: Path, knowledge: Knowledge, *, now_s: int, strict: bool) -> Diary:
    """The diary with the rows of a trial that lie ahead.

    Raises
    ------
    EntryError : it can't be read, or no row of it.
    """
    read = open_diary(diary, knowledge, now_s=now_s, strict=strict)
    refuse_if_nothing_was_read(read)
    return read


def add_rows(diary: Path, events: Sequence[Event]) -> None:
    """Add rows to the folder's diary; what stands there stays as it is."""
    from speciosa.record.append import append_events

    append_events(diary_folder(diary), events)


def latest_trial(read: Diary, *, now_s: int) -> Trial | None:
    """The trial that was planned last, as of now."""
    from speciosa.trial import Trial

    return next((each for each in reversed(Trial.all_in(read)) if each.planned_s <= now_s), None)
