"""The packing sheet: for the helper alone. It says what is in which container, and how to fill them alike."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.trial_paper import TrialPaper, rendered


@dataclass(frozen=True, slots=True)
class PackedLevel:
    """All capsules of one level.

    `powder_g`, `filler_g`: in one capsule, together the same at every level. `capsules`: how many there are.
    """

    level: str
    capsules: int
    powder_g: float
    filler_g: float

    @property
    def powder_total_g(self) -> float:
        return self.capsules * self.powder_g

    @property
    def filler_total_g(self) -> float:
        return self.capsules * self.filler_g


@dataclass(frozen=True, slots=True)
class PackedContainer:
    """One container: its code, the level that goes into it, how many capsules."""

    number: int
    code: str
    level: str
    capsules: int


@dataclass(frozen=True, slots=True)
class PackingSheet:
    """What the helper needs.

    Parameters
    ----------
    paper : what the other papers say, too.
    levels : the highest first.
    containers : one a period, in order.
    opening_code : opens `sealed.json`.
    """

    paper: TrialPaper
    levels: tuple[PackedLevel, ...]
    containers: tuple[PackedContainer, ...]
    opening_code: str

    @property
    def capsules(self) -> int:
        return sum(each.capsules for each in self.levels)

    @property
    def powder_g(self) -> float:
        return sum(each.powder_total_g for each in self.levels)

    @property
    def filler_g(self) -> float:
        return sum(each.filler_total_g for each in self.levels)


def packing_sheet_html(sheet: PackingSheet, *, paper_size: str = "a4") -> str:
    """The packing sheet as one page that prints on `paper_size`: ``a4`` or ``letter``."""
    return rendered("packing_sheet.html.j2", sheet.paper, paper_size, s=sheet, p=sheet.paper)
