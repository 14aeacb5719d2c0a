"""Characters that no font of a paper has: each is spelled as its code point, so that nothing is lost unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

_REFUSED = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_BREAKS = "\n\r\t"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would print a name backwards


def spelled(data: object, gone: Collection[str]) -> object:
    """The same data, with those characters as their code points in every text of it.

    Parameters
    ----------
    data : what JSON knows. gone : single characters.

    Examples
    --------
    >>> spelled({"name": ["leaf \U0001f33f", 2]}, "\U0001f33f")
    {'name': ['leaf [U+1F33F]', 2]}
    """
    table = {ord(each): code_point(each) for each in gone}
    return changed(data, lambda text: text.translate(table))


def changed(data: object, change: Callable[[str], str]) -> object:
    """The same data with each text of it changed.

    Examples
    --------
    >>> changed({"a": ["b", 2]}, str.upper)
    {'a': ['B', 2]}
    """
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: changed(value, change) for key, value in data.items()}
    return [changed(each, change) for each in data] if isinstance(data, list | tuple) else data


def with_plain_breaks(text: str) -> str:
    r"""A text whose lines end as on paper, and whose tabs are spaces: no font has a tab.

    Examples
    --------
    >>> with_plain_breaks("a\r\nb\rc\td")
    'a\nb\nc d'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def code_point(character: str) -> str:
    """How a character stands on paper that no font has.

    Examples
    --------
    >>> code_point("\U0001f33f")
    '[U+1F33F]'
    """
    return f"[U+{ord(character):04X}]"


def with_name(character: str) -> str:
    """The code point with the name that Unicode gives it.

    Examples
    --------
    >>> with_name("\U0001f33f")
    '[U+1F33F] HERB'
    """
    return f"{code_point(character)} {unicodedata.name(character, '')}".strip()


def never_printed(data: object) -> frozenset[str]:
    """Characters of the data that are no letters: what steers a machine, turns text around, or is half a character."""
    return frozenset(
        each
        for each in characters(data)
        if each in _TURNING or (unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} and each not in _BREAKS)
    )


def characters(data: object) -> frozenset[str]:
    """Each character in the texts of the data."""
    return frozenset(each for text in _texts(data) for each in text)


def refused(message: str) -> str:
    r"""The text that typst could not print, of its message; empty where it says something else.

    Examples
    --------
    >>> refused('PDF/UA-1 error: the text `"a\\u{e4}"` could not be displayed with font `"X"`')
    'aä'
    """
    found = _REFUSED.search(message)
    return _ESCAPED.sub(_unescaped, found[1]) if found else ""


def next_to_spell(text: str, data: object) -> Iterator[frozenset[str]]:
    """What to spell, where a text can't be printed though each of its characters can: the least of it first.

    Parameters
    ----------
    text : that typst refused; what joins its characters may stand outside of it. data : all of the document's.
    """
    for odd in (frozenset(text), characters(data)):
        yield frozenset(each for each in odd if unicodedata.category(each)[0] in "MC" and each not in _BREAKS)
        yield frozenset(each for each in odd if not each.isascii())


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _PLAIN_ESCAPES.get(found[2], found[2])


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for each in data.values():
            yield from _texts(each)
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts(each)
