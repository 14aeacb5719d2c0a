"""Making a store and opening one: the folder, its key file, Django's start, the newest tables."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from speciosa.store import lock
from speciosa.store.key_change import one_writer, settled_key
from speciosa.store.key_file import make_key_file, write_key_file
from speciosa.store.own_files import close_store, own_folder
from speciosa.store.secret import Secret
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError

SETTINGS = "DJANGO_SETTINGS_MODULE"


def start_django(settings: str = "speciosa.store.settings") -> None:
    """Make Django's models usable in this process; the first caller's settings stand."""
    import django  # noqa: PLC0415  half a second that only a store needs

    os.environ.setdefault(SETTINGS, settings)
    django.setup()


def create_store(path: Path, passphrase: str, *, now_s: int) -> str:
    """Make an encrypted store and open it: the recovery code, which stands nowhere else.

    Raises
    ------
    EntryError : there is one, the passphrase is too short, or the folder can't be used.
    """
    with one_writer:  # two who begin at once: the second finds the first one's store
        return _created(StoreFolder(path), passphrase, now_s)


def _created(folder: StoreFolder, passphrase: str, now_s: int) -> str:
    there = EntryError("a store stands in this folder", where=str(folder.path), todo="open it, or name another folder")
    if folder.exists:
        raise there
    made, data_key, code = make_key_file(passphrase)
    own_folder(folder.path)
    try:  # its name first, and nobody else's: another process may begin here, too
        os.close(os.open(folder.key_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise there from None
    try:  # whatever is here from now on was made by this call
        write_key_file(folder.key_file, made)
        lock.unlock(folder.database, data_key)
        newest_tables()
        _begin(now_s)
    except BaseException:
        lock.lock()
        for each in (folder.database, folder.key_file):
            each.unlink(missing_ok=True)
        raise
    return code


def open_store(path: Path, passphrase: str = "", *, recovery_code: str = "") -> None:
    """Open a store in this process, with its passphrase or its recovery code; older tables are brought up to date.

    Raises
    ------
    EntryError : no store, a wrong passphrase or code, or damage.
    """
    folder = StoreFolder(path)
    if not folder.exists:
        raise EntryError("there is no store in this folder", where=str(path), todo="make one with: speciosa app")
    close_store(folder)
    open_with_key(path, settled_key(path, Secret(passphrase, recovery_code).opens))


def open_with_key(path: Path, data_key: bytes) -> None:
    """Open a store whose data key is known: a worker's way in.

    Raises
    ------
    EntryError : the database is not there, is damaged, or was made by a newer version.
    """
    folder = StoreFolder(path)
    if not folder.database.exists():
        raise EntryError("the store's database is gone", where=str(path), todo="restore a backup")
    lock.unlock(folder.database, data_key)
    try:
        newest_tables()
    except BaseException:
        lock.lock()
        raise


def newest_tables(alias: str = "default") -> None:
    """Bring a database's tables to this version; a store of a newer version is refused.

    Parameters
    ----------
    alias : Django's name of the connection; the open store's, unless it is another file's.

    Raises
    ------
    EntryError : it was made by a newer version, or can't be read.
    """
    start_django()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import DatabaseError, connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        executor = MigrationExecutor(connections[alias])
        known = {key for key in executor.loader.disk_migrations if key[0] == "store"}
        applied = {key for key in executor.loader.applied_migrations if key[0] == "store"}
        if applied - known:
            raise EntryError("this store was made by a newer version", todo="install the newest version of speciosa")
        if known - applied:
            call_command("migrate", database=alias, verbosity=0, interactive=False)
    except DatabaseError:
        raise EntryError("the store's database can't be read: it is damaged", todo="see: speciosa verify") from None


def _begin(now_s: int) -> None:
    from speciosa.store.models import Record  # noqa: PLC0415

    Record.objects.create(key=secrets.token_hex(16), begun_s=now_s)


def arrived_s() -> int:
    """The clock, UTC seconds: the one place where the store asks it."""
    return int(time.time())
