"""What the reference pages about reporting a side effect show."""

from __future__ import annotations

from collections.abc import Mapping

from speciosa.knowledge.page_cells import code, read, sources, text
from speciosa.knowledge.page_columns import Page

_SOURCED = (("Source", sources), ("Read", read()), ("Note", text("note")))

REPORT_PAGES: Mapping[str, Page] = {
    "report_fields": Page(
        "What a report of a side effect asks",
        "The fields of the American consumer form (MedWatch 3500B) and of what European offices ask for alike, in our "
        "own words. A draft fills in what the record holds and asks for the rest. A MedDRA code (E.i.2.1b) is never "
        "given: its licence is paid for. Nothing is ever sent.",
        (
            ("Key", code("key")),
            ("Part", read("part")),
            ("Asks", text("question")),
            ("Answers that can be coded", text("options")),
            ("Elements of E2B(R3)", code("e2b")),
            ("Form", text("forms")),
            ("Needed by", text("required_by")),
            ("Asked", read("applies")),
            ("Who can say it", read("holder")),
            *_SOURCED,
        ),
    ),
    "report_places": Page(
        "Where a report of a side effect can go",
        "A person sends it, never this program. Addresses change: the date says when somebody looked.",
        (
            ("Key", code("key")),
            ("Countries", text("countries")),
            ("Form", text("forms")),
            ("Office", text("name")),
            ("Address", text("address")),
            ("Takes", text("takes")),
            ("Looked up", text("checked")),
            *_SOURCED,
        ),
    ),
}
