"""When somebody's entries are erased: their sealed schedule goes, too, for it holds their usual amounts."""

from __future__ import annotations

from speciosa.study.server.models import Allocated, Participant

GONE = "their entries were erased, and the sealed schedule with them"


def forget_schedule(participant: Participant) -> None:
    """Take out what was sealed and what the papers say; the commitment and the place of the list stay.

    The caller holds the transaction and tells the trail.
    """
    Allocated.objects.filter(participant=participant).update(body="", paper="{}", opened="")
