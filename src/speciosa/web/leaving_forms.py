"""The forms in which a record can be taken along, what was wished for, and the file that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PAPER, PAGE, FHIR, TABLES, DIARY, DATA = "paper", "page", "fhir", "tables", "diary", "data"
FORMS = (PAPER, PAGE, FHIR, DIARY, TABLES, DATA)
"""What the parts can leave as, in the order of the page."""
WRITTEN_FORMS = frozenset({DIARY, TABLES})
"""Those that hold what was written down, and nothing worked out from it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to take along.

    `ticked`: keys of `leaving.PARTS`. `form`: of `FORMS`. `paper`: ``a4`` or ``letter``. `now_s`: UTC seconds.
    `without`: functions that are shut. `pages`: of the paper, ``first`` or ``all``. `listed`: a table of all entries
    is on the paper, too.
    """

    ticked: frozenset[str]
    form: str
    language: str
    paper: str
    now_s: int
    without: tuple[str, ...]
    pages: str = "all"
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """What would leave: one file. `inside`: the files in it, where it is a ZIP. `tally`: how many of what is in it."""

    suffix: str
    kind: str
    body: bytes = field(repr=False)
    inside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    tally: Mapping[str, int] = field(default_factory=dict)
