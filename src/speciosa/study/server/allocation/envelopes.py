"""Envelopes: the opening code of one sealed schedule, sealed to one public key.

key = HKDF-SHA256(X25519(ephemeral, public), salt = both public keys, info = what it belongs to)
body = AES-256-GCM(key, opening code; bound to what it belongs to)

What it belongs to: study, participant, trial, its commitment, and the key. Moved to another participant it stays shut.
"""

from __future__ import annotations

import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from speciosa.store import key_slot
from speciosa.study.server.allocation import pack_keys
from speciosa.study.server.models import Allocated, Envelope, PackKey
from speciosa.values.errors import EntryError

_WAY = "speciosa envelope 1"


def add(allocated: Allocated, key: PackKey, opening_code: str) -> Envelope:
    """The opening code, in an envelope to this key.

    Raises
    ------
    EntryError : the key is not one that this server made.
    """
    public, once = pack_keys.public_of(key), X25519PrivateKey.generate()
    bound, ephemeral = _bound(allocated, key), once.public_key().public_bytes_raw()
    secret = _key(once.exchange(public), ephemeral, public, bound)
    body = json.dumps({
        "way": _WAY, "ephemeral": ephemeral.hex(), "sealed": key_slot.sealed(secret, opening_code.encode(), bound).hex()
    })  # fmt: skip
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
    bound = _bound(envelope.allocated, envelope.key)
    try:
        said = json.loads(envelope.body)
        ephemeral, held = bytes.fromhex(said["ephemeral"]), bytes.fromhex(said["sealed"])
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        return key_slot.unsealed(_key(shared, ephemeral, private.public_key(), bound), held, bound).decode()
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise EntryError("the envelope was changed, or it is another participant's") from None


def _bound(allocated: Allocated, key: PackKey) -> bytes:
    who = allocated.participant
    return json.dumps(
        [_WAY, key.study.slug, who.number, allocated.trial, allocated.commitment, key.pk, key.public]
    ).encode()


def _key(shared: bytes, ephemeral: bytes, public: X25519PublicKey, bound: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=ephemeral + public.public_bytes_raw(), info=bound).derive(shared)
