"""Starting the app: its server on loopback, its address, and what its process has to know."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from speciosa.values.errors import EntryError

USUAL_PORT = 8137
_TRIES = 20
_PATIENCE_S = 60.0
_THREADS = 32  # a connection that says nothing more holds one


@dataclass(frozen=True, slots=True)
class Address:
    """Where the app answers. `certificate`, `key`: for HTTPS, else None."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.certificate else 'http'}://{self.host}:{self.port}"


def free_port(wanted: int | None, host: str = "127.0.0.1") -> int:
    """A port to listen on: the wanted one, or the usual one or one close by.

    Raises
    ------
    EntryError : the wanted one is taken.
    """
    for port in [wanted] if wanted is not None else range(USUAL_PORT, USUAL_PORT + _TRIES):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise EntryError("this port is taken", where="--port", todo="name another one, or close the other program")


def prepare(store: Path, address: Address, passphrase_file: Path | None) -> str:
    """Write down for the server's process what it has to know: the link that a person opens.

    With a passphrase file the link holds a token that lets one browser in, once.
    """
    token = secrets.token_urlsafe(24) if passphrase_file else ""
    os.environ |= {"SPECIOSA_STORE": str(store), "SPECIOSA_START": token, "SPECIOSA_PORT": str(address.port)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.web.settings"  # whatever this terminal was set up for
    if passphrase_file:
        os.environ["SPECIOSA_PASSPHRASE_FILE"] = str(passphrase_file.resolve())
    return f"{address.url}/start/{token}" if token else f"{address.url}/"


def serve(
    address: Address, ready: Callable[[], None], *, target: str = "speciosa.web.wsgi:application", workers: int = 1,
    threads: int = _THREADS,
) -> None:  # fmt: skip
    """Serve the app until it is ended; `ready` is called once the server listens.

    Parameters
    ----------
    target : what is served, module and name; another server's may have several `workers`, each a process.
    threads : of each process that answer.
    """
    from granian import Granian  # noqa: PLC0415  only who serves needs it
    from granian.constants import Interfaces  # noqa: PLC0415

    server = Granian(
        target, address=address.host, port=address.port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, log_enabled=False, websockets=False,
        ssl_cert=address.certificate, ssl_key=address.key,
    )  # fmt: skip
    threading.Thread(target=_when_it_listens, args=(address, ready), daemon=True).start()
    server.serve()


def _when_it_listens(address: Address, ready: Callable[[], None]) -> None:
    """Say so once the server's process takes connections: its master begins earlier."""
    end_s = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end_s:
        with contextlib.suppress(OSError), socket.create_connection((address.host, address.port), timeout=1):
            ready()
            return
        time.sleep(0.1)
