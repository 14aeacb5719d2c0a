"""A series: the numbers under one kind, name and unit. Two units are two series, never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Kind
from speciosa.report.days import wall_s_of
from speciosa.report.middle import step_of
from speciosa.report.wording import Wording
from speciosa.values.units import score_bounds

_COARSE_H = 0.5
KINDS = (Kind.RATING, Kind.SLEEP, Kind.SYMPTOM, Kind.GOAL, Kind.ACTIVITY, Kind.SUN, Kind.LAB)
"""The kinds that have a course, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The numbers that were given under one kind, name and unit, in the order of time.

    Parameters
    ----------
    label : the words for a person.
    better : ``lower``, ``higher``, or empty where neither end is the good one.
    better_known : False where the knowledge tables lack the word, so that lower is a guess.
    scale : lowest and highest answer, in `unit`; None where it has no bounds.
    wall_s : [n], seconds of the local wall clock since 1970-01-01.
    day : [n], local days since 1970-01-01.
    value : [n], in `unit`.
    precision : [n], codes of `speciosa.values.timeline.Precision`.
    declined, unknown, present : entries without a number: not answered, not known, "there was some".
    days_named : local days with an entry of it.
    step : to which step a typical value of it is printed.
    """

    kind: Kind
    name: str
    unit: str
    label: str
    better: str
    better_known: bool
    scale: tuple[float, float] | None
    wall_s: NDArray[np.int64]
    day: NDArray[np.int64]
    value: NDArray[np.float64]
    precision: NDArray[np.int8]
    declined: int
    unknown: int
    present: int
    days_named: int
    step: float

    def __len__(self) -> int:
        return len(self.value)

    def between(self, first_day: int, last_day: int) -> NDArray[np.bool_]:
        """Which numbers belong to these local days, both counted, [n]."""
        return (self.day >= first_day) & (self.day <= last_day)


def series_of(entries: Columns, knowledge: Knowledge, words: Wording) -> tuple[Series, ...]:
    """Every series of the record: by kind, then most entries first."""
    return tuple(_one(chosen, knowledge, words) for kind in KINDS for chosen in _groups(entries.of_kind(kind)))


def groups_of(code: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """Positions that hold the same code, a list a code, each ascending."""
    order = np.argsort(code, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(code[order])) + 1) if len(code) else []


def _groups(entries: Columns) -> Iterator[Columns]:
    """Entries of one kind by name and unit, most frequent first."""
    code = entries.name.codes.astype(np.int64) * len(entries.unit.vocabulary) + entries.unit.codes
    groups = groups_of(code)
    firsts = [int(group[0]) for group in groups]
    ranked = [(-len(group), entries.name[at], entries.unit[at]) for group, at in zip(groups, firsts, strict=True)]
    for each in sorted(range(len(groups)), key=ranked.__getitem__):
        yield entries.take(groups[each])


def _one(entries: Columns, knowledge: Knowledge, words: Wording) -> Series:
    first = entries.event(0)
    given = entries.answer == Answer.GIVEN
    day = entries.day()
    label, better, known = _meaning(first.kind, first.name, knowledge, words)
    step = step_of(entries.value[given])
    if first.unit == "h" and given.any() and np.median(entries.value[given]) >= _COARSE_H:
        step = max(step, _COARSE_H)  # nobody knows their sleep to six minutes
    return Series(
        first.kind, first.name, first.unit, label, better, known, score_bounds(first.unit),
        wall_s_of(entries)[given], day[given], entries.value[given],
        entries.precision[given], int((entries.answer == Answer.DECLINED).sum()),
        int((entries.answer == Answer.UNKNOWN).sum()), int((entries.answer == Answer.NONE).sum()),
        len(np.unique(day)), step,
    )  # fmt: skip


def _meaning(kind: Kind, name: str, knowledge: Knowledge, words: Wording) -> tuple[str, str, bool]:
    """Label, which end is better, and whether that is known."""
    plain = name.replace("_", " ")
    label = plain[:1].upper() + plain[1:]
    if kind is Kind.RATING:
        outcome = knowledge.outcome(name)
        return words.say(outcome.label) if outcome.known else label, outcome.better.value, outcome.known
    if kind is Kind.SYMPTOM:
        outcome = knowledge.outcome(name)
        return words.say(outcome.label) if outcome.known else label, "lower", True
    if kind is Kind.SLEEP:
        return words.say("Sleep") if name == "night" else label, "", True
    if kind is Kind.SUN:
        return words.say("Sun") if name == "exposure" else label, "", True
    if kind is Kind.GOAL:
        return words.say("{label} (goal)", label=label), "higher", True
    return label, "", True
