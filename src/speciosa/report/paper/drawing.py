"""The page's own drawings made fit for paper: colours in place of classes, and the paper's type."""

from __future__ import annotations

import re

from speciosa.report.palette import LIGHT

FONT = "Hanken Grotesk"
_ARROW = re.compile("[\u2190-\u2193]\u2009|\u2009[\u2190-\u2193]|[\u2190-\u2193] ?")
"""The paper's type has no arrows: for the want of one the whole label would fall to another type. The words stay."""
_CLASS = re.compile(r' class="([^"]*)"')
_ATTRIBUTES = {"f": "fill", "s": "stroke"}
_TEXT = re.compile(r"<(title|desc)\b[^>]*>.*?</\1>", re.DOTALL)
_ROLE = re.compile(r' (?:role|aria-labelledby|focusable)="[^"]*"')


def on_paper(svg: str) -> str:
    """A drawing of the page as a file of its own.

    Its words for who can't see it go: the paper says them beside it.

    Examples
    --------
    >>> on_paper('<svg role="img"><title id="a">x</title><path class="f-ink s-data" d="M0,0"/></svg>')[68:]
    '><path fill="#211d18" stroke="#0072b2" d="M0,0"/></svg>'
    """
    plain = _ROLE.sub("", _TEXT.sub("", svg))
    coloured = _CLASS.sub(_colours, plain)
    coloured = _ARROW.sub("", coloured)
    return coloured.replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}"', 1)


def _colours(found: re.Match[str]) -> str:
    """``f-ink s-data`` as attributes; a fill that is not named stays none where a line is drawn."""
    told = [each.partition("-") for each in found[1].split()]
    return "".join(f' {_ATTRIBUTES[kind]}="{LIGHT[role]}"' for kind, _, role in told)
