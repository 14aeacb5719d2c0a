"""A person's answer as a code of E2B(R3), where it is one of the words that were offered; other words have no code."""

from __future__ import annotations

import re
from collections.abc import Mapping

OUTCOMES = {
    "gone": 1, "getting better": 2, "still there": 3, "gone, with lasting harm": 4, "death": 5, "don't know": 0,
}  # fmt: skip
ACTIONS = {"stopped": 1, "took less": 2, "took more": 3, "took the same": 4, "don't know": 0}
SERIOUS = {
    "death": "E.i.3.2a", "life-threatening": "E.i.3.2b", "hospital stay": "E.i.3.2c",
    "lasting harm or disability": "E.i.3.2d", "birth defect": "E.i.3.2e", "other important medical event": "E.i.3.2f",
}  # fmt: skip
NONE = "none of these"
REPORTERS = {
    "doctor": 1, "a doctor": 1, "pharmacist": 2, "a pharmacist": 2, "nurse": 3, "a nurse": 3, "you": 5, "me": 5,
    "i": 5, "myself": 5, "relative": 5, "a relative": 5,
}  # fmt: skip
_LOOSE = re.compile(r"life[\s-]*threat|lebensbedroh|hospital|krankenhaus|emergency|notaufnahme|ambulan", re.IGNORECASE)


def named(answer: str, offered: Mapping[str, str]) -> tuple[str, ...] | None:
    """Which of the offered answers an answer names; None where it says anything else, too.

    Several stand with a semicolon, a comma or on lines of their own.

    Parameters
    ----------
    offered : what an answer may be, in any language, to its word in the table.

    Examples
    --------
    >>> words = {"hospital stay": "hospital stay", "lebensbedrohlich": "life-threatening"}
    >>> named("Hospital stay; lebensbedrohlich", words)
    ('hospital stay', 'life-threatening')
    >>> named("I was in hospital, I think", words) is None
    True
    """
    there = {_plain(key): word for key, word in offered.items()}
    if _plain(answer) in there:
        return (there[_plain(answer)],)
    parts = [each for each in map(_plain, re.split(r"[;,\n]", answer)) if each]
    return tuple(there[each] for each in parts) if parts and all(each in there for each in parts) else None


def dangerous(answer: str) -> bool:
    """Whether an answer about seriousness speaks of danger to life or of a hospital, in whatever words.

    A word too many here only shows whom to call.

    Examples
    --------
    >>> [dangerous(each) for each in ("none of these", "They took me to hospital", "")]
    [False, True, False]
    """
    return bool(_LOOSE.search(answer))


def first_day(answer: str) -> str:
    """The ISO day that an answer is, else nothing.

    Examples
    --------
    >>> first_day(" 2026-03-01 "), first_day("in spring")
    ('2026-03-01', '')
    """
    found = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})\s*", answer)
    return found[1] if found else ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")
