"""The page for reviewers: every row that a professional has yet to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.page_cells import escaped
from speciosa.knowledge.vocabulary import NAMES_OF_ROWS, Urgency
from speciosa.values.sources import HowRead

_OPEN = {
    "how_read": "what it says, since no source was found",
    "act_how_read": "how soon, and what to do",
    "names_how_read": "which words mean it",
}
"""What is to be looked at, by the column that says so; a column of another name stands for itself."""
_WHO = {"interactions": "a pharmacist and a clinician", "medicine_groups": "a pharmacist", "medicines": "a pharmacist"}
_WORDS = ("title", "text", "what", "members", "aliases", "plain", "why", "who", "say")
"""Columns that a reviewer reads, in this order; a table has some of them."""
_UNMARKED = ("medicines",)
"""Tables that carry no such column, and that nobody has looked at as a whole."""

_ABOUT = """What to watch, and how soon, is in part our own choice or general knowledge for which no source was found.
Such rows are shown to people all the same, marked: to leave a warning out would be worse, and a warning of urgency
"now" is never dropped for want of a review. Whoever reviews a row changes the column that is named beside it; the row's
note then says who did, and when."""


@dataclass(frozen=True, slots=True)
class AwaitingReview:
    """One row that a professional has yet to look at.

    Parameters
    ----------
    table, key : where it stands. urgency, act: how soon, and what to do; empty where it has none.
    columns : those that say that it awaits review.
    words : what a person reads of it, or the names that it holds.
    """

    table: str
    key: str
    urgency: str
    act: str
    columns: tuple[str, ...]
    words: tuple[str, ...]


def awaiting_review(contents: Contents) -> tuple[AwaitingReview, ...]:
    """Every row of every table that awaits a professional: by table, within one the most urgent first.

    Parameters
    ----------
    contents : tables that passed their checks.
    """
    soon = {each.value: at for at, each in enumerate(Urgency)}
    return tuple(
        found
        for table, rows in contents.rows.items()
        for found in sorted(_of_table(table, rows), key=lambda each: soon.get(each.urgency, len(soon)))
    )


def review_page(contents: Contents) -> str:
    """The page's Markdown, with its count at the top and without the line that says that it is generated.

    Parameters
    ----------
    contents : tables that passed their checks.
    """
    rows = awaiting_review(contents)
    by_table = Counter(each.table for each in rows)
    counts = [f"- [{table}](#{table}): {n}, for {_who(table)}" for table, n in by_table.items()]
    counts += [
        f"- [{table}]({table}.md): all {len(contents.rows[table])}, for {_who(table)}; no column marks them one by one"
        for table in _UNMARKED
    ]
    parts = [_part(table, [each for each in rows if each.table == table]) for table in by_table]
    return "\n\n".join(["# Needs clinical review", _total(rows), _ABOUT, "\n".join(counts), *parts]) + "\n"


def _total(rows: Sequence[AwaitingReview]) -> str:
    urgent = sum(each.urgency == Urgency.NOW for each in rows)
    return f"**Rows that await a professional: {len(rows)}; of urgency now: {urgent}.**"


def _of_table(table: str, rows: Sequence[Any]) -> Iterator[AwaitingReview]:
    for row in rows:
        columns = tuple(
            each.name
            for each in fields(row)
            if each.name.endswith("how_read") and getattr(row, each.name) is HowRead.NEEDS_CLINICAL_REVIEW
        )
        if columns:
            words = tuple(said for column in _WORDS if (said := _text(getattr(row, column, None))))
            urgency, act = (_text(getattr(row, column, None)) for column in ("urgency", "act"))
            key = getattr(row, NAMES_OF_ROWS.get(table, "key"))
            yield AwaitingReview(table, key, urgency, act.replace("_", " "), columns, words)


def _part(table: str, rows: Sequence[AwaitingReview]) -> str:
    named = dict.fromkeys(column for each in rows for column in each.columns)
    about = "; ".join(f"`{column}`: {_OPEN.get(column, column)}" for column in named)
    lines = [f"## {table}", "", f"[The table]({table}.md), for {_who(table)}. To be looked at: {about}.", ""]
    lines += ["| Key | How soon | What to do | To review | Words |", "|---|---|---|---|---|"]
    for each in rows:
        columns = ", ".join(f"`{column}`" for column in each.columns)
        words = "<br>".join(escaped(said) for said in each.words)
        lines.append(f"| `{each.key}` | {each.urgency} | {each.act} | {columns} | {words} |")
    return "\n".join(lines)


def _who(table: str) -> str:
    return _WHO.get(table, "a clinician")


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
