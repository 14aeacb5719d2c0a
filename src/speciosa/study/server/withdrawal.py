"""Somebody stops taking part: what is promised about their entries is done, and nobody scolds.

The same for a participant who says so themselves and for staff who write it down for them.
"""

from __future__ import annotations

from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.store import entries, erased_rows
from speciosa.store.adding import serialise
from speciosa.store.chains import ask
from speciosa.store.models import Detail, Device, Entry, Photo
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation.erasing import forget_schedule
from speciosa.study.server.api import tokens
from speciosa.study.server.consent_texts import ASKED, ERASED, KEPT
from speciosa.study.server.models import Consent, Participant, Written
from speciosa.study.server.roles import Role
from speciosa.study.server.trail.chain import Doing
from speciosa.study.server.written import digest_of_words
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment
from speciosa.web.trial_record import stands

_ORIGIN = "study"


def promised(participant: Participant) -> str:
    """What the text that they agreed to last promises about their entries: ``kept``, ``erased`` or ``asked``."""
    agreed = Consent.objects.filter(participant=participant).order_by("-text__version", "-pk")
    return agreed.values_list("text__entries_after", flat=True).first() or ASKED


def withdraw(participant: Participant, *, erase: bool, reason: str, actor: str, role: str) -> None:
    """End somebody's part in the study; nothing is written to their record after it, and no token of theirs is let in.

    Parameters
    ----------
    erase : whether their entries go for good; only as their consent promises. reason: in words, or empty where they
        withdrew themselves: nobody has to give one. Their own words stand beside them, and a digest in the trail.
        actor, role: as in `trail.add`.

    Raises
    ------
    EntryError : they withdrew already, or their consent promises something else about the entries.
    """
    with transaction.atomic():
        kept = Participant.objects.select_for_update().get(pk=participant.pk)
        if kept.state == "withdrawn":
            raise EntryError("they withdrew already", todo="look at their page")
        promise = promised(kept)
        if (promise == KEPT and erase) or (promise == ERASED and not erase):
            raise EntryError(
                f"the text that they agreed to says that entries are {promise}", todo="do as it was promised to them"
            )
        serialise(kept.record)  # what is being written down now comes before, or not at all
        now_s, before, own = arrived_s(), kept.state, role == Role.PARTICIPANT
        tokens.revoke_all(kept)
        if erase:
            _erase(kept, now_s)
        else:
            _stop_the_trial(kept, now_s)
        Consent.objects.filter(participant=kept, withdrawn_s=None).update(withdrawn_s=now_s)
        kept.state, kept.withdrawn_s, kept.erased = "withdrawn", now_s, erase
        kept.left_because = reason.strip() if own and not erase else ""
        kept.save(update_fields=["state", "withdrawn_s", "erased", "left_because"])
        new = {"state": "withdrawn", "entries": ERASED if erase else KEPT}
        if kept.left_because:
            new["why"] = digest_of_words(kept.record, "left because", kept.left_because)
        doing = Doing("withdrawn", f"participant {kept.number}", {"state": before}, new, "" if own else reason.strip())
        trail.add(trail.participant_chain(kept), doing, actor=actor, role=role)
    participant.refresh_from_db()


def _stop_the_trial(participant: Participant, now_s: int) -> None:
    """A trial that is planned or running ends here, as if they had tapped on stop."""
    found = stands(participant.record, now_s)
    if found is None or not found.is_open:
        return
    when = format_moment(now_s, entries.now_offset(participant.record, now_s, 0))
    row = Row(when, Kind.EVENT.value, "trial_stopped", recorded=when)
    entries.add_row(participant.record, row, load_knowledge(), origin=_ORIGIN)


def _erase(participant: Participant, now_s: int) -> None:
    """Everything that they wrote; their entries' ids stay, so that no phone brings one back."""
    record = participant.record
    ids = {
        *Entry.objects.filter(record=record).values_list("entry_id", flat=True),
        *Photo.objects.filter(record=record).values_list("name", flat=True),
    }
    erased_rows.take_out(ask, record.pk, ids, now_s)
    forget_schedule(participant)
    Written.objects.filter(token__participant=participant).delete()
    Detail.objects.filter(record=record).delete()
    Device.objects.filter(record=record).delete()
