"""The rules of the tables about reporting a side effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.report_rows import REPORT_APPLIES, REPORT_FORMS, REPORT_HOLDERS, REPORT_PARTS

Problems = Iterator[tuple[str, str]]

_ELEMENT = re.compile(r"[CDEFGH](\.[a-z0-9]+)+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _fields(contents: Contents) -> Problems:
    for row in contents.rows["report_fields"]:
        if row.part not in REPORT_PARTS or row.applies not in REPORT_APPLIES or row.holder not in REPORT_HOLDERS:
            yield row.key, "part, applies or holder is not in the list"
        if not row.forms or not set(row.forms) <= set(REPORT_FORMS) or not set(row.required_by) <= set(row.forms):
            yield row.key, "forms or required_by are not in the list"
        if not row.question:
            yield row.key, "asks nothing"
        for each in row.e2b:
            if not _ELEMENT.fullmatch(each):
                yield row.key, f"{each!r} does not look like an element of E2B(R3)"


def _places(contents: Contents) -> Problems:
    known = {"any", *(row.key for row in contents.rows["help_lines"])}
    for row in contents.rows["report_places"]:
        if not row.countries or not set(row.countries) <= known:
            yield row.key, "a country has no row in help_lines.csv"
        if not row.forms or not set(row.forms) <= set(REPORT_FORMS):
            yield row.key, "forms are not in the list"
        if row.address and not row.address.startswith("https://"):
            yield row.key, "address does not start with https://"
        if not _DAY.fullmatch(row.checked):
            yield row.key, "checked is no ISO date"


REPORT_RULES: Mapping[str, Callable[[Contents], Problems]] = {"report_fields": _fields, "report_places": _places}
"""The rule of each table, by its name."""
