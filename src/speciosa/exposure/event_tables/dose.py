"""A dose record in numbers: how much goes where, when, and how fast."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.event_tables.compartments import MAY_BE_ZERO
from speciosa.exposure.event_tables.event_rules import LONGEST_H, is_dose
from speciosa.exposure.event_tables.event_table import EventTable
from speciosa.exposure.event_tables.model_file import EventModel
from speciosa.exposure.event_tables.steady_state import TICK_H
from speciosa.values.errors import EntryError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose record, with the bioavailability, lag, rate and duration of its own row.

    Parameters
    ----------
    at : place of the compartment, 0, 1, ...
    amount : what reaches it, F AMT.
    lag_h : hours until it begins.
    duration_h : of an infusion, h; 0 for a bolus, infinite for a constant infusion, which ends at its record.
    rate : amount/h of an infusion; 0 for a bolus.
    ii_h : hours from dose to dose.
    more : how many additional doses follow.
    steady : NONMEM's SS: 1 forgets what was there before, 2 adds to it; 3 is 1 where kinetics are linear.
    """

    at: int
    amount: float
    lag_h: float = 0.0
    duration_h: float = 0.0
    rate: float = 0.0
    ii_h: float = 0.0
    more: int = 0
    steady: int = 0

    @property
    def is_constant(self) -> bool:
        """An infusion that has run forever and ends at its record."""
        return math.isinf(self.duration_h)

    @property
    def forgets(self) -> bool:
        """Whether amounts, running infusions and doses to come are dropped at its record."""
        return self.steady in (1, 3)


def doses_of(table: EventTable, rows: range, model: EventModel, columns: Mapping[str, Floats]) -> dict[int, Dose]:
    """The doses among these rows, by row.

    Parameters
    ----------
    table : the records.
    rows : of one person; they break no rule.
    model : where bioavailability, lag, rate and duration come from.
    columns : the columns that the model names, each [row].

    Raises
    ------
    EntryError : the compartment does not exist, or a parameter of the dose is missing or impossible.
    """
    names = list(table.numbers)
    doses = {}
    for row in (rows.start + np.flatnonzero(is_dose(table.numbers["EVID"][rows.start : rows.stop]))).tolist():
        item = {name: float(table.numbers[name][row]) for name in names}
        try:
            doses[row] = _dose(item, row, model, columns)
        except EntryError as problem:
            raise problem.at(table.where(row)) from None
    return doses


def _dose(item: Mapping[str, float], row: int, model: EventModel, columns: Mapping[str, Floats]) -> Dose:
    cmt = int(item["CMT"]) or 1
    if cmt > len(model.structure.dosable):
        raise EntryError(f"there is no compartment {cmt} for a dose", why=model.structure.numbered, todo="correct CMT")

    def parameter(what: str, default: float | None) -> float:
        found = model.for_dose(what, cmt)
        if found is None:
            if default is None:
                code = {"rate": "-1", "dur": "-2"}[what]
                what_is = f"RATE is {code}, and the model gives no {what} for compartment {cmt}"
                raise EntryError(what_is, todo=f"write {what} or {what[0]}{cmt} in the model")
            return default
        name, said = found
        if not isinstance(said, str):
            return said
        value = float(columns[said][row])
        refuse_impossible(name, said, value, may_be_zero=what in MAY_BE_ZERO)
        return value

    amount = parameter("f", 1.0) * item["AMT"]
    rate, duration = item["RATE"], 0.0 if "DUR" in columns else item["DUR"]
    if rate == -1:
        rate = parameter("rate", None)
    elif rate == -2:
        duration, rate = parameter("dur", duration or None), 0.0
    if rate > 0:
        duration = amount / rate if item["AMT"] else math.inf
    if duration <= TICK_H:
        duration = 0.0
    elif not math.isinf(duration):
        rate = amount / duration
    lag = parameter("alag", 0.0)
    if lag > LONGEST_H or (item["AMT"] and duration > LONGEST_H):
        what = "the lag or the infusion takes more than a hundred thousand years"
        raise EntryError(what, todo="look at AMT, RATE and the model")
    return Dose(
        at=cmt - 1, amount=amount, lag_h=lag, duration_h=duration, rate=rate if duration else 0.0,
        ii_h=item["II"], more=int(item["ADDL"]), steady=int(item["SS"]),
    )  # fmt: skip


def refuse_impossible(name: str, column: str, value: float, *, may_be_zero: bool) -> None:
    """Refuse a parameter from a cell that cannot be one.

    Raises
    ------
    EntryError : missing (NaN), no number (infinite), below zero, or zero where that means nothing.
    """
    if math.isnan(value):
        raise EntryError(f"{column} ({name}) is missing", todo="fill it")
    if math.isinf(value):
        raise EntryError(f"{column} ({name}) is not a number", todo="correct the cell")
    if value < 0 or (value == 0 and not may_be_zero):
        raise EntryError(
            f"{column} ({name}) is not {'zero or more' if may_be_zero else 'above zero'}", todo="correct it"
        )
