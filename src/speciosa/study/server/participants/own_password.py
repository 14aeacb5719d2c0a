"""A password of one's own: long enough, and none that everybody has."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from speciosa.values.errors import EntryError

_MOST = 1_000


def checked_password(said: str, again: str) -> str:
    """The password, if it is one that can be taken.

    Raises
    ------
    EntryError : the two differ, it is too short, or it is one that is tried first.
    """
    if said != again:
        raise EntryError("the two passwords differ", todo="type it twice the same")
    if len(said) > _MOST:
        raise EntryError("this password is too long", todo="a few words are enough")
    try:
        validate_password(said)
    except ValidationError as wrong:
        codes = {each.code for each in wrong.error_list}
        if "password_too_short" in codes:
            raise EntryError("this password is too short", todo="take a few words, twelve letters at least") from None
        raise EntryError("this password is one that is guessed first", todo="take a few words of your own") from None
    return said
