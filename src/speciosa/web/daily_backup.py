"""While the app is open and unlocked: a backup a day, and an erasure that was cut short is brought to its end."""

from __future__ import annotations

import sys
import threading
import time

from speciosa.store import lock
from speciosa.store.backup import backups_in, make_backup
from speciosa.store.backup_file import read_manifest
from speciosa.store.entries import newest_key, own_record
from speciosa.store.erasing import finish_erasing
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S
from speciosa.web import chore, served
from speciosa.web.clock import now_s
from speciosa.web.job import place_of

LOOK_EVERY_S = 300.0
_FIRST_LOOK_S = 20.0


def begin() -> None:
    """Look now and then, in a thread of this process, whether a backup is due."""
    threading.Thread(target=_watch, name="daily backup", daemon=True).start()


def last_backup_s(store: StoreFolder) -> int | None:
    """When the newest backup in the store's own folder was made, UTC seconds; None where there is none."""
    made = []
    for each in backups_in(store.backups):
        try:
            made.append(read_manifest(each).made_s)
        except (EntryError, OSError):
            continue
    return max(made, default=None)


def is_due(store: StoreFolder, at_s: int) -> bool:
    """Whether the newest backup is a day old, or dated ahead (the clock went back); an empty record needs none."""
    last = last_backup_s(store)
    return newest_key(own_record()) > 0 and (last is None or not 0 <= at_s - last < DAY_S)


def look_after() -> bool:
    """Finish what an erasure left to do, then make the day's backup if it is due: whether one was made.

    No other piece of work goes on meanwhile; while one does, nothing is done.

    Raises
    ------
    EntryError : there is no room, or the store is damaged.
    """
    with chore.held() as mine:
        if not mine or lock.open_now() is None:
            return False
        finish_erasing(own_record())  # next to nothing where there is nothing to finish
        store = served.folder()
        if not is_due(store, now_s()):
            return False
        make_backup(store.path, now_s=now_s())
        return True


def _watch() -> None:
    from django.db import connections  # noqa: PLC0415

    time.sleep(_FIRST_LOOK_S)  # the first pages come first
    while True:
        try:
            look_after()
        except Exception as problem:  # noqa: BLE001  locked just now, or no room: the page says when the last was made
            if not isinstance(problem, EntryError):
                print(f"speciosa: the daily backup was not made ({place_of(problem)})", file=sys.stderr)  # noqa: T201
        finally:
            connections.close_all()
        time.sleep(LOOK_EVERY_S)
