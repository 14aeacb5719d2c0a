"""The trial that stands in the record, by small queries: its rows, and what was written down since it was planned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary
from speciosa.store.chains import chain_of, parts_of
from speciosa.store.details import person_of, products_of
from speciosa.store.diary import without_lost_aims
from speciosa.store.entry_row import event_of
from speciosa.store.models import Entry, Record
from speciosa.trial import Trial, TrialStatus

_FIRST, _AFTER = "trial-", "trial."
"""Between these two lie the ids of every trial's own rows."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Stands:
    """The latest trial. `diary`: what was written down since it was planned, as known now. `now_s`: UTC seconds."""

    trial: Trial
    status: TrialStatus
    diary: Diary
    now_s: int

    @property
    def is_open(self) -> bool:
        """Whether another trial has to wait for this one."""
        return self.status.state in {"planned", "running"}


def stands(record: Record, now_s: int) -> Stands | None:
    """The trial that was planned last, and how it goes; None where there is none.

    A clock that was set back to before the planning counts as standing still since then.

    Raises
    ------
    EntryError : a row that the trial rests on was changed or is gone.
    """
    for since_s in _planned(record):
        diary = _since(record, since_s)
        if trials := Trial.all_in(diary):
            trial, at_s = trials[-1], max(now_s, trials[-1].planned_s)
            known = diary.as_of(at_s)
            return Stands(trial, TrialStatus.of(trial, known, load_knowledge(), now_s=at_s), known, at_s)
    return None


def day_of(iso: str) -> int:
    """A local day of a design, days since 1970-01-01.

    Examples
    --------
    >>> day_of("1970-01-02")
    1
    """
    return date.fromisoformat(iso).toordinal() - _EPOCH


def _planned(record: Record) -> list[int]:
    """When trials were planned, the latest first."""
    rows = Entry.objects.filter(record=record, entry_id__gte=_FIRST, entry_id__lt=_AFTER, name="trial_planned")
    return list(rows.order_by("-time_s", "-pk").values_list("time_s", flat=True))


def _since(record: Record, since_s: int) -> Diary:
    """Every entry from an instant on, with all its versions, as `diary_of` would hold it."""
    near = Entry.objects.filter(record=record, time_s__gte=since_s).values_list("entry_id", flat=True)
    rows = [
        row
        for part in parts_of(chain_of(record.pk, near))
        for row in Entry.objects.filter(record=record, entry_id__in=part)
    ]
    events = [event_of(row) for row in sorted(rows, key=lambda row: (row.time_s, row.recorded_s, row.pk))]
    history = without_lost_aims(Columns.of(events))
    history = replace(history, line=np.arange(1, len(history) + 1, dtype=np.int32))
    return Diary(history, person_of(record), products_of(record))
