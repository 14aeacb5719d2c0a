"""The texts of one language: templates, and what a finished sentence holds in their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

_WORD = re.compile(r"[^\W\d_]")


def places(text: str) -> tuple[str, ...]:
    """The names of a template's places, as often as they stand there.

    Examples
    --------
    >>> places("only {n} of {m} days")
    ('n', 'm')
    """
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)


@dataclass(frozen=True)
class Template:
    """A text with places, and what it is in the other language."""

    text: str
    said: str

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands around the places: one more than there are places."""
        parts = list(Formatter().parse(self.text))
        found = [literal for literal, _, _, _ in parts]
        return tuple(found if parts[-1][1] is None else [*found, ""])

    @cached_property
    def quoted(self) -> frozenset[str]:
        """Names of the places in quotation marks."""
        parts = Formatter().parse(self.text)
        return frozenset(name for literal, name, _, _ in parts if name and literal.endswith(("“", '"')))

    @cached_property
    def letters(self) -> int:
        """Letters of its own."""
        return sum(len(_WORD.findall(each)) for each in self.literals)

    def read(self, text: str, *, across: bool) -> dict[str, str] | None:
        """What stands in each place; None where the text was not made from this template.

        `across`: a place may hold several sentences.
        """
        found = (self._across if across else self._within).fullmatch(text)
        return found.groupdict() if found else None

    @cached_property
    def _within(self) -> re.Pattern[str]:
        return self._pattern(r"(?:(?![.?!]\s).)*?")

    @cached_property
    def _across(self) -> re.Pattern[str]:
        return self._pattern(r".*?")

    def _pattern(self, place: str) -> re.Pattern[str]:
        parts, seen = [], set[str]()
        for literal, name, _, _ in Formatter().parse(self.text):
            parts.append(re.escape(literal))
            if name:
                held = r"[^“”]*?" if literal.endswith("“") else place  # a quotation may hold several sentences
                parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{held})")
                seen.add(name)
        return re.compile("".join(parts), re.DOTALL)


class PhraseBook:
    """All texts of one language, indexed by how they begin.

    Parameters
    ----------
    entries : each English text, with or without places, and what it is in the other language.
    """

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = {english: said for english, said in entries.items() if said}
        self._by_lead: dict[str, list[Template]] = {}
        for english, said in self.entries.items():
            if "{" in english and (template := Template(english, said)).letters:
                self._by_lead.setdefault(template.literals[0], []).append(template)
        self._lengths = sorted({len(lead) for lead in self._by_lead})

    def templates(self, text: str) -> list[Template]:
        """Those that the text may have been made from, the most certain first."""
        near = []
        for length in self._lengths:
            if length > len(text):
                break
            for each in self._by_lead.get(text[:length], ()):
                literals = each.literals
                if text.endswith(literals[-1]) and all(part in text for part in literals[1:-1]):
                    near.append(each)
        return sorted(near, key=lambda each: -each.letters)
