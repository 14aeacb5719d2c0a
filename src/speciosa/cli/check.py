"""`speciosa check`: what is in a diary, what was refused, what we would ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, refuse_if_nothing_was_read
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import say, say_reading


def check(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    json: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
) -> None:
    """Read a diary and say what was found, refused, and would be asked.

    Example: speciosa check my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    json
        Print one JSON document instead.
    strict
        Stop at the first row that cannot be understood.
    now
        Check as of this time, like 2026-03-01T08:05+01:00. Without it: now.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Kind
    from speciosa.values.json_form import SCHEMA, dump
    from speciosa.values.timeline import day_name, format_moment

    read = opened(diary, kept, load_knowledge(), now_s=instant(now), strict=strict).diary
    entries = read.entries
    found = {kind.value: len(of_kind) for kind in Kind if len(of_kind := entries.of_kind(kind))}
    if json:
        span = (
            [format_moment(int(entries.time_s[at]), int(entries.offset_min[at])) for at in (0, -1)]
            if len(entries)
            else None
        )
        print(
            dump(
                {"schema": SCHEMA, "read": read.reading, "span": span, "found": found, "fingerprint": read.fingerprint}
            ),
            end="",
        )
    else:
        say_reading(read.reading)
        if len(entries):
            days = entries.day()
            say(f"From {day_name(days.min())} to {day_name(days.max())}:")
            say(*(f"  {count:,} x {kind}: {_some(entries.names(Kind(kind)))}" for kind, count in found.items()))
        else:
            say("There are no entries yet.")
    refuse_if_nothing_was_read(read)


def _some(names: tuple[str, ...], most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
