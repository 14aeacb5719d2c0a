"""How a command opens an encrypted store: where it lies, and with which words."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.terminal import progress
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.models import Record
    from speciosa.store.secret import Secret

WHERE = "SPECIOSA_STORE"


@dataclass(frozen=True, slots=True)
class Kept:
    """An encrypted store in place of a diary.

    Parameters
    ----------
    store
        An encrypted store's folder, in place of a diary.
    passphrase_file
        A file with the store's passphrase, for scripts. Without it: you are asked.
    """

    store: Path | None = None
    passphrase_file: Path | None = None


def default_store(said: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where a store lies if nobody says: the variable ``SPECIOSA_STORE``, else the machine's place for such data.

    Examples
    --------
    >>> default_store({"SPECIOSA_STORE": "/media/stick/mine"}).as_posix()
    '/media/stick/mine'
    >>> default_store({"XDG_DATA_HOME": "/data/ada"}, "linux").as_posix()
    '/data/ada/speciosa'
    """
    if said.get(WHERE, "").strip():
        return Path(said[WHERE].strip()).expanduser()
    home = Path.home()
    if platform == "win32":
        base = Path(said.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(said.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "speciosa"


def store_meant(place: Path | None, option: Path | None) -> Path:
    """The store that a call names, in one of the two ways; the usual one if it names none.

    Raises
    ------
    EntryError : it names two.
    """
    if place is not None and option is not None:
        raise EntryError("the store is named twice", where="--store", todo="name it once")
    return option or place or default_store()


def refuse_if_no_store(path: Path) -> None:
    """End a command whose store is not there.

    Raises
    ------
    EntryError : there is none.
    """
    from speciosa.store.store_folder import DATABASE, KEY_FILE

    if not (path / KEY_FILE).exists() and not (path / DATABASE).exists():
        where = f"name it with --store, or set {WHERE}; a new one is made with: speciosa app"
        raise EntryError("there is no store in this folder", where=str(path), todo=where)


def secret_said(passphrase_file: Path | None, recovery_code_file: Path | None = None) -> Secret:
    """The words that open a store: from a file, or asked at the terminal without showing them.

    Raises
    ------
    EntryError : none were said, or in two ways.
    """
    from speciosa.store.secret import Secret, read_passphrase

    if passphrase_file is not None and recovery_code_file is not None:
        raise EntryError("passphrase and recovery code are both named", where="--recovery-code-file", todo="name one")
    if recovery_code_file is not None:
        return Secret(recovery_code=read_passphrase(recovery_code_file))
    if passphrase_file is not None:
        return Secret(passphrase=read_passphrase(passphrase_file))
    if sys.stdin is None or not sys.stdin.isatty():
        raise EntryError("nobody is here to type the passphrase", todo="name a file that holds it: --passphrase-file")
    from getpass import getpass

    words = getpass("Passphrase of the store: ", stream=sys.stderr)
    if not words:
        raise EntryError("no passphrase was typed", todo="try again")
    return Secret(passphrase=words)


def open_store(path: Path, passphrase_file: Path | None) -> Record:
    """Open a store for this command: its record.

    Raises
    ------
    EntryError : no store, other words, or damage.
    """
    refuse_if_no_store(path)
    secret = secret_said(passphrase_file)
    with progress("Opening the store ..."):
        from speciosa.store import opening

        opening.open_store(path, secret.passphrase)
        from speciosa.store.entries import own_record

        return own_record()


def close_store() -> None:
    """Lock the store that a command opened; nothing where none is open."""
    lock = sys.modules.get("speciosa.store.lock")
    if lock is None or lock.open_now() is None:
        return
    from django.db import connections

    lock.lock()
    connections.close_all()
    gc.collect()  # threads that read photos are over, but their connections close only when they are swept up
