"""The seal of a schedule: a promise that can be checked, and that tells nothing before the reveal.

The promise is a hash that the diary keeps. The schedule itself lies in `sealed.json`, encrypted with a key
that only the packer's opening code gives: AES-256-GCM, key by scrypt. Every byte of the file counts: one
that was changed, be it a space, is found.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from speciosa.trial.seeded import SeededStream
from speciosa.values.errors import EntryError

NONCE_BYTES = 32
SCHEMA = 1
_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_CODE_GROUPS, _GROUP = 5, 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(" -\t\r\n", "")})
_COST, _BLOCK, _LANES = 2**15, 8, 1
_WHAT = "speciosa sealed trial schedule"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Secrets:
    """All that sealing needs besides the schedule. The opening code has 100 bits."""

    nonce: bytes
    opening_code: str
    salt: bytes
    iv: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What was behind a seal; its hash has been checked against the one beside it."""

    schedule: bytes
    nonce: bytes
    commitment: str


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


def secrets_for(seed: bytes, schedule: bytes) -> Secrets:
    """Everything secret from one seed. Salt and IV depend on the schedule, too: no key is used twice.

    Parameters
    ----------
    seed : 32 bytes from the operating system. One that was chosen by hand hides nothing from whoever knows it.

    Examples
    --------
    >>> found = secrets_for(b"17", b"A B B A")
    >>> len(found.nonce), len(found.opening_code)
    (32, 24)
    """
    bound = seed + hashlib.sha256(schedule).digest()
    letters = SeededStream(seed, "opening code").word(_CODE_LETTERS, _CODE_GROUPS * _GROUP)
    groups = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
    return Secrets(
        SeededStream(bound, "nonce").take(NONCE_BYTES), "-".join(groups),
        SeededStream(bound, "salt").take(16), SeededStream(bound, "iv").take(12),
    )  # fmt: skip


def seal(trial: str, schedule: bytes, hidden: Secrets) -> bytes:
    """The bytes of `sealed.json`.

    Examples
    --------
    >>> hidden = secrets_for(b"17", b"A B B A")
    >>> file = seal("ACD347", b"A B B A", hidden)
    >>> open_sealed(file, hidden.opening_code.lower()).schedule
    b'A B B A'
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  only a seal needs it

    public = _public(trial, commitment(schedule, hidden.nonce), hidden.salt, hidden.iv)
    inner = hidden.nonce + schedule
    text = AESGCM(_key(hidden.opening_code, hidden.salt)).encrypt(hidden.iv, inner, _bytes_of(public))
    return _bytes_of({**public, "text": text.hex()})


def open_sealed(file: bytes, opening_code: str) -> Opened:
    """What is behind the seal, if not one byte was changed and the code is right.

    Raises
    ------
    EntryError : no sealed schedule, a changed one, or another code.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    said, public = _read(file)
    salt, iv, text = (bytes.fromhex(each) for each in (said["salt"], said["iv"], said["text"]))
    try:
        inner = AESGCM(_key(opening_code, salt)).decrypt(iv, text, _bytes_of(public))
    except InvalidTag:
        raise EntryError(
            "it can't be opened: the opening code is another one, or the file was changed",
            todo="copy the code from the packing sheet, and take the file as trial plan wrote it",
        ) from None
    nonce, schedule = inner[:NONCE_BYTES], inner[NONCE_BYTES:]
    if not matches(said["sha256"], schedule, nonce):
        raise EntryError("what it holds is not what its hash promises", todo="take the file as trial plan wrote it")
    return Opened(schedule, nonce, said["sha256"])


def _read(file: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The document and its public part; refused unless it is exactly as `seal` writes it."""
    wrong = EntryError(
        "this is no sealed schedule, or it was changed, be it by a space",
        todo="take the sealed.json that trial plan wrote",
    )
    try:
        said = json.loads(file[:_MOST_BYTES])
        public = _public(said["trial"], said["sha256"], bytes.fromhex(said["salt"]), bytes.fromhex(said["iv"]))
        whole = _bytes_of({**public, "text": bytes.fromhex(said["text"]).hex()})
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if whole != file or len(bytes.fromhex(said["iv"])) != 12:
        raise wrong
    return said, public


def _public(trial: str, sha256: str, salt: bytes, iv: bytes) -> dict[str, Any]:
    """The part that anybody may read. It is bound to the hidden part: a change of either is found."""
    return {
        "schema": SCHEMA, "what": _WHAT, "trial": trial, "commitment": "sha256(nonce || schedule)", "sha256": sha256,
        "cipher": "AES-256-GCM", "kdf": "scrypt", "n": _COST, "r": _BLOCK, "p": _LANES,
        "salt": salt.hex(), "iv": iv.hex(),
    }  # fmt: skip


def _bytes_of(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=1) + "\n").encode()


def _key(opening_code: str, salt: bytes) -> bytes:
    """Scrypt of the code as a person may type it: case, dashes and the letters O, I, L do not matter."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415

    plain = opening_code.upper().translate(_MISREAD)
    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(plain.encode())
