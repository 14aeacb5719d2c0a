"""Starting the server: what it needs from its machine, its tables, its address, and what its processes have to know."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from speciosa.store.secret import read_passphrase
from speciosa.store.settings import POSTGRESQL
from speciosa.store.store_folder import StoreFolder
from speciosa.study.server import secret_file
from speciosa.values.errors import EntryError
from speciosa.web import serving as web_serving
from speciosa.web.serving import Address

SETTINGS = "speciosa.study.server.settings"
STORE, PASSPHRASE_FILE = "SPECIOSA_STUDY_STORE", "SPECIOSA_STUDY_PASSPHRASE_FILE"
_THREADS = 8
"""Of each process: more of them only wait for one another, and each holds a connection to the database."""
HOSTS, PLAIN, PROXY = "SPECIOSA_STUDY_HOSTS", "SPECIOSA_STUDY_PLAIN", "proxy"


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made on the way. `recovery_code`: of a new store, shown once; `secret`: the server's own, a file."""

    recovery_code: str
    secret: Path
    secret_is_new: bool


def refuse_without_libraries() -> None:
    """End where what the server is made of is not installed.

    Raises
    ------
    EntryError : it is not.
    """
    if missing := [each for each in ("allauth", "ninja", "fido2") if find_spec(each) is None]:
        what = ", ".join(missing)
        raise EntryError(f"the study's server needs more packages ({what})", todo="pip install 'speciosa[study]'")


def own_place(store: Path | None, passphrase_file: Path | None) -> tuple[Path | None, Path | None]:
    """The folder of the store and the file with its passphrase; (None, None): the tables lie in PostgreSQL.

    Raises
    ------
    EntryError : neither is said, or both.
    """
    store = store or (Path(os.environ[STORE]) if os.environ.get(STORE) else None)
    words = passphrase_file or (Path(os.environ[PASSPHRASE_FILE]) if os.environ.get(PASSPHRASE_FILE) else None)
    if os.environ.get(POSTGRESQL):
        if store is not None:
            raise EntryError(f"the tables are named twice: --store and {POSTGRESQL}", todo="name one")
        return None, None
    if store is None or words is None:
        raise EntryError(
            "nobody says where the study's tables lie",
            todo=f"set {POSTGRESQL}, or for a pilot name --store and --passphrase-file",
        )
    return store.expanduser().resolve(), words.expanduser().resolve()


def own_address(host: str, port: int | None, certificate: Path | None, key: Path | None) -> Address:
    """Where the server listens; beyond this machine only with TLS, its own or a proxy's.

    Raises
    ------
    EntryError : it would speak in plain beyond this machine, or under no name, or half of a certificate is named.
    """
    if (certificate is None) != (key is None):
        raise EntryError("a certificate has a key", where="--certificate, --key", todo="name both")
    for each in (certificate, key):
        if each is not None and not each.is_file():
            raise EntryError("this file is not there", where=str(each), todo="check the name")
    behind_proxy = os.environ.get(PLAIN) == PROXY
    if not _is_this_machine(host):
        if certificate is None and not behind_proxy:
            raise EntryError(
                "beyond this machine passwords and health data would travel in plain", where="--host",
                todo=f"name --certificate and --key, or set {PLAIN}={PROXY} where a proxy in front ends TLS",
            )  # fmt: skip
        if not os.environ.get(HOSTS):
            raise EntryError("nobody says by which name the server is reached", todo=f"set {HOSTS}")
    if certificate is not None:
        os.environ.pop(PLAIN, None)
    elif not behind_proxy:
        os.environ[PLAIN] = "1"
    return Address(host, web_serving.free_port(port, host), certificate, key)


def link_base(address: Address) -> str:
    """The beginning of addresses that people type.

    Examples
    --------
    >>> link_base(Address("127.0.0.1", 8137))
    'http://localhost:8137'
    """
    name = os.environ.get(HOSTS, "").partition(",")[0] or "localhost"
    if os.environ.get(PLAIN) == PROXY:
        return f"https://{name}"
    return f"{'https' if address.certificate else 'http'}://{name}:{address.port}"


def begin(store: Path | None, passphrase_file: Path | None) -> Begun:
    """Make what is missing, and bring the tables to this version; the processes of the server find it so.

    Raises
    ------
    EntryError : the database does not answer, is of a newer version, or belongs to something else.
    """
    path = secret_file.secret_file(store, os.environ.get(secret_file.WHERE, ""))
    is_new = secret_file.make_secret(path)
    try:
        os.environ |= {secret_file.WHERE: str(path), "DJANGO_SETTINGS_MODULE": SETTINGS}
        if store is not None and passphrase_file is not None:
            os.environ |= {STORE: str(store), PASSPHRASE_FILE: str(passphrase_file)}
        code = _opened(store, passphrase_file)
        _newest_tables()
        if is_new:
            _refuse_lost_secret(path)
    except BaseException:
        if is_new:
            path.unlink(missing_ok=True)  # nothing was sealed with it yet
        raise
    return Begun(code, path, is_new)


def leave() -> None:
    """Let go of the database: the server's processes open it themselves."""
    from django.db import connections  # noqa: PLC0415  Django has to be started first

    from speciosa.store import lock  # noqa: PLC0415

    lock.lock()
    connections.close_all()


def serve(address: Address, ready: Callable[[], None], *, workers: int) -> None:
    """Serve until the process is ended; `ready` is called once it listens.

    Raises
    ------
    EntryError : several workers on a store, which one process alone writes.
    """
    target = "speciosa.study.server.wsgi:application"
    web_serving.serve(address, ready, target=target, workers=workers, threads=_THREADS)


def open_own_store() -> None:
    """In a process of the server: open the store that it was told of; nothing where the tables lie in PostgreSQL."""
    if os.environ.get(POSTGRESQL):
        return
    from speciosa.store import opening  # noqa: PLC0415

    opening.open_store(Path(os.environ[STORE]), read_passphrase(Path(os.environ[PASSPHRASE_FILE])))


def refuse_workers(store: Path | None, workers: int) -> None:
    """End where the number of processes makes no sense.

    Raises
    ------
    EntryError : none, or several: a store has one writer, and what a participant takes along is made in the memory of
        the process that was asked (`web.chore`); another one would know nothing of it.
    """
    if workers < 1:
        raise EntryError("a server has one process", where="--workers", todo="leave it out")
    if workers > 1 and store is not None:
        raise EntryError("one process alone writes a store", where="--workers", todo="leave it out")
    if workers > 1:
        raise EntryError(
            "several processes can't make together what a participant takes along", where="--workers",
            todo="leave it out: one process answers many at once",
        )  # fmt: skip


def _opened(store: Path | None, passphrase_file: Path | None) -> str:
    """Start Django and open the store, made where it is missing: its recovery code, else empty."""
    from speciosa.store import opening  # noqa: PLC0415  half a second that only a server needs

    opening.start_django(SETTINGS)
    if store is None or passphrase_file is None:
        return ""
    words = read_passphrase(passphrase_file)
    if not StoreFolder(store).exists:
        return opening.create_store(store, words, now_s=opening.arrived_s())
    opening.open_store(store, words)
    from django.db import connection  # noqa: PLC0415

    from speciosa.store.models import Entry  # noqa: PLC0415

    if "study_study" not in connection.introspection.table_names() and Entry.objects.exists():
        raise EntryError("this store is somebody's own diary", where=str(store), todo="name another folder")
    return ""


def _newest_tables() -> None:
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from speciosa.study.server.tables import newest_tables  # noqa: PLC0415

    try:
        loader = MigrationExecutor(connection).loader
        if any(
            each not in loader.disk_migrations for each in loader.applied_migrations if each[0] in {"study", "store"}
        ):
            raise EntryError("these tables were made by a newer version", todo="install the newest version of speciosa")
        newest_tables()
    except DatabaseError as problem:
        kind = type(problem).__name__
        raise EntryError(
            f"the database does not answer, or this account may not change its tables ({kind})",
            todo=f"check {POSTGRESQL}",
        ) from None


def _refuse_lost_secret(path: Path) -> None:
    from django.contrib.auth.models import User  # noqa: PLC0415

    if User.objects.exists():
        raise EntryError(
            "the server's secret is gone: second factors and sealed lists can't be read without it", where=str(path),
            todo=f"bring the file back, or name it with {secret_file.WHERE}",
        )  # fmt: skip


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
