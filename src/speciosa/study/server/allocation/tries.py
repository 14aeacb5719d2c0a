"""Codes that somebody types to open a key: wrong ones are told to the trail, and only so many an hour may be tried."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import trail
from speciosa.study.server.allocation import envelopes, pack_keys
from speciosa.study.server.models import Allocated, Link, PackKey
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError

_ACTION = "wrong code"


class TooManyTriesError(EntryError):
    """Too many wrong codes within the last hour: this one was not even looked at."""


def private_of(seat: Seat, key: PackKey, typed: str) -> X25519PrivateKey | None:
    """What a code opens; None where it is another one, and that stands in the trail then.

    Each account has its own count for each key: nobody can shut another one out.

    Raises
    ------
    EntryError : nothing was typed, or too many wrong ones within the last hour.
    """
    if not typed.strip():
        raise EntryError("no code was typed", todo="type it from the printed page")
    choice, subject = load_knowledge().choice, f"key {key.purpose} {pack_keys.fingerprint(key)}"
    with transaction.atomic():
        PackKey.objects.select_for_update().get(pk=key.pk)  # two tries at once are counted one after the other
        since_s = arrived_s() - int(3600 * choice("study_code_tries_h"))
        wrong = Link.objects.filter(
            chain__name=trail.study_chain(key.study), action=_ACTION, subject=subject, actor=trail.actor_of(seat),
            at_s__gt=since_s,
        ).count()  # fmt: skip
        if wrong >= choice("study_code_tries_most"):
            raise TooManyTriesError(
                "too many wrong codes within an hour", todo="wait, or ask somebody else who has the right one"
            )
        found = pack_keys.private_of(key, typed)
        if found is None:
            trail.tell(trail.study_chain(key.study), Doing(_ACTION, subject), seat)
    return found


def opening_code(seat: Seat, allocated: Allocated, purpose: str, typed: str) -> str:
    """The opening code of somebody's sealed schedule.

    Raises
    ------
    EntryError : the code is another one, there were too many, or the envelope was changed or is missing.
    """
    envelope = envelopes.of(allocated, purpose)
    if envelope is None:
        raise EntryError(f"this schedule has no envelope for the {purpose} key", todo="ask for another key to open it")
    private = private_of(seat, envelope.key, typed)
    if private is None:
        raise wrong_code()
    return envelopes.opened(envelope, private)


def wrong_code() -> EntryError:
    """What is said of a code that opens nothing."""
    return EntryError(
        "this code opens nothing: it is another one, or a letter is wrong",
        todo="compare it with the printed one; the fingerprint beside it has to be the same",
    )
