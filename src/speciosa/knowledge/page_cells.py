"""How a row fills one cell of a reference page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Cell = Callable[[Any], str]


def text(column: str) -> Cell:
    """A column as it stands: lists with commas, yes and no, nothing for what is not known."""

    def cell(row: Any) -> str:
        value = getattr(row, column)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ", ".join(value)
        return f"{value:.10g}" if isinstance(value, float) else str(value)

    return cell


def code(column: str) -> Cell:
    """A column as it stands, set as code."""

    def cell(row: Any) -> str:
        words = text(column)(row)
        return f"`{words}`" if words else ""

    return cell


def number(row: Any) -> str:
    """Value, range and unit in one cell."""
    value = "" if row.value is None else f"{row.value:.10g}"
    bounds = [f"{each:.10g}" for each in (row.low, row.high) if each is not None]
    if row.low is not None and row.high is not None:
        bounds = [" to ".join(bounds)]
    elif bounds:
        bounds = [("at least " if row.low is not None else "at most ") + bounds[0]]
    spread = f"({bounds[0]})" if value and bounds else "".join(bounds)
    return " ".join(part for part in (value, spread, row.unit) if part)


def score(row: Any) -> str:
    """The range of a score and its unit."""
    return f"{row.low:g} to {row.high:g} {row.unit}"


def sources(row: Any) -> str:
    """Links to the sources of a row."""
    return ", ".join(f"[{key}](references.md#{key})" for key in row.source)


def read(column: str = "how_read") -> Cell:
    """A word of ours without its underscores: how a source was read, a status."""
    return lambda row: str(getattr(row, column) or "").replace("_", " ")


def escaped(words: str) -> str:
    """Words as one cell of a table holds them."""
    return words.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
