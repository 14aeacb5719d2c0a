"""Allocating one participant: a place of the list, an order drawn and sealed, envelopes, the promise; or nothing.

After it no arm, seed or opening code stands anywhere in clear, not in the database and not on the screen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction

from speciosa.record import Event
from speciosa.store import sealing, trial_papers
from speciosa.store.adding import serialise, write_events
from speciosa.store.opening import arrived_s
from speciosa.store.sealed_trials import ORIGIN
from speciosa.study.server import trail
from speciosa.study.server.allocation import drawing, envelopes, pack_keys, planning, site_lists
from speciosa.study.server.models import Allocated, AllocationList, Participant, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.trial import trial_rows
from speciosa.values.errors import EntryError


def allocate(seat: Seat, participant: Participant, said: planning.Said, *, now_s: int) -> Allocated:
    """Draw, seal and promise somebody's schedule.

    Parameters
    ----------
    said : the first day, and the answers to every question that is left.
    now_s : UTC seconds.

    Raises
    ------
    EntryError : something speaks against it, or a question is open; nothing was written.
    """
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=participant.study_id)  # what is asked of it holds to the end
        who = Participant.objects.select_for_update().get(pk=participant.pk)
        who.study = study
        serialise(who.record)
        look = planning.look(who, said, now_s)
        _refuse(look)
        keys = {purpose: pack_keys.in_use(study, purpose) for purpose in pack_keys.MADE_BY}
        to = keys[pack_keys.STATISTICIAN]
        assert to is not None  # `look` asks for each; `envelopes.add` asks whether it was made here
        kept = site_lists.drawn(who.site, seat, to)
        made, opening_code, rows = _sealed(look, kept, said, who, now_s)
        for key in keys.values():
            assert key is not None
            envelopes.add(made, key, opening_code)
        for added in write_events(who.record, rows, origin=ORIGIN):
            if added.why:
                raise EntryError(added.why)
        Participant.objects.filter(pk=who.pk).update(state="allocated")
        doing = Doing("allocated", f"participant {who.number}", who.state, {"commitment": made.commitment})
        trail.tell(trail.study_chain(who.study), doing, seat)
    return made


def _sealed(
    look: planning.Look, kept: AllocationList, said: planning.Said, who: Participant, now_s: int
) -> tuple[Allocated, str, Sequence[Event]]:
    """The sealed schedule, its opening code, and the rows that the diary gets: the promise, codes of periods."""
    assert look.usual is not None
    assert look.eligible is not None
    assert look.design is not None
    assert look.place is not None
    place, start = site_lists.next_place(kept, drawing.first_levels(look.design))
    drawn = drawing.drawn(look.design, start)
    papers = sealing.Made(now_s, look.place, by_hand=False, paper="a4", language="en")
    found = sealing.sealed(drawn, look.usual, look.eligible, papers, clinician_agreed=said.clinician_agreed)
    rows = trial_rows.planned_events(drawn, found.promise, now_s=now_s, place=look.place, seed_by_hand=False)
    made = Allocated.objects.create(
        participant=who, trial=drawn.trial, commitment=found.promise, body=found.body, place=place,
        paper=json.dumps(trial_papers.paper_as_json(found.paper)), made_s=arrived_s(),
    )  # fmt: skip
    return made, found.opening_code, rows


def _refuse(look: planning.Look) -> None:
    if look.reasons:
        more = f" (and {len(look.reasons) - 1} more)" if len(look.reasons) > 1 else ""
        raise EntryError(f"they can't be allocated now{more}", why=look.reasons[0].rstrip("."))
    if look.questions:
        raise EntryError("a question is still open", todo="ask them, and answer each with yes or no")
