"""Sealing something to a public key: whoever holds the private one opens it, and nobody else.

key = HKDF-SHA256(X25519(ephemeral, public), salt = both public keys, info = what it belongs to)
body = AES-256-GCM(key, what is sealed; bound to what it belongs to)
"""

from __future__ import annotations

import json

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from speciosa.store import key_slot
from speciosa.values.errors import EntryError

WAY = "speciosa envelope 1"
"""Name of the way; a change of any of it gets another name."""


def sealed(public: X25519PublicKey, what: bytes, bound: bytes) -> str:
    """`what` for whoever holds the private key, as JSON.

    Parameters
    ----------
    bound : what it belongs to; opened for anything else it stays shut.

    Examples
    --------
    >>> key = X25519PrivateKey.generate()
    >>> opened(key, sealed(key.public_key(), b"a code", b"P0001"), b"P0001")
    b'a code'
    """
    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    secret = _key(once.exchange(public), ephemeral, public, bound)
    return json.dumps({
        "way": WAY, "ephemeral": ephemeral.hex(), "sealed": key_slot.sealed(secret, what, bound).hex()
    })  # fmt: skip


def opened(private: X25519PrivateKey, text: str, bound: bytes) -> bytes:
    """The reverse of `sealed`.

    Raises
    ------
    EntryError : it was changed, or belongs to somebody else.
    """
    try:
        said = json.loads(text)
        ephemeral, held = bytes.fromhex(said["ephemeral"]), bytes.fromhex(said["sealed"])
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        return key_slot.unsealed(_key(shared, ephemeral, private.public_key(), bound), held, bound)
    except (InvalidTag, ValueError, KeyError, TypeError):
        raise EntryError("the envelope was changed, or it is another participant's") from None


def _key(shared: bytes, ephemeral: bytes, public: X25519PublicKey, bound: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=ephemeral + public.public_bytes_raw(), info=bound).derive(shared)
