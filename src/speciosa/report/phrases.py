"""Finished English sentences in another language: the template that a sentence was made from is found again.

The rooms before the report form whole sentences: ``only 3 of 14 days``. A catalogue holds the
template, ``only {n} of {m} days``, and its translation. Here the sentence is matched against the
templates, and what stands in the places is translated in turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from speciosa.report.phrase_book import PhraseBook, Template

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
_OURS = frozenset({"say", "near", "label"})  # places whose words are ours although they stand in quotation marks
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[\w.'’“”()/+\-]+(?: [\w.'’“”()/+\-]+){0,3}")


@dataclass(slots=True)
class Phrases:
    """A phrase book in use: what was said is kept, what was not found is noted.

    Parameters
    ----------
    book : the texts of the language.
    listed : how the language joins the parts of a list.
    marks : its mark between thousands, and its decimal mark.
    quotes : its quotation marks.
    dated : how it writes a day of the form 2026-03-01.

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
    dated: Callable[[str], str] = str
    missing: set[str] = field(default_factory=set)
    _kept: dict[str, str] = field(default_factory=dict)
    _own: set[str] = field(default_factory=set)
    _notes: int = 0

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
        noted, notes = set(self.missing), self._notes
        said = self._parts(text, depth)
        if said is not None and self._notes == notes:
            return said
        for each in self.book.templates(text):  # a place may hold whole sentences
            held = each.read(text, across=True)
            if held and each.letters >= _STRONG and depth < _DEEPEST:
                self.missing &= noted
                return self._filled(each, held, depth)
        if said is None:
            self._note(text)
        return text if said is None else said

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
        for begun in (text, turned) if turned != text else (text,):
            for each in self.book.templates(begun):
                if each.letters < least or (held := each.read(begun, across=False)) is None:
                    continue
                theirs = each.quoted
                unsure = [part for name, part in held.items() if name not in theirs] if each.letters < _STRONG else []
                if not all(self._understood(part, depth) for part in unsure):
                    continue
                filled = self._filled(each, held, depth)
                return filled if begun is text else _as_begun(text, filled)
        ended = text.endswith(".") and not text.endswith("..")  # a phrase that was made a sentence
        said = self._found(text[:-1], depth + 1, least=least) if ended else None
        return said if said is None else f"{said}."

    def _filled(self, template: Template, held: Mapping[str, str], depth: int) -> str:
        """The translated template with its places filled; what stands in quotation marks is a person's own."""
        own = template.quoted - _OURS
        return template.said.format(
            **{
                name: part if name in own else self._place(part, depth + 1, ours=name in _OURS)
                for name, part in held.items()
            }
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

    def _place(self, text: str, depth: int, *, ours: bool = False) -> str:
        """What stood in a place of a finished text: a number, a list, a name, a phrase."""
        bare = text.strip()
        if not bare or text in self._own:
            return text
        if number := _NUMBER.fullmatch(bare):
            unit = number[2] or ""
            known = self.book.entries.get(unit.strip())
            return self._number(number[1]) + (unit if known is None else unit.replace(unit.strip(), known))
        if _DAY.fullmatch(bare):
            return self.dated(bare)
        found = self._several(bare, depth, ours=ours) or self._found(bare, depth)
        if found is None and _LIST.fullmatch(bare):
            found = self.listed([self._place(each, depth + 1) for each in _AND.split(bare)])
        if found is None and ", " in bare and all(_NAME.fullmatch(each) for each in bare.split(", ")):
            found = ", ".join(self._place(each, depth + 1) for each in bare.split(", "))
        if found is None and _ENGLISH.search(_QUOTED.sub("", bare)):
            found = self._translated(bare, depth)
        if found is None:
            found = self._quotation(bare, depth, ours=ours)
        return text.replace(bare, found) if text != bare else found

    def _several(self, text: str, depth: int, *, ours: bool) -> str | None:
        """A list whose parts stand apart by semicolons or by "or"; None where one of them is not understood."""
        for mark in ("; ", " or "):
            parts = text.split(mark)
            if len(parts) < 2 or len(parts) > _MOST_PARTS or text in self.book.entries:
                continue
            if all(self._understood(each, depth) for each in parts):
                said = [self._place(each, depth + 1, ours=ours) for each in parts]
                return self.book.entries.get(mark, mark).join(said)
        return None

    def _quotation(self, text: str, depth: int, *, ours: bool) -> str:
        """With the language's quotation marks; what stands between them stays where it is not ours."""
        begin, end = self.quotes
        said = (lambda word: self._found(word, depth) or word) if ours else str
        return _QUOTED.sub(lambda quoted: f"{begin}{said(quoted[1])}{end}", text)

    def _understood(self, text: str, depth: int) -> bool:
        bare = text.strip()
        known = bool(_NUMBER.fullmatch(bare)) or not _ENGLISH.search(_QUOTED.sub("", bare))
        if known or self._found(bare, depth + 1) is not None:
            return True
        if self._several(bare, depth + 1, ours=False) is not None:
            return True
        parts = _AND.split(bare) if depth < _DEEPEST and _LIST.fullmatch(bare) else []
        return len(parts) > 1 and all(self._understood(each, depth + 1) for each in parts)

    def _number(self, text: str) -> str:
        return text.translate({ord(","): self.marks[0], ord("."): self.marks[1]})

    def _note(self, text: str) -> None:
        self._notes += 1
        if _WORD.search(text) and len(self.missing) < _MOST_MISSING:
            self.missing.add(text)


def _as_begun(text: str, said: str) -> str:
    """With a capital where the English has one; a single word keeps its own (in German a noun has one anyway)."""
    if text[:1].isupper():
        return said[:1].upper() + said[1:]
    return said if len(text.split()) < 3 else said[:1].lower() + said[1:]
