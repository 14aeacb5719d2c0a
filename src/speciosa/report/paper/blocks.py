"""What a section of the paper is made of, as the template reads it: plain values and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from speciosa.report.tables import Table
from speciosa.report.wording import Wording

Block = dict[str, Any]
_END = re.compile(r"[^\d\s][.?] ")
_CODE_POINT = 8
_FIRST_ODD, _LATIN_MORE, _SIGNS = 0x0700, 0x1E00, 0x2460
LONGEST = 90
"""So many signs of a person's own word are printed."""


def section(title: str, *blocks: Block | None, key: str = "") -> Block:
    """A heading and what stands below it.

    Parameters
    ----------
    key : under which other places point to it.
    """
    return {"title": title, "key": key, "blocks": [each for each in blocks if each]}


def par(*said: str, tone: str = "plain") -> Block | None:
    """Sentences in one paragraph; None where nothing is said. `tone`: ``plain``, ``strong``, ``soft`` or ``quiet``."""
    text = " ".join(each for each in said if each)
    return {"kind": "par", "text": text, "tone": tone} if text else None


def heading(title: str) -> Block:
    """A heading within a section."""
    return {"kind": "heading", "text": title}


def items(*found: Block) -> Block | None:
    """Items below each other; None where there is none."""
    return {"kind": "items", "items": list(found)} if found else None


def item(lead: str, text: str = "", *, mark: str = "", act: str = "") -> Block:
    """One item: a mark in a frame, what it is, what is said of it, what to do."""
    return {"mark": mark, "lead": lead, "text": text, "act": act}


def bullets(said: Sequence[str]) -> Block | None:
    """A list; None where it is empty."""
    found = [each for each in said if each]
    return {"kind": "bullets", "items": found} if found else None


def facts(rows: Sequence[tuple[str, str]]) -> Block | None:
    """Labels with a value each; None where there is none."""
    return {"kind": "facts", "rows": [list(each) for each in rows]} if rows else None


def table(
    words: Wording, found: Table, *, most: int = 0, fractions: Sequence[float] = (), longest: int = 0,
    narrow: bool = False,
) -> Block | None:  # fmt: skip
    """A table with its caption; None where it has no row.

    Parameters
    ----------
    most : so many rows at most; 0: all. How many more there are stands below.
    fractions : of the width for each column, 0: as wide as it has to be; else the first takes what is left. Where
        they are given, cells begin at the left.
    longest : so many signs of a cell at most; 0: all of it.
    narrow : cells are short, so columns lie close together; of many rows the second half stands beside the first.
    """
    if not found.rows:
        return None
    rows = [
        [cut(cell, longest) if longest else cell for cell in row] for row in (found.rows[:most] if most else found.rows)
    ]
    more = found.more + len(found.rows) - len(rows)
    said = words.count("and {n} more row, in report.json", "and {n} more rows, in report.json", more) if more else ""
    return {
        "kind": "table", "caption": found.caption, "head": list(found.head), "more": said,
        "rows": rows, "fractions": list(fractions), "narrow": narrow,
    }  # fmt: skip


def elsewhere(text: str, to: str) -> Block | None:
    """That there is more, and on which page. `to`: the key of a section, which may not be on the paper."""
    return {"kind": "elsewhere", "text": text, "to": to} if text else None


def picture(title: str, says: str, svg: str, *, beside: str = "", key: str = "", width: float = 1.0) -> Block:
    """A drawing with its title above and what is to be seen below.

    Parameters
    ----------
    svg : ready for paper, see `drawing`. beside: its unit. key: how to read its signs.
    width : as a share of the page.
    """
    alt = ". ".join(each.rstrip(".") for each in (title, beside, says) if each) + "."
    return {"kind": "picture", "title": title, "beside": beside, "says": says, "svg": svg, "alt": alt, "key": key,
            "width": width}  # fmt: skip


def cut(text: str, longest: int = LONGEST) -> str:
    """A person's own word may be very long; a cell is not. Signs that may print as code points stay whole or away.

    Examples
    --------
    >>> cut("ibuprofen", 5), cut("short"), cut("tea \u0e44\u0e44", 12)
    ('ibup…', 'short', 'tea…')
    """
    kept = _room(text, longest)
    if kept == len(text):
        return text
    kept = max(kept - 1, 1)
    while kept and _is_odd(text[kept - 1]):
        kept -= 1
    return f"{text[:kept].rstrip()}\u2026"


def fits(text: str, longest: int) -> bool:
    """Whether a text can be printed whole in so many signs."""
    return _room(text, longest) == len(text)


def numbered(at: int, name: str) -> str:
    """A name with its number, where it may print as code points: cut, two of those look alike.

    Examples
    --------
    >>> numbered(3, "ibuprofen"), numbered(3, "\u0e44")
    ('ibuprofen', '(3) \u0e44')
    """
    return f"({at}) {name}" if any(_is_odd(each) for each in name) else name


def brief(text: str, longest: int) -> str:
    """Its first sentences, as many as there is room for; empty where not even the first fits: half a one misleads.

    Examples
    --------
    >>> brief("One is here. Two is here. Three.", 26), brief("One long sentence without an end", 12)
    ('One is here. Two is here.', '')
    """
    kept = _room(text, longest)
    if kept == len(text):
        return text
    # a digit and a full stop is no end: it may be a German date
    ends = [at + 1 for at in range(1, kept - 1) if _END.match(text, at - 1)]
    return text[: ends[-1]] if ends else ""


def _room(text: str, longest: int) -> int:
    """How many signs of a text there is room for; one that no font may have stands as its code point, which is long."""
    used = 0
    for at, each in enumerate(text):
        used += _CODE_POINT if _is_odd(each) else 1
        if used > longest:
            return at
    return len(text)


def _is_odd(sign: str) -> bool:
    """Whether the paper's fonts may not have it."""
    return _FIRST_ODD <= ord(sign) < _LATIN_MORE or ord(sign) >= _SIGNS
