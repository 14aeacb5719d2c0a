"""An exported trail: one ZIP with the steps as JSON Lines and as CSV, the ends of the chains, and a sheet to sign.

trail.jsonl   every step, one a line, chain by chain
trail.csv     the same for a spreadsheet; a text that one would run as a formula has an apostrophe in front
heads.json    the ends of the chains, and one hash over them
heads.txt     the same to print, sign and keep elsewhere
README.txt    what this is, and how to check it without this program
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

from speciosa.record import formula_guard
from speciosa.study.trail_step import BEGINNING, NAMES, Head, Step, as_row, heads_digest
from speciosa.values.timeline import format_moment

STEPS, TABLE, HEADS, SHEET, READ_ME = "trail.jsonl", "trail.csv", "heads.json", "heads.txt", "README.txt"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same steps make the same bytes
_README = """\
This is the trail of a study: who did what, when, what stood there before, what after, and why.

Each line of trail.jsonl is one step of a chain. "digest" is the SHA-256 of this JSON array, as UTF-8 without spaces:
[previous, chain, number, at_s, actor, role, action, subject, old, new, reason]
"previous" is the digest of the step before it in its chain, 64 zeros for the first. Who changes, drops or swaps a step
has to make each later digest anew, and the end of the chain is then another one than in heads.json.
The hash over all ends is the SHA-256 of the sorted array [[chain, length, digest], ...], written in the same way.

Check it with:  speciosa study trail --verify THIS.zip
Compare it with an earlier list of ends:  speciosa study trail --verify THIS.zip --heads EARLIER.zip
"""


def write_export(file: IO[bytes], chains: Iterable[tuple[str, Iterable[Step]]], *, about: str, made_s: int) -> str:
    """Write a trail into a ZIP: the hash over the ends of its chains.

    Parameters
    ----------
    chains : name and steps of each. about: whose trail it is. made_s: when, UTC seconds.
    """
    heads: list[Head] = []
    table = io.StringIO(newline="")
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(("time", *NAMES))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        with made.open(zipfile.ZipInfo(STEPS, _STAMP), "w", force_zip64=True) as lines:
            for name, steps in chains:
                last = Head(name, 0, BEGINNING)
                for step in steps:
                    lines.write(f"{json.dumps(asdict(step), ensure_ascii=False)}\n".encode())
                    rows.writerow(cells(step))
                    last = Head(name, step.number, step.digest)
                heads.append(last)
        document = _heads_document(heads, about, made_s)
        said = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        for part, text in (
            (TABLE, table.getvalue()), (HEADS, said), (SHEET, _sheet(document)), (READ_ME, _README),
        ):  # fmt: skip
            made.writestr(zipfile.ZipInfo(part, _STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return str(document["digest"])


def cells(step: Step) -> list[str]:
    """A step as the cells of its row in the CSV: the time for a person first."""
    return [format_moment(step.at_s, 0), *(formula_guard.guarded(str(each)) for each in as_row(step))]


def _heads_document(heads: list[Head], about: str, made_s: int) -> dict[str, Any]:
    return {
        "schema": 1, "about": about, "made": format_moment(made_s, 0), "steps": sum(each.length for each in heads),
        "chains": sorted(heads), "digest": heads_digest(heads),
    }  # fmt: skip


def _sheet(document: dict[str, Any]) -> str:
    made = f"Made {document['made']}, {document['steps']} steps in {len(document['chains'])} chains"
    lines = [
        f"Ends of the trail: {document['about']}", made, "",
        "Hash over all ends (SHA-256):", f"  {document['digest']}", "",
        *(f"{length:>9}  {digest}  {chain}" for chain, length, digest in document["chains"]), "",
        "I have compared this sheet with the server's page and keep it where the server's administrators can't reach.",
        "", "Name: ______________________________   Date: ______________   Signature: ______________________________",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
