"""What an answer was made from: when any of it changes, the answer is no longer the newest there can be."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from speciosa import __version__
from speciosa.knowledge import load_knowledge
from speciosa.store import answers, entries
from speciosa.store.details import PERSON, PRODUCTS
from speciosa.store.models import Detail, Erasure, Photo, Record
from speciosa.values.timeline import DAY_S
from speciosa.web.local_clock import offset_min

NAME = "basis"
"""The kept answer that holds it, as JSON."""


@dataclass(frozen=True, slots=True)
class Basis:
    """`entries`, `details` (of the person and the products: no setting changes an answer), `photos`, `erasures`: keys
    of the newest.

    `day`: the local day, days since 1970-01-01; `offset_min`: local time minus UTC there. `version`: of the program
    and of what it knows.
    """

    entries: int
    details: int
    photos: int
    erasures: int
    day: int
    offset_min: int
    version: str

    def written(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), sort_keys=True).encode()


def basis_now(record: Record, now_s: int) -> Basis:
    """What an answer would be made from at this instant, UTC seconds."""
    told = Detail.objects.filter(record=record, name__in=(PERSON, PRODUCTS))
    photos, erasures = (table.objects.filter(record=record) for table in (Photo, Erasure))
    shift = offset_min(record, now_s)
    return Basis(
        entries=entries.newest_key(record), details=_newest(told), photos=_newest(photos), erasures=_newest(erasures),
        day=(now_s + 60 * shift) // DAY_S, offset_min=shift,
        version=f"{__version__} {load_knowledge().version}",
    )  # fmt: skip


def kept_basis(record: Record, language: str) -> Basis | None:
    """What the kept answers in this language were made from; None where there are none, or they are half made."""
    kept = answers.kept_answer(record, NAME, language=language)
    if kept is None or not kept.body:
        return None
    try:
        return Basis(**json.loads(kept.body))
    except (TypeError, ValueError):  # of an earlier version
        return None


def _newest(rows: QuerySet[Any]) -> int:
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0
