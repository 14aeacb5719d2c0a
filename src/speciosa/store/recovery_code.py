"""The recovery code: 135 random bits that can be written on paper and typed from it.

27 letters of Crockford's alphabet (no I, L, O, U) and a check letter, in seven groups of four. Any one
wrong letter and any two letters swapped are noticed before the code is tried.
"""

from __future__ import annotations

import secrets

from speciosa.values.errors import EntryError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 27  # 5 bits each
GROUP = 4
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = " -\t\r\n\u2010\u2011\u2012\u2013\u2014\u00a0"


def make_recovery_code() -> str:
    """A new code from the operating system's randomness, written as a person would.

    Examples
    --------
    >>> code = make_recovery_code()
    >>> [len(group) for group in code.split("-")]
    [4, 4, 4, 4, 4, 4, 4]
    >>> plain_code(code.lower().replace("-", " ")) == code.replace("-", "")
    True
    """
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    whole = letters + check_letter(letters)
    return "-".join(whole[at : at + GROUP] for at in range(0, len(whole), GROUP))


def plain_code(text: str) -> str:
    """The 28 letters of a code, however it was typed: case, spaces and hyphens, O for 0, I or L for 1.

    Parameters
    ----------
    text : what was typed.

    Raises
    ------
    EntryError : it cannot be a recovery code: its length, a letter that none has, or the check letter.

    Examples
    --------
    >>> plain_code("oooo 0000 0000 0000 0000 0000 0000")
    '0000000000000000000000000000'
    >>> plain_code("0000-0000-0000-0000-0000-0000-0001")
    Traceback (most recent call last):
    ...
    speciosa.values.errors.EntryError: a letter of this recovery code is wrong; compare it with your paper
    """
    letters = text.upper().translate(dict.fromkeys(map(ord, _BETWEEN))).translate(_TAKEN_FOR)
    todo = "compare it with your paper"
    if len(letters) != LETTERS + 1:
        raise EntryError(f"a recovery code has {LETTERS + 1} letters and digits, this has {len(letters)}", todo=todo)
    if not set(letters) <= set(ALPHABET) or check_letter(letters[:-1]) != letters[-1]:
        raise EntryError("a letter of this recovery code is wrong", todo=todo)
    return letters


def check_letter(letters: str) -> str:
    """The letter that makes one wrong letter, or two swapped ones, show.

    The sum of ``a^(i+1) * letter_i`` in the field of 32 elements (``x^5 + x^2 + 1``, ``a = x``): up to
    30 letters every weight differs, none is 0, and none is the check letter's own, which is 1.

    Parameters
    ----------
    letters : up to 30 of the alphabet.

    Examples
    --------
    >>> check_letter("10") != check_letter("01")
    True
    """
    total = 0
    for letter in reversed(letters):
        total = _times_a(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def _times_a(element: int) -> int:
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled
