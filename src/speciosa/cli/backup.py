"""`speciosa backup`: one file that holds the whole encrypted store, opened again before it counts."""

from __future__ import annotations

from pathlib import Path

from speciosa.cli.asked import instant
from speciosa.cli.store_asked import open_store, store_meant
from speciosa.cli.terminal import progress, say


def backup(
    place: Path | None = None,
    /,
    *,
    store: Path | None = None,
    to: Path | None = None,
    passphrase_file: Path | None = None,
    now: str = "",
) -> None:
    """Back up the encrypted store into one file, and open that file again to be sure of it.

    The app may be open meanwhile. Older backups are thinned out: days, weeks, months.

    Example: speciosa backup
    Example: speciosa backup --to /media/stick

    Parameters
    ----------
    place
        The store's folder. Without it: the usual place of this machine.
    store
        The same, as an option.
    to
        Another folder for the backup: another disk, best of all. Without it: backups, inside the store.
    passphrase_file
        A file with the store's passphrase, for scripts. Without it: you are asked.
    now
        Date it at this time. Without it: now.
    """
    path, now_s = store_meant(place, store), instant(now)
    open_store(path, passphrase_file)
    from speciosa.store.backup import make_backup
    from speciosa.store.backup_erasing import erase_from_known_backups
    from speciosa.store.entries import own_record

    with progress("Backing up ...") as show:
        made = make_backup(path, now_s=now_s, to=to, progress=show)
        waiting = erase_from_known_backups(own_record(), path)
    holds = f"{made.manifest.entries:,} entries, {made.manifest.photos:,} photos"
    say(f"Your backup: {made.path}", f"It was opened again, and holds all of your store: {holds}.")
    if made.removed:
        say(f"Older backups that were let go: {len(made.removed)}.")
    for each in waiting.unreached:
        say(f"Not reached, and still with what you erased: {each}. Back up again when it is there.")
    if to is None:
        say("It lies on the same disk as your store. For a disk that breaks: speciosa backup --to ANOTHER-DISK")
    say(f"To get it back: speciosa restore {made.path} --store FOLDER. It needs the passphrase of today.")
