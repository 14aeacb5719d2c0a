"""Which numbers are ratings of an outcome, and on which scale."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.records import assigned, at_s, diary, dose, entry, rating, ratings_from

from speciosa.effect.outcome import ratings_of
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Kind


def test_ratings_come_in_the_order_of_time_with_when_they_were_written_down(knowledge: Knowledge) -> None:
    found = ratings_of(diary([rating(2, 9, 4), rating(1, 9, 6, late_min=90), dose(1, 10)]), knowledge, "pain")
    assert found.value.tolist() == [6.0, 4.0]
    assert found.time_s.tolist() == [at_s(1, 9), at_s(2, 9)]
    assert (found.entered_s - found.time_s).tolist() == [5400, 0]


def test_a_word_counts_under_each_of_its_spellings(knowledge: Knowledge) -> None:
    entries = [rating(1, 9, 6), rating(2, 9, 5, "Schmerzen"), rating(3, 9, 4, "pain level"), rating(3, 9, 1, "mood")]
    assert ratings_of(diary(entries), knowledge, "schmerz").value.tolist() == [6.0, 5.0, 4.0]


def test_a_question_that_was_declined_is_no_rating(knowledge: Knowledge) -> None:
    silent = rating(2, 9, 0)._replace(value=float("nan"), answer=Answer.DECLINED)
    assert len(ratings_of(diary([rating(1, 9, 6), silent]), knowledge, "pain")) == 1


def test_an_outcome_that_nobody_rated_has_no_ratings_and_keeps_its_direction(knowledge: Knowledge) -> None:
    found = ratings_of(diary([rating(1, 9, 6)]), knowledge, "mood")
    assert len(found) == 0
    assert (found.better, found.known, found.at_an_end) == ("higher", True, (0.0, 0.0))


def test_of_a_word_that_is_not_known_less_is_taken_as_better_and_that_is_said(knowledge: Knowledge) -> None:
    found = ratings_of(diary([rating(1, 9, 6, "glow")]), knowledge, "glow")
    assert (found.better, found.known) == ("lower", False)


def test_scales_are_never_mixed_the_one_with_most_ratings_counts(knowledge: Knowledge) -> None:
    entries = [rating(1, 9, 3, unit="score_0_4"), rating(2, 9, 8), rating(3, 9, 1, unit="score_0_4")]
    found = ratings_of(diary(entries), knowledge, "pain")
    assert found.unit == "score_0_4"
    assert (found.low, found.high, found.value.tolist()) == (0.0, 4.0, [3.0, 1.0])
    assert found.points.tolist() == [7.5, 2.5]
    assert found.per_point == pytest.approx(0.4)


@pytest.mark.parametrize("kind", [Kind.SYMPTOM, Kind.SCALE])
def test_symptoms_and_scales_are_outcomes_too(knowledge: Knowledge, kind: Kind) -> None:
    entries = [entry(day, 9, kind, "nausea", 3.0, "nrs") for day in range(3)]
    assert len(ratings_of(diary(entries), knowledge, "nausea")) == 3


def test_a_symptom_without_a_number_is_no_rating(knowledge: Knowledge) -> None:
    assert len(ratings_of(diary([entry(1, 9, Kind.SYMPTOM, "nausea"), assigned(1, "usual")]), knowledge, "nausea")) == 0


def test_shares_at_the_ends_count_what_lies_on_them() -> None:
    found = ratings_from([(0, 8, 0), (0, 9, 0), (0, 10, 10), (0, 11, 5)])
    assert found.at_an_end == (0.5, 0.25)
    assert found.take(np.array([True, False, False, True])).value.tolist() == [0.0, 5.0]


def test_a_rating_after_midnight_on_the_wall_belongs_to_the_next_day() -> None:
    found = ratings_from([(0, 23.5, 5)])
    later = found.take(np.array([True]))
    assert later.day[0] == at_s(0) // 86_400
    assert later.hour_h[0] == pytest.approx(23.5)
