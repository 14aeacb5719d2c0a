"""Speaking to a terminal: what was read, what was refused, and progress where it takes long."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speciosa.values.reading import Reading

_PATIENCE_S = 2.0
_MOST_SHOWN = 5


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int], None]]:
    """Show a moving line on standard error once the work takes more than two seconds.

    Yields a function to call with the number of rows done so far.
    """
    if not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from rich.console import Console

    started = time.monotonic()
    status = Console(stderr=True).status(doing)
    shown = False

    def show(rows: int) -> None:
        nonlocal shown
        if time.monotonic() - started < _PATIENCE_S:
            return
        status.update(f"{doing} {rows:,} rows so far")
        if not shown:
            status.start()
            shown = True

    try:
        yield show
    finally:
        if shown:
            status.stop()


def say(*lines: str) -> None:
    """Lines on standard output."""
    for line in lines:
        print(line)


def say_reading(reading: Reading) -> None:
    """How many rows were read and kept, which were refused and why, and what we would ask."""
    refused_count, twice = len(reading.refused), reading.merged
    say(f"Read {_count(reading.rows, 'row')}: {reading.kept:,} kept, {refused_count:,} refused, {twice:,} said twice.")
    for refused in reading.refused[:_MOST_SHOWN]:
        say(f"  line {refused.line}: {refused.why}")
    if (more := refused_count - _MOST_SHOWN) > 0:
        say(
            f"  ... and {_count(more, 'more row')}. Reasons:",
            *(f"  {count:,} x {why}" for why, count in reading.reasons()[:_MOST_SHOWN]),
        )
    for notice in reading.notices:
        say(f"  Note: {notice}")
    for question in reading.questions[:_MOST_SHOWN]:
        lines = f" (line {', '.join(map(str, question.lines[:3]))})" if any(question.lines) else ""
        say(f"  Please look: {question.ask}{lines}")
    if (more := len(reading.questions) - _MOST_SHOWN) > 0:
        say(f"  ... and {_count(more, 'more question')}.")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
