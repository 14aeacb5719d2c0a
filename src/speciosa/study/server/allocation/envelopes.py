"""Envelopes: the opening code of one sealed schedule, sealed to one public key (`sealing_to`).

It belongs to a study, participant, trial, its commitment, and the key. Moved to another participant it stays shut.
"""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from speciosa.study.server.allocation import pack_keys, sealing_to
from speciosa.study.server.models import Allocated, Envelope, PackKey


def add(allocated: Allocated, key: PackKey, opening_code: str) -> Envelope:
    """The opening code, in an envelope to this key.

    Raises
    ------
    EntryError : the key is not one that this server made.
    """
    body = sealing_to.sealed(pack_keys.public_of(key), opening_code.encode(), _bound(allocated, key))
    return Envelope.objects.create(allocated=allocated, key=key, body=body)


def of(allocated: Allocated, purpose: str) -> Envelope | None:
    """The envelope for one purpose; None where there is none."""
    rows = Envelope.objects.filter(allocated=allocated, key__purpose=purpose).select_related("key__study")
    return rows.order_by("-pk").first()


def opened(envelope: Envelope, private: X25519PrivateKey) -> str:
    """The opening code.

    Raises
    ------
    EntryError : the envelope was changed, or belongs to somebody else.
    """
    return sealing_to.opened(private, envelope.body, _bound(envelope.allocated, envelope.key)).decode()


def _bound(allocated: Allocated, key: PackKey) -> bytes:
    who = allocated.participant
    return json.dumps(
        [sealing_to.WAY, key.study.slug, who.number, allocated.trial, allocated.commitment, key.pk, key.public]
    ).encode()
