"""Keeping a spreadsheet from running a text as a formula: what is put in front, and taken off again."""

from __future__ import annotations

import re

_HARMLESS = re.compile(r"^[+-]\d+([.,]\d+)?%?$")
_RUN = ("'", "=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """A text that a spreadsheet would run, with an apostrophe in front; any other as it is.

    A text that begins with such an apostrophe of its own gets one more, so that `unguarded` gives back each text.

    Examples
    --------
    >>> guarded("=1+1"), guarded("@home"), guarded("-25%"), guarded("pain")
    ("'=1+1", "'@home", '-25%', 'pain')
    """
    return f"'{cell}" if cell.startswith(_RUN) and len(cell) > 1 and not _HARMLESS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take off the apostrophe that `guarded` puts in front.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'tis"), unguarded("''tis")
    ('=1+1', "'tis", "'tis")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RUN else cell
