"""What the report is made of: sections of a few kinds of block, from which page and paper are both made."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.tables import Table


@dataclass(frozen=True, slots=True)
class Par:
    """One paragraph. `tone`: ``plain``, ``state`` (the answer itself), ``soft`` or ``quiet`` (in a frame)."""

    text: str
    tone: str = "plain"
    kind: str = "par"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Asks:
    """Questions with their answers, and what kind of evidence each rests on (empty: none)."""

    rows: tuple[tuple[str, str, str], ...]
    kind: str = "asks"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]
    kind: str = "bullets"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A table.

    Parameters
    ----------
    wordy : cells are sentences: they begin at the left and break into lines.
    fractions : of the paper's width, one a column.
    """

    table: Table
    wordy: bool = False
    fractions: tuple[float, ...] = ()
    kind: str = "numbers"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture for a phone and one for everything else, with how to read its signs and the table behind it.

    Parameters
    ----------
    key : class of the sign in the page's style, and its words.
    """

    title: str
    says: str
    narrow: str
    wide: str
    key: tuple[tuple[str, str], ...]
    numbers: Numbers
    kind: str = "figure"


Block = Par | Heading | Asks | Bullets | Numbers | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. `key`: its anchor on the page."""

    key: str
    title: str
    blocks: tuple[Block, ...]
