"""Event table and model in, concentrations out: `speciosa pk simulate` without its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.event_tables import event_rules
from speciosa.exposure.event_tables.advance import walk
from speciosa.exposure.event_tables.compartments import MAY_BE_ZERO, Compartments, assemble
from speciosa.exposure.event_tables.dose import doses_of, refuse_impossible
from speciosa.exposure.event_tables.event_rules import OBSERVATION
from speciosa.exposure.event_tables.event_table import EventTable
from speciosa.exposure.event_tables.model_file import EventModel
from speciosa.exposure.event_tables.regimen import regimen_of
from speciosa.values.errors import EntryError, SpeciosaError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedEvents:
    """What each observation record (EVID 0) should have shown.

    Parameters
    ----------
    outputs : ``CONC``, then ``METABOLITE`` and ``CE`` where the model has them.
    rows : [answer], rows of the event table, in its order.
    values : [answer, output], amount unit per volume unit (mg and L: mg/L).
    persons : how many were computed.
    refused : why a person was not, by person.
    notices : what looks like a slip in table or model.
    """

    outputs: tuple[str, ...]
    rows: NDArray[np.int64]
    values: Floats
    persons: int
    refused: Mapping[int, SpeciosaError]
    notices: tuple[str, ...]

    def to_csv(self, table: EventTable) -> str:
        """OUT.csv: ID as written, TIME, and a column an output, to 10 significant digits.

        Parameters
        ----------
        table : the one that was simulated, where ID and TIME stand.
        """
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\n").writerow
        write(["ID", "TIME", *self.outputs])
        time_h = table.numbers["TIME"]
        for row, values in zip(self.rows.tolist(), self.values.tolist(), strict=True):
            write([table.id[row], f"{time_h[row]:.15g}", *(f"{value:.10g}" for value in values)])
        return out.getvalue()


def simulate_events(
    table: EventTable, model: EventModel, *, progress: Callable[[int], None] = lambda _rows: None
) -> SimulatedEvents:
    r"""Concentrations at the observation records of an event table.

    Parameters
    ----------
    table : the records; TIME in h.
    model : its compartments and parameters.
    progress : called with the number of rows done so far.

    Raises
    ------
    EntryError : the model names a column that the table lacks. What is wrong with one person's records
        or parameters is in `refused`, and the others are computed.

    *Valid when* kinetics are linear and a person's clearances, volumes and rate constants do not change.

    Examples
    --------
    >>> from speciosa.exposure.event_tables.event_table import read_event_table
    >>> from speciosa.exposure.event_tables.model_file import read_model
    >>> table = read_event_table("ID,TIME,AMT,EVID\n1,0,100,1\n1,0,.,0\n1,5,.,0\n")
    >>> model = read_model('[model]\nstructure = "1cmt"\n[parameters]\ncl = 10\nv = 50\n')
    >>> simulate_events(table, model).values.round(6).tolist()
    [[2.0], [0.735759]]
    """
    for column, name in model.columns().items():
        if column not in table.numbers and column not in table.texts:
            raise EntryError(f"the event table has no column {column} ({name})", todo="add it, or correct the model")
    columns = {column: table.parameter(column) for column in model.columns()}
    refused: dict[int, SpeciosaError] = dict(table.refused)
    bodies: dict[tuple[float, ...], Compartments] = {}
    rows: list[NDArray[np.int64]] = []
    values: list[Floats] = []
    for person in range(table.persons):
        if person in refused:
            continue
        try:
            observed, found = _one_person(table, person, model, columns, bodies)
        except EntryError as problem:
            refused[person] = problem if problem.where else problem.at(table.where(table.rows(person).start))
            continue
        rows.append(observed)
        values.append(found)
        progress(table.rows(person).stop)
    outputs = model.structure.outputs(with_effect_site="ke0" in model.disposition)
    return SimulatedEvents(
        outputs,
        np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64),
        np.concatenate(values) if values else np.zeros((0, len(outputs))),
        len(rows),
        dict(sorted(refused.items())),
        (*table.notices, *model.notices, *_slips(table, model)),
    )


def _one_person(
    table: EventTable,
    person: int,
    model: EventModel,
    columns: Mapping[str, Floats],
    bodies: dict[tuple[float, ...], Compartments],
) -> tuple[NDArray[np.int64], Floats]:
    """One person's observation rows and outputs; `bodies` keeps the matrices that were assembled already."""
    parameters = _disposition(table, person, model, columns)
    key = tuple(parameters.values())
    if key not in bodies:
        bodies[key] = assemble(model.structure, parameters)
    body = bodies[key]
    regimen = regimen_of(table, person, doses_of(table, table.rows(person), model, columns), body.rates_per_h)
    events = regimen.time_h, regimen.kind, regimen.at, regimen.value
    with np.errstate(over="ignore", invalid="ignore"):
        values = walk(body.rates_per_h, *events, len(regimen.observed)) @ body.read_out.T
    if not np.isfinite(values).all():
        raise EntryError("the result is beyond all bounds", todo="look at AMT and the parameters")
    return regimen.observed, values


def _disposition(table: EventTable, person: int, model: EventModel, columns: Mapping[str, Floats]) -> dict[str, float]:
    """The person's clearances, volumes and rate constants."""
    rows = table.rows(person)
    found: dict[str, float] = {}
    for name, said in model.disposition.items():
        if not isinstance(said, str):
            found[name] = said
            continue
        cells = columns[said][rows.start : rows.stop]
        given = np.flatnonzero(~np.isnan(cells))
        first = int(given[0]) if len(given) else 0
        changed = given[cells[given] != cells[first]]
        try:
            refuse_impossible(name, said, float(cells[first]), may_be_zero=name in MAY_BE_ZERO)
        except EntryError as problem:
            raise problem.at(table.where(rows.start + first)) from None
        if len(changed):
            where = table.where(rows.start + int(changed[0]))
            raise EntryError(f"{said} ({name}) changes within this ID", where=where, todo="give each ID one value")
        found[name] = float(cells[first])
    return found


def _slips(table: EventTable, model: EventModel) -> list[str]:
    """What the table does not ask for, though it may have meant to."""
    notices = []
    if len(table) and not event_rules.is_dose(table.numbers["EVID"]).any():
        notices.append("no record is a dose (an AMT, or EVID 1 or 4), so every concentration is 0")
    if len(table) and (table.numbers["EVID"] != OBSERVATION).all():
        notices.append("no record is an observation (EVID 0), so there is nothing to compute")
    for what, code in (("rate", -1), ("dur", -2)):
        letter = what[0]
        named = [name for name in model.dosing if name.rstrip("0123456789") in {what, letter}]
        if named and len(table) and not (table.numbers["RATE"] == code).any():
            notices.append(f"{named[0]} is in the model, and no record asks for it with RATE {code}")
    return notices
