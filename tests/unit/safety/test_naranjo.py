"""The Naranjo scale: every answer set, its bands, and what a diary can answer of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from tests.conftest import NOW_S

from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.safety.naranjo import NaranjoAnswer, naranjo_band, naranjo_range, naranjo_total
from speciosa.safety.side_effects import follow_symptoms
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

PUBLISHED = [(1, 0), (2, -1), (1, 0), (2, -1), (-1, 2), (-1, 1), (1, 0), (1, 0), (1, 0), (1, 0)]
"""Points for yes and no of the ten items, typed from the page; unknown is 0."""
NO_CURVE = NotAssessed("exposure", "Not worked out in this test.")
Answers = dict[str, NaranjoAnswer]


@pytest.fixture
def answers_of(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Callable[..., Answers]:
    """`answers_of(*rows, person="")`: the items of the first symptom, by item."""

    def make(*rows: str, curve: bool = False, **files: str) -> Answers:
        diary = diary_of(*rows, **files)
        exposure: ExposureCurve | NotAssessed = expose(diary, knowledge, seed=0, now_s=NOW_S) if curve else NO_CURVE
        found = follow_symptoms(diary, exposure, knowledge, now_s=NOW_S, seed=0)
        return {each.item: each for each in found[0].naranjo}

    return make


def at(day: int, what: str, *, hour: int = 9) -> str:
    """An entry on the n-th day from 1 March; `what` is ``kind,name,value,unit``."""
    month, of_month = (3, day) if day <= 31 else (4, day - 31)
    said = ",".join([*what.split(","), "", "", ""][:4])
    return f"2026-{month:02d}-{of_month:02d}T{hour:02d}:00+02:00,{said},,,,,{what.split(',')[1]}{day}h{hour},,"


def dose(day: int) -> str:
    return at(day, "dose,kratom leaf powder,3,g", hour=8)


def nausea(day: int) -> str:
    return at(day, "symptom,nausea")


def pain(day: int) -> str:
    return at(day, "rating,pain,4", hour=21)


def test_every_one_of_the_59_049_answer_sets_has_the_published_total(knowledge: Knowledge) -> None:
    sets = product(range(3), repeat=10)
    words, points = ("yes", "no", "unknown"), [(*each, 0) for each in PUBLISHED]
    wrong = [
        chosen for chosen in sets
        if naranjo_total({f"q{n + 1}": words[each] for n, each in enumerate(chosen)}, knowledge)
        != sum(points[n][each] for n, each in enumerate(chosen))
    ]  # fmt: skip
    assert wrong == []


def test_the_bands_change_at_one_five_and_nine(knowledge: Knowledge) -> None:
    names = {total: naranjo_band(total, knowledge) for total in range(-4, 14)}
    assert [total for total in names if total > -4 and names[total] != names[total - 1]] == [1, 5, 9]
    assert list(dict.fromkeys(names.values())) == ["doubtful", "possible", "probable", "definite"]


@pytest.mark.parametrize("answers", [{"q11": "yes"}, {"q1": "perhaps"}])
def test_an_answer_that_the_scale_does_not_have_is_refused(answers: dict[str, str], knowledge: Knowledge) -> None:
    with pytest.raises(EntryError, match="use q1 to q10"):
        naranjo_total(answers, knowledge)


def test_the_range_holds_every_total_that_the_open_items_can_still_give(knowledge: Knowledge) -> None:
    known = {"q2": "yes", "q3": "no"}
    given = [NaranjoAnswer(item, "", answer, 0, "") for item, answer in {**known, "q5": "unknown"}.items()]
    rest = [f"q{n}" for n in range(1, 11) if f"q{n}" not in known]
    totals = [
        naranjo_total({**known, **dict(zip(rest, chosen, strict=True))}, knowledge)
        for chosen in product(("yes", "no", "unknown"), repeat=len(rest))
    ]
    assert naranjo_range(given, knowledge) == (min(totals), max(totals))


def test_it_began_after_the_first_dose_where_the_record_holds_the_start(answers_of: Callable[..., Answers]) -> None:
    started = at(2, "event,started,kratom", hour=8)
    assert answers_of(started, dose(2), nausea(5))["q2"].answer == "yes"
    assert answers_of(started, nausea(1), dose(2))["q2"].answer == "no"


def test_where_the_record_begins_in_the_middle_its_first_entry_is_no_beginning(
    answers_of: Callable[..., Answers],
) -> None:
    days = [dose(day) for day in range(1, 16)]
    assert answers_of(*days, nausea(14))["q2"].answer == "unknown"
    assert answers_of(*days, nausea(15))["q2"].answer == "yes"
    assert answers_of(nausea(1), dose(2))["q2"].answer == "unknown"


def test_better_without_a_dose_and_back_with_the_next_ones_is_said_of_both(answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), *([nausea(day)] if day % 2 else []))]
    off = [pain(day) for day in range(29, 40)]
    found = answers_of(*on, *off, dose(40), nausea(41))
    assert (found["q3"].answer, found["q4"].answer) == ("yes", "yes")
    assert "14 of 28 recorded days before" in found["q3"].evidence
    assert "0 of 9" in found["q3"].evidence
    assert "Nobody should try that out." in found["q4"].evidence


def test_gone_and_not_back_in_the_days_after_is_no(answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), *([nausea(day)] if day % 2 else []))]
    off = [pain(day) for day in range(29, 40)]
    after = [dose(day) for day in range(40, 47)]
    assert answers_of(*on, *off, *after)["q4"].answer == "no"
    assert answers_of(*on, *off, *after[:-1])["q4"].answer == "unknown"


def test_as_often_without_a_dose_is_not_better(answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), *([nausea(day)] if day % 2 else []))]
    off = [row for day in range(29, 40) for row in (pain(day), *([nausea(day)] if day % 2 else []))]
    found = answers_of(*on, *off)
    assert (found["q3"].answer, found["q4"].answer) == ("no", "unknown")


def test_a_rare_symptom_that_stays_away_for_some_days_proves_nothing(answers_of: Callable[..., Answers]) -> None:
    on = [dose(day) for day in range(1, 29)]
    off = [pain(day) for day in range(29, 40)]
    assert answers_of(*on, nausea(3), nausea(20), *off)["q3"].answer == "unknown"


@pytest.mark.parametrize(("back", "answer"), [(36, "yes"), (35, "unknown")])
def test_a_pause_of_seven_days_without_a_dose_counts_and_one_of_six_does_not(
    back: int, answer: str, answers_of: Callable[..., Answers]
) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), nausea(day))]
    off = [pain(day) for day in range(29, back)]
    assert answers_of(*on, *off, dose(back))["q3"].answer == answer


def test_a_time_of_silence_is_no_pause(answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), nausea(day))]
    assert answers_of(*on, pain(30), pain(36), dose(40))["q3"].answer == "unknown"


@pytest.mark.parametrize(("written", "answer"), [(6, "yes"), (5, "unknown")])
def test_half_of_a_pauses_days_must_be_written_about(
    written: int, answer: str, answers_of: Callable[..., Answers]
) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), nausea(day))]
    off = [pain(day) for day in range(31, 31 + written)]  # of 12 days without a dose, the first two do not count
    assert answers_of(*on, *off, dose(41))["q3"].answer == answer


@pytest.mark.parametrize(("within", "answer"), [(10, "yes"), (11, "unknown"), (20, "no")])
def test_better_means_half_as_often_or_less(within: int, answer: str, answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 29) for row in (dose(day), nausea(day))]
    off = [row for day in range(29, 51) for row in (pain(day), *([nausea(day)] if 31 <= day < 31 + within else []))]
    assert answers_of(*on, *off)["q3"].answer == answer


def test_a_pause_is_held_against_the_four_weeks_before_it(answers_of: Callable[..., Answers]) -> None:
    on = [row for day in range(1, 40) for row in (dose(day), nausea(day))]
    off = [pain(day) for day in range(40, 50)]
    assert "28 of 28 recorded days before" in answers_of(*on, *off)["q3"].evidence


@pytest.mark.parametrize(("day", "answer"), [(53, "yes"), (54, "no")])
def test_a_symptom_comes_back_within_a_fortnight_or_it_is_another_matter(
    day: int, answer: str, answers_of: Callable[..., Answers]
) -> None:
    on = [row for each in range(1, 29) for row in (dose(each), nausea(each))]
    rest = [*(pain(each) for each in range(29, 40)), *(dose(each) for each in range(40, 55))]
    assert answers_of(*on, *rest, nausea(day))["q4"].answer == answer


def test_symptom_on_placebo_days_is_said_and_a_sealed_trial_is_kept_sealed(answers_of: Callable[..., Answers]) -> None:
    masked = "assignment,{},{},masked"
    on = [at(1, masked.format("usual", 1), hour=1), *(dose(day) for day in range(1, 15)), nausea(3)]
    off = [at(15, masked.format("none", 2), hour=1), *(pain(day) for day in range(15, 29))]
    assert answers_of(*on, *off, nausea(20))["q6"].answer == "yes"
    assert answers_of(*on, *off)["q6"].answer == "no"
    assert answers_of(*on)["q6"].answer == "unknown"
    assert answers_of(*on, *off[:8])["q6"].answer == "no"
    assert answers_of(*on, *off[:7])["q6"].answer == "unknown"
    sealed = at(15, masked.format("K7", 2), hour=1)
    assert "blind trial" in answers_of(*on, sealed, nausea(20))["q6"].evidence


def test_a_blood_level_is_never_called_toxic(answers_of: Callable[..., Answers]) -> None:
    found = answers_of(dose(1), nausea(2), at(3, "lab,mitragynine,5000,ng/mL"))
    assert found["q7"].answer == "unknown"
    assert "No level is known to be toxic" in found["q7"].evidence


def test_other_medicines_are_listed_and_never_judged(answers_of: Callable[..., Answers]) -> None:
    found = answers_of(dose(1), nausea(2), at(2, "medicine,naproxen,250,mg"), person='conditions = ["gastritis"]\n')
    assert found["q5"].answer == "unknown"
    assert "Also listed: naproxen. An illness is named" in found["q5"].evidence
    assert "gastritis" not in found["q5"].evidence


def test_a_laboratory_value_confirms_yellow_eyes_only_with_its_own_limit(answers_of: Callable[..., Answers]) -> None:
    eyes, limit = at(5, "symptom,yellow eyes"), at(6, "lab,bilirubin.uln,1.2,mg/dL", hour=10)
    assert answers_of(dose(1), eyes, limit, at(6, "lab,bilirubin,1.3,mg/dL"))["q10"].answer == "yes"
    assert answers_of(dose(1), eyes, limit, at(6, "lab,bilirubin,1.2,mg/dL"))["q10"].answer == "no"
    assert answers_of(dose(1), eyes, at(6, "lab,bilirubin,9.5,mg/dL"))["q10"].answer == "unknown"
    assert answers_of(dose(1), eyes, limit, at(36, "lab,bilirubin,9.5,mg/dL"))["q10"].answer == "unknown"
    assert answers_of(dose(1), eyes, limit, at(35, "lab,bilirubin,9.5,mg/dL"))["q10"].answer == "yes"


def test_only_what_experts_judged_counts_as_a_conclusive_report(answers_of: Callable[..., Answers]) -> None:
    assert answers_of(dose(1), at(5, "symptom,jaundice"))["q1"].answer == "yes"
    reported = answers_of(dose(1), at(5, "symptom,agitation"))["q1"]
    assert (reported.answer, "without proof" in reported.evidence) == ("unknown", True)
    assert answers_of(dose(1), nausea(5))["q1"].answer == "unknown"


def test_points_of_each_item_are_those_of_its_answer(answers_of: Callable[..., Answers]) -> None:
    found = answers_of(at(2, "event,started,kratom", hour=8), nausea(1), dose(2))
    assert {item: each.points for item, each in found.items()} == {f"q{n}": -1 if n == 2 else 0 for n in range(1, 11)}
