"""The seal of a schedule: a promise that can be checked, and that tells nothing before the reveal."""

from __future__ import annotations

import hashlib
import hmac

NONCE_BYTES = 32


def commitment(schedule: bytes, nonce: bytes) -> str:
    """The hash that the diary keeps from day 0: SHA-256(nonce || schedule), 64 hexadecimal digits.

    Parameters
    ----------
    schedule : the sealed schedule's exact bytes.
    nonce : 32 random bytes, kept with the schedule. Without it the few possible schedules could be
        tried one by one until the hash fits.

    Raises
    ------
    ValueError : the nonce has not 32 bytes.

    Examples
    --------
    >>> kept = commitment(b"A B B A", bytes(32))
    >>> matches(kept, b"A B B A", bytes(32)), matches(kept, b"B A A B", bytes(32))
    (True, False)
    """
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
    return hashlib.sha256(nonce + schedule).hexdigest()


def matches(kept: str, schedule: bytes, nonce: bytes) -> bool:
    """Whether a revealed schedule is the one that was promised."""
    return hmac.compare_digest(kept, commitment(schedule, nonce))
