"""What looks like a slip: kept as it stands, and asked about. Nothing is silently mended."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record.columns import Columns
from speciosa.record.diary import Diary
from speciosa.record.kinds import KIND_CODE, Answer, Kind
from speciosa.record.person import Product
from speciosa.record.substance import is_kratom, substance_of
from speciosa.record.template import EXAMPLE_IDS
from speciosa.record.words import Words
from speciosa.values.reading import Question
from speciosa.values.timeline import HOUR_S, day_name

_MOST_NAMED = 20
_MOST_LOOKED_UP = 1000  # names of medicines: more are no person's list
_LONGEST_NAME = 60
FAR_ABOVE = "This dose is far above what people report. Is the unit right (g, mg or capsules)?"
"""What is asked about an amount that would be much too much."""
_LARGEST = {
    ("kratom", "g"): "dose_kratom_g_ask_above",
    ("kratom", "mg"): "dose_mg_ask_above",
    ("kratom", "capsule"): "dose_capsules_ask_above",
    ("kratom", "tablet"): "dose_tablets_ask_above",
    ("kratom", "tsp"): "dose_teaspoons_ask_above",
    ("7-hydroxymitragynine", "mg"): "dose_hydroxymitragynine_mg_ask_above",
    ("7-hydroxymitragynine", "tablet"): "dose_tablets_ask_above",
}
_SMALLEST = {("kratom", "g"): "dose_kratom_g_ask_below"}


def plausibility_questions(diary: Diary, knowledge: Knowledge, *, now_s: int) -> tuple[Question, ...]:
    """Everything about the diary that a careful reader would ask.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds; entries later than it are questioned.
    """
    entries = diary.entries
    products = diary.products
    found = [
        *_amounts(entries, products, knowledge),
        *_crowded_days(entries, knowledge),
        *_contradicting_days(entries, products, knowledge),
        *_times(entries, knowledge, now_s),
        *_outcomes(diary),
        *_medicine_names(diary, knowledge),
        *_symptom_words(entries, knowledge),
        *_examples(entries),
    ]
    return tuple(found)


def _amounts(entries: Columns, products: tuple[Product, ...], knowledge: Knowledge) -> Iterator[Question]:
    """3,000 g is a slip of the unit, and so is 0.003 g."""
    is_dose = (entries.kind == KIND_CODE[Kind.DOSE]) & (entries.answer == Answer.GIVEN)
    substance = Words(
        entries.name.codes, tuple(substance_of(name, products, knowledge) for name in entries.name.vocabulary)
    )
    large, small = np.zeros(len(entries), dtype=bool), np.zeros(len(entries), dtype=bool)
    for (of, unit), choice in _LARGEST.items():
        large |= is_dose & substance.equal(of) & entries.unit.equal(unit) & (entries.value > knowledge.choice(choice))
    for (of, unit), choice in _SMALLEST.items():
        small |= is_dose & substance.equal(of) & entries.unit.equal(unit) & (entries.value < knowledge.choice(choice))
    below = "This dose is far below what people report. Is the unit right (g, mg or capsules)?"
    yield from _asked("dose_size", FAR_ABOVE, entries, large)
    yield from _asked("dose_size", below, entries, small & (entries.value > 0))


def _crowded_days(entries: Columns, knowledge: Knowledge) -> Iterator[Question]:
    doses = np.flatnonzero(entries.kind == KIND_CODE[Kind.DOSE])
    days, first, counts = np.unique(entries.day()[doses], return_index=True, return_counts=True)
    crowded = np.flatnonzero(counts > knowledge.choice("doses_a_day_ask_above"))
    for at in crowded[:_MOST_NAMED]:
        where = doses[first[at]]
        ask = f"{day_name(int(days[at]))} has {counts[at]} doses. Were some entered twice?"
        yield Question("doses_a_day", ask, (int(entries.line[where]),), (entries.id[int(where)],))


def _contradicting_days(entries: Columns, products: tuple[Product, ...], knowledge: Knowledge) -> Iterator[Question]:
    """A day cannot hold a dose and none."""
    none = (entries.kind == KIND_CODE[Kind.NO_DOSE]) & entries.name.equal("kratom")
    dose = (entries.kind == KIND_CODE[Kind.DOSE]) & (entries.value != 0) & (entries.answer != Answer.DECLINED)
    if none.any() and dose.any():
        taken = np.array([is_kratom(name, products, knowledge) for name in entries.name.vocabulary], dtype=bool)
        days = entries.day()
        both = none & np.isin(days, days[dose & taken[entries.name.codes]])
        yield from _asked("dose_and_none", "This day has a dose and the word none. Which is right?", entries, both)


def _times(entries: Columns, knowledge: Knowledge, now_s: int) -> Iterator[Question]:
    ahead = (entries.time_s > now_s) & (entries.kind != KIND_CODE[Kind.ASSIGNMENT])  # a trial's plan lies ahead
    yield from _asked(
        "in_future",
        "This entry lies in the future. A report leaves it out until its day comes. Is the date right?",
        entries,
        ahead,
    )
    oldest = knowledge.choice("entry_before_year_ask")
    old = entries.time_s < int((oldest - 1970) * 365.2425 * 86_400)
    yield from _asked("long_ago", f"This entry is from before {oldest:.0f}. Is the year right?", entries, old)
    early = (entries.recorded_s < entries.time_s - HOUR_S) & ~ahead
    yield from _asked(
        "recorded_before", "This entry was written down before it happened. Is the time right?", entries, early
    )


def _outcomes(diary: Diary) -> Iterator[Question]:
    """The primary outcome has to be in the record, or something else leads the report."""
    names = diary.entries.names(Kind.RATING)
    if names and diary.person.primary_outcome not in names:
        ask = (
            f"There is no rating called {diary.person.primary_outcome}. The report leads with "
            f"{diary.leading_outcome}. To choose another, write primary_outcome into person.toml."
        )
        yield Question("primary_outcome", ask)


def _medicine_names(diary: Diary, knowledge: Knowledge) -> Iterator[Question]:
    """A name that is nearly a medicine's counts for nothing until the person says what it means."""
    entries, person = diary.entries, diary.person
    taken = entries.names(Kind.MEDICINE)
    doses = [each for each in entries.names(Kind.DOSE) if not diary.is_kratom(each, knowledge)]
    listed = dict.fromkeys((*diary.person.medicines, *taken, *doses))
    asked = 0
    for name in itertools.islice(listed, _MOST_LOOKED_UP):
        maybe = knowledge.medicine(name).maybe if person.meaning(name) == name else ()
        if maybe and asked < _MOST_NAMED:
            asked += 1
            meant = " or ".join(each.name for each in maybe)
            ask = (
                f"Did you mean {meant} by {_shortened(name)}? It counts once you say so: write the name and what it "
                "means under [medicine_names] in person.toml."
            )
            kinds = (entries.kind == KIND_CODE[Kind.MEDICINE]) | (entries.kind == KIND_CODE[Kind.DOSE])
            found = tuple(_asked("medicine_name", ask, entries, kinds & entries.name.equal(name)))
            yield from found or (Question("medicine_name", ask),)


def _symptom_words(entries: Columns, knowledge: Knowledge) -> Iterator[Question]:
    """A word that no rule knows sets nothing off, whatever it means: so it is asked about."""
    for name in itertools.islice(entries.names(Kind.SYMPTOM), _MOST_LOOKED_UP):
        near = () if knowledge.outcome(name).known else knowledge.near_outcomes(name)
        if near:
            meant = " or ".join(f"“{each.label.lower()}”" for each in near)
            ask = f"Did you mean {meant} by {_shortened(name)}? No rule knows the word as it stands; correct the entry."
            here = (entries.kind == KIND_CODE[Kind.SYMPTOM]) & entries.name.equal(name)
            yield from _asked("symptom_word", ask, entries, here)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}..."


def _examples(entries: Columns) -> Iterator[Question]:
    if EXAMPLE_IDS.isdisjoint(entries.id.vocabulary):
        return
    made_up = np.array([name in EXAMPLE_IDS for name in entries.id.tolist()], dtype=bool)
    ask = "This line is still the template's example. Delete it, or it counts as yours."
    yield from _asked("example", ask, entries, made_up)


def _asked(code: str, ask: str, entries: Columns, where: NDArray[np.bool_]) -> Iterator[Question]:
    """One question for all entries that it is about; at most 20 are named, the count says how many there are."""
    found = np.flatnonzero(where)
    if len(found):
        several = f" ({len(found)} entries)" if len(found) > 1 else ""
        lines = tuple(int(entries.line[at]) for at in found[:_MOST_NAMED])
        yield Question(code, ask + several, lines, tuple(entries.id[int(at)] for at in found[:_MOST_NAMED]))
