"""The distance between points that `--grid` names: ``15min``, ``1h``, ``1d``."""

from __future__ import annotations

import re

from speciosa.values.errors import EntryError

MOST_POINTS = 100_000
"""Eleven years in hours; each point holds hundreds of equally likely values, some 8 kB."""
_SECONDS = {"min": 60, "h": 3600, "d": 86_400}
_FORM = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(min|h|d)")
_LEAST_S, _MOST_S = 60, 7 * 86_400


def seconds_of(grid: str) -> int:
    """The seconds that a grid names.

    Raises
    ------
    EntryError : it names none, or less than a minute, or more than a week.

    Examples
    --------
    >>> seconds_of("15min"), seconds_of("1h"), seconds_of("0.5 d")
    (900, 3600, 43200)
    """
    found = _FORM.fullmatch(grid.strip().lower())
    seconds = round(float(found[1]) * _SECONDS[found[2]]) if found else 0
    if not _LEAST_S <= seconds <= _MOST_S:
        raise EntryError("this is no distance from point to point", where="--grid", todo="write one like 15min, 1h, 1d")
    return seconds


def refuse_too_many_points(first_s: int, last_s: int, grid_s: int) -> None:
    """Stop before a grid that is too fine for a long record fills the memory.

    Raises
    ------
    EntryError : with a grid that would do.
    """
    points = (last_s - first_s) // grid_s + 1
    if points <= MOST_POINTS:
        return
    enough_s = -(-(last_s - first_s) // (MOST_POINTS - 1))
    coarser = next((name for name in ("15min", "1h", "6h", "1d") if seconds_of(name) >= enough_s), "7d")
    todo = f"use --grid {coarser}, or look for a dose with a wrong year"
    raise EntryError(f"this grid makes {points:,} points of so long a record", where="--grid", todo=todo)
