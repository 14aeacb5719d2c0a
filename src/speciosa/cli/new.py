"""`speciosa new`: a template diary."""

from __future__ import annotations

from pathlib import Path

from speciosa.cli.asked import instant, machine_zone
from speciosa.cli.terminal import say


def new(folder: Path, /, *, time_zone: str = "", now: str = "") -> None:
    """Start a diary: a folder with an example line of every kind, to be replaced by your own.

    Example: speciosa new my-diary

    Parameters
    ----------
    folder
        The folder to make. A diary that is there already is left alone.
    time_zone
        Your time zone, like Europe/Berlin. Without it: this machine's.
    now
        Date the example lines at this time. Without it: now.
    """
    from speciosa.record.person_file import known_zone
    from speciosa.record.template import write_template

    zone_name = known_zone(time_zone, "--time-zone") if time_zone else machine_zone()
    write_template(folder, zone_name=zone_name, now_s=instant(now))
    say(
        f"Your diary: {folder / 'diary.csv'}. Open it in a spreadsheet or an editor.",
        "Each line shows one kind of entry. Write your own below, and delete the examples.",
        f"About you (all of it may stay empty): {folder / 'person.toml'}. What you take: {folder / 'products.csv'}.",
        f"Times without an offset are read as {zone_name}.",
        f"Next: speciosa check {folder}",
    )
