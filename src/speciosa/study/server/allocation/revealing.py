"""The reveal at the end: every schedule is opened and held against its promise, and the arms go into the diaries.

Each participant is a step of its own, so that a stop in the middle loses nothing: the next reveal goes on from there.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.db.models import Q, QuerySet

from speciosa.knowledge import load_knowledge
from speciosa.store import sealed_trials
from speciosa.store.diary import diary_of
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation import envelopes, erasing, pack_keys, site_lists, tries
from speciosa.study.server.models import Allocated, AllocationList, Envelope, PackKey, Participant, Study
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.trial import Trial
from speciosa.trial.concealment import open_sealed
from speciosa.values.errors import EntryError


@dataclass(frozen=True, slots=True)
class Step:
    """How far a reveal came. `left`: how many are not done yet; at 0 the study is revealed."""

    done: int
    left: int


def reveal(seat: Seat, typed: str, *, now_s: int) -> Step:
    """Open what is left, as far as the time of one request goes; in a study that is revealed, what did not open.

    Parameters
    ----------
    typed : the code of the statistician's key. now_s : UTC seconds.

    Raises
    ------
    EntryError : the study is not closed, the role holds for some sites alone, or the code opens nothing.
    """
    study = _closed(seat)
    private_keys = _private_of(seat, study, typed)
    until_s = time.monotonic() + load_knowledge().choice("study_reveal_s_most")
    done = 0
    for each in left(study):
        if done and time.monotonic() > until_s:
            break
        with transaction.atomic():
            _closed(seat)  # held: nobody opens the study again meanwhile
            Participant.objects.select_for_update().get(pk=each.participant_id)  # whoever withdraws holds it, too
            _one(seat, Allocated.objects.select_for_update().get(pk=each.pk), private_keys, now_s)
        done += 1
    with transaction.atomic():
        study = _closed(seat)
        _open_lists(study, private_keys)
        still = left(study).count()
        if not still and study.state == "closed":
            _finish(seat, study)
    return Step(done, still)


def is_begun(study: Study) -> bool:
    """Whether the reveal looked at anybody: from then on somebody may know an arm."""
    looked_at = Allocated.objects.filter(participant__study=study).exclude(revealed_s=None)
    return looked_at.exists() or AllocationList.objects.filter(study=study).exclude(opened="").exists()


def left(study: Study) -> QuerySet[Allocated]:
    """Those that no reveal has looked at yet, by number; in a study that is revealed, those that did not open."""
    rows = Allocated.objects.filter(participant__study=study)
    rows = rows.filter(revealed_s=None) if study.state != "revealed" else rows.exclude(why_shut="")
    return rows.select_related("participant__study", "participant__site", "participant__record").order_by(
        "participant__number"
    )


def keys_left(study: Study) -> list[PackKey]:
    """The statistician's keys that what is left was sealed to, lists as well: each has a code of its own."""
    used = Envelope.objects.filter(allocated__in=left(study), key__purpose=pack_keys.STATISTICIAN)
    lists = AllocationList.objects.filter(study=study, opened="", drawn__gt=0)
    return list(PackKey.objects.filter(Q(pk__in=used.values("key")) | Q(pk__in=lists.values("key"))).order_by("pk"))


def _closed(seat: Seat) -> Study:
    assert seat.study is not None
    with transaction.atomic():
        study = Study.objects.select_for_update().get(pk=seat.study.pk)
    if not study.is_over:
        raise EntryError("arms are revealed when the study is closed, not before", todo="close the study first")
    if seat.sites is not None:
        raise EntryError("all sites are revealed at once, and your role holds for some", todo="ask for the whole study")
    return study


def _private_of(seat: Seat, study: Study, typed: str) -> dict[int, X25519PrivateKey]:
    """The one key that this code opens, by its number; another key's participants wait for another code."""
    keys = keys_left(study)
    for key in keys[:-1]:  # retired ones: that it is not theirs is no wrong code yet
        if private := pack_keys.private_of(key, typed):
            return {key.pk: private}
    if not keys:
        return {}
    found = tries.private_of(seat, keys[-1], typed)
    if found is None:
        raise tries.wrong_code()
    return {keys[-1].pk: found}


def _one(seat: Seat, allocated: Allocated, private_keys: dict[int, X25519PrivateKey], now_s: int) -> None:
    """Open one, hold it against every promise, write its arms down; or say why not."""
    envelope = envelopes.of(allocated, pack_keys.STATISTICIAN)
    if envelope is not None and envelope.key_id not in private_keys:
        return  # of a key whose code was not typed: it stays as it is
    opened, why = None, ""
    try:
        if envelope is None:
            raise EntryError("there is no envelope for the statistician's key")  # noqa: TRY301  one way to say why
        if not allocated.body:
            raise EntryError(erasing.GONE)  # noqa: TRY301
        code = envelopes.opened(envelope, private_keys[envelope.key_id])
        found = open_sealed(allocated.body.encode(), code)
        if found.commitment != allocated.commitment:
            raise EntryError("what was sealed is not what was promised: its hash is another one")  # noqa: TRY301
        opened = found
        with transaction.atomic():
            _into_the_diary(allocated, code, now_s)
    except EntryError as problem:
        why = problem.reason
    said = json.dumps({"schedule": opened.schedule.decode(), "nonce": opened.nonce.hex()}) if opened else ""
    Allocated.objects.filter(pk=allocated.pk).update(revealed_s=arrived_s(), opened=said, why_shut=why)
    new = {"commitment": allocated.commitment, "opened": opened is not None, "why": why}
    doing = Doing("revealed", f"participant {allocated.participant.number}", None, new)
    trail.tell(trail.study_chain(allocated.participant.study), doing, seat)


def _into_the_diary(allocated: Allocated, opening_code: str, now_s: int) -> None:
    record = allocated.participant.record
    trial = next((each for each in Trial.all_in(diary_of(record)) if each.name == allocated.trial), None)
    if trial is None:
        raise EntryError("the diary holds nothing of this schedule any more, so no arm was written into it")
    if trial.commitment != allocated.commitment:
        raise EntryError("the promise in the diary is another one, so no arm was written into it")
    sealed_trials.reveal(record, trial, allocated.body.encode(), opening_code, now_s=now_s)


def _open_lists(study: Study, private_keys: dict[int, X25519PrivateKey]) -> None:
    """The lists that were sealed to these keys. One that can't be opened keeps nobody's arm back."""
    rows = AllocationList.objects.filter(study=study, key__in=private_keys, opened="")
    for kept in rows.select_related("site", "study", "key"):
        with suppress(EntryError):
            first = site_lists.first_of(kept, private_keys[kept.key_id])
            AllocationList.objects.filter(pk=kept.pk).update(opened=first.as_json())


def _finish(seat: Seat, study: Study) -> None:
    Study.objects.filter(pk=study.pk).update(state="revealed")
    trail.tell(trail.study_chain(study), Doing("study revealed", f"study {study.slug}", "closed", "revealed"), seat)
