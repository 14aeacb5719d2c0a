"""What one row about reporting a side effect is: a field of a consumer's form, and an office that takes such forms.

As in `literature_rows`: a field without a default is a column of the file, spelt the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.values.sources import HowRead

REPORT_FORMS = ("medwatch", "european")
"""Forms that a person fills in: the American 3500B, and what European offices ask for alike."""
REPORT_PARTS = ("problem", "product", "person", "reporter")
REPORT_HOLDERS = ("record", "person", "form")
REPORT_APPLIES = (
    "always", "tests", "medicines", "may_be_pregnant",
    "each_product", "each_batch", "each_open_batch", "once",
)  # fmt: skip
"""When a field is asked. Of products: once for each name, for each batch, for each batch that is no sealed capsule of a
trial, or once for all of them."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field of a consumer's report of a side effect.

    Parameters
    ----------
    key : stable. part: of `REPORT_PARTS`.
    question : in plain words of ours.
    options : answers that can be coded; any other words stay as they are.
    e2b : element names of E2B(R3) that the answer belongs to.
    forms : which forms have it, of `REPORT_FORMS`. required_by: which of them need it.
    applies : when it is asked, of `REPORT_APPLIES`.
    holder : ``record``: a diary has a place for it; ``person``: only the person can say it;
        ``form``: it says who the person is, so the office's own form asks it, and a draft holds it only if it is given.
    """

    key: str
    part: str
    question: str
    options: tuple[str, ...]
    e2b: tuple[str, ...]
    forms: tuple[str, ...]
    required_by: tuple[str, ...]
    applies: str
    holder: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """One office that takes reports of side effects from people.

    Parameters
    ----------
    countries : ISO 3166 codes, lower case, of where it is for; ``any``: everywhere.
    forms : as in `ReportField`. name, takes : for the person. address: a web address; empty where there is none.
    checked : ISO date of the day on which somebody looked.
    """

    key: str
    countries: tuple[str, ...]
    forms: tuple[str, ...]
    name: str
    address: str
    takes: str
    checked: str
    source: tuple[str, ...]
    how_read: HowRead
    note: str
