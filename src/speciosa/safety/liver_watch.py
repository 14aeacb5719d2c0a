"""The weeks after a start, a new product or a pause, in which the liver is watched more closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speciosa.record import Kind
from speciosa.safety.case import Case, once_a_case
from speciosa.values.timeline import DAY_S

_EVENTS = {"started": "you started", "product_changed": "a new product"}


@dataclass(frozen=True, slots=True)
class Start:
    """A day from which on the liver met something new: ``you started``, ``a new product`` or ``you took it again``."""

    time_s: int
    what: str
    ids: tuple[str, ...]


@once_a_case
def starts(case: Case) -> tuple[Start, ...]:
    """Every start that the record can show, in the order of time.

    A first dose counts only where the record was kept without one before: else nobody knows when it began.
    """
    return tuple(sorted((*_written(case), *_seen(case)), key=lambda each: (each.time_s, each.what)))


def start_before(case: Case, time_s: int, begun: tuple[Start, ...] | None = None) -> Start | None:
    """The latest start from which an instant lies in the watched days; `begun`: as from `starts`, to look up many."""
    low_s = case.knowledge.choice("safety_liver_watch_from_d") * DAY_S
    high_s = case.knowledge.choice("safety_liver_watch_until_d") * DAY_S
    known = starts(case) if begun is None else begun
    within = [each for each in known if low_s <= time_s - each.time_s <= high_s]
    return within[-1] if within else None


def _written(case: Case) -> Iterator[Start]:
    rows = case.diary.entries.of_kind(Kind.EVENT)
    for name, what in _EVENTS.items():
        for event in rows.of_kind(Kind.EVENT, name):
            said = event.text.split(",")[0].strip()
            if not said or "kratom" in said.lower() or case.diary.is_kratom(said, case.knowledge):
                yield Start(event.time_s, what, (event.id,))


def _seen(case: Case) -> Iterator[Start]:
    """A first dose with a record before it, a first dose of another product, and a dose after a long pause."""
    doses, entries = case.kratom, case.diary.entries
    if not len(doses):
        return
    quiet_s = case.knowledge.choice("safety_liver_pause_d") * DAY_S
    times = doses.time_s.tolist()
    if times[0] - int(entries.time_s[0]) >= quiet_s:
        yield Start(times[0], "you started", (doses.id[0],))
    for at in (np.flatnonzero(np.diff(doses.time_s) >= quiet_s) + 1).tolist():
        yield Start(times[at], "you took it again", (doses.id[at],))
    _, firsts = np.unique(doses.name.codes, return_index=True)
    for at in sorted(firsts.tolist())[1:]:
        yield Start(times[at], "a new product", (doses.id[at],))
