"""Everything that a field of the draft may be filled from."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.report.adverse_event.challenge import Challenge
from speciosa.report.adverse_event.products import OtherMedicine, SuspectProduct
from speciosa.report.adverse_event.reaction import Reaction
from speciosa.report.report import Report
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S

_LIMIT = ".uln"
"""Ends the name of a row that holds the laboratory's own upper limit."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the record says to one question: words, the entries behind them, and a hint where something is missing."""

    text: str = ""
    ids: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The record as of the instant of asking, and what was picked out of it.

    Parameters
    ----------
    country : ISO code, lower case; empty where unknown. withheld : why nothing worked out stands here; else empty.
    """

    report: Report
    diary: Diary
    knowledge: Knowledge
    words: Wording
    reaction: Reaction
    products: tuple[SuspectProduct, ...]
    medicines: tuple[OtherMedicine, ...]
    challenge: Challenge
    country: str
    withheld: str
    notes_asked: bool = False
    days: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        days = self.reaction.rows.day()
        object.__setattr__(self, "days", (int(days[0]), int(days[-1])))

    @property
    def age(self) -> int | None:
        """Years between the year of birth and the year in which it began: a year too many, at most."""
        born = self.diary.person.birth_year
        if born is None:
            return None
        year = int(np.datetime64(self.days[0], "D").astype("datetime64[Y]").astype(np.int64)) + 1970
        return max(0, year - born)

    @property
    def free_days(self) -> int:
        """Local days with an entry since it was last there."""
        return int((np.unique(self.diary.logged.day()) > self.days[1]).sum())

    @property
    def over(self) -> bool:
        """Whether the record goes on long enough without it to name a last day."""
        return bool(self.reaction.gone_id) or self.free_days >= self.knowledge.choice("report_over_d")

    @property
    def tests(self) -> Columns:
        """Laboratory values near it, as far as the causality scale looks for them; an upper limit is none."""
        labs = self.diary.entries.of_kind(Kind.LAB)
        labs = labs.take((labs.answer == Answer.GIVEN) & ~_is_limit(labs))
        reach_s = int(self.knowledge.choice("safety_objective_d")) * DAY_S
        near = (labs.time_s >= self.reaction.first_s - reach_s) & (labs.time_s <= self.reaction.last_s + reach_s)
        return labs.take(near)

    def limit_of(self, test: Event) -> float | None:
        """The upper limit that was entered for a value: the latest up to then in its unit, else the first after it."""
        labs = self.diary.entries.of_kind(Kind.LAB)
        labs = labs.take((labs.answer == Answer.GIVEN) & _is_limit(labs))
        name = f"{test.name}{_LIMIT}".casefold()
        same = [each for each in labs if each.name.casefold() == name and each.unit == test.unit and each.value > 0]
        before = [each for each in same if each.time_s <= test.time_s]
        return before[-1].value if before else same[0].value if same else None

    @property
    def noted(self) -> tuple[tuple[int, str, str], ...]:
        """Local day, text and id of each note beside an entry of it."""
        rows = self.reaction.rows
        return tuple(
            (int(day), rows.note[at], rows.id[at]) for at, day in enumerate(rows.day().tolist()) if rows.note[at]
        )

    def applies(self, when: str) -> bool:
        """Whether a field that is about no product applies."""
        person = self.diary.person
        young_enough = self.age is None or self.age <= self.knowledge.choice("report_pregnant_age")
        return {
            "always": True,
            "tests": len(self.tests) > 0 or self.reaction.kind is Kind.LAB,
            "medicines": bool(self.medicines),
            "may_be_pregnant": not person.sex.lower().startswith("m") and young_enough,
        }[when]

    def asked_of(self, when: str) -> tuple[int, ...]:
        """Numbers of the products that a field is asked of; 1 where the record holds none."""
        numbers = tuple(range(1, len(self.products) + 1)) or (1,)
        if when == "once":
            return numbers[:1]
        if when == "each_product":
            names = [each.name for each in self.products]
            return tuple(at for at in numbers if not names or names.index(names[at - 1]) == at - 1)
        if when == "each_open_batch":
            return tuple(at for at in numbers if not self.products or not self.products[at - 1].sealed)
        return numbers

    @property
    def begins_with_it(self) -> bool:
        """Whether the record begins with a dose, and nobody said that they started then: it may be older."""
        entries, first = self.diary.entries, min((each.first_day for each in self.products), default=0)
        started = entries.of_kind(Kind.EVENT, "started").day()
        return bool(first - int(entries.day()[0]) <= 1 and not (np.abs(started - first) <= 1).any())


def _is_limit(labs: Columns) -> NDArray[np.bool_]:
    return np.array([each.casefold().endswith(_LIMIT) for each in labs.name.tolist()], dtype=bool)
