"""One text that a person may read, as the code says it in English."""

from __future__ import annotations

import re
from typing import NamedTuple

_PROSE = re.compile(r"[A-Za-z“‘]{2,}[,;:.…?!”’)%]* +[\w“(‘{]|[\w}”)%] +[A-Za-z]{2,}")
_NO_PROSE = re.compile(
    r"[\\|<>=@]|::|//|\.(py|csv|toml|json|html|mo|j2)\b|^[\w.]+\(|\b(SELECT|INSERT|CREATE|PRAGMA)\b|^#|^%|utf-8|\w_\w"
)
_STYLE = re.compile(r"[{;][\w\-]+:")
_SENTENCE, _SENTENCE_WORDS = re.compile(r"(?<![\w.=:/\\])[a-z]{2,}(?= )"), 4
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
    if _STYLE.search(bare):
        return False
    return bool(_PROSE.search(text)) and (not _NO_PROSE.search(bare) or len(_SENTENCE.findall(bare)) >= _SENTENCE_WORDS)


def is_word(text: str) -> bool:
    """Whether a text is one word.

    Examples
    --------
    >>> is_word("higher"), is_word("dose_kratom")
    (True, False)
    """
    return bool(_WORD.fullmatch(text.strip()))
