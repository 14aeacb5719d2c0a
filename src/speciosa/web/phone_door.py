"""Where a phone reaches the app: an address of its own in the home's network, encrypted, beside the one on loopback.

The computer itself keeps using loopback, where a browser asks for no certificate. `phone_address` is what
`speciosa app --phone` calls; the process that serves the app then opens the door (`open_door`).
"""

from __future__ import annotations

import io
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError
from speciosa.web.certificate import PhoneCertificate, fingerprint, phone_certificate
from speciosa.web.hosts import HOSTS
from speciosa.web.serving import USUAL_PORT, Address, free_port

DOOR = "SPECIOSA_PHONE"
"""Environment of the server process: ``address:port`` of the phone's door; without it there is none."""

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Door:
    """The phone's door. `host`: IPv4 address in the home's network."""

    host: str
    port: int
    certificate: PhoneCertificate

    @property
    def url(self) -> str:
        return f"https://{self.host}:{self.port}"

    @property
    def plain_url(self) -> str:
        """Where a phone that trusts nothing yet gets the certificate, and nothing else."""
        return f"http://{self.host}:{self.port}"


def phone_address(folder: StoreFolder, port: int | None) -> Address:
    """Make the phone's door ready and say how to reach it: the computer's own address, on loopback as ever.

    Raises
    ------
    EntryError : this computer is in no network, the port is taken, or STORE/phone can't be used.
    """
    host = own_address()
    chosen = _port_of_both(host, port)
    names = _names()
    made = phone_certificate(folder.phone, host, names, now=datetime.now(UTC))
    os.environ[DOOR] = f"{host}:{chosen}"
    os.environ[HOSTS] = ",".join(f"{each}:{chosen}" for each in ("127.0.0.1", "localhost", "[::1]", host, *names))
    _tell(Door(host, chosen, made), sys.stdout.write)
    return Address("127.0.0.1", chosen)


def door_of(folder: StoreFolder) -> Door | None:
    """The door that this process was told to open; None where the app was started without one."""
    host, _, port = os.environ.get(DOOR, "").rpartition(":")
    place = folder.phone
    if not host:
        return None
    return Door(
        host, int(port), PhoneCertificate(*(place / name for name in ("authority.crt", "server.crt", "server.key")))
    )


def open_door(folder: StoreFolder, application: Callable[..., Any]) -> None:
    """Open the door in this process, if it was told to."""
    from speciosa.web.phone_server import serve_phone  # noqa: PLC0415  only where there is a door

    door = door_of(folder)
    if door is not None:
        serve_phone(door.host, door.port, door.certificate, application)


def own_address() -> str:
    """The computer's IPv4 address in its network. Nothing is sent to find it.

    Raises
    ------
    EntryError : it is in no network.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("10.255.255.255", 9))  # a datagram socket only looks up its way
            found = str(asked.getsockname()[0])
        except OSError:
            found = "0.0.0.0"  # noqa: S104  read, not listened on
    if found.startswith(("0.", "127.")):
        todo = "join your home network, or start without --phone"
        raise EntryError("this computer is in no network, so a phone can't reach it", where="--phone", todo=todo)
    return found


def _port_of_both(host: str, wanted: int | None) -> int:
    """A port that is free on loopback and in the network.

    Raises
    ------
    EntryError : there is none, or the wanted one is taken.
    """
    for port in [wanted] if wanted is not None else range(USUAL_PORT, USUAL_PORT + _TRIES):
        try:
            return free_port(free_port(port), host)
        except EntryError:
            continue
    raise EntryError("this port is taken", where="--port", todo="name another one, or close the other program")


def _names() -> tuple[str, ...]:
    name = socket.gethostname().partition(".")[0].lower()
    is_plain = name.isascii() and name.replace("-", "").isalnum()
    return (f"{name}.local",) if is_plain and name != "localhost" else ()


def _tell(door: Door, write: Callable[[str], Any]) -> None:
    """What stands on the terminal. The code for joining stands on the app's own page alone, once it is unlocked."""
    import segno  # noqa: PLC0415

    drawn = io.StringIO()
    segno.make(door.plain_url, error="m").terminal(drawn, compact=True)
    write(f"\nYour phone, in the same network, begins here: {door.plain_url}\n\n{drawn.getvalue()}\n")
    write(f"Fingerprint of the certificate that it asks you to trust:\n  {fingerprint(door.certificate.authority)}\n")
    write("Then open the page “Your phone” in the app on this computer: it shows a code for joining.\n\n")
    sys.stdout.flush()
