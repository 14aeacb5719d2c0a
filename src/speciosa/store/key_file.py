"""The key beside the store: random, and readable only with the passphrase or the recovery code.

The store is encrypted with a random data key of 256 bits. The key file holds it in two slots, each
sealed (AES-256-GCM) with a key that Argon2id makes of the passphrase or of the recovery code. A new
passphrase means a new slot, never a new database.

For a new data key both slots have to be sealed anew. The passphrase is asked for then; the recovery
code is on a paper in a drawer. So the recovery slot's key is kept here too (`kept`), sealed with a
key made of the data key: whoever has the store open can seal that slot again. The price: somebody
who stole an old data key *and* the old key file could open the new one. After such a theft make a
new recovery code as well (`with_new_recovery_code`). The other ways were a public key for each slot,
which would outlive no quantum computer, and asking for the paper, which people do not have at hand.

A checksum over the file tells damage from a wrong passphrase. It is no protection against somebody
who writes here on purpose: that is what the seals are for, which cover each slot's own settings.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import unicodedata
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from speciosa.knowledge import load_knowledge
from speciosa.store.key_slot import KEY_BYTES, SEALED_BYTES, VERSION, Cost, Slot, hex_bytes, sealed, unsealed
from speciosa.store.recovery_code import make_recovery_code, plain_code
from speciosa.values.errors import EntryError


class WrongWordsError(EntryError):
    """The passphrase or recovery code is not the one of this store."""


class DamagedKeyFileError(EntryError):
    """The key file is not as it was written."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The wrapped data key of one store.

    Parameters
    ----------
    passphrase, recovery : the two ways to the same data key.
    kept : the recovery slot's own key, sealed with one made of the data key.

    Examples
    --------
    >>> made, data_key, code = make_key_file("two cups of tea", cost=Cost(1, 1, 1))
    >>> made.open_with_passphrase("two cups of tea") == made.open_with_recovery_code(code) == data_key
    True
    """

    passphrase: Slot
    recovery: Slot
    kept: bytes

    def open_with_passphrase(self, text: str) -> bytes:
        """The data key, 32 bytes.

        Raises
        ------
        WrongWordsError : this is not the passphrase.
        """
        return _opened(self.passphrase, _passphrase_bytes(text))

    def open_with_recovery_code(self, text: str) -> bytes:
        """The data key, 32 bytes; the code may be typed with or without hyphens, in any case.

        Raises
        ------
        EntryError : it cannot be a code of ours (a letter is wrong or missing).
        WrongWordsError : it is another store's, or an older one.
        """
        return _opened(self.recovery, plain_code(text).encode())

    def with_passphrase(self, data_key: bytes, new_passphrase: str, *, cost: Cost | None = None) -> KeyFile:
        """The same data key behind a new passphrase; the recovery code stays.

        Raises
        ------
        EntryError : the passphrase is too short, or the data key is another file's.
        """
        self._recovery_key(data_key)  # another store's key would lock this one for good
        slot, _ = Slot.made("passphrase", _new_passphrase(new_passphrase), data_key, cost or Cost.chosen())
        return replace(self, passphrase=slot)

    def with_new_recovery_code(self, data_key: bytes, *, cost: Cost | None = None) -> tuple[KeyFile, str]:
        """The same data key behind a new recovery code; the old code opens this file no more.

        Raises
        ------
        EntryError : the data key is another file's.
        """
        self._recovery_key(data_key)
        code = make_recovery_code()
        slot, key = Slot.made("recovery", plain_code(code).encode(), data_key, cost or Cost.chosen())
        return replace(self, recovery=slot, kept=sealed(_keeping(data_key), key, b"kept")), code

    def with_data_key(self, new_key: bytes, passphrase: str, *, cost: Cost | None = None) -> KeyFile:
        """A new data key behind the same passphrase and the same recovery code.

        The database has to be encrypted anew with it (`PRAGMA rekey`). Two files cannot change in one
        step: write this one under another name first, then the database, then put it in its place.

        Parameters
        ----------
        new_key : 32 random bytes.
        passphrase : the one that opens this file, checked: a slip would lock the store for good.

        Raises
        ------
        WrongWordsError : this is not the passphrase.
        """
        key = self._recovery_key(self.open_with_passphrase(passphrase))
        slot, _ = Slot.made("passphrase", _passphrase_bytes(passphrase), new_key, cost or Cost.chosen())
        recovery = self.recovery.resealed(key, new_key)
        return KeyFile(slot, recovery, sealed(_keeping(new_key), key, b"kept"))

    def wraps(self, data_key: bytes) -> bool:
        """Whether this file is the one of that data key: told without any words.

        Examples
        --------
        >>> made, data_key, code = make_key_file("two cups of tea", cost=Cost(1, 1, 1))
        >>> made.wraps(data_key), made.wraps(bytes(32))
        (True, False)
        """
        try:
            unsealed(_keeping(data_key), self.kept, b"kept")
        except InvalidTag:
            return False
        return True

    def _recovery_key(self, data_key: bytes) -> bytes:
        try:
            return unsealed(_keeping(data_key), self.kept, b"kept")
        except InvalidTag:
            raise EntryError("this key file belongs to another store", todo="restore the newest backup") from None


def make_key_file(passphrase: str, *, cost: Cost | None = None) -> tuple[KeyFile, bytes, str]:
    """A new data key, its file, and the recovery code: to be shown once and stored nowhere.

    Parameters
    ----------
    passphrase : at least as long as the table of our own choices says; any characters (NFKC).
    cost : what a guess costs; the table's without it.

    Returns
    -------
    The key file; the data key, 32 bytes; the recovery code.

    Raises
    ------
    EntryError : the passphrase is too short.

    Examples
    --------
    >>> make_key_file("short")
    Traceback (most recent call last):
    ...
    speciosa.values.errors.EntryError: this passphrase is too short; take 8 characters or more, a few words for instance
    """
    words, cost = _new_passphrase(passphrase), cost or Cost.chosen()
    data_key, code = secrets.token_bytes(KEY_BYTES), make_recovery_code()
    first, _ = Slot.made("passphrase", words, data_key, cost)
    second, key = Slot.made("recovery", plain_code(code).encode(), data_key, cost)
    return KeyFile(first, second, sealed(_keeping(data_key), key, b"kept")), data_key, code


def read_key_file(path: Path) -> KeyFile:
    """A key file as it was written.

    Raises
    ------
    EntryError : there is none, it may not be read, or a newer version made it.
    DamagedKeyFileError : a single bit is not as it was written.
    """
    try:
        raw = path.read_bytes()
    except OSError as wrong:
        why = "it is not there" if isinstance(wrong, FileNotFoundError) else "this computer does not let it be read"
        raise EntryError("the key file cannot be read", where=path.name, why=why, todo="restore a backup") from None
    try:
        return _read(raw, path.name)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise DamagedKeyFileError(
            "the key file is damaged", where=path.name, why="your passphrase may well be right", todo="restore a backup"
        ) from None


def write_key_file(path: Path, key_file: KeyFile) -> None:
    """Put a key file in its place: whole, on the disk, and for its owner alone.

    Raises
    ------
    OSError : the disk is full or the folder cannot be written; what stood there stands unchanged.

    Examples
    --------
    >>> made, data_key, code = make_key_file("two cups of tea", cost=Cost(1, 1, 1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_key_file(Path(folder) / "key.json", made)
    ...     read_key_file(Path(folder) / "key.json") == made
    True
    """
    slots = {"passphrase": key_file.passphrase.as_json(), "recovery": key_file.recovery.as_json()}
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its owner alone
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_written({"version": VERSION, **slots, "kept": key_file.kept.hex()}))
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the new name, too, outlives a loss of power
        finally:
            os.close(folder)


def _opened(slot: Slot, words: bytes) -> bytes:
    try:
        return slot.opened(slot.key_of(words))
    except InvalidTag:
        if slot.way == "passphrase":
            todo = "type it again (capitals count), or use your recovery code"
            raise WrongWordsError("this passphrase does not open this store", todo=todo) from None
        todo = "look for the paper of this store, or for a newer one"
        raise WrongWordsError("this recovery code does not open this store", todo=todo) from None


def _new_passphrase(text: str) -> bytes:
    least = int(load_knowledge().choice("store_passphrase_least"))
    if len(unicodedata.normalize("NFKC", text)) < least:
        todo = f"take {least} characters or more, a few words for instance"
        raise EntryError("this passphrase is too short", todo=todo)
    return _passphrase_bytes(text)


def _passphrase_bytes(text: str) -> bytes:
    # one letter can be typed in several ways (an accent alone or in one piece): keyboards differ
    return unicodedata.normalize("NFKC", text).encode("utf-8", "surrogatepass")


def _keeping(data_key: bytes) -> bytes:
    """A key made of the data key, for `kept` alone: one key never does two things."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"speciosa key file, kept").derive(data_key)


def _read(raw: bytes, name: str) -> KeyFile:
    content = json.loads(raw.decode("ascii"))
    if raw != _written(content):
        raise ValueError("not as written")
    if content["version"] > VERSION:
        raise EntryError("a newer version made this key file", where=name, todo="update speciosa")
    first, second = Slot.from_json("passphrase", content["passphrase"]), Slot.from_json("recovery", content["recovery"])
    return KeyFile(first, second, hex_bytes(content["kept"], SEALED_BYTES))


def _written(content: dict[str, Any]) -> bytes:
    """The one way to write this content, its checksum last: any other bytes are damage."""
    rest = {name: value for name, value in content.items() if name != "checksum"}
    checksum = sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
    return (json.dumps({**rest, "checksum": checksum}, indent=1) + "\n").encode()
