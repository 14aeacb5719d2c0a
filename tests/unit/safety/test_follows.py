"""Symptoms against exposure: what is called a relation, how often by chance, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binom
from tests.scale import examples
from tests.unit.safety.symptom_lives import DAYS, START_S, Life, by_the_clock, event, lived, ticked

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.safety.complaint import complaints_of
from speciosa.safety.follow_sentences import URGENT, relation_says
from speciosa.safety.follows import Follows, Relation, follows_of
from speciosa.safety.fortnights import Comparison
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, HOUR_S

NOW_S = START_S + DAYS * DAY_S
PEOPLE = 60
NO_CURVE = NotAssessed("exposure", "Not worked out in this test.")


def followed(life: Life, symptoms: dict[str, np.ndarray], knowledge: Knowledge, seed: int = 0) -> tuple[Follows, ...]:
    diary = life.diary(symptoms)
    return follows_of(complaints_of(diary, knowledge), diary, life.curve(), knowledge, now_s=NOW_S, seed=seed)


def share_related(
    symptoms: Callable[[np.random.Generator, Life], dict[str, np.ndarray]], knowledge: Knowledge
) -> float:
    """Of many people, those of whom at least one symptom is said to go with exposure."""
    people = examples(PEOPLE, release=20)
    found = 0
    for seed in range(people):
        rng = np.random.default_rng([7, seed])
        life = lived(rng)
        each = followed(life, symptoms(rng, life), knowledge, seed)
        found += any(one.state is Relation.GOES_WITH_MORE for one in each)
    return found / people


def at_most_five_percent() -> float:
    """The highest share that chance gives one time in a thousand where five in a hundred are wrong."""
    people = examples(PEOPLE, release=20)
    return float(binom.ppf(0.999, people, 0.05)) / people


def test_without_a_relation_few_are_told_of_one_though_hours_weeks_and_bouts_go_their_own_ways(
    knowledge: Knowledge,
) -> None:
    assert (
        share_related(lambda rng, _: {"nausea": ticked(rng, by_the_clock(rng), 20)}, knowledge)
        <= at_most_five_percent()
    )


def test_of_three_symptoms_without_a_relation_none_is_called_one_more_often_than_of_one(knowledge: Knowledge) -> None:
    words = ("nausea", "dizziness", "headache")
    share = share_related(lambda rng, _: {each: ticked(rng, by_the_clock(rng), 20) for each in words}, knowledge)
    assert share <= at_most_five_percent()


def test_writing_a_symptom_down_together_with_the_dose_makes_no_relation(knowledge: Knowledge) -> None:
    def with_a_dose(rng: np.random.Generator, life: Life) -> dict[str, np.ndarray]:
        return {"nausea": np.sort(rng.choice(life.dose_s, 20, replace=False))}

    assert share_related(with_a_dose, knowledge) <= at_most_five_percent()


def test_a_strong_relation_is_mostly_found(knowledge: Knowledge) -> None:
    def strong(rng: np.random.Generator, life: Life) -> dict[str, np.ndarray]:
        return {"nausea": ticked(rng, by_the_clock(rng) * np.exp(1.5 * life.beside_usual), 20)}

    assert share_related(strong, knowledge) >= 0.7


def test_a_symptom_that_comes_with_less_is_not_said_to_go_with_more(knowledge: Knowledge) -> None:
    def falling(rng: np.random.Generator, life: Life) -> dict[str, np.ndarray]:
        return {"nausea": ticked(rng, by_the_clock(rng) * np.exp(-1.5 * life.beside_usual), 20)}

    assert share_related(falling, knowledge) <= 0.02


@pytest.mark.parametrize(("p", "state"), [
    (0.0499, Relation.GOES_WITH_MORE), (0.05, Relation.GOES_WITH_MORE), (0.0501, Relation.NO_CLEAR_RELATION),
])  # fmt: skip
def test_a_relation_is_told_up_to_a_p_of_one_in_twenty(
    p: float, state: Relation, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Comparison("mitragynine", 6, 5, 0.8, p, 4999, exact=False)
    monkeypatch.setattr("speciosa.safety.follows.compare", lambda *_: made)
    life = lived(np.random.default_rng(1))
    (found,) = followed(life, {"nausea": START_S + DAY_S * np.arange(3, 120, 3)}, knowledge)
    assert found.state is state


def test_entries_within_a_day_of_each_other_are_one_episode(knowledge: Knowledge) -> None:
    hours = [0, 24, 48, 72.02, 100]
    rows = [event(START_S + int(each * HOUR_S), Kind.SYMPTOM, "nausea") for each in hours]
    (found,) = complaints_of(Diary(Columns.of(rows)), knowledge)
    assert (len(found.present), len(found.onset)) == (5, 3)


def test_an_answer_of_unknown_or_declined_is_no_symptom(knowledge: Knowledge) -> None:
    said = (Answer.UNKNOWN, Answer.DECLINED)
    rows = [event(START_S + at, Kind.SYMPTOM, "nausea")._replace(answer=each) for at, each in enumerate(said)]
    assert complaints_of(Diary(Columns.of(rows)), knowledge) == ()
    (found,) = complaints_of(Diary(Columns.of([*rows, event(START_S + 9, Kind.SYMPTOM, "nausea")])), knowledge)
    assert len(found.present) == 1


def test_words_that_are_no_side_effect_are_not_followed(knowledge: Knowledge) -> None:
    symptoms = [
        "pain",
        "knee pain",
        "craving",
        "withdrawal",
        "suicidal_thoughts",
        "skin_darkening",
        "new mole",
        "appetite",
    ]
    ratings = ["mood", "fatigue", "anxiety", "gloom"]
    rows = [event(START_S + at, Kind.SYMPTOM, each) for at, each in enumerate([*symptoms, "itchy skin", "gloom"])]
    rows += [event(START_S + at, Kind.RATING, each, 4.0) for at, each in enumerate([*ratings, "nausea"])]
    rows += [event(START_S, Kind.SYMPTOM, "dizzy", 0.0)]
    assert sorted(each.word for each in complaints_of(Diary(Columns.of(rows)), knowledge)) == [
        "gloom",
        "itching",
        "nausea",
    ]


def test_a_sign_of_an_emergency_is_never_weighed_against_the_hours(knowledge: Knowledge) -> None:
    life = lived(np.random.default_rng(1))
    (found,) = followed(life, {"chest_pain": START_S + DAY_S * np.arange(3, 120, 3)}, knowledge)
    assert (found.state, found.exposure, found.comparisons) == (Relation.NOT_LOOKED_AT, None, 0)
    assert "somebody has to look at" in found.says[0]


def test_a_sealed_trial_is_not_looked_into(knowledge: Knowledge) -> None:
    life = lived(np.random.default_rng(1))
    diary = life.diary({"nausea": START_S + DAY_S * np.arange(3, 120, 3)})
    sealed = event(START_S, Kind.ASSIGNMENT, "K7", 1.0, "masked")
    diary = Diary(Columns.of([*diary.history, sealed]))
    (found,) = follows_of(complaints_of(diary, knowledge), diary, life.curve(), knowledge, now_s=NOW_S, seed=0)
    assert (found.state, found.says[0][:24]) == (Relation.NOT_LOOKED_AT, "A blind trial is running")


def test_without_a_curve_the_doses_of_the_hours_before_are_counted(knowledge: Knowledge) -> None:
    doses, ticks = [], []
    for day in range(56):
        extra = day % 5 == 2
        doses += [START_S + day * DAY_S + hour * HOUR_S for hour in ((8, 11, 12) if extra else (8,))]
        ticks += [START_S + day * DAY_S + 13 * HOUR_S] if extra else []
    life = Life(np.array(doses), np.full(len(doses), 3.0), np.zeros(DAYS * 24))
    diary = life.diary({"nausea": np.array(ticks)})
    (found,) = follows_of(complaints_of(diary, knowledge), diary, NO_CURVE, knowledge, now_s=NOW_S, seed=0)
    assert found.exposure is not None
    assert (found.exposure.measure, found.exposure.higher, found.state) == ("doses", 11, Relation.GOES_WITH_MORE)
    assert found.not_assessed[0].why == NO_CURVE.why
    assert found.says[0].startswith("In 11 of 11 episodes there were more doses in the hours before")
    assert "may be the other way round: you may take more on days you feel ill" in found.says[1]


def test_a_relation_with_the_amount_alone_is_told_as_one(knowledge: Knowledge) -> None:
    made = {
        name: Comparison(name, 6, higher, 0.8, p, 4999, exact=False, p_holm=p, related=p <= 0.05)
        for name, higher, p in (("mitragynine", 3, 0.4), ("amount", 6, 0.01))
    }
    found = relation_says(made["mitragynine"], made["amount"], 7, 2, ())
    assert found[0].endswith("That may be chance.")
    assert found[1].endswith("That goes together.")
    assert "the other way round" in found[2]
    assert found[3] == "1 of 7 episodes could not be compared."


def test_few_episodes_are_said_to_be_few(knowledge: Knowledge) -> None:
    life = lived(np.random.default_rng(1))
    (found,) = followed(life, {"nausea": START_S + DAY_S * np.array([10, 20, 30, 40])}, knowledge)
    assert found.state is Relation.NOT_ENOUGH_DATA
    assert found.says == (
        "There are 4 episodes: too few to compare. With fewer than 5 nothing is said of what goes with it.",
    )


def test_what_else_was_written_down_changes_no_symptoms_own_p(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(4)
    life = lived(rng)
    one = {"nausea": ticked(rng, by_the_clock(rng), 20)}
    two = {**one, "dizziness": ticked(rng, by_the_clock(rng), 30)}
    alone = followed(life, one, knowledge)[0]
    together = next(
        each
        for each in followed(life, two, knowledge)
        if each.exposure and alone.exposure and each.exposure.p == alone.exposure.p
    )
    assert together.exposure is not None
    assert alone.exposure is not None
    assert alone.exposure.p_holm == alone.exposure.p
    assert together.exposure.p_holm >= together.exposure.p
    assert not math.isnan(together.exposure.p_holm)


def test_a_word_that_lies_near_an_urgent_sign_is_not_asked_for_more_often(knowledge: Knowledge) -> None:
    life = lived(np.random.default_rng(1))
    found = followed(life, {"seizzure": START_S + DAY_S * np.array([10])}, knowledge)
    assert all(each.says == (URGENT,) for each in found)
    assert found
