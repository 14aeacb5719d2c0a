"""What NM-TRAN and PREDPP ask of an event record, as far as no model is needed to say so.

Source: NONMEM Users Guide VI (PREDPP), chapter V; Guide VIII: DOSE EVENT RECORD, SS DOSE EVENT RECORD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from speciosa.values.errors import EntryError

Floats = NDArray[np.float64]

OBSERVATION, DOSE, OTHER, RESET, RESET_DOSE = range(5)
"""What EVID means."""

LONGEST_H = 1e9
"""A hundred thousand years."""
_SHORTEST_II_H = 1e-6

COLUMNS = ("TIME", "AMT", "EVID", "CMT", "II", "ADDL", "RATE", "SS", "DUR")
"""The data items that are read as numbers."""


def is_dose(evid: Floats) -> NDArray[np.bool_]:
    """Which records give a dose: [row]."""
    return np.isin(evid, (DOSE, RESET_DOSE))


def first_broken(
    numbers: Mapping[str, Floats], first: NDArray[np.int64], known: Iterable[tuple[int, EntryError]]
) -> dict[int, tuple[int, EntryError]]:
    """The first record of each person that breaks a rule, and the rule.

    Parameters
    ----------
    numbers : the columns, each [row].
    first : [person + 1], where each person's rows begin.
    known : rows that are known to be wrong already; they come before any rule.
    """
    found: dict[int, tuple[int, EntryError]] = {}

    def note(row: int, problem: EntryError) -> None:
        person = int(np.searchsorted(first, row, side="right")) - 1
        if person not in found or row < found[person][0]:
            found[person] = row, problem

    for row, problem in known:
        note(row, problem)
    for broken, problem in (*_of_any_record(numbers, first), *_of_a_dose(numbers)):
        for at in np.flatnonzero(broken):
            note(int(at), problem)
    return found


def _of_any_record(
    numbers: Mapping[str, Floats], first: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.bool_], EntryError]]:
    evid, time, cmt = numbers["EVID"], numbers["TIME"], numbers["CMT"]
    yield np.abs(time) > LONGEST_H, EntryError("TIME is more than a hundred thousand years away", todo="correct it")
    yield (
        evid >= 100,
        EntryError("this EVID is a code of rxode2's own", todo="write 1 for a dose, 4 for a reset with a dose"),
    )
    yield (
        ~np.isin(evid, range(5)),
        EntryError(
            "EVID is not 0 (observation), 1 (dose), 2 (other), 3 (reset) or 4 (reset and dose)", todo="correct it"
        ),
    )
    goes_back = np.zeros(len(time), dtype=bool)
    goes_back[1:] = (np.diff(time) < 0) & (evid[1:] < RESET)
    goes_back[first[:-1]] = False
    yield (
        goes_back,
        EntryError(
            "TIME goes back", todo="put the records in the order of time, or write EVID 3 or 4 where it starts anew"
        ),
    )
    yield (
        ~is_dose(evid) & (numbers["AMT"] != 0),
        EntryError("a record that is no dose has an AMT", todo="write EVID 1, or AMT 0"),
    )
    yield (
        (evid != OBSERVATION) & ((cmt < 0) | (cmt != np.floor(cmt))),
        EntryError("CMT is not the number of a compartment; none can be turned off here", todo="write 1, 2, ..."),
    )


def _of_a_dose(numbers: Mapping[str, Floats]) -> Iterator[tuple[NDArray[np.bool_], EntryError]]:
    amt, rate, dur = numbers["AMT"], numbers["RATE"], numbers["DUR"]
    ss, ii, addl = numbers["SS"], numbers["II"], numbers["ADDL"]
    dose = is_dose(numbers["EVID"])
    steady = dose & (ss > 0)
    constant = steady & (amt == 0)
    yield dose & (amt < 0), EntryError("AMT is below zero", todo="correct it")
    yield (
        dose & (rate < 0) & ~np.isin(rate, (-1, -2)),
        EntryError(
            "RATE is below zero and neither -1 (the model's rate) nor -2 (the model's duration)", todo="correct it"
        ),
    )
    yield (
        dose & ((dur < 0) | (dur > LONGEST_H)),
        EntryError("DUR is below zero or beyond all bounds", todo="correct it"),
    )
    yield (
        dose & (dur > 0) & ((rate > 0) | (rate == -1)),
        EntryError("both RATE and DUR say how long the infusion runs", todo="write 0 in one of them"),
    )
    yield (
        dose & ~np.isin(ss, (0, 1, 2, 3)),
        EntryError("SS is not 0, 1 or 2", todo="write 0 where the dose is not at steady state"),
    )
    yield (
        dose & (ii != 0) & ~((ii >= _SHORTEST_II_H) & (ii <= LONGEST_H)),
        EntryError("II is below zero or beyond all bounds", todo="write the hours between doses"),
    )
    yield (
        dose & ((addl < 0) | (addl != np.floor(addl))),
        EntryError("ADDL is not a number of further doses", todo="write 0, 1, 2, ..."),
    )
    yield (
        dose & (addl > 0) & (ii == 0) & ~constant,
        EntryError("ADDL is given without II", todo="write the hours between the doses in II"),
    )
    yield (
        steady & (amt > 0) & (ii == 0),
        EntryError(
            "SS is given without II", todo="write the hours between the doses in II, or AMT 0 for a constant infusion"
        ),
    )
    yield (
        constant & (rate <= 0) & (rate != -1),
        EntryError(
            "a steady state has neither an AMT nor a RATE", todo="fill AMT and II, or RATE for a constant infusion"
        ),
    )
    yield (
        constant & ((ii > 0) | (addl > 0)),
        EntryError("a constant infusion (SS with AMT 0) has an II or ADDL", todo="write 0 in both"),
    )
    yield dose & (ss == 0) & (amt == 0), EntryError("this dose has no amount", todo="fill AMT, or write EVID 2")
