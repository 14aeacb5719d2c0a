"""What each reference page shows: its title, what to know first, and its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from speciosa.knowledge.page_cells import Cell, code, number, read, score, sources, text


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


_SOURCED = (("Source", sources), ("Read", read()), ("Note", text("note")))
_FIGURE = (
    ("Key", code("key")),
    ("What", text("what")),
    ("Number", number),
    ("Which number", text("stat")),
    ("In whom", text("population")),
    ("n", text("n")),
    *_SOURCED,
)
_CHOICE = (
    ("Key", code("key")),
    ("Value", text("value")),
    ("Unit", text("unit")),
    ("Why", text("why")),
    ("Leans on", sources),
)

PAGES: Mapping[str, Page] = {
    "instruments": Page(
        "Questionnaires and scales",
        "What a score means. The text of an instrument is shown only where its licence allows that.",
        (
            ("Key", code("key")),
            ("Name", text("title")),
            ("Items", text("items")),
            ("Score", score),
            ("From its items", read("scoring")),
            ("Change that matters", text("important_change")),
            ("Bands", text("bands")),
            ("Better", text("better")),
            ("Text shown", read("embed")),
            ("Rights", text("licence")),
            ("LOINC", text("loinc")),
            ("In whom", text("population")),
            ("n", text("n")),
            *_SOURCED,
        ),
    ),
    "outcomes": Page(
        "Words that people rate",
        "Each is rated 0 to 10. A word that is not in this list may be used, too: then lower is taken as better, "
        "and said.",
        (
            ("Word", code("word")),
            ("Label", text("label")),
            ("Better", text("better")),
            ("Also written", text("aliases")),
        ),
    ),
    "substances": Page(
        "Product words that are known",
        "A product with its own row in `products.csv` goes first. Case, spaces and hyphens do not matter. "
        "Where the label is needed, no strength is ever guessed.",
        (
            ("Product", code("product")),
            ("Substance", text("substance")),
            ("Form", text("form")),
            ("Label needed", text("label_needed")),
            ("Also written", text("aliases")),
        ),
    ),
    "body_sites": Page(
        "Places on the body",
        "The places where a photo may be taken. A covered place is the comparison for one in the sun.",
        (
            ("Site", code("site")),
            ("Label", text("label")),
            ("Covered", text("covered")),
            ("In the sun", text("sun_exposed")),
            ("Other side", code("twin")),
            ("Why", text("why")),
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
    "exposure_modifiers": Page(
        "Medicines that may change how kratom is cleared",
        "Each widens the band of a person's curve; none of it was measured in people. The factors are our own choice, "
        "drawn evenly (on the log scale) between two ends, of which one is always 1: nothing happens. Which medicines "
        "are in a group says the table of groups.",
        (
            ("Key", code("key")),
            ("What", text("what")),
            ("Group", code("group")),
            ("Parameter", code("parameter")),
            ("Times at least", text("factor_low")),
            ("Times at most", text("factor_high")),
            ("Says", text("says")),
            *_SOURCED,
        ),
    ),
    "pk_findings": Page(
        "Findings that the kratom model is held against",
        "The model was not fitted to these. `prediction` rows are our own, made before the published number was seen.",
        (
            *_FIGURE[:2],
            ("Analyte", text("analyte")),
            ("Daily doses", text("doses")),
            ("From, mg", text("dose_low_mg")),
            ("To, mg", text("dose_high_mg")),
            *_FIGURE[2:6],
            ("Use", text("use")),
            *_SOURCED,
        ),
    ),
    "receptors": Page(
        "Receptors",
        "Exploratory. From test tubes; no estimate of an effect is made from these numbers.",
        (
            ("Key", code("key")),
            ("Target", text("target")),
            ("Compound", text("compound")),
            ("What", text("what")),
            ("Number", number),
            ("Which number", text("stat")),
            *_SOURCED,
        ),
    ),
    "pk_parameters": Page(
        "Pharmacokinetic figures",
        "`derived` figures are ours and not published. `retired` ones are kept to be seen and never used.",
        (
            *_FIGURE[:2],
            ("Analyte", text("analyte")),
            ("Dose, mg", text("dose_mg")),
            *_FIGURE[2:6],
            ("Status", read("status")),
            *_SOURCED,
        ),
    ),
    "codes": Page(
        "Codes",
        "Codes ship only where two independent public implementations agree.",
        (
            ("Key", code("key")),
            ("What", text("what")),
            ("System", text("system")),
            ("Code", text("code")),
            ("Display", text("display")),
            ("Seen in", text("seen_in")),
            *_SOURCED,
        ),
    ),
}
"""The page of each table, by the table's name."""
