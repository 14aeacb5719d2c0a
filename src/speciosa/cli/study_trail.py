"""`speciosa study trail`: is an exported trail whole? Nothing but the file is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from speciosa.cli.terminal import progress, say
from speciosa.values.errors import EntryError


def trail(
    *,
    verify: Path,
    heads: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Check an exported trail, step by step. Leaves with status 2 where one does not fit, and names the first.

    Example: speciosa study trail --verify trail-leaf.zip --heads trail-leaf-march.zip

    Parameters
    ----------
    verify
        The ZIP as the server made it, or the trail.jsonl out of it.
    heads
        An earlier export, or its heads.json: also finds what was cut off or made anew since.
    json
        Print one JSON document instead.
    """
    from speciosa.study.trail_check import check_export
    from speciosa.values.json_form import SCHEMA, dump

    with progress("Checking ..."):
        found = check_export(verify, heads)
    if json:
        misfits = [each._asdict() for each in found.misfits]
        document = {
            "schema": SCHEMA, "read": {}, "whole": not misfits, "chains": found.chains, "steps": found.steps,
            "heads": found.digest, "misfits": misfits, "compared": heads is not None,
        }  # fmt: skip
        print(dump(document), end="")
    elif not found.misfits:
        chains = "1 chain" if found.chains == 1 else f"{found.chains:,} chains"
        say(f"Whole: {found.steps:,} steps in {chains} fit.", f"Hash over all ends: {found.digest}")
        if heads is None:
            say("Compare this hash with the sheet that was signed, or name an earlier export with --heads.")
    if found.misfits:
        first, more = found.misfits[0], len(found.misfits) - 1
        step = f"step {first.number}: " if first.number else ""
        also = f", and {more} more" if more else ""
        raise EntryError(
            f"{step}{first.why}{also}", where=first.chain, todo="compare it with earlier exports and backups"
        )
