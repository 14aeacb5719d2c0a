"""The helper's own code: a few letters that they choose, behind which the opening code of a sealed trial lies."""

from __future__ import annotations

import json
import secrets
import unicodedata
from dataclasses import asdict

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag

from speciosa.knowledge import load_knowledge
from speciosa.store.key_slot import KEY_BYTES, SALT_BYTES, Cost, sealed, unsealed
from speciosa.values.errors import EntryError

_WAY = "helper"


def refuse_short(code: str) -> None:
    """A code that is tried through in an hour guards nothing.

    Raises
    ------
    EntryError : it has too few letters.

    Examples
    --------
    >>> refuse_short("two warm hands")
    """
    least = int(load_knowledge().choice("trial_helper_code_least"))
    if len(_plain(code)) < least:
        raise EntryError(f"the code is too short: it needs {least} letters or more", todo="choose a longer one")


def wrapped(opening_code: str, code: str) -> str:
    """The opening code sealed with the helper's code: Argon2id makes a key of it, AES-256-GCM seals.

    Parameters
    ----------
    code : as the helper typed it; capitals and spaces don't count.

    Raises
    ------
    EntryError : the code is too short.

    Examples
    --------
    >>> from unittest.mock import patch
    >>> with patch.object(Cost, "chosen", classmethod(lambda cls: cls(1, 1, 1))):
    ...     kept = wrapped("0123-4567", "Two warm hands")
    >>> unwrapped(kept, "twowarmhands"), unwrapped(kept, "two cold hands")
    ('0123-4567', None)
    """
    refuse_short(code)
    cost, salt = Cost.chosen(), secrets.token_bytes(SALT_BYTES)
    held = sealed(_key(code, cost, salt), opening_code.encode(), _bound(cost, salt))
    return json.dumps({"argon2id": asdict(cost), "salt": salt.hex(), "sealed": held.hex()})


def unwrapped(kept: str, code: str) -> str | None:
    """The opening code; None where this is not the code that it was wrapped with."""
    said = json.loads(kept)
    cost, salt = Cost(**said["argon2id"]), bytes.fromhex(said["salt"])
    try:
        return unsealed(_key(code, cost, salt), bytes.fromhex(said["sealed"]), _bound(cost, salt)).decode()
    except InvalidTag:
        return None


def _key(code: str, cost: Cost, salt: bytes) -> bytes:
    words, memory_kib = _plain(code).encode(), cost.memory_mib * 1024
    return hash_secret_raw(words, salt, cost.passes, memory_kib, cost.lanes, KEY_BYTES, Type.ID)


def _plain(code: str) -> str:
    """Without what a telephone's keyboard adds by itself: capitals, spaces."""
    return "".join(unicodedata.normalize("NFKC", code).casefold().split())


def _bound(cost: Cost, salt: bytes) -> bytes:
    return json.dumps([_WAY, asdict(cost), salt.hex()], sort_keys=True).encode()
