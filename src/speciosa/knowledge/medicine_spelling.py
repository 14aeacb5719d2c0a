"""Spellings of a medicine's name: which are the same, and which lie close."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from speciosa.knowledge.medicine_words import ORDINARY

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SOUNDS = (
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "kw"), ("sch", "s"), ("sh", "s"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("ae", "e"), ("oe", "e"), ("v", "w"),
    ("h", ""),
)  # fmt: skip
_ALLOWED = ((3, 0), (7, 1), (11, 2))
"""Up to so many letters, so many slips; longer names three."""
_LONGEST = 3
_SHORTEST = 5
_MOST = 8


def plain(text: str) -> str:
    """A word without case, marks, and anything but letters and digits.

    Examples
    --------
    >>> plain("Acetylsalicylsäure"), plain("St. John's-wort"), plain("Paracétamol®")
    ('acetylsalicylsaure', 'stjohnswort', 'paracetamol')
    """
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in apart if letter.isalnum())


def spellings(text: str) -> tuple[str, ...]:
    """A word as `plain`, and with its umlauts in two letters where it has some.

    Examples
    --------
    >>> spellings("Säure"), spellings("aspirin")
    (('saure', 'saeure'), ('aspirin',))
    """
    composed = unicodedata.normalize("NFC", text.casefold())
    return tuple(dict.fromkeys((plain(text), plain(composed.translate(_UMLAUTS)))))


@lru_cache(maxsize=4)
def names_by_spelling(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The names that have a spelling, by every spelling."""
    found: dict[str, list[str]] = {}
    for name in names:
        for spelling in spellings(name):
            found.setdefault(spelling, []).append(name)
    return MappingProxyType({spelling: tuple(meant) for spelling, meant in found.items() if spelling})


@lru_cache(maxsize=4096)
def nearest(word: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Spellings that lie close to a word that is none, the closest first.

    A slip is a letter too many, too few, another one, or two that changed places. How many are allowed grows with
    the length; words of every day and very short ones get none.

    Parameters
    ----------
    word : plain.
    names : see `names_by_spelling`.

    Examples
    --------
    >>> nearest("setraline", ("sertraline", "tramadol"))
    ('sertraline',)
    >>> nearest("water", ("warfarin", "wafer")), nearest("rum", ("opium",))
    ((), ())
    """
    from rapidfuzz import process  # noqa: PLC0415  only needed where a name is not known
    from rapidfuzz.distance import OSA, JaroWinkler  # noqa: PLC0415

    allowed = _slips(word)
    if word in ORDINARY or allowed == 0:
        return ()
    candidates, by_sound = _candidates(names)
    close = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST)
    slips = {name: int(distance) for name, distance, _ in close} | dict.fromkeys(by_sound.get(_sound(word), ()), 1)
    found = []
    for name, distance in slips.items():
        if name != word and _digits(name) == _digits(word) and distance <= _slips(name) and _short_enough(word, name):
            heard = OSA.distance(_sound(name), _sound(word))
            found.append((distance + heard, distance, name[0] != word[0], -JaroWinkler.similarity(name, word), name))
    return tuple(name for *_, name in sorted(found))


def _short_enough(word: str, name: str) -> bool:
    """Of four letters, only a name without one of its inner letters: ``cipo`` for ``cipro``."""
    return len(word) >= _SHORTEST or (len(name) == _SHORTEST and (name[0], name[-1]) == (word[0], word[-1]))


def _slips(word: str) -> int:
    return next((slips for letters, slips in _ALLOWED if len(word) <= letters), _LONGEST)


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


@lru_cache(maxsize=4)
def _candidates(names: tuple[str, ...]) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """Spellings long enough to be meant by a slip, and the same by their sound."""
    long = tuple(each for each in names_by_spelling(names) if len(each) >= _SHORTEST)
    heard: dict[str, list[str]] = {}
    for each in long:
        heard.setdefault(_sound(each), []).append(each)
    return long, MappingProxyType({sound: tuple(meant) for sound, meant in heard.items()})


@cache
def _sound(word: str) -> str:
    """Roughly how a word sounds: ``klonasepam`` as ``clonazepam``."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    once = "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])
    return once.removesuffix("e") if len(once) > 1 else once
