"""Finished English sentences in another language: the template that a sentence was made from is found again.

The rooms before the report form whole sentences: ``only 3 of 14 days``. A catalogue holds the
template, ``only {n} of {m} days``, and its translation. Here the sentence is matched against the
templates, and what stands in the places is translated in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter

_STRONG = 12  # so many letters of its own make a template certain; fewer do only if each place is understood
_MOST_KEPT, _MOST_MISSING, _MOST_PARTS, _DEEPEST = 8000, 2000, 20, 5
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[^\sa-zäöüß])")
_PART = re.compile(r"; ")
_WORD = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"([+\-\u2212]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(%|\s?[%°µ\w/]{1,3})?")
_ENGLISH = re.compile(r"\b(the|of|your|you|and|with|it|to|not|are|that|is|this|or|for|from)\b", re.IGNORECASE)
_AND = re.compile(r", | and ")
_LIST = re.compile(r"[^.;:?]+ and [^.;:?,]+")
_QUOTED = re.compile(r"“([^”]*)”")
_NAME = re.compile(r"[\w.'’“”()/+\-]+(?: [\w.'’“”()/+\-]+){0,3}")


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
        return frozenset(name for literal, name, _, _ in Formatter().parse(self.text) if name and literal.endswith("“"))

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
                parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{place})")
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


@dataclass(slots=True)
class Phrases:
    """A phrase book in use: what was said is kept, what was not found is noted.

    Parameters
    ----------
    book : the texts of the language.
    listed : how the language joins the parts of a list.
    marks : its mark between thousands, and its decimal mark.
    quotes : its quotation marks.

    Examples
    --------
    >>> book = PhraseBook({"only {n} of {m} days": "nur {n} von {m} Tagen", "3 weeks": "3 Wochen"})
    >>> Phrases(book, " und ".join, (".", ",")).phrase("only 1.5 of 14 days")
    'nur 1,5 von 14 Tagen'
    """

    book: PhraseBook
    listed: Callable[[list[str]], str]
    marks: tuple[str, str]
    quotes: tuple[str, str] = ("“", "”")
    missing: set[str] = field(default_factory=set)
    _kept: dict[str, str] = field(default_factory=dict)
    _own: set[str] = field(default_factory=set)

    def phrase(self, text: str) -> str:
        """A finished English text in the language; what is not found stays English and is noted in `missing`."""
        if (said := self._kept.get(text)) is None:
            said = self._translated(text, 0)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[text] = said
        return self.own(said)

    def value(self, text: str) -> str:
        """What is put into a place by name: English that was formed elsewhere, or the language's already."""
        if text in self._own or not _WORD.search(text):
            return text
        said = self._found(text, 0, least=_STRONG)
        if said is None and " " in text and _ENGLISH.search(text):
            said = self._parts(text, 0)
        return text if said is None else self.own(said)

    def own(self, said: str) -> str:
        """Note that a text is in the language."""
        if len(self._own) >= _MOST_KEPT:
            self._own.clear()
        self._own.add(said)
        return said

    def _translated(self, text: str, depth: int) -> str:
        """The text, part by part where need be."""
        if text in self._own:
            return text
        found = self._found(text, depth)
        if found is not None:
            return found
        said = self._parts(text, depth)
        if said is not None:
            return said
        for each in self.book.templates(text):  # a place may hold whole sentences
            held = each.read(text, across=True)
            if held and each.letters >= _STRONG and depth < _DEEPEST:
                return self._filled(each, held, depth)
        self._note(text)
        return text

    def _found(self, text: str, depth: int, *, least: int = 0) -> str | None:
        """The whole text by its entry or by one template."""
        entries = self.book.entries
        if text in entries:
            return entries[text]
        turned = text[:1].swapcase() + text[1:]
        if turned in entries:
            return _as_begun(text, entries[turned])
        if depth >= _DEEPEST or not _WORD.search(text):
            return None
        for begun in (text, turned):
            for each in self.book.templates(begun):
                if each.letters < least or (held := each.read(begun, across=False)) is None:
                    continue
                if each.letters < _STRONG and not all(self._understood(part, depth) for part in held.values()):
                    continue
                said = self._filled(each, held, depth)
                return said if begun is text else _as_begun(text, said)
        return None

    def _filled(self, template: Template, held: Mapping[str, str], depth: int) -> str:
        """The translated template with its places filled; what stands in quotation marks is a person's own."""
        own = template.quoted
        return template.said.format(
            **{name: part if name in own else self._place(part, depth + 1) for name, part in held.items()}
        )

    def _parts(self, text: str, depth: int) -> str | None:
        """Sentence by sentence, or by its semicolons; None where it has but one part."""
        for ends, mark in ((_SENTENCE, " "), (_PART, "; ")):
            parts, said = ends.split(text), []
            if len(parts) < 2 or len(parts) > _MOST_PARTS:
                continue
            at = 0
            while at < len(parts):  # the longest run of them that was said as one
                for end in range(len(parts), at, -1):
                    run = mark.join(parts[at:end])
                    found = None if end - at == len(parts) else self._found(run, depth)
                    if found is not None or end == at + 1:
                        said.append(self._translated(run, depth) if found is None else found)
                        at = end
                        break
            return mark.join(said)
        return None

    def _place(self, text: str, depth: int) -> str:
        """What stood in a place of a finished text: a number, a list, a name, a phrase."""
        bare = text.strip()
        if not bare or text in self._own:
            return text
        if number := _NUMBER.fullmatch(bare):
            unit = number[2] or ""
            return self._number(number[1]) + self.book.entries.get(unit, unit)
        found = self._found(bare, depth)
        if found is None and _LIST.fullmatch(bare):
            found = self.listed([self._place(each, depth + 1) for each in _AND.split(bare)])
        if found is None and ", " in bare and all(_NAME.fullmatch(each) for each in bare.split(", ")):
            found = ", ".join(self._place(each, depth + 1) for each in bare.split(", "))
        if found is None and _ENGLISH.search(_QUOTED.sub("", bare)):
            found = self._translated(bare, depth)
        if found is None:
            found = _QUOTED.sub(lambda quoted: f"{self.quotes[0]}{quoted[1]}{self.quotes[1]}", bare)
        return text.replace(bare, found) if text != bare else found

    def _understood(self, text: str, depth: int) -> bool:
        known = bool(_NUMBER.fullmatch(text.strip())) or not _ENGLISH.search(text)
        return known or self._found(text, depth + 1) is not None

    def _number(self, text: str) -> str:
        return text.translate({ord(","): self.marks[0], ord("."): self.marks[1]})

    def _note(self, text: str) -> None:
        if _WORD.search(text) and len(self.missing) < _MOST_MISSING:
            self.missing.add(text)


def _as_begun(text: str, said: str) -> str:
    """With a capital where the English has one; a single word keeps its own (in German a noun has one anyway)."""
    if text[:1].isupper():
        return said[:1].upper() + said[1:]
    return said if len(text.split()) < 3 else said[:1].lower() + said[1:]
