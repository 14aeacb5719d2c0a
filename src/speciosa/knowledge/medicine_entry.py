"""An entry about medicines taken apart: the names in it, what they may have been meant to be, and the rest."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from speciosa.knowledge.medicine_denial import SAYING, Word, parts_of
from speciosa.knowledge.medicine_spelling import names_by_spelling, nearest, plain, spellings
from speciosa.knowledge.medicine_words import (
    AROUND,
    LETTERS,
    METALS,
    NOTHING,
    NOTHING_WITH,
    ORDINARY,
    OTHER_PAIRS,
    OTHER_THINGS,
    PREFIXES,
)

_WORD = re.compile(r"\d+(?:[.,]\d+)*[^\W\d_]*|[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘`´](?=\w)")
_LONGEST_NAME = 6  # words
_LONGEST_ENTRY = 300  # letters: a longer one is a story and no name
_MOST_UNKNOWN = 12  # words of an entry for which a near name is looked for
_LONGEST_MISSPELT = 4  # words
_LEAST_ODD = 3  # letters of an unknown word that may be misspelt together with known ones


@dataclass(frozen=True, slots=True)
class Named:
    """Words ``first`` to ``end`` that are a name; `follows`: right behind another one.

    `altered`: the word before makes it another substance. `thing`: no medicine at all.
    `longer`: names that lie near it and its neighbours.
    """

    first: int
    end: int
    names: tuple[str, ...]
    written: str
    metal: bool
    follows: bool = False
    altered: bool = False
    thing: bool = False
    longer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry taken apart: what it names, near which names the others lie, what is not known, and what is denied."""

    named: tuple[Named, ...] = ()
    near: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def entry_of(written: str, names: tuple[str, ...]) -> Entry:
    """Take an entry apart; see `medicine_names.recognise` for what counts.

    Parameters
    ----------
    written : as the person wrote it.
    names : every folded name and alias of the table.

    Examples
    --------
    >>> entry = entry_of("Tramadol 50 mg, stardust", ("tramadol",))
    >>> [each.names for each in entry.named], entry.rest
    ([('tramadol',)], ('stardust',))
    >>> entry_of("zopiclon", ("zopiclone",)).near
    ('zopiclone',)
    """
    if len(written) > _LONGEST_ENTRY:
        return Entry(rest=(written,))
    words = _words(written)
    if not words or _says_none([each.plain for each in words]):
        return Entry()
    by_spelling = names_by_spelling(names)
    found = tuple(_named(words, by_spelling))
    names_of_it = tuple(each for each in found if not each.thing)
    things = {at for each in found if each.thing for at in range(each.first, each.end)}
    covered = {at for each in names_of_it for at in range(each.first, each.end)}
    parts = parts_of(words, covered)
    if all(each.denied for each in parts):
        return Entry(rest=(written,), denied=(written,))
    denied = tuple(" ".join(each.written for each in words[part.first : part.end]) for part in parts if part.denied)
    gone = {at for part in parts if part.denied for at in range(part.first, part.end)}
    named = tuple(each for each in names_of_it if each.first not in gone)
    unknown = [at for at, each in enumerate(words) if at not in covered | gone and not each.beside]
    odd = [at for at in unknown if words[at].plain not in ORDINARY]
    misspelt = [at for at in odd if at not in things and words[at].plain not in SAYING][:_MOST_UNKNOWN]
    near = {
        stretch: tuple(name for spelling in close for name in by_spelling[spelling])
        for stretch in _stretches(words, misspelt, named)
        if (close := nearest("".join(each.plain for each in words[slice(*stretch)]), names))
    }
    rest = (*(words[at].written for at in (odd if named else unknown)), *denied)
    return Entry(
        tuple(replace(each, longer=_around(each, near)) for each in named),
        tuple(name for each in itertools.zip_longest(*near.values()) for name in each if name),
        rest if named or rest else (written,),
        denied,
    )


def _says_none(words: list[str]) -> bool:
    return "".join(words) in NOTHING or (NOTHING_WITH.issuperset(words) and not NOTHING.isdisjoint(words))


def _words(written: str) -> tuple[Word, ...]:
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", written))
    found, end = [], 0
    for each in _WORD.finditer(text):
        found.append(Word(each[0], plain(each[0]), text[end : each.start()]))
        end = each.end()
    return tuple(found)


def _named(words: tuple[Word, ...], by_spelling: Mapping[str, tuple[str, ...]]) -> Iterator[Named]:
    """Names from left to right, the longest first."""
    at, behind = 0, -1
    while at < len(words):
        found = next((each for end in range(min(len(words), at + _LONGEST_NAME), at, -1)
                      if (each := _name(words, at, end, by_spelling))), None)  # fmt: skip
        if found is None:
            at += 1
            continue
        follows = behind == at and not words[at].apart
        # behind a name there is no prefix: "oxy ibuprofen" are two
        altered = not follows and _altered(words, found)
        yield replace(found, follows=follows, altered=altered, thing=_another_thing(words, found))
        at = behind = found.end


def _name(words: tuple[Word, ...], first: int, end: int, by_spelling: Mapping[str, tuple[str, ...]]) -> Named | None:
    own = words[first:end]
    only_beside = end - first == 1 and own[0].beside and own[0].plain not in METALS
    if only_beside and not all(each.beside for each in words):
        return None
    joined = "".join(each.written for each in own)
    for spelling in spellings(joined):
        if spelling in by_spelling:
            said = " ".join(each.written for each in own)
            return Named(first, end, by_spelling[spelling], said, spelling in METALS)
    return None


def _another_thing(words: tuple[Word, ...], name: Named) -> bool:
    """Whether the word behind, or before, makes it no medicine: ``wine vinegar``, ``ginger ale``."""
    behind = words[name.end : name.end + 1]
    if behind and behind[0].plain in OTHER_THINGS and not behind[0].apart:
        return True
    pairs = (words[max(0, name.first - 1) : name.end], words[name.first : name.end + 1])
    return any("".join(each.plain for each in pair) in OTHER_PAIRS for pair in pairs)


def _altered(words: tuple[Word, ...], name: Named) -> bool:
    """Whether the word before makes it another substance: ``dihydro codeine``."""
    if not name.first or words[name.first].apart:
        return False
    before = words[name.first - 1].plain
    return before in PREFIXES or (before in LETTERS and words[name.first].before == "-")


def _stretches(words: tuple[Word, ...], odd: list[int], named: tuple[Named, ...]) -> list[tuple[int, int]]:
    """First and last word, exclusive, of what may be a misspelt name, the longest first.

    An unknown word alone, and with its neighbours: ``clarithro mycin``, ``liquid ecstasi``. A name is never cut.
    """
    cut = {at for each in named for at in range(each.first + 1, each.end)}
    found = []
    for first in range(len(words)):
        for end in range(first + 1, min(len(words), first + _LONGEST_MISSPELT) + 1):
            if end - first > 1 and words[end - 1].apart:
                break
            inside = [at for at in odd if first <= at < end]
            long = len(inside) == end - first or any(len(words[at].plain) >= _LEAST_ODD for at in inside)
            whole = first not in cut and end not in cut and not {words[first].plain, words[end - 1].plain} & AROUND
            if inside and long and whole:
                found.append((first, end))
    return sorted(found, key=lambda each: (each[0] - each[1], each))


def _around(name: Named, near: Mapping[tuple[int, int], tuple[str, ...]]) -> tuple[str, ...]:
    """Names that lie near a stretch with this name in it."""
    return tuple(each for (first, end), names in near.items() if first <= name.first < end for each in names)
