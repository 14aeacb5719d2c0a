"""What every command needs to be told: which diary, as of when, from which seed."""

from __future__ import annotations

import gc
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.terminal import progress
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary


def instant(now: str) -> int:
    """The instant that `--now` names, UTC seconds; without it the clock's.

    Raises
    ------
    EntryError : it is no time with an offset.
    """
    if not now:
        return int(datetime.now(tz=UTC).timestamp())
    from speciosa.values.timeline import parse_moment

    try:
        return parse_moment(now, None).time_s
    except EntryError as problem:
        offset = "write it with its offset, like 2026-03-01T08:05+01:00"
        raise EntryError(problem.what, where="--now", why=problem.why, todo=offset) from None


def switched_off() -> tuple[str, ...]:
    """Functions that this copy leaves out: keys in the environment variable ``SPECIOSA_WITHOUT``, with commas."""
    return tuple(key for each in os.environ.get("SPECIOSA_WITHOUT", "").split(",") if (key := each.strip()))


def refuse_if_off(function: str) -> None:
    """End a command whose function this copy leaves out.

    Raises
    ------
    EntryError : it does.
    """
    if function in switched_off():
        raise EntryError("this copy leaves this out", where=function, todo="ask whoever runs it")


def not_negative(type_: type, value: int) -> None:
    """A seed is a number from 0 on.

    Raises
    ------
    ValueError : it is not; cyclopts says so in one sentence.
    """
    del type_
    if value < 0:
        raise ValueError("a seed has to be 0 or more")


def machine_zone() -> str:
    """The machine's own time zone, e.g. ``Europe/Berlin``; UTC where it has none."""
    import tzlocal

    return str(tzlocal.get_localzone_name() or "UTC")


def open_diary(path: Path, knowledge: Knowledge, *, now_s: int, strict: bool) -> Diary:
    """Read a diary, with progress.

    Raises
    ------
    EntryError : it cannot be read; with `strict`, also at the first row that is refused.
    """
    from speciosa.record import read_diary

    gc.disable()  # reading makes a million short-lived values and no cycles: walking through them finds nothing
    try:
        with progress("Reading the diary ...") as show:
            diary = read_diary(path, knowledge, now_s=now_s, progress=show)
    finally:
        gc.enable()
    if strict and diary.reading.refused:
        first = diary.reading.refused[0]
        raise EntryError(first.why, where=f"line {first.line}")
    return diary


def refuse_if_nothing_was_read(diary: Diary) -> None:
    """A file whose every row was refused is an error; one without rows is not.

    Raises
    ------
    EntryError : rows were there, and none could be read.
    """
    reading = diary.reading
    if reading.rows and not reading.kept:
        first = reading.refused[0]
        raise EntryError(f"none of the {reading.rows} rows could be read", why=f"line {first.line}: {first.why}")
