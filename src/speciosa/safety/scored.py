"""Questionnaires scored exactly as published, from the answers to their items."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Instrument, Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.safety.case import Case
from speciosa.safety.daily import Daily
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import day_name
from speciosa.values.units import score_bounds

PARTS: Mapping[str, Mapping[str, tuple[int, ...]]] = {"phq4": {"gad2": (1, 2), "phq2": (3, 4)}}
"""Questionnaires within a questionnaire: whose items they are."""
_PLAIN = ("score", "points", "")


@dataclass(frozen=True, slots=True)
class Scored:
    """One questionnaire that was answered in full on one local day.

    Parameters
    ----------
    instrument : key of the instruments table. day : local day since 1970.
    value : the score, in the instrument's own unit.
    time_s : of the last of its items, UTC seconds. ids : of the items, in their order.
    """

    instrument: str
    day: int
    value: float
    time_s: int
    ids: tuple[str, ...]


def score_of(instrument: Instrument, items: Mapping[int, float]) -> float | None:
    """The score by the published rule: mean or sum of all items, the number of those that hold, or the one item.

    No missing item is filled in, and nothing is scored that is not an answer of the instrument.

    Parameters
    ----------
    items : answers by their number, from 1.

    Returns
    -------
    the score; None where an item is missing or has no place here, or where an answer is out of its range.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> peg = load_knowledge().instruments["peg"]
    >>> score_of(peg, {1: 7, 2: 5, 3: 6}), score_of(peg, {1: 7, 2: 5})
    (6.0, None)
    """
    low, high, count = instrument.item_low, instrument.item_high, instrument.items
    if count is None or low is None or high is None or set(items) != set(range(1, count + 1)):
        return None
    answers = [float(items[each]) for each in range(1, count + 1)]
    whole = instrument.scoring in ("sum", "count")
    if not all(low <= each <= high and (each.is_integer() or not whole) for each in answers):
        return None
    if instrument.scoring == "as_answered":
        return answers[0] if count == 1 else None
    total = sum(answers)
    return total / count if instrument.scoring == "mean" else total


def scored(diary: Diary, knowledge: Knowledge, keys: Collection[str] | None = None) -> tuple[Scored, ...]:
    """Every questionnaire that was answered in full within one local day, with its parts; in the order of time.

    Of an item that was answered twice on a day the last answer counts.

    Parameters
    ----------
    keys : of the sheets to look at; None: all.
    """
    found = []
    for (key, day), sheet in _sheets(diary, knowledge, keys).items():
        items = {number: value for number, (value, _, _) in sheet.items()}
        if score_of(knowledge.instruments[key], items) is None:
            continue
        for part, numbers in ((key, tuple(sorted(items))), *PARTS.get(key, {}).items()):
            answers = {new: items[old] for new, old in enumerate(numbers, start=1)}
            score = score_of(knowledge.instruments[part], answers)
            if score is not None:
                time_s = max(sheet[each][1] for each in numbers)
                found.append(Scored(part, day, score, time_s, tuple(sheet[each][2] for each in numbers)))
    return tuple(sorted(found, key=lambda each: (each.time_s, each.instrument)))


def totals_of(case: Case, key: str) -> tuple[Scored, ...]:
    """Every score of one questionnaire, as a total that was written down or by its items; in the order of time.

    Valid when: of a total and a sheet of the same instant the sheet comes last.
    """
    rows = case.diary.entries.of_kind(Kind.SCALE, key)
    rows = rows.take((rows.answer == Answer.GIVEN) & np.isfinite(rows.value))
    columns = (rows.day().tolist(), rows.value.tolist(), rows.time_s.tolist(), rows.id.tolist())
    found = [Scored(key, day, value, time_s, (id_,)) for day, value, time_s, id_ in zip(*columns, strict=True)]
    sheets = [key, *(whole for whole, parts in PARTS.items() if key in parts)]
    found += [each for each in scored(case.diary, case.knowledge, sheets) if each.instrument == key]
    return tuple(sorted(found, key=lambda each: each.time_s))


def daily_totals(case: Case, key: str) -> Daily:
    """The same by local day: the last score of each."""
    last: dict[int, Scored] = {each.day: each for each in totals_of(case, key)}
    ordered = [last[day] for day in sorted(last)]
    return Daily(
        np.array([each.day for each in ordered], dtype=np.int64),
        np.array([each.value for each in ordered], dtype=np.float64),
        tuple(each.ids[-1] for each in ordered),
        np.array([each.time_s for each in ordered], dtype=np.int64),
    )


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Totals that contradict their own items, and questionnaires that were not answered in full."""
    knowledge = case.knowledge
    totals = case.diary.entries.of_kind(Kind.SCALE)
    totals = totals.take((totals.answer == Answer.GIVEN) & _plain_unit(totals))
    by_items = {(each.instrument, each.day): each.value for each in scored(case.diary, knowledge)}
    day = totals.day()
    for key, local in sorted(_sheets(case.diary, knowledge)):
        title = knowledge.instruments[key].title
        if (key, local) not in by_items:
            why = "not every question has an answer that fits, and none is filled in"
            yield NotAssessed("questionnaire", f"{title} of {day_name(local)} was not scored, because {why}.")
            continue
        told = totals.value[(day == local) & totals.name.equal(key)]
        if len(told) and abs(float(told[-1]) - by_items[key, local]) > knowledge.choice("safety_score_rounding") + 1e-9:
            why = "The total that you wrote is not what its questions give. The later one of the two was taken."
            yield NotAssessed("questionnaire", f"{title} of {day_name(local)} contradicts itself. {why}")


def _sheets(
    diary: Diary, knowledge: Knowledge, wanted: Collection[str] | None = None
) -> dict[tuple[str, int], dict[int, tuple[float, int, str]]]:
    """By instrument and local day: the last answer to each item by its number, when, and the entry's id.

    Only of instruments whose score follows from items. Number 0 stands for a name that is no number.
    """
    rows = diary.entries.of_kind(Kind.SCALE)
    keys = [each.partition(".")[0] if "." in each else "" for each in rows.name.vocabulary]
    known = {each.key for each in knowledge.instruments.values() if each.items and each.item_low is not None}
    known &= known if wanted is None else set(wanted)
    ours = np.array([each in known for each in keys], dtype=bool)
    rows = rows.take((rows.answer == Answer.GIVEN) & _plain_unit(rows) & ours[rows.name.codes]) if len(rows) else rows
    sheets: dict[tuple[str, int], dict[int, tuple[float, int, str]]] = {}
    columns = (rows.name.tolist(), rows.day().tolist(), rows.value.tolist(), rows.time_s.tolist(), rows.id.tolist())
    for name, day, value, time_s, id_ in zip(*columns, strict=True):
        key, _, mark = name.partition(".")
        sheets.setdefault((key, day), {})[int(mark) if mark.isdecimal() else 0] = value, time_s, id_
    return sheets


def _plain_unit(rows: Columns) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Points of the instrument itself: another scale is another questionnaire."""
    plain = [each in _PLAIN or score_bounds(each) == (0.0, 10.0) for each in rows.unit.vocabulary]
    return np.array(plain, dtype=bool)[rows.unit.codes] if len(rows) else np.zeros(0, dtype=bool)
