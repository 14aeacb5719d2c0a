"""Sections and tables in Markdown."""

from __future__ import annotations


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def section(title: str, *parts: str) -> str:
    return "\n\n".join([f"## {title}", *parts])


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(each)} |" for each in lines)


def flowing(text: str) -> str:
    """One paragraph of a text that stands in several lines."""
    return " ".join(text.split())
