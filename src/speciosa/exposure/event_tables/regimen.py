"""A person's records become a list of events in the order in which they are done.

The semantics are PREDPP's (NONMEM Users Guide VI, chapter V), by superposition: every dose, past,
present or additional, does what it would do alone. `docs/reference/pk-simulate.md` has the table.

At equal times, what an earlier record set going (an additional or lagged dose, the end of an infusion)
comes before the records of that time, and those are done in the order of the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.event_tables import advance, event_rules
from speciosa.exposure.event_tables.dose import Dose
from speciosa.exposure.event_tables.event_table import EventTable
from speciosa.exposure.event_tables.steady_state import TICK_H, Train, constant_infusion, past_doses
from speciosa.values.errors import EntryError

_MOST_DOSES = 1_000_000
_FIRST, _EARLIER, _RECORD = -1, 0, 1
"""At one time: a reset; what an earlier record set going; the records."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Regimen:
    """Events in the order in which they are done, for `walk`.

    Parameters
    ----------
    time_h, kind, at, value : [event], as `walk` takes them.
    observed : [answer], the rows of the table that want one, in the order of the file.
    """

    time_h: Floats
    kind: NDArray[np.int64]
    at: NDArray[np.int64]
    value: Floats
    observed: NDArray[np.int64]


class _Event(NamedTuple):
    """Sorts by the stretch between two resets, time, rank and row. A rate's value is its change."""

    stretch: int
    tick: int
    rank: int
    row: int
    time_h: float
    kind: int
    at: int
    value: float


def regimen_of(table: EventTable, person: int, doses: dict[int, Dose], rates_per_h: Floats) -> Regimen:
    """The events of one person.

    Parameters
    ----------
    table : the records; those of this person break no rule.
    person : whose.
    doses : the doses of this person by row.
    rates_per_h : K, [to, from], 1/h, for steady states.

    Raises
    ------
    EntryError : a steady state that does not exist, or too many additional doses.
    """
    rows = table.rows(person)
    evid = table.numbers["EVID"]
    stretch_of = {}
    stretch = 0
    for row in rows:
        stretch += bool(evid[row] >= event_rules.RESET) or (row in doses and doses[row].forgets)
        stretch_of[row] = stretch
    last_h = {stretch: float(table.numbers["TIME"][row]) for row, stretch in stretch_of.items()}
    events: list[_Event] = []
    observed: list[int] = []
    for row in rows:
        time, stretch = float(table.numbers["TIME"][row]), stretch_of[row]
        if stretch_of.get(row - 1, 0) != stretch:
            events.append(_Event(stretch, _tick(time), _FIRST, row, time, advance.RESET, 0, 0.0))
        if row in doses:
            try:
                events += _of_dose(doses[row], time, last_h[stretch], stretch, row, rates_per_h)
            except EntryError as problem:
                raise problem.at(table.where(row)) from None
        elif evid[row] == event_rules.OBSERVATION:
            events.append(_Event(stretch, _tick(time), _RECORD, row, time, advance.OBSERVE, len(observed), 0.0))
            observed.append(row)
    return _in_order(events, observed)


def _of_dose(dose: Dose, time_h: float, last_h: float, stretch: int, row: int, rates_per_h: Floats) -> Iterator[_Event]:
    """What one dose record sets going, as far as anybody looks (until the stretch's last record)."""
    now = _tick(time_h)

    def event(at_h: float, kind: int, at: int, value: float) -> _Event:
        tick = _tick(at_h)
        return _Event(stretch, tick, _RECORD if tick == now else _EARLIER, row, at_h, kind, at, value)

    def infusion(start_h: float, end_h: float) -> Iterator[_Event]:
        yield event(start_h, advance.RATE, dose.at, dose.rate)
        yield event(end_h, advance.RATE, dose.at, -dose.rate)

    def begin(start_h: float) -> Iterator[_Event]:
        if dose.duration_h:
            yield from infusion(start_h, start_h + dose.duration_h)
        else:
            yield event(start_h, advance.AMOUNT, dose.at, dose.amount)

    if dose.steady:
        train = _train(dose, rates_per_h)
        for at in np.flatnonzero(train.amounts):
            yield event(time_h, advance.AMOUNT, int(at), float(train.amounts[at]))
        for still_h in train.still_h:
            yield from infusion(time_h, time_h + still_h)
        for later_h in train.later_h:
            yield from begin(time_h + later_h)
    if dose.is_constant:
        return
    start_h = time_h + dose.lag_h
    more = int(min(dose.more, (last_h - start_h) / dose.ii_h + 1)) if dose.more and last_h > start_h else 0
    if more > _MOST_DOSES:
        raise EntryError("this record gives more than a million doses", todo="look at II and ADDL")
    for nth in range(more + 1):
        yield from begin(start_h + nth * dose.ii_h)


def _train(dose: Dose, rates_per_h: Floats) -> Train:
    """What the dose's own past has left at its record."""
    if dose.is_constant:
        return Train(constant_infusion(rates_per_h, dose.at, dose.rate))
    return past_doses(rates_per_h, dose.at, dose.amount, duration_h=dose.duration_h, lag_h=dose.lag_h, ii_h=dose.ii_h)


def _in_order(events: list[_Event], observed: list[int]) -> Regimen:
    """Sorted, and each change of a rate made into the rate that holds from there on."""
    events.sort()
    running: defaultdict[int, Counter[float]] = defaultdict(Counter)
    values = np.array([each.value for each in events], dtype=np.float64)
    for place, each in enumerate(events):
        if each.kind == advance.RESET:
            running.clear()
        elif each.kind == advance.RATE:
            rates = running[each.at]
            rates[abs(each.value)] += 1 if each.value > 0 else -1
            if not rates[abs(each.value)]:
                del rates[abs(each.value)]
            # each sum anew: differences of rates would leave a remainder that runs on forever
            values[place] = sum(rate * times for rate, times in rates.items())
    return Regimen(
        np.array([each.time_h for each in events], dtype=np.float64),
        np.array([each.kind for each in events], dtype=np.int64),
        np.array([each.at for each in events], dtype=np.int64),
        values,
        np.array(observed, dtype=np.int64),
    )


def _tick(time_h: float) -> int:
    return round(time_h / TICK_H)
