"""Who a packet is of: an id from a secret that never leaves the person's machine."""

from __future__ import annotations

import os
import re
import secrets
from hashlib import blake2b
from pathlib import Path

from speciosa.effect.pooling import packet_id
from speciosa.store.own_files import close_to_others, own_folder
from speciosa.values.errors import EntryError

_BYTES = 32
_SECRET = re.compile(r"[0-9a-f]{64}")
_STUDY = re.compile(r"[^\W_][\w .-]{0,59}")


def study_name(said: str) -> str:
    """The name of a study, in one spelling: letters, digits, spaces, dots and hyphens, at most 60.

    Raises
    ------
    EntryError : it is none.

    Examples
    --------
    >>> study_name(" Leaf  Study-1 ")
    'leaf study-1'
    """
    name = " ".join(said.split()).casefold()
    if not _STUDY.fullmatch(name):
        raise EntryError("this is no name of a study", where="--study", todo="use up to 60 letters, digits and hyphens")
    return name


def study_id(secret: Path, study: str) -> str:
    """The id of whoever has this file of a secret, in a study; a new secret where there is none.

    Parameters
    ----------
    study : as `study_name` spells it.
    """
    return packet_id(secret_in(secret), study)


def secret_place(folder: Path, person: str) -> Path:
    """Where a person's secret lies: one file for each record, and its name does not say whose.

    Parameters
    ----------
    folder : for secrets alone, never a diary's.
    person : what stands for the record: its UUID, or the full path of its folder.

    Examples
    --------
    >>> secret_place(Path("s"), "/diaries/ada").name == secret_place(Path("s"), "/diaries/bo").name
    False
    """
    return folder / f"{blake2b(person.encode(), digest_size=16, person=b'speciosa person').hexdigest()}.secret"


def secret_in(file: Path) -> bytes:
    """The secret of a file; a new one where there is none, which only this account can read.

    Raises
    ------
    EntryError : the file holds something else, or can't be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     first = secret_in(Path(place) / "a" / "my.secret")
    ...     first == secret_in(Path(place) / "a" / "my.secret"), len(first)
    (True, 32)
    """
    try:
        own_folder(file.parent)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as new:
                new.write(secrets.token_hex(_BYTES) + "\n")
        except FileExistsError:
            close_to_others([file])
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        todo = "look at its permissions, or name another place with --secret"
        raise EntryError("the secret behind your id can't be kept here", where=str(file), todo=todo) from None
    if not _SECRET.fullmatch(text):
        todo = "name the right file with --secret; without that secret you would be somebody else in the study"
        raise EntryError("this file holds no secret of speciosa", where=file.name, todo=todo)
    return bytes.fromhex(text)
