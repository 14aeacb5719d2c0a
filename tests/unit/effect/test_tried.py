"""Anything else that was tried: other substances get an answer of their own, activities and strategies none."""

from __future__ import annotations

import pytest
from tests.unit.effect.records import asked, diary, dose, entry, every_other_week, rating, record

from speciosa.effect import Grade, State
from speciosa.effect.tried import kind_of
from speciosa.knowledge import Knowledge
from speciosa.record import Event, Kind

WALKS = [entry(day, 10, Kind.ACTIVITY, "walking", 40.0, "min") for day in range(0, 49, 2)]
REVIEWS = [entry(day, 10, Kind.STRATEGY, "heat", text=text) for day, text in ((3, "start"), (40, "stop"))]


def ibuprofen(before_min: float = 5.0, relief: float = 2.5) -> list[Event]:
    """Every other week with it, a score some minutes before each."""
    found = []
    for each in record(before_min=before_min, relief=relief):
        is_dose = each.kind is Kind.DOSE
        found.append(each._replace(kind=Kind.MEDICINE, name="ibuprofen", value=400.0, unit="mg") if is_dose else each)
    return found


def test_what_the_diary_has_under_a_name() -> None:
    told = diary([*WALKS, *REVIEWS, dose(1, 8), *ibuprofen()])
    assert kind_of(told, "walking") is Kind.ACTIVITY
    assert kind_of(told, " Heat ") is Kind.STRATEGY
    assert kind_of(told, "IBUPROFEN") is Kind.MEDICINE
    assert kind_of(told, "reiki") is None


@pytest.mark.parametrize("of", ["walking", "heat"])
def test_an_activity_or_a_strategy_never_gets_a_number(knowledge: Knowledge, of: str) -> None:
    bad_days = [rating(day, 9, 9.0 if every_other_week(day) else 3.0) for day in range(49)]
    found = asked([*WALKS, *REVIEWS, *bad_days, *record()], knowledge, of=of)
    assert (found.state, found.evidence_grade) == (State.NOT_ENOUGH_DATA, Grade.ASSOCIATION_ONLY)
    assert (found.effect, found.dose_response, found.contrasts) == (None, None, ())
    assert any("6 weeks" in each for each in found.reasons)


def test_something_that_stands_nowhere_in_the_record_says_so(knowledge: Knowledge) -> None:
    found = asked(record(), knowledge, of="reiki")
    assert found.state is State.NOT_ENOUGH_DATA
    assert any("reiki" in each for each in found.reasons)


def test_another_medicine_with_a_score_before_each_gets_an_answer_in_its_own_unit(knowledge: Knowledge) -> None:
    found = asked(ibuprofen(), knowledge, of="ibuprofen")
    assert found.evidence_grade is Grade.OBSERVATIONAL
    assert found.effect is not None
    assert found.effect.mean < 0
    assert found.dose_response is not None
    assert (found.dose_response.unit, found.dose_response.dose[-1]) == ("mg", 400.0)
    assert (found.tolerance, found.rebound, found.contrasts) == (None, None, ())


def test_of_another_medicine_worse_is_never_said(knowledge: Knowledge) -> None:
    assert asked(ibuprofen(relief=-3.0), knowledge, of="ibuprofen").state is not State.WORSE


def test_another_medicine_taken_on_pain_that_nobody_wrote_down_is_an_association(knowledge: Knowledge) -> None:
    found = asked(ibuprofen(before_min=60), knowledge, of="ibuprofen")
    assert found.evidence_grade is Grade.ASSOCIATION_ONLY
    assert found.effect is None


def test_every_name_of_kratom_asks_the_same_question(knowledge: Knowledge) -> None:
    one, other = asked(record(), knowledge), asked(record(), knowledge, of="Mitragyna speciosa")
    assert one.effect is not None
    assert other.effect is not None
    assert (other.of, other.effect.mean) == ("kratom", one.effect.mean)
