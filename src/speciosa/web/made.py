"""One file that was made and could leave now: held in memory until it was fetched, or is not wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from speciosa.web.leaving_forms import Ready

if TYPE_CHECKING:
    from speciosa.web.side_effect_gathering import Gathered

KIND = "taking along"
"""Of the piece of work that makes it."""
DRAFT = "draft"
"""The form of a side-effect report."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file and what the page that shows it has to know.

    `name`: as the person called it. `form`: of `leaving_forms.FORMS`, or `DRAFT`. `ticked`: parts that were ticked.
    `back`: where somebody goes who leaves it. `gathered`: what a draft was made from, so that going back to it needs
    no wait.
    """

    ready: Ready
    name: str
    form: str
    ticked: frozenset[str] = frozenset()
    back: str = "/take-along"
    gathered: Gathered | None = field(default=None, repr=False)

    @property
    def is_draft(self) -> bool:
        """Whether it is a side-effect report, of which no part can be ticked."""
        return self.form == DRAFT
