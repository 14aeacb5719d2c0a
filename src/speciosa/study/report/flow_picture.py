"""The flow of people as boxes, as CONSORT draws it: one column of steps, and beside each who left there."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LINE, _PAD, _GAP, _FONT = 21, 11, 26, 15
_CHAR_PX = 7.7


@dataclass(frozen=True, slots=True)
class Box:
    """One step: its words, and those of who left before it (empty: nobody)."""

    text: str
    left: tuple[str, ...] = ()


def flow_svg(boxes: Sequence[Box], *, name: str, title: str, says: str, wide: bool) -> str:
    """The drawing as inline SVG: classes of the page's palette, so that its dark theme reaches them.

    Parameters
    ----------
    name : unique on the page.
    title, says : the text alternative.
    """
    width, main, side_at = (720, 320, 350) if wide else (360, 348, 40)
    parts: list[str] = []
    y = 2.0
    for at, box in enumerate(boxes):
        if box.left:
            side_width = width - side_at - 2
            lines = _wrapped(box.left, side_width)
            height = len(lines) * _LINE + 2 * _PAD
            middle = y + height / 2
            parts += _arrow(20, y - _GAP if at else y, 20, middle, head=False)
            parts += _arrow(20, middle, side_at, middle)
            parts += _box(side_at, y, side_width, lines, dashed=True)
            parts += _arrow(20, middle, 20, y + height + _GAP)
            y += height + _GAP
        elif at:
            parts += _arrow(20, y - _GAP, 20, y)
        lines = _wrapped((box.text,), main)
        parts += _box(2, y, main, lines, dashed=False)
        y += len(lines) * _LINE + 2 * _PAD + _GAP
    y -= _GAP - 2
    return (
        f'<svg viewBox="0 0 {width} {y:g}" role="img" aria-labelledby="{name}-t {name}-d" focusable="false">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(says)}</desc>{"".join(parts)}</svg>'
    )


def _wrapped(said: Sequence[str], width: float) -> list[str]:
    most = int((width - 2 * _PAD) / _CHAR_PX)
    return [line for each in said for line in textwrap.wrap(each, most, subsequent_indent="\u2003")]


def _box(x: float, y: float, width: float, lines: Sequence[str], *, dashed: bool) -> list[str]:
    height = len(lines) * _LINE + 2 * _PAD
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    rect = f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" class="f-sheet s-mark"{dash}/>'
    texts = [
        f'<text x="{x + _PAD:g}" y="{y + _PAD + _FONT + at * _LINE:g}" font-size="{_FONT}" class="f-ink">'
        f"{escape(line)}</text>"
        for at, line in enumerate(lines)
    ]
    return [rect, *texts]


def _arrow(x1: float, y1: float, x2: float, y2: float, *, head: bool = True) -> list[str]:
    line = f'<path d="M{x1:g},{y1:g}L{x2:g},{y2:g}" class="s-mark" fill="none" stroke-width="1.25"/>'
    if not head:
        return [line]
    tip = f"M{x2:g},{y2:g}l-4,-7h8z" if x1 == x2 else f"M{x2:g},{y2:g}l-7,-4v8z"
    return [line, f'<path d="{tip}" class="f-mark"/>']
