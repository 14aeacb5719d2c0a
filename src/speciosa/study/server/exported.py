"""Whatever leaves as an export, by a page or by a program: how much at once, and what the trail says of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.models import Entry
from speciosa.study.server import trail
from speciosa.study.server.models import Participant
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing


def are_too_many(people: Sequence[Participant]) -> bool:
    """Whether these participants have more entries than one file takes."""
    most = load_knowledge().choice("study_api_export_rows_most")
    return Entry.objects.filter(record__in=[each.record_id for each in people]).count() > most


def note_export(seat: Seat, form: str, people: Sequence[Participant]) -> None:
    """That entries left stands in the study's trail, before the first byte does: whose, in which form, and to whom.

    Parameters
    ----------
    form : ``tables`` or ``fhir``.
    """
    assert seat.study is not None
    new = {"form": form, "participants": sorted(each.number for each in people)}
    doing = Doing("exported", f"{len(people)} participant{'' if len(people) == 1 else 's'}", None, new)
    with transaction.atomic():
        trail.add(trail.study_chain(seat.study), doing, actor=f"account {seat.account}", role=seat.role)
