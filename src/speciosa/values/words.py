"""When two spellings are the same word."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s_\-‐‑–]+")


def folded(word: str) -> str:
    """The word without case, spaces, underscores and hyphens.

    Examples
    --------
    >>> folded("Red  Bali"), folded("7-OH tablet") == folded("7oh Tablet")
    ('redbali', True)
    """
    return _SEPARATORS.sub("", word.casefold())
