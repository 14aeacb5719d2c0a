"""A number to call becomes a link that calls it."""

from __future__ import annotations

import re

from speciosa.safety import HelpLines

_NUMBER = re.compile(r"\+?\d(?:[\d\-\u00a0 ]*\d)+")
_SHORTEST = 3
_TEXT = re.compile(r">[^<>]+<")
_LINES = re.compile(
    r'<p class="act">.*?</p>|<p class="finding (?:now|today) alarm">.*?</p>|<h3 id="wait-h">.*?(?=<ul>)', re.DOTALL
)
"""Where a page says whom to call."""


def with_calls(html: str, lines: HelpLines) -> str:
    """The same HTML with each of the person's numbers as a ``tel:`` link, where the page says whom to call.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Person
    >>> from speciosa.safety import help_for
    >>> with_calls('<p class="act">Call 112 now.</p>', help_for(Person(country="at"), load_knowledge()))
    '<p class="act">Call <a class="call" href="tel:112">112</a> now.</p>'
    """
    numbers = sorted({each for said in _said(lines) for each in numbers_in(said)}, key=lambda each: (-len(each), each))
    if not numbers:
        return html
    spaced = "|".join(re.escape(each).replace(r"\ ", "[ \u00a0]") for each in numbers)
    wanted = re.compile(rf"(?<![\w+-])(?:{spaced})(?![\w-])")

    def linked(lines_found: re.Match[str]) -> str:
        return _TEXT.sub(lambda text: wanted.sub(lambda number: call(number[0]), text[0]), lines_found[0])

    return _LINES.sub(linked, html)


def call(number: str) -> str:
    """A link that calls a number."""
    return f'<a class="call" href="tel:{re.sub(r"[^0-9+]", "", number)}">{number}</a>'


def numbers_in(text: str) -> list[str]:
    """The telephone numbers in a line such as ``112 or 999``.

    Examples
    --------
    >>> numbers_in("112 or 999"), numbers_in("a crisis line of your country")
    (['112', '999'], [])
    """
    return [each for each in _NUMBER.findall(text) if len(each) >= _SHORTEST]


def _said(lines: HelpLines) -> tuple[str, ...]:
    return lines.emergency, lines.crisis, lines.poison, lines.youth
