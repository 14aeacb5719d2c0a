"""`speciosa export nonmem`: doses, blood levels and scores for a pharmacometrician."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant, refuse_if_nothing_was_read
from speciosa.cli.leaving import refuse_to_write_over, say_what_leaves, write_all
from speciosa.cli.opened import NOT_KEPT, opened
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress

if TYPE_CHECKING:
    from speciosa.report import Wording, open_files

_HEADS = (
    (
        b"ID,TIME,EVID,AMT,CMT,DV,MDV,RATE,ADDL,II,DVID,AMTU,MGAMT,HMG,GRAMS,BASIS,UNSAID,PRODUCT,BATCH,FED,WHY,"
        b"TPREC,AGE,SEX,WT,YMD,CLOCK,TZMIN\n"
    ),
)
_DICTIONARY_HEADS = (b"column,value,meaning,unit\nID,,the one person of this file,\n",)
"""Whole first lines: everybody's data sets for NONMEM begin with ID and TIME."""


def nonmem(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    out: Path,
    json: Annotated[bool, Parameter(negative=())] = False,
    language: str = "en",
    now: str = "",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write doses, blood levels and scores as a NONMEM data set, with a dictionary of its numbers beside it.

    speciosa pk simulate reads it; f = "MGAMT" in the model counts every dose in mg mitragynine.

    Example: speciosa export nonmem my-diary --out nonmem.csv

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    kept
        An encrypted store in place of a diary.
    out
        The CSV to write; its dictionary is FILE.dictionary.csv. Or a ZIP for both. An
        earlier data set there is replaced; nothing else is written over.
    json
        Print what is in it as one JSON document instead.
    language
        Language of the summary: en or de.
    now
        Up to this time, like 2026-03-01T08:05+01:00. Without it: now.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import open_files, wording

    words, knowledge, now_s = wording(language), load_knowledge(), instant(now)
    beside = out.with_suffix(".dictionary.csv")
    refuse_to_write_over(out, suffixes=(".csv", ".zip"), example="nonmem.csv", heads=_HEADS)
    if out.suffix.lower() == ".csv":
        refuse_to_write_over(beside, suffixes=(".csv",), example="nonmem.csv", heads=_DICTIONARY_HEADS)
    read = opened(diary, kept, knowledge, now_s=now_s, strict=strict).diary
    refuse_if_nothing_was_read(read)
    with progress("Writing ..."):
        made = open_files.nonmem_file(read.as_of(now_s), knowledge)
        write_all(_files(made, out, beside))
    if json:
        from speciosa.values.json_form import SCHEMA, dump

        print(dump({"schema": SCHEMA, "read": read.reading, "file": str(out), "doses": made.doses,
                    "doses_without_amount": made.unsaid, "observations": made.observations,
                    "left_out": made.left_out}), end="")  # fmt: skip
        return
    lies = words.say("A NONMEM data set: {place}", place=str(out))
    key = words.say("What its numbers mean: {place}", place=beside.name if beside in _files(made, out, beside) else
                    words.say("the dictionary in the ZIP"))  # fmt: skip
    say_what_leaves(words, read, made=[lies, key], holds=_holds(words, made), stays=_stays(words, made))


def _files(made: open_files.NonmemFile, out: Path, beside: Path) -> dict[Path, bytes]:
    from speciosa.record import packed_diary

    if out.suffix.lower() == ".zip":
        inside = {"nonmem.csv": made.table, "nonmem.dictionary.csv": made.dictionary}
        return {out: packed_diary.zipped(inside)}
    return {out: made.table, beside: made.dictionary}


def _holds(words: Wording, made: open_files.NonmemFile) -> list[str]:
    lines = [words.say("doses of kratom and 7-OH with an amount: {count}", count=f"{made.doses:,}")]
    if made.unsaid:
        lines.append(words.say("such doses without one, each with the reason: {count}", count=f"{made.unsaid:,}"))
    lines.append(words.say("scores and blood levels: {count}", count=f"{made.observations:,}"))
    lines.append(words.say("the names of your products and scores, in the dictionary; age, sex and weight if you said "
                           "them"))  # fmt: skip
    return lines


def _stays(words: Wording, made: open_files.NonmemFile) -> list[str]:
    if not made.left_out:
        return [words.say("notes and photos")]
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in made.left_out.items())
    told = words.say("entries for which this form has no row: {kinds}", kinds=kinds)
    return [told, words.say("notes and photos")]
