"""`speciosa restore`: a store out of a backup; the present one is put aside, never lost."""

from __future__ import annotations

from pathlib import Path

from speciosa.cli.asked import instant
from speciosa.cli.store_asked import default_store, secret_said
from speciosa.cli.terminal import progress, say


def restore(
    backup: Path,
    /,
    *,
    store: Path | None = None,
    passphrase_file: Path | None = None,
    recovery_code_file: Path | None = None,
    now: str = "",
) -> None:
    """Restore the encrypted store from a backup. A store that is there is put aside, never lost.

    Close the app first. What you erased since the backup stays erased.

    Example: speciosa restore speciosa-2026-03-01T080500Z.backup

    Parameters
    ----------
    backup
        The backup's file.
    store
        The store's folder, or a new one. Without it: the usual place of this machine.
    passphrase_file
        A file with the passphrase that the store had when it was backed up. Without it: you are asked.
    recovery_code_file
        A file with the recovery code, in place of the passphrase.
    now
        Name what is put aside by this time. Without it: now.
    """
    path, now_s = store or default_store(), instant(now)
    from speciosa.store.backup_file import read_manifest
    from speciosa.store.restoring import restore as restore_store

    read_manifest(backup)  # a wrong file is said before anybody types a passphrase
    secret = secret_said(passphrase_file, recovery_code_file)
    with progress("Restoring ...") as show:
        done = restore_store(backup, path, secret, now_s=now_s, progress=show)
    holds = f"{done.manifest.entries:,} entries, {done.manifest.photos:,} photos"
    say(f"Restored: {path}. Every row was checked: {holds}.")
    if done.erased_again:
        say(f"Erased since the backup, and erased again: {done.erased_again:,}.")
    if done.aside is not None:
        say(f"What was here before lies in {done.aside}. Remove it when you are sure that you don't need it.")
    if done.may_return:
        say("It could not be opened, so what you erased since the backup may be here again. Please look.")
    for each in (*done.backups.unreached, *done.backups.unopened):
        say(f"Not reached, and perhaps still with what you erased: {each}.")
