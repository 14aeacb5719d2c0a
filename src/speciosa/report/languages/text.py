"""One text that a person may read, as the code says it in English."""

from __future__ import annotations

import re
from typing import NamedTuple

_PROSE = re.compile(r"[A-Za-z“‘]{2,}[,;:.…?!”’)%]* +[\w“(‘{]|[\w}”)%] +[A-Za-z]{2,}")
_NO_PROSE = re.compile(
    r"[\\|<>=@]|::|//|\.(py|csv|toml|json|html|mo|j2)\b|^[\w.]+\(|\b(SELECT|INSERT|CREATE|PRAGMA)\b|^#|^%|utf-8|\w_\w"
)
_NEVER = re.compile(r"\|[^|]*\||,,,|\n# |\bORDER BY\b")
"""Patterns, queries, and lines of a file: they hold words, but nobody reads them as a sentence."""
_STYLE = re.compile(r"[{;][\w\-]+:")
_SENTENCE, _SENTENCE_WORDS = re.compile(r"(?<![\w.=:/\\])[a-z]{2,}(?= )"), 4
_ENDINGS = {"s": ("", "s"), "were": ("was", "were"), "are": ("is", "are"), "stand": ("stands", "stand"),
            "them": ("it", "them")}  # fmt: skip
_COUNTED = re.compile(r"\{(s|were|are|stand|them)\}")
_WORD = re.compile(r"[A-Za-z][A-Za-z’'\-]+[.!?:]?")


class Text(NamedTuple):
    """English, with ``{places}``. `many`: its plural, where a number decides. `source`: the file that says it."""

    source: str
    one: str
    many: str = ""


def is_prose(text: str) -> bool:
    """Whether a text looks like words for a person: two words at least, and no code.

    Examples
    --------
    >>> [is_prose(each) for each in ("only {n} days", "score_0_2", "SELECT a FROM b", "a, b")]
    [True, False, False, False]
    """
    bare = re.sub(r"\{\w*\}", "{}", text)
    if _STYLE.search(bare) or _NEVER.search(text):
        return False
    return bool(_PROSE.search(text)) and (not _NO_PROSE.search(bare) or len(_SENTENCE.findall(bare)) >= _SENTENCE_WORDS)


def each_count(text: str) -> tuple[str, ...]:
    """Of a sentence with English endings as places (`record.readers.accounting.counted`): for one, and for many.

    Examples
    --------
    >>> each_count("{n} record{s} {were} left aside")
    ('{n} record was left aside', '{n} records were left aside')
    """
    if not _COUNTED.search(text):
        return (text,)
    one = _COUNTED.sub(lambda mark: _ENDINGS[mark[1]][0], text)
    return one, _COUNTED.sub(lambda mark: _ENDINGS[mark[1]][1], text)


def is_word(text: str) -> bool:
    """Whether a text is one word.

    Examples
    --------
    >>> is_word("higher"), is_word("dose_kratom")
    (True, False)
    """
    return bool(_WORD.fullmatch(text.strip()))
