"""`speciosa app`: the local app in the browser."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant
from speciosa.cli.store_asked import default_store
from speciosa.cli.terminal import say
from speciosa.store.secret import read_passphrase
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError

_LINK_S = 60.0
"""A browser has read the page by then."""


def app(
    *,
    store: Path | None = None,
    port: int | None = None,
    no_browser: Annotated[bool, Parameter(negative=())] = False,
    passphrase_file: Path | None = None,
    phone: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Open the app in your browser. Your record stays on this machine, encrypted.

    Example: speciosa app

    Parameters
    ----------
    store
        The store's folder. Without it: the usual place of this machine.
    port
        The port to listen on. Without it: a free one.
    no_browser
        Open no browser; the address is printed.
    passphrase_file
        For scripts: a file that holds the passphrase. At first use the store is made with it, and the recovery code
        printed.
    phone
        Let your phone reach the app over your own network, encrypted.
    """
    from speciosa.web.phone_door import phone_address
    from speciosa.web.serving import Address, free_port, prepare, serve

    place = (store or default_store()).expanduser().resolve()
    if place.exists() and not place.is_dir():
        raise EntryError("this is a file, not a folder", where=str(place), todo="name a folder with --store")
    address = phone_address(StoreFolder(place), port) if phone else Address("127.0.0.1", free_port(port))
    start = prepare(place, address, passphrase_file)
    if passphrase_file is not None:
        _make_or_try(place, read_passphrase(passphrase_file))

    def ready() -> None:
        say(f"The app is open at: {start}", "End it with Ctrl+C.")
        sys.stdout.flush()
        if not no_browser:
            _open_browser(start, place)

    serve(address, ready)


def _open_browser(link: str, place: Path) -> None:
    """Open the browser on a page of the store's own folder that leads on to the link.

    Everybody on this machine can read a command line, and the link lets a browser in.
    """
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    page = place / "open.html"
    page.unlink(missing_ok=True)
    with os.fdopen(os.open(page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f'<!doctype html><meta http-equiv="refresh" content="0; url={link}"><a href="{link}">speciosa</a>\n')
    webbrowser.open(page.as_uri())
    threading.Timer(_LINK_S, page.unlink, kwargs={"missing_ok": True}).start()


def _make_or_try(place: Path, passphrase: str) -> None:
    """Make the store where there is none, and print its recovery code; else only see whether the passphrase opens it.

    Raises
    ------
    EntryError : it doesn't, or the folder can't be used: said here, not on a page.
    """
    from speciosa.store import lock, opening
    from speciosa.store.key_change import settled_key
    from speciosa.store.secret import Secret

    if StoreFolder(place).exists:
        settled_key(place, Secret(passphrase).opens)
        return
    opening.start_django("speciosa.web.settings")  # the server's, for this process becomes it
    from django.db import connections

    code = opening.create_store(place, passphrase, now_s=instant(""))
    lock.lock()
    connections.close_all()
    say("Your store is made. Its recovery code, shown once:", "", f"  {code}", "")
    say("Write it down: with a forgotten passphrase and without it nobody can open the store.", "")
