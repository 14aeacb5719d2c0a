"""What each reference page shows: its title, what to know first, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Cell = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One table's page.

    Parameters
    ----------
    title : its heading.
    about : what to know before reading the table.
    columns : heading of each column, and how a row fills it.
    """

    title: str
    about: str
    columns: tuple[tuple[str, Cell], ...]


def _text(column: str) -> Cell:
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


def _code(column: str) -> Cell:
    def cell(row: Any) -> str:
        words = _text(column)(row)
        return f"`{words}`" if words else ""

    return cell


def _number(row: Any) -> str:
    """Value, range and unit in one cell."""
    value = "" if row.value is None else f"{row.value:.10g}"
    bounds = [f"{each:.10g}" for each in (row.low, row.high) if each is not None]
    if row.low is not None and row.high is not None:
        bounds = [" to ".join(bounds)]
    elif bounds:
        bounds = [("at least " if row.low is not None else "at most ") + bounds[0]]
    spread = f"({bounds[0]})" if value and bounds else "".join(bounds)
    return " ".join(part for part in (value, spread, row.unit) if part)


def _score(row: Any) -> str:
    return f"{row.low:g} to {row.high:g} {row.unit}"


def _sources(row: Any) -> str:
    return ", ".join(f"[{key}](references.md#{key})" for key in row.source)


def _read(column: str = "how_read") -> Cell:
    return lambda row: str(getattr(row, column)).replace("_", " ")


_SOURCED = (("Source", _sources), ("Read", _read()), ("Note", _text("note")))
_FIGURE = (
    ("Key", _code("key")),
    ("What", _text("what")),
    ("Number", _number),
    ("Which number", _text("stat")),
    ("In whom", _text("population")),
    ("n", _text("n")),
    *_SOURCED,
)
_CHOICE = (
    ("Key", _code("key")),
    ("Value", _text("value")),
    ("Unit", _text("unit")),
    ("Why", _text("why")),
    ("Leans on", _sources),
)
_REVIEW = "How soon and what to do are our own choice; a clinician has yet to review them."

PAGES: Mapping[str, Page] = {
    "instruments": Page(
        "Questionnaires and scales",
        "What a score means. The text of an instrument is shown only where its licence allows that.",
        (
            ("Key", _code("key")),
            ("Name", _text("title")),
            ("Items", _text("items")),
            ("Score", _score),
            ("From its items", _read("scoring")),
            ("Change that matters", _text("important_change")),
            ("Bands", _text("bands")),
            ("Better", _text("better")),
            ("Text shown", _read("embed")),
            ("Rights", _text("licence")),
            ("LOINC", _text("loinc")),
            ("In whom", _text("population")),
            ("n", _text("n")),
            *_SOURCED,
        ),
    ),
    "outcomes": Page(
        "Words that people rate",
        "Each is rated 0 to 10. A word that is not in this list may be used, too: then lower is taken as better, "
        "and said.",
        (
            ("Word", _code("word")),
            ("Label", _text("label")),
            ("Better", _text("better")),
            ("Also written", _text("aliases")),
        ),
    ),
    "substances": Page(
        "Product words that are known",
        "A product with its own row in `products.csv` goes first. Case, spaces and hyphens do not matter. "
        "Where the label is needed, no strength is ever guessed.",
        (
            ("Product", _code("product")),
            ("Substance", _text("substance")),
            ("Form", _text("form")),
            ("Label needed", _text("label_needed")),
            ("Also written", _text("aliases")),
        ),
    ),
    "body_sites": Page(
        "Places on the body",
        "The places where a photo may be taken. A covered place is the comparison for one in the sun.",
        (
            ("Site", _code("site")),
            ("Label", _text("label")),
            ("Covered", _text("covered")),
            ("In the sun", _text("sun_exposed")),
            ("Other side", _code("twin")),
            ("Why", _text("why")),
        ),
    ),
    "choices": Page(
        "Our own choices",
        "Thresholds that no paper gives. Each has its reason; what the reason leans on stands beside it.",
        _CHOICE,
    ),
    "simulation": Page(
        "Simulated people",
        "What is true of the made-up people of the demo and of our tests. Nobody's own record is read with these "
        "numbers, and none of them is a recommended amount.",
        _CHOICE,
    ),
    "adverse": Page(
        "Harm that was reported",
        "Shares of calls and reports are never a rate among people who take it.",
        _FIGURE,
    ),
    "content": Page(
        "What products hold and what people take",
        "Nothing here is a recommended amount.",
        _FIGURE,
    ),
    "red_flags": Page(
        "Signs that need somebody",
        _REVIEW,
        (
            ("Key", _code("key")),
            ("Sign", _text("title")),
            ("How soon", _text("urgency")),
            ("What to do", _read("act")),
            ("Whom", _text("who")),
            ("Why", _text("why")),
            ("What to say", _text("say")),
            ("Set off by", _text("symptoms")),
            ("At least", _text("at_least")),
            ("Condition", _read("trigger")),
            ("n", _text("n")),
            *_SOURCED,
        ),
    ),
    "interactions": Page(
        "Medicines and kratom",
        f"{_REVIEW} So are the names, which are general pharmacology and await a pharmacist. "
        "A medicine that is not named here was not assessed. "
        "Evidence: A controlled study in people, B register, C laboratory or animal, D case report, E mechanism only.",
        (
            ("Key", _code("key")),
            ("What", _text("what")),
            ("Names", _text("names")),
            ("How", _text("mechanism")),
            ("Direction", _text("direction")),
            ("Number", _number),
            ("Size", _text("size")),
            ("Evidence", _text("evidence")),
            ("How soon", _text("urgency")),
            ("Now with", _text("now_with")),
            ("At least", _text("now_at_least")),
            ("What to say", _text("say")),
            ("n", _text("n")),
            *_SOURCED,
        ),
    ),
    "pk_parameters": Page(
        "Pharmacokinetic figures",
        "`derived` figures are ours and not published. `retired` ones are kept to be seen and never used.",
        (
            *_FIGURE[:2],
            ("Analyte", _text("analyte")),
            ("Dose, mg", _text("dose_mg")),
            *_FIGURE[2:6],
            ("Status", _read("status")),
            *_SOURCED,
        ),
    ),
    "codes": Page(
        "Codes",
        "Codes ship only where two independent public implementations agree.",
        (
            ("Key", _code("key")),
            ("What", _text("what")),
            ("System", _text("system")),
            ("Code", _text("code")),
            ("Display", _text("display")),
            ("Seen in", _text("seen_in")),
            *_SOURCED,
        ),
    ),
}
"""The page of each table, by the table's name."""
