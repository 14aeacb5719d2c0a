"""Speaking to a terminal: what was read, what was refused, and progress where it takes long."""

from __future__ import annotations

import shutil
import sys
import textwrap
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from speciosa.values.reading import Reading

_PATIENCE_S = 2.0
_MOST_SHOWN = 5
_WIDEST = 80


@contextmanager
def progress(doing: str, things: str = "rows") -> Iterator[Callable[[int], None]]:
    """Show a moving line on standard error once the work takes more than two seconds.

    Yields a function to call with the number of things done so far, for work that has them.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from rich.console import Console

    status = Console(stderr=True).status(doing)
    patience = threading.Timer(_PATIENCE_S, status.start)
    patience.daemon = True
    patience.start()
    try:
        yield lambda done: status.update(f"{doing} {done:,} {things} so far")
    finally:
        patience.cancel()
        patience.join()  # it may be starting the line just now
        status.stop()


def say(*lines: str) -> None:
    """Lines on standard output."""
    for line in lines:
        print(line)


def say_wrapped(text: str, width: int, begin: str = "") -> None:
    """A sentence in lines of the terminal's width, the later ones under the first."""
    say(*textwrap.wrap(text, width, initial_indent=begin, subsequent_indent=" " * len(begin)))


def terminal_width() -> int:
    """Columns to write in: those of the terminal, at most 80."""
    return min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)


def prints(letters: str) -> bool:
    """Whether standard output has these letters."""
    try:
        letters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def say_reading(reading: Reading) -> None:
    """How many rows were read and kept, which were refused and why, and what we would ask."""
    refused_count, twice = len(reading.refused), reading.merged
    say(f"Read {_count(reading.rows, 'row')}: {reading.kept:,} kept, {refused_count:,} refused, {twice:,} said twice.")
    for why, lines in reading.lines_by_reason().items():
        say(f"  line {_ranges(lines)}: {why}")
    for notice in reading.notices:
        say(f"  Note: {notice}")
    for question in reading.questions[:_MOST_SHOWN]:
        where = f" (line {_ranges(list(question.lines))})" if any(question.lines) else ""
        say(f"  Please look: {question.ask}{where}")
    if (more := len(reading.questions) - _MOST_SHOWN) > 0:
        say(f"  ... and {_count(more, 'more question')}.")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _ranges(lines: list[int]) -> str:
    """Ascending line numbers with runs drawn together: 3, 7-9."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], line]
        else:
            runs.append([line, line])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
