"""Which store this app serves, who has opened it, and when it locks itself again."""

from __future__ import annotations

import hmac
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest

from speciosa.store import details, entries, lock, opening
from speciosa.store.secret import read_passphrase
from speciosa.store.whose import acting, holds_many
from speciosa.web import devices
from speciosa.web.clock import now_awake_or_asleep_s
from speciosa.web.job import place_of
from speciosa.web.served import PASSPHRASE_FILE, START, folder

_OPENED = "opened"
_LOOK_EVERY_S = 15.0
_used = threading.Event()
_last_s = now_awake_or_asleep_s()
_when_admitted: list[Callable[[HttpRequest], object]] = []
_when_closed: list[Callable[[], object]] = []


def follow(admitted: Callable[[HttpRequest], object], closed: Callable[[], object]) -> None:
    """Call `admitted` whenever a browser is let in, and `closed` when the store was locked."""
    _when_admitted.append(admitted)
    _when_closed.append(closed)


_start = os.environ.pop(START, "")


def at_start() -> None:
    """Open the store if a passphrase file was named, and begin to look at the clock."""
    named = os.environ.get(PASSPHRASE_FILE)
    if named:
        opening.open_store(folder().path, read_passphrase(Path(named)))
        connections.close_all()  # this thread answers no page: a connection of its own would only hold the file
    threading.Thread(target=_watch, name="idle lock", daemon=True).start()


def admit(request: HttpRequest) -> None:
    """The browser that asks has shown that it may look: until the store is locked."""
    request.session.cycle_key()
    request.session[_OPENED] = lock.current().generation
    touch()
    for each in _when_admitted:
        each(request)


def is_admitted(request: HttpRequest) -> bool:
    """Whether the store is open, and this browser or phone may look; of many records, whether it names one."""
    if holds_many():
        return acting() is not None
    unlocked = lock.open_now()
    if unlocked is None:
        return False
    if devices.came_by_phone(request):
        return devices.device_of(request) is not None
    return bool(request.session.get(_OPENED) == unlocked.generation)


def admit_by_link(request: HttpRequest, token: str) -> bool:
    """Let the browser in that the command itself opened: its link holds a token that works once."""
    wanted = _start
    if not wanted or _used.is_set() or lock.open_now() is None or not hmac.compare_digest(wanted, token):
        return False
    _used.set()
    admit(request)
    return True


def close() -> None:
    """Lock: the key is dropped, the worker ends, every browser has to open anew.

    The key goes first: whoever would begin something now finds the store locked.
    """
    lock.lock()
    cache.clear()  # the sessions, and what they held
    for each in _when_closed:
        try:
            each()
        except Exception as problem:  # noqa: BLE001  the others are called all the same; it is locked already
            print(f"speciosa: a fault of speciosa itself ({place_of(problem)})", file=sys.stderr)  # noqa: T201


def touch() -> None:
    """Somebody is there."""
    global _last_s  # noqa: PLW0603  one app, one clock
    _last_s = now_awake_or_asleep_s()


def _watch() -> None:
    """Lock after the person's own number of idle minutes."""
    from django.db import connection  # noqa: PLC0415

    while True:
        time.sleep(_LOOK_EVERY_S)
        try:
            _lock_if_idle()
        except Exception:  # noqa: BLE001, S112  locked just now, or the database is busy: look again later
            continue
        finally:
            connection.close()


def _lock_if_idle() -> None:
    if lock.open_now() is None:
        return
    idle_min = float(details.setting(entries.own_record(), "idle_min"))
    if idle_min and now_awake_or_asleep_s() - _last_s > 60 * idle_min:
        close()
