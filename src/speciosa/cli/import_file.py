"""`speciosa import`: another app's file into a diary folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, machine_zone
from speciosa.cli.terminal import progress, say, say_reading


def import_(
    file: Path,
    /,
    *,
    out: Path,
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
        The diary folder. It is made if it is not there.
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
    from speciosa.knowledge import load_knowledge
    from speciosa.record import import_file
    from speciosa.values.json_form import dump

    zone_name, whose = _zone(time_zone, out)
    with progress("Reading the file ...") as show:
        receipt = import_file(
            file,
            out,
            load_knowledge(),
            zone_name=zone_name,
            now_s=instant(now),
            format_name=format,
            mapping=map,
            progress=show,
        )
    if json:
        print(dump(receipt), end="")
        return
    say(f"{receipt.title[0].upper()}{receipt.title[1:]}. Times without a zone were read as {zone_name} ({whose}).")
    say_reading(receipt.reading)
    corrected = f", {receipt.corrected:,} corrected" if receipt.corrected else ""
    say(
        f"{receipt.entries:,} new entries{corrected} in {out / 'diary.csv'}",
        f"Next: speciosa report {out} --out {out}-report",
    )


def _zone(asked: str, out: Path) -> tuple[str, str]:
    """The zone for bare times, and where it came from."""
    from speciosa.record.person_file import known_zone, read_person

    if asked:
        return known_zone(asked, "--time-zone"), "as you said"
    person, _ = read_person(out)
    if person.time_zone:
        return person.time_zone, "from person.toml"
    return machine_zone(), "this machine's; now written to person.toml"
