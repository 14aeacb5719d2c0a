"""`speciosa pk`: the exposure kernel for pharmacometricians."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

from cyclopts import App, Parameter

from speciosa.cli.terminal import progress, say
from speciosa.values.errors import EntryError, SpeciosaError

Read = TypeVar("Read")

pk = App(
    name="pk",
    help="""Simulate concentrations from NONMEM-style events.

    Example: speciosa pk simulate --events events.csv --model model.toml --out out.csv
    """,
)


_SIMULATE = """Compute the concentration at every observation of an event table.

Example: speciosa pk simulate --events events.csv --model model.toml --out out.csv

The event table is CSV with a header, columns in any order:
  TIME  h; the only column that is needed
  ID    a person; without it the table is one person's
  EVID  0 observation, 1 dose, 2 other, 3 reset, 4 reset and dose
  AMT   amount of a dose
  CMT   compartment of a dose; 0: the first
  RATE  amount/h; 0 bolus, -1 the model's rate, -2 the model's duration
  DUR   h, instead of RATE
  ADDL  how many further doses
  II    h from dose to dose
  SS    steady state: 0 no, 1 yes, 2 added to what is there
DV and MDV are not used. Any other column can hold a parameter.

The model is TOML: [model] with structure = "2cmt_oral", [parameters] with
cl, v, q, v2, ka, f, alag, ke0, ... each a number or a column's name.
Structures: 1cmt, 2cmt, 3cmt; each with _oral; 1cmt_oral_metabolite,
2cmt_oral_metabolite.

The result has a row an observation: ID, TIME, CONC, and METABOLITE and
CE (effect site) where the model has them.
"""


@pk.command(help=_SIMULATE)
def simulate(
    *,
    events: Path,
    model: Path,
    out: Path,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Compute the concentration at every observation of an event table.

    Parameters
    ----------
    events
        The event table.
    model
        The model.
    out
        The file to write.
    strict
        Stop at the first ID that cannot be computed. Without it the others are computed.
    """
    from speciosa.exposure import read_event_table, read_model, simulate_events
    from speciosa.record.whole_file import replacing

    if out.resolve() in {events.resolve(), model.resolve()}:
        raise EntryError("this is a file to be read, not one to write", where="--out", todo="name another")
    with progress("Computing ...") as show:
        said = _read(model, read_model)
        table = _read(events, read_event_table)
        found = simulate_events(table, said, progress=show)
        text = found.to_csv(table)
    problems = [problem.at(f"{events.name}, {problem.where}") for problem in found.refused.values()]
    _refuse_if_nothing_was_computed(problems, found.persons, strict=strict)
    with replacing(out) as file:
        file.write(text)
    for problem in problems:
        print(f"speciosa: not computed: {problem}", file=sys.stderr)
    read = f"Read {_count(len(table), 'row')} of {_count(table.persons, 'ID')}"
    say(f"{read}: {found.persons:,} computed, {len(problems):,} refused.")
    say(*(f"  Note: {notice}." for notice in found.notices))
    say(f"{_count(len(found.rows), 'row')} with {', '.join(found.outputs)} in {out}")


def _refuse_if_nothing_was_computed(problems: list[SpeciosaError], computed: int, *, strict: bool) -> None:
    """A table whose every ID was refused is an error, and with `strict` one whose first was; an empty one is not.

    Raises
    ------
    EntryError : that, with the first reason.
    """
    if problems and (strict or (len(problems) == 1 and not computed)):
        raise problems[0]
    if problems and not computed:
        raise EntryError(f"none of the {len(problems):,} IDs could be computed", why=str(problems[0]))


def _read(path: Path, reader: Callable[[str], Read]) -> Read:
    """Read a file, and say in which file it is if something is wrong."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise EntryError("this file is not there", where=str(path), todo="check the name") from None
    except IsADirectoryError:
        raise EntryError("this is a folder, not a file", where=str(path), todo="name the file in it") from None
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    try:
        return reader(data.decode(encoding, errors="surrogateescape" if encoding == "utf-8" else "replace"))
    except SpeciosaError as problem:
        raise problem.at(", ".join(each for each in (path.name, problem.where) if each)) from None


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
