"""`speciosa verify`: is the encrypted store whole, and are its backups? Nothing is changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.store_asked import refuse_if_no_store, secret_said, store_meant
from speciosa.cli.terminal import progress, say
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.secret import Secret
    from speciosa.store.verifying import LookedAt, Verified


def verify(
    place: Path | None = None,
    /,
    *,
    store: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    passphrase_file: Path | None = None,
    recovery_code_file: Path | None = None,
) -> None:
    """Check the encrypted store and its backups: every page, every row, every backup opened.

    Leaves with status 2 when something is damaged, and names the newest good backup.

    Example: speciosa verify

    Parameters
    ----------
    place
        The store's folder. Without it: the usual place of this machine.
    store
        The same, as an option.
    json
        Print one JSON document instead.
    passphrase_file
        A file with the store's passphrase, for scripts. Without it: you are asked.
    recovery_code_file
        A file with the recovery code, in place of the passphrase.
    """
    path = store_meant(place, store)
    refuse_if_no_store(path)
    from speciosa.store.verifying import verify as verify_store

    secret = secret_said(passphrase_file, recovery_code_file)
    with progress("Checking ...", "backups") as show:
        found = verify_store(path, _key(path, secret), secret=secret, progress=show)
    if json:
        _print_json(found, path)
    else:
        _say(found, path)
    if not found.is_whole:
        what = found.damage[0] if found.damage else "a backup is damaged"
        raise EntryError(what, where=path.name, todo=_todo(found, path))


def _key(path: Path, secret: Secret) -> bytes | None:
    """The data key; None where the key file is damaged, which is a finding.

    Raises
    ------
    EntryError : these are not the words of this store.
    """
    from speciosa.store.key_change import settled_key
    from speciosa.store.key_file import WrongWordsError

    try:
        return settled_key(path, secret.opens)
    except WrongWordsError:
        raise
    except EntryError:
        return None


def _say(found: Verified, path: Path) -> None:
    if found.damage:
        say(f"Damaged: {path}", *(f"  - {each}" for each in found.damage))
    else:
        say(f"Whole: {path}. Every page and every row was checked.")
    for note in found.notes:
        say(f"  Note: {note}")
    if not found.backups:
        say("No backup was found. Make one with: speciosa backup")
    for each in found.backups:
        say(f"  {each.path.name}: {_state(each)}")
    for folder in found.unreached:
        say(f"  Not looked at, because it is not there now: {folder}")


def _state(looked: LookedAt) -> str:
    if looked.why or looked.manifest is None:
        return f"not good: {looked.why}"
    return f"good, {looked.manifest.entries:,} entries, {looked.manifest.photos:,} photos"


def _todo(found: Verified, path: Path) -> str:
    """What to do: the command that brings the newest good backup back, or a new backup where the store is whole."""
    if not found.damage:
        return "move it away, and make a new one with: speciosa backup"
    if found.newest_good is None:
        return "no good backup was found here; look on your other disks, and keep this folder as it is"
    return f"restore the newest good backup with: {_command(found.newest_good, path)}"


def _command(looked: LookedAt, path: Path) -> str:
    import shlex

    return f"speciosa restore {shlex.quote(str(looked.path))} --store {shlex.quote(str(path))}"


def _print_json(found: Verified, path: Path) -> None:
    from speciosa.values.json_form import SCHEMA, dump
    from speciosa.values.timeline import format_moment

    best = found.newest_good
    document = {
        "schema": SCHEMA, "read": {}, "whole": found.is_whole, "damage": found.damage, "notes": found.notes,
        "backups": [
            {"file": str(each.path), "good": not each.why, "why": each.why or None,
             "made": format_moment(each.manifest.made_s, 0) if each.manifest else None,
             "entries": each.manifest.entries if each.manifest else None,
             "photos": each.manifest.photos if each.manifest else None}
            for each in found.backups
        ],
        "unreached": [str(each) for each in found.unreached],
        "newest_good": str(best.path) if best else None,
        "restore": _command(best, path) if best else None,
    }  # fmt: skip
    print(dump(document), end="")
