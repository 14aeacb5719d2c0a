"""Drafts of side-effect reports: what a person answered, kept until they throw it away.

A draft hangs on one entry. Where that entry is erased, the draft goes with it, here and in the backups.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from speciosa.store.models import Detail, Record
from speciosa.store.opening import arrived_s

PREFIX = "draft "
"""Before the entry's id in the name of the detail."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What somebody answered so far.

    Parameters
    ----------
    entry_id : the entry that the draft was begun from.
    answers : their words by question, exactly as they gave them.
    at_s : when they last did, UTC seconds.
    """

    entry_id: str
    answers: Mapping[str, str] = field(repr=False)
    at_s: int


def kept_drafts(record: Record) -> list[KeptDraft]:
    """All of them, the latest first."""
    rows = Detail.objects.filter(record=record, name__startswith=PREFIX).order_by("-pk")
    return [
        KeptDraft(name.removeprefix(PREFIX), json.loads(body), at_s)
        for name, body, at_s in rows.values_list("name", "body", "entered_s")
    ]


def keep_draft(record: Record, entry_id: str, answers: Mapping[str, str]) -> None:
    """Keep these answers in place of those before; of what was written over nothing is kept. None at all: no draft."""
    with transaction.atomic():
        throw_draft_away(record, entry_id)
        if answers:
            body = json.dumps(dict(answers))
            Detail.objects.create(record=record, name=PREFIX + entry_id, body=body, entered_s=arrived_s())


def throw_draft_away(record: Record, entry_id: str) -> None:
    """Delete a draft; the entries that it is about stay."""
    Detail.objects.filter(record=record, name=PREFIX + entry_id).delete()
