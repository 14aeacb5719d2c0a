"""Exporting a trail: the file, and the link that says that it was exported, with the hash over all ends."""

from __future__ import annotations

import io

from django.db import transaction
from django.db.models import Q

from speciosa.store.opening import arrived_s
from speciosa.study.server.models import Chain
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import SERVER, Doing, add
from speciosa.study.server.trail.verify import steps_of
from speciosa.study.trail_file import write_export


def export(seat: Seat, which: Q, *, about: str, told_in: str) -> bytes:
    """The ZIP of some chains (`trail_file`). It is not part of itself: the link that tells of it comes after.

    Parameters
    ----------
    which : chains, all of which the seat may read. about: whose trail it is. told_in: the chain that tells of it.
    """
    file = io.BytesIO()
    with transaction.atomic():
        names = _held(which)
        digest = write_export(file, ((name, steps_of(name)) for name in names), about=about, made_s=arrived_s())
        new = {"chains": len(names), "heads": digest}
        role = seat.role if seat.study else told_in
        add(told_in, Doing("trail exported", about, new=new), actor=f"account {seat.account}", role=role)
    return file.getvalue()


def _held(which: Q) -> list[str]:
    """The names of these chains, in their order; nobody adds a link to one until the transaction ends.

    They are held in the order in which everything else adds links: the server's, a study's, then a participant's.
    """
    names = list(Chain.objects.filter(which).values_list("name", flat=True))
    rank = {SERVER: 0, "study": 1, "participant": 2}
    for name in sorted(names, key=lambda each: (rank.get(each.partition(" ")[0], 3), each)):
        Chain.objects.select_for_update().get(name=name)
    return sorted(names)
