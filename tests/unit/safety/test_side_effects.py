"""Side effects of a whole record: what they hold, how they print, and that nothing is said without symptoms."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.conftest import NOW_S

from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.safety.pauses import _at_most
from speciosa.safety.side_effects import SideEffect, follow_symptoms
from speciosa.simulate import example_person
from speciosa.values.json_form import dump

VERDICTS = ("caused by", "side effect of kratom", "is safe", "proves that")


@pytest.fixture(scope="module")
def example(knowledge: Knowledge) -> Diary:
    return example_person(knowledge).diary


def found_in(diary: Diary, knowledge: Knowledge, seed: int = 0) -> tuple[SideEffect, ...]:
    now_s = int(diary.entries.time_s[-1])
    return follow_symptoms(diary, expose(diary, knowledge, seed=0, now_s=now_s), knowledge, now_s=now_s, seed=seed)


def test_a_record_without_symptoms_has_none(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    dose = "2026-05-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d1,,"
    pain = "2026-05-01T09:00+02:00,rating,pain,4,,,,,,r1,,"
    assert found_in(diary_of(dose, pain), knowledge) == ()


def test_a_symptom_without_any_dose_says_so(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    diary = diary_of("2026-05-01T09:00+02:00,symptom,nausea,,,,,,,s1,,")
    (found,) = found_in(diary, knowledge)
    assert found.follows.says == ("There are no doses of kratom in this record to hold this against.",)
    assert [each.code for each in found.not_assessed] == ["side_effect_doses"]


def test_the_same_record_and_seed_print_the_same_bytes(example: Diary, knowledge: Knowledge) -> None:
    first, second = (dump([each.to_json() for each in found_in(example, knowledge)]) for _ in range(2))
    assert first == second
    assert not any(word in first for word in VERDICTS)


def test_the_json_holds_local_times_intervals_as_lists_and_a_reason_for_what_is_null(
    example: Diary, knowledge: Knowledge
) -> None:
    (found,) = json.loads(dump([each.to_json() for each in found_in(example, knowledge)]))
    assert list(found) == [
        "symptom", "label", "entries", "episodes", "first", "last", "ids", "follows", "naranjo", "naranjo_range",
        "who_umc", "not_assessed",
    ]  # fmt: skip
    assert (found["symptom"], found["first"][-6:], len(found["ids"])) == ("nausea", "+01:00", found["entries"])
    assert len(found["naranjo"]) == 10
    assert len(found["naranjo_range"]) == 2
    assert found["follows"]["exposure"]["measure"] == "mitragynine"
    assert found["follows"]["dose"]["measure"] == "amount"
    assert found["follows"]["comparisons"] == 2


def test_entries_written_after_the_instant_of_asking_are_not_known(example: Diary, knowledge: Knowledge) -> None:
    (whole,) = found_in(example, knowledge)
    now_s = whole.first_s + 1
    (early,) = follow_symptoms(
        example, expose(example, knowledge, seed=0, now_s=now_s), knowledge, now_s=now_s, seed=0
    )  # fmt: skip
    assert (early.entries, early.last_s) == (1, whole.first_s)


def test_the_same_amount_every_time_says_nothing_about_amounts(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    rows = []
    for day in range(1, 29):
        rows.append(f"2026-04-{day:02d}T08:00+02:00,dose,kratom leaf powder,3,g,,,,,d{day},,")
        if day % 4 == 0:
            rows.append(f"2026-04-{day:02d}T10:00+02:00,symptom,nausea,,,,,,,s{day},,")
    diary = diary_of(*rows)
    (found,) = follow_symptoms(diary, expose(diary, knowledge, seed=0), knowledge, now_s=NOW_S, seed=0)
    assert found.follows.dose is None
    assert "same amount" in found.not_assessed[0].why
    assert found.follows.exposure is not None


def scored(diary: Diary, count: int, word: str = "dizziness") -> Diary:
    """The same with a symptom scored a minute after the first so many scores of pain."""
    pain = diary.entries.of_kind(Kind.RATING, "pain").take(np.arange(count))
    values = np.random.default_rng(0).integers(0, 5, count)
    rows = [
        Event(int(at) + 60, int(offset), Kind.SYMPTOM, word, float(value), Answer.GIVEN, unit="nrs",
              recorded_s=int(at) + 60, id=f"{word}{n}")
        for n, (at, offset, value) in enumerate(zip(pain.time_s, pain.offset_min, values, strict=True))
    ]  # fmt: skip
    return replace(diary, history=Columns.of([*diary.history, *rows]))


def test_a_symptom_scored_often_is_put_to_the_effect_machinery_and_gets_a_number_and_no_verdict(
    example: Diary, knowledge: Knowledge
) -> None:
    count = len(example.entries.of_kind(Kind.RATING, "pain"))
    found = next(each for each in found_in(scored(example, count), knowledge) if each.symptom == "dizziness")
    numbers = found.follows.scores
    assert numbers is not None
    assert numbers.mean is not None
    assert numbers.interval_95 is not None
    assert numbers.interval_95[0] < numbers.mean < numbers.interval_95[1]
    assert (numbers.scores, numbers.grade) == (count, "observational")
    assert "a number and no verdict" in numbers.reasons[-1]


def test_thirty_scores_are_put_to_it_and_twenty_nine_are_not(example: Diary, knowledge: Knowledge) -> None:
    for count, asked in ((29, False), (30, True)):
        found = next(each for each in found_in(scored(example, count), knowledge) if each.symptom == "dizziness")
        assert (found.follows.scores is not None) is asked
        if found.follows.scores is not None and found.follows.scores.mean is None:
            assert found.follows.scores.reasons


def test_only_the_two_symptoms_that_were_scored_most_often_are_put_to_it(example: Diary, knowledge: Knowledge) -> None:
    diary = scored(scored(scored(example, 30), 32, "headache"), 31, "itching")
    found = {each.symptom: each.follows.scores for each in found_in(diary, knowledge)}
    assert [word for word, scores in sorted(found.items()) if scores] == ["headache", "itching"]


def test_years_of_days_without_a_dose_are_counted_without_an_overflow() -> None:
    assert _at_most(400, 2000, 0.3) == pytest.approx(0.0, abs=1e-12)
    assert _at_most(1, 2, 0.5) == pytest.approx(0.75)
