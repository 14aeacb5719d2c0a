"""How often a code or a password may be tried: each is counted before it is looked at, by what and from where.

The counts are plain numbers in a table of their own, so that all processes of the server count together.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from speciosa.knowledge import load_knowledge
from speciosa.study.server.models import Tries
from speciosa.values.errors import EntryError
from speciosa.values.timeline import HOUR_S
from speciosa.web.clock import now_s


@dataclass(frozen=True, slots=True)
class Tried:
    """What is counted. `kind`: ``join``, ``enter`` or ``password``. `key`: the address or the number that it is for."""

    kind: str
    key: str


def from_where(request: HttpRequest, kind: str) -> Tried:
    """Tries of one kind from one address, the one that limits of signing in count by: behind a proxy the client's."""
    return Tried(kind, f"from {get_adapter().get_client_ip(request)}")


def refuse_after_too_many(*tried: Tried) -> None:
    """Count one more try of each; where there were too many lately, refuse it.

    Raises
    ------
    EntryError : there were.
    """
    most, now = load_knowledge().choice("study_tries_most"), now_s()
    with transaction.atomic():
        counts = [_one_more(each, now) for each in sorted(tried, key=lambda each: (each.kind, each.key))]
    if max(counts) > most:
        raise EntryError("this was tried too often", todo="wait an hour, or ask the people of the study")


def was_right(*tried: Tried) -> None:
    """What was right is no try: it is taken off again, and what was wrong before it still counts."""
    for each in tried:
        _rows(each).filter(count__gt=0).update(count=F("count") - 1)


def begin_anew(tried: Tried) -> None:
    """Forget the wrong ones, as of a number whose own password was right now."""
    _rows(tried).delete()


def forget_old() -> None:
    """Drop the counts that no longer count."""
    Tries.objects.filter(since_s__lte=now_s() - _for_s()).delete()


def _one_more(tried: Tried, now: int) -> int:
    """The count with this one; the caller holds the transaction."""
    digest = _digest(tried)
    Tries.objects.get_or_create(kind=tried.kind, key_digest=digest, defaults={"since_s": now, "count": 0})
    row = Tries.objects.select_for_update().get(kind=tried.kind, key_digest=digest)
    if row.since_s <= now - _for_s():
        row.since_s, row.count = now, 0
    row.count += 1
    row.save(update_fields=["since_s", "count"])
    return row.count


def _rows(tried: Tried) -> QuerySet[Tries]:
    return Tries.objects.filter(kind=tried.kind, key_digest=_digest(tried))


def _for_s() -> int:
    return int(load_knowledge().choice("study_tries_h") * HOUR_S)


def _digest(tried: Tried) -> str:
    said = f"tries\0{tried.kind}\0{tried.key}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), said, hashlib.sha256).hex()[:32]
