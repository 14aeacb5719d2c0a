"""What the reference pages about skin show: the card, other causes, reported cases, the questions of a session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speciosa.knowledge.page_cells import code, read, sources, text
from speciosa.knowledge.page_columns import Page


def _printed(row: Any) -> str:
    """The three code values that are sent to the printer."""
    return f"{row.red}, {row.green}, {row.blue}"


_SOURCED = (("Source", sources), ("Read", read()))

SKIN_PAGES: Mapping[str, Page] = {
    "card_patches": Page(
        "Colours of the window card",
        "As sent to the printer (sRGB, 0 to 255); 255, 255, 255 is the bare paper. What a printer makes of them is not "
        "known. Our own choice.",
        (
            ("Key", code("key")),
            ("Side of the window", text("side")),
            ("Row", text("row")),
            ("Place", text("place")),
            ("What for", text("kind")),
            ("Red, green, blue", _printed),
        ),
    ),
    "skin_causes": Page(
        "What else can darken skin",
        "Named, never ruled out: a photo can't tell a cause. The list is not complete. Names of medicines are general "
        "pharmacology and await a pharmacist; one that stands in a person's record makes its row come first.",
        (
            ("Key", code("key")),
            ("Cause", text("title")),
            ("May look like", text("kinds")),
            ("Where", text("sites")),
            ("Colour", text("colour")),
            ("What tells it apart", text("tells_apart")),
            ("Medicines", text("medicines")),
            ("In whom", text("population")),
            ("n", text("n")),
            *_SOURCED,
        ),
    ),
    "skin_cases": Page(
        "Reported people whose skin darkened with kratom",
        "Single reports. They show that it happens and never how often. An empty cell was not said or not read.",
        (
            ("Key", code("key")),
            ("n", text("n")),
            ("Age", text("age")),
            ("Sex", text("sex")),
            ("Skin", text("skin_type")),
            ("Taken", text("dose")),
            ("For how long", text("duration")),
            ("Darker after", text("onset")),
            ("Where", text("sites")),
            ("Colour", text("colour")),
            ("After stopping", text("course_after_stopping")),
            *_SOURCED,
        ),
    ),
    "skin_questions": Page(
        "Questions of every skin session",
        "A yes stands before all statistics. How soon and what to do are our own choice; a clinician has yet to review "
        "them.",
        (
            ("Word in the diary", code("key")),
            ("Question", text("asks")),
            ("How soon", text("urgency")),
            ("What to do", read("act")),
            ("Whom", text("who")),
            ("What to say", text("says")),
            ("Why", text("why")),
            *_SOURCED,
        ),
    ),
}
"""The page of each table about skin, by the table's name."""
