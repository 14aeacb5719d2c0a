"""What only this server can open, and what only it can have written: both with its own secret.

The secret lies apart from the database. Whoever has the database alone opens nothing of this, and can't put a key of
their own in the place of one that was made here.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag

from speciosa.store import key_slot
from speciosa.study.server.server_key import server_key
from speciosa.values.errors import EntryError

_SEAL, _STAMP = b"speciosa study: seal 1", b"speciosa study: stamp 1"


def sealed_here(what: bytes, bound: str) -> str:
    """`what` under AES-256-GCM with a key that HKDF-SHA256 makes of the server's secret, as hexadecimal digits.

    Parameters
    ----------
    bound : what it belongs to; opened for anything else it stays shut.

    Examples
    --------
    >>> opened_here(sealed_here(b"a seed", "list of north"), "list of north")
    b'a seed'
    """
    return key_slot.sealed(server_key(_SEAL), what, bound.encode()).hex()


def opened_here(text: str, bound: str) -> bytes:
    """The reverse of `sealed_here`.

    Raises
    ------
    EntryError : the server has another secret now, or it was changed.
    """
    try:
        return key_slot.unsealed(server_key(_SEAL), bytes.fromhex(text), bound.encode())
    except (InvalidTag, ValueError):
        raise EntryError(
            "the allocation list can't be opened: the server's secret is another one than when it was drawn",
            todo="start the server with the secret file that it had then",
        ) from None


def stamp(what: str) -> str:
    """A sign that this server wrote this: HMAC-SHA256, 64 hexadecimal digits."""
    return hmac.new(server_key(_STAMP), what.encode(), hashlib.sha256).hexdigest()


def is_stamped(what: str, said: str) -> bool:
    """Whether this server put that stamp on it."""
    return hmac.compare_digest(stamp(what), said)
