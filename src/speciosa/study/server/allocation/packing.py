"""What the packer does: a sheet for each participant, and a word that it was packed."""

from __future__ import annotations

import json

from django.db import transaction
from django.db.models import QuerySet

from speciosa.store import sealing, trial_papers
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation import pack_keys, tries
from speciosa.study.server.models import Allocated, Participant
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing


def to_pack(seat: Seat) -> QuerySet[Allocated]:
    """Those whose capsules are to be packed, and those that are, by number. Nobody who withdrew."""
    known = seat.participants().exclude(state="withdrawn")
    return Allocated.objects.filter(participant__in=known).select_related("participant").order_by("participant__number")


def sheet(seat: Seat, allocated: Allocated, typed: str) -> str:
    """The packing sheet as a page of its own; that it was made stands in the trail.

    Parameters
    ----------
    typed : the packer key's code.

    Raises
    ------
    EntryError : the code is another one, there were too many, or the schedule was changed.
    """
    opening_code = tries.opening_code(seat, allocated, pack_keys.PACKER, typed)
    paper = trial_papers.paper_of_json(json.loads(allocated.paper), language="en")
    page = sealing.packing_sheet_of(allocated.body, opening_code, paper)
    _tell(seat, allocated.participant, "packing sheet shown")
    return page


def say_packed(seat: Seat, allocated: Allocated) -> None:
    """It was packed. Said twice, the first time stands."""
    with transaction.atomic():
        row = Allocated.objects.select_for_update().get(pk=allocated.pk)
        if row.packed_s is None:
            Allocated.objects.filter(pk=row.pk).update(packed_s=arrived_s())
            _tell(seat, allocated.participant, "packed")


def _tell(seat: Seat, participant: Participant, action: str) -> None:
    trail.tell(trail.study_chain(participant.study), Doing(action, f"participant {participant.number}"), seat)
