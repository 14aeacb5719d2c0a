"""The data key sealed with a few words: Argon2id makes a key of them, AES-256-GCM seals with it."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from speciosa.knowledge import load_knowledge

VERSION = 1
KEY_BYTES, SALT_BYTES, NONCE_BYTES, SEAL_BYTES = 32, 16, 12, 16
SEALED_BYTES = NONCE_BYTES + KEY_BYTES + SEAL_BYTES
MOST = {"memory_mib": 256, "passes": 8, "lanes": 8}  # a foreign file shall not take the whole memory
Way = Literal["passphrase", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs, as Argon2id counts it.

    Parameters
    ----------
    memory_mib : memory, MiB, 1 to 1,024.
    passes : 1 to 64.
    lanes : 1 to 64.
    """

    memory_mib: int
    passes: int
    lanes: int

    @classmethod
    def chosen(cls) -> Cost:
        """That of the table of our own choices."""
        choice = load_knowledge().choice
        return cls(*(int(choice(f"store_argon2_{name}")) for name in MOST))


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key, sealed with the key that some words make.

    Parameters
    ----------
    way : whose words: a seal of one slot opens no other.
    cost : what it takes to make that key of the words.
    salt : 16 random bytes, so that two stores of one passphrase have nothing in common.
    sealed : 12 bytes that are used once, then the encrypted key and its seal: 60 bytes.

    Examples
    --------
    >>> slot, key = Slot.made("passphrase", b"two cups of tea", b"k" * 32, Cost(1, 1, 1))
    >>> slot.key_of(b"two cups of tea") == key
    True
    >>> slot.opened(key) == b"k" * 32
    True
    """

    way: Way
    cost: Cost
    salt: bytes
    sealed: bytes

    @classmethod
    def made(cls, way: Way, words: bytes, data_key: bytes, cost: Cost) -> tuple[Slot, bytes]:
        """A slot with a new salt, and the key that its words make."""
        empty = cls(way, cost, secrets.token_bytes(SALT_BYTES), b"")
        key = empty.key_of(words)
        return empty.resealed(key, data_key), key

    @classmethod
    def from_json(cls, way: Way, content: Any) -> Slot:
        """A slot as its file holds it.

        Raises
        ------
        ValueError, TypeError, KeyError : this is none.
        """
        cost = Cost(**content["argon2id"])
        if not all(type(value) is int and 1 <= value <= MOST[name] for name, value in asdict(cost).items()):
            raise ValueError("no cost of ours")
        return cls(way, cost, hex_bytes(content["salt"], SALT_BYTES), hex_bytes(content["sealed"], SEALED_BYTES))

    def as_json(self) -> dict[str, Any]:
        return {"argon2id": asdict(self.cost), "salt": self.salt.hex(), "sealed": self.sealed.hex()}

    def key_of(self, words: bytes) -> bytes:
        """The key that these words make here: 32 bytes, at this slot's cost."""
        memory_kib = self.cost.memory_mib * 1024
        return hash_secret_raw(words, self.salt, self.cost.passes, memory_kib, self.cost.lanes, KEY_BYTES, Type.ID)

    def opened(self, key: bytes) -> bytes:
        """The data key.

        Raises
        ------
        InvalidTag : another key sealed it, or a setting of this slot was changed.
        """
        return unsealed(key, self.sealed, self._bound())

    def resealed(self, key: bytes, data_key: bytes) -> Slot:
        """Another data key behind the same words."""
        return replace(self, sealed=sealed(key, data_key, self._bound()))

    def _bound(self) -> bytes:
        """What the seal covers beside the data key: version, way, what a guess costs, the salt."""
        return json.dumps([VERSION, self.way, asdict(self.cost), self.salt.hex()], sort_keys=True).encode()


def sealed(key: bytes, what: bytes, bound: bytes) -> bytes:
    """`what` encrypted and sealed together with `bound`, behind 12 bytes that are used once."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, what, bound)


def unsealed(key: bytes, what: bytes, bound: bytes) -> bytes:
    """The reverse of `sealed`.

    Raises
    ------
    InvalidTag : another key, or not a bit as it was sealed.
    """
    return AESGCM(key).decrypt(what[:NONCE_BYTES], what[NONCE_BYTES:], bound)


def hex_bytes(text: Any, length: int) -> bytes:
    """Exactly `length` bytes out of hexadecimal digits.

    Raises
    ------
    ValueError, TypeError : it is something else.
    """
    found = bytes.fromhex(text)
    if len(found) != length:
        raise ValueError("another length")
    return found
