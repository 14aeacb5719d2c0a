"""How often a code or a password may be tried: wrong ones are counted for a while, by what was tried and from where."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

from speciosa.knowledge import load_knowledge
from speciosa.values.errors import EntryError
from speciosa.values.timeline import HOUR_S


def refuse_after_too_many(*keys: str) -> None:
    """Refuse another try where too many were wrong lately.

    Raises
    ------
    EntryError : they were.
    """
    most = load_knowledge().choice("study_tries_most")
    if any(int(cache.get(_kept(each), 0)) >= most for each in keys):
        raise EntryError("this was tried too often", todo="wait an hour, or ask the people of the study")


def was_wrong(*keys: str) -> None:
    """One more wrong try."""
    for_s = int(load_knowledge().choice("study_tries_h") * HOUR_S)
    for each in map(_kept, keys):
        cache.set(each, int(cache.get(each, 0)) + 1, for_s)


def was_right(*keys: str) -> None:
    """The count begins anew."""
    cache.delete_many([_kept(each) for each in keys])


def from_where(request: HttpRequest, what: str) -> str:
    """A key for tries of one kind from one address."""
    return f"{what} from {request.META.get('REMOTE_ADDR', '')}"


def _kept(key: str) -> str:
    return f"tries-{hashlib.sha256(key.encode()).hexdigest()[:32]}"
