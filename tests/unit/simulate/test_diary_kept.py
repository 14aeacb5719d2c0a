"""What reaches the diary of what happened, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Kind
from speciosa.simulate import Batch, Design, Phase, SimulatedPerson, example_person, simulate_person

TWO_BAGS = (Batch(0, "old", content_mg_per_g=15.0), Batch(40, "new", content_mg_per_g=10.0))


def kept(knowledge: Knowledge, design: Design, *, recording: Any = None, **calendar: Any) -> SimulatedPerson:
    recorded = replace(design.recording, **({"missed_share": 0.0} | (recording or {})))
    changed = replace(design, recording=recorded, calendar=replace(design.calendar, **calendar))
    return simulate_person(changed, knowledge, seed=4)


def taken_s(person: SimulatedPerson) -> list[int]:
    doses = person.truth.doses
    return sorted(doses.time_s[doses.day >= 0].tolist())


def assignments(person: SimulatedPerson) -> list[tuple[int, str, float]]:
    rows = person.diary.entries.of_kind(Kind.ASSIGNMENT)
    first = int(person.diary.entries.day()[0])
    return [(int(day) - first, each.name, each.value) for day, each in zip(rows.day(), rows, strict=True)]


def batches_by_the_contract(entries: Columns) -> list[str]:
    """`name#batch` names a batch, otherwise the latest `product_changed`."""
    latest, found = "", []
    for each in sorted(entries, key=lambda each: each.time_s):
        if each.name == "product_changed":
            latest = each.text.partition("#")[2]
        elif each.kind is Kind.DOSE:
            found.append(each.name.partition("#")[2] or latest)
    return found


def test_every_dose_is_written_where_none_is_forgotten(knowledge: Knowledge, design: Design) -> None:
    person = kept(knowledge, design, recording={"forgotten_dose_share": 0.0})
    assert person.diary.entries.of_kind(Kind.DOSE).time_s.tolist() == taken_s(person)


def test_a_forgotten_dose_is_taken_and_not_written(knowledge: Knowledge, design: Design) -> None:
    half, every = (kept(knowledge, design, recording={"forgotten_dose_share": share}) for share in (0.5, 1.0))
    assert taken_s(half) == taken_s(every)
    assert len(half.diary.entries.of_kind(Kind.DOSE)) / len(taken_s(half)) == pytest.approx(0.5, abs=0.1)
    assert len(every.diary.entries.of_kind(Kind.DOSE)) == 0


def test_a_day_without_is_said_at_its_last_score(knowledge: Knowledge, design: Design) -> None:
    person = kept(knowledge, design, phases=(Phase(30, 49, 0.0),))
    rows = person.diary.entries.of_kind(Kind.NO_DOSE)
    assert len(rows) == 20
    scores = person.diary.entries.of_kind(Kind.RATING, "pain")
    assert all(
        scores.time_s[scores.day() == day].max() == at - 120 for day, at in zip(rows.day(), rows.time_s, strict=True)
    )


def test_where_the_last_score_was_missed_a_day_without_is_not_said(knowledge: Knowledge, design: Design) -> None:
    often = kept(knowledge, design, recording={"missed_share": 0.5}, phases=(Phase(0, 89, 0.0),))
    said_s = set(often.diary.entries.of_kind(Kind.NO_DOSE).time_s.tolist())
    assert 20 < len(said_s) < 70
    assert {each - 120 for each in said_s} <= set(often.diary.entries.of_kind(Kind.RATING, "pain").time_s.tolist())
    never = kept(knowledge, design, recording={"missed_share": 1.0}, phases=(Phase(0, 89, 0.0),))
    assert len(never.diary.entries.of_kind(Kind.NO_DOSE)) == 0


def test_a_reduced_period_ends_in_the_diary(knowledge: Knowledge, design: Design) -> None:
    person = kept(knowledge, design, days=60, phases=(Phase(10, 19, 0.5, arm="-50%"),))
    assert assignments(person) == [(10, "-50%", 1.0), (20, "usual", 2.0)]


def test_periods_that_follow_each_other_or_end_the_record_have_no_usual_between(
    knowledge: Knowledge, design: Design
) -> None:
    phases = (Phase(10, 19, 0.5, arm="-50%"), Phase(20, 29, 0.75, arm="-25%"), Phase(50, 59, 0.5, arm="-50%"))
    person = kept(knowledge, design, days=60, phases=phases)
    assert assignments(person) == [(10, "-50%", 1.0), (20, "-25%", 2.0), (30, "usual", 3.0), (50, "-50%", 4.0)]


def test_low_days_of_ones_own_choosing_are_no_assignment(knowledge: Knowledge, design: Design) -> None:
    assert assignments(kept(knowledge, design, phases=(Phase(10, 19, 0.5),))) == []


@pytest.mark.parametrize("first_dose_hour_h", [5.0, 8.0])
def test_every_dose_can_be_linked_to_its_bag(knowledge: Knowledge, design: Design, first_dose_hour_h: float) -> None:
    early = replace(design, dosing=replace(design.dosing, first_dose_hour_h=first_dose_hour_h))
    person = kept(knowledge, early, recording={"forgotten_dose_share": 0.0}, batches=TWO_BAGS)
    doses = person.truth.doses
    assert batches_by_the_contract(person.diary.entries) == [TWO_BAGS[at].name for at in doses.batch]
    assert {"old", "new"} == {each.batch for each in person.diary.products}


def test_the_example_s_bags_are_those_of_its_products(knowledge: Knowledge) -> None:
    diary = example_person(knowledge).diary
    texts = [each.text for each in diary.entries if each.name == "product_changed"]
    assert texts == [f"{each.product}#{each.batch}" for each in diary.products]


def test_a_single_bag_needs_no_entry(knowledge: Knowledge, design: Design) -> None:
    assert "product_changed" not in kept(knowledge, design).diary.entries.names(Kind.EVENT)


def test_a_night_does_not_know_the_day_that_follows(knowledge: Knowledge, design: Design) -> None:
    """Kratom that works changes no sleep before the first dose, and does change later nights."""

    def nights(emax_nrs: float) -> Any:
        response = replace(design.model.response, emax_nrs=emax_nrs)
        clock = replace(design.dosing, indication_strength=0.0)
        person = kept(knowledge, replace(design, model=replace(design.model, response=response), dosing=clock))
        entries = person.diary.entries
        return entries.of_kind(Kind.SLEEP).value, entries.of_kind(Kind.RATING, "sleep_quality").value

    for none, strong in zip(nights(0.0), nights(12.0), strict=True):
        assert none[0] == strong[0]
        assert (none[1:] != strong[1:]).any()


def test_a_worse_day_makes_a_shorter_night_after_it(knowledge: Knowledge, design: Design) -> None:
    person = kept(knowledge, design, days=300)
    entries, pain = person.diary.entries, person.truth.pain_nrs
    hours = entries.of_kind(Kind.SLEEP).value
    by_day = np.array([pain[24 * day + 8 : 24 * day + 22].mean() for day in range(300)])
    before, same = (np.corrcoef(days, hours[1:])[0, 1] for days in (by_day[:-1], by_day[1:]))
    assert before < -0.2
    assert before < same


def test_nausea_does_not_give_the_time_of_a_dose_away(knowledge: Knowledge, design: Design) -> None:
    person = kept(knowledge, design, days=300)
    rows = person.diary.entries.of_kind(Kind.SYMPTOM, "nausea")
    taken = person.truth.doses.time_s
    after_min = (rows.time_s - taken[np.maximum(np.searchsorted(taken, rows.time_s) - 1, 0)]) / 60
    assert len(rows) > 30
    assert max(np.unique(after_min, return_counts=True)[1]) < len(rows) / 5
    assert 30 < np.median(after_min) < 60
    assert after_min.min() < 30
    assert after_min.max() > 120


def test_a_wrong_amount_has_lost_its_point_and_is_soon_corrected(knowledge: Knowledge, design: Design) -> None:
    person = kept(
        knowledge, design, recording={"corrections": 1, "typing_slip_factor": 100.0, "noticed_after_min": 9.0}
    )
    (right,) = [each for each in person.diary.entries if each.supersedes]
    (wrong,) = [each for each in person.diary.history if each.id == right.supersedes]
    assert (wrong.value / right.value, right.recorded_s - wrong.recorded_s) == (100.0, 540)
