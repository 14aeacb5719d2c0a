"""`speciosa import`: another app's file into a diary folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, machine_zone
from speciosa.cli.opened import NOT_KEPT
from speciosa.cli.store_asked import Kept, open_store
from speciosa.cli.terminal import progress, say, say_reading
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.importing import Receipt


def import_(
    file: Path,
    /,
    *,
    out: Path | None = None,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    format: str = "",  # noqa: A002  (the contract's word)
    time_zone: str = "",
    map: Path | None = None,  # noqa: A002  (the contract's word)
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
) -> None:
    """Add another app's export to a diary folder, with a receipt for every row.

    Importing the same file twice changes nothing.

    Example: speciosa import backup.daylio --out my-diary
    Example: speciosa import pain.csv --out my-diary --time-zone Europe/Berlin --map pain.toml

    Parameters
    ----------
    file
        The other app's file.
    out
        The diary folder. It is made if it is not there. Or name a store.
    kept
        An encrypted store in place of a diary.
    format
        The kind of file, if it is not recognised. A wrong word lists those that are known.
    time_zone
        Zone of times without one, like Europe/Berlin. Without it: the folder's, else this machine's.
    map
        A TOML file that says what the columns of a CSV mean.
    json
        Print the receipt as one JSON document.
    now
        Import as of this time. Without it: now.
    """
    from speciosa.values.json_form import dump

    if (out is None) == (kept.store is None):
        todo = "name a diary folder with --out, or an encrypted store with --store"
        raise EntryError("the place for the entries is not named, or named twice", where="--out", todo=todo)
    now_s = instant(now)
    if out is not None:
        zone_name, whose = _zone(time_zone, out)
        receipt = _into_folder(file, out, zone_name, now_s, format, map)
    else:
        receipt, whose = _into_store(file, kept, time_zone, now_s, format, map)
        zone_name = receipt.time_zone
    if json:
        print(dump(receipt), end="")
        return
    say(f"{receipt.title[0].upper()}{receipt.title[1:]}. Times without a zone were read as {zone_name} ({whose}).")
    say_reading(receipt.reading)
    corrected = f", {receipt.corrected:,} corrected" if receipt.corrected else ""
    place, named = (
        (out / "diary.csv", f"{out} --out {out}-report") if out else (kept.store, f"--store {kept.store} --out DIR")
    )
    say(f"{receipt.entries:,} new entries{corrected} in {place}", f"Next: speciosa report {named}")


def _into_folder(file: Path, out: Path, zone_name: str, now_s: int, form: str, mapping: Path | None) -> Receipt:
    from speciosa.knowledge import load_knowledge
    from speciosa.record import import_file

    with progress("Reading the file ...") as show:
        return import_file(
            file, out, load_knowledge(), zone_name=zone_name, now_s=now_s, format_name=form, mapping=mapping,
            progress=show,
        )  # fmt: skip


def _into_store(file: Path, kept: Kept, asked: str, now_s: int, form: str, mapping: Path | None) -> tuple[Receipt, str]:
    """The receipt, and where the zone for bare times came from."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record.person_file import known_zone

    assert kept.store is not None  # the caller saw to it
    record = open_store(kept.store, kept.passphrase_file)
    from speciosa.store.details import person_of
    from speciosa.store.importing import import_into

    theirs = person_of(record).time_zone
    if asked:
        zone_name, whose = known_zone(asked, "--time-zone"), "as you said"
    else:
        zone_name, whose = (theirs, "your own") if theirs else (machine_zone(), "this machine's; now kept as yours")
    with progress("Reading the file ...") as show:
        receipt = import_into(
            record, file, load_knowledge(), zone_name=zone_name, now_s=now_s, format_name=form, mapping=mapping,
            progress=show,
        )  # fmt: skip
    return receipt, whose


def _zone(asked: str, out: Path) -> tuple[str, str]:
    """The zone for bare times, and where it came from."""
    from speciosa.record.person_file import known_zone, read_person

    if asked:
        return known_zone(asked, "--time-zone"), "as you said"
    person, _ = read_person(out)
    if person.time_zone:
        return person.time_zone, "from person.toml"
    return machine_zone(), "this machine's; now written to person.toml"
