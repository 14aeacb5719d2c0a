"""The example person of the demo: what they wrote, and that it can be read again."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Kind, read_diary, write_diary
from speciosa.simulate import SimulatedPerson, example_person
from speciosa.simulate.example import _CALENDAR
from speciosa.values.json_form import dump


@pytest.fixture(scope="module")
def example(knowledge: Knowledge) -> SimulatedPerson:
    return example_person(knowledge, seed=0)


@pytest.fixture(scope="module")
def diary(example: SimulatedPerson) -> Diary:
    return example.diary


def test_the_same_seed_gives_the_same_person(knowledge: Knowledge, example: SimulatedPerson) -> None:
    again = example_person(knowledge, seed=0)
    assert again.diary.fingerprint == example.diary.fingerprint
    assert dump(again.truth) == dump(example.truth)


def test_another_seed_gives_another_person(knowledge: Knowledge, example: SimulatedPerson) -> None:
    other = example_person(knowledge, seed=1)
    assert other.diary.fingerprint != example.diary.fingerprint
    assert other.truth.fingerprint != example.truth.fingerprint


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_written_and_read_back_it_is_the_same_diary_without_a_question(
    tmp_path: Path, knowledge: Knowledge, seed: int
) -> None:
    diary = example_person(knowledge, seed=seed).diary
    write_diary(diary, tmp_path)
    assert diary.span_s is not None
    back = read_diary(tmp_path, knowledge, now_s=diary.span_s[1])
    assert back.fingerprint == diary.fingerprint
    assert (back.reading.refused, back.reading.merged, back.reading.questions, back.reading.notices) == ((), 0, (), ())


def test_it_says_of_itself_that_it_is_simulated(example: SimulatedPerson) -> None:
    assert example.diary.person.simulated
    assert json.loads(dump(example.truth))["simulated"] is True


def test_pain_lies_mostly_between_three_and_seven(diary: Diary) -> None:
    pain = diary.entries.of_kind(Kind.RATING, "pain").value
    assert len(pain) > 600
    assert np.mean((pain >= 3) & (pain <= 7)) > 0.9
    assert (pain == pain.round()).all()


def test_one_score_in_ten_is_missed(diary: Diary, example: SimulatedPerson) -> None:
    written_days = example.truth.design.calendar.days - 5
    assert len(diary.entries.of_kind(Kind.RATING, "pain")) / (5 * written_days) == pytest.approx(0.9, abs=0.03)


def test_most_doses_come_with_a_score_just_before_and_with_a_reason(diary: Diary) -> None:
    doses, pain = diary.entries.of_kind(Kind.DOSE), diary.entries.of_kind(Kind.RATING, "pain")
    before_s = doses.time_s - pain.time_s[np.searchsorted(pain.time_s, doses.time_s) - 1]
    assert np.mean(before_s <= 15 * 60) > 0.8
    assert before_s.min() > 0
    assert 0.8 < np.mean(doses.reason > 0) < 1


def test_every_day_is_a_day_with_doses_a_day_without_or_a_gap(diary: Diary) -> None:
    doses, without = diary.entries.of_kind(Kind.DOSE), diary.entries.of_kind(Kind.NO_DOSE)
    assert not set(doses.day().tolist()) & set(without.day().tolist())
    assert 10 <= len(without) <= 20
    days = np.unique(diary.entries.day())
    gaps = np.diff(days)
    assert sorted(gaps[gaps > 1].tolist()) == [6]


def test_everything_that_a_report_can_show_is_in_it(diary: Diary) -> None:
    kinds = {each.kind for each in diary.entries}
    assert set(Kind) - kinds == {Kind.LAB, Kind.PHOTO, Kind.ASSIGNMENT}
    assert {"pain", "mood", "sleep_quality"} <= set(diary.entries.names(Kind.RATING))
    assert {"peg", "peg.1", "peg.2", "peg.3"} == set(diary.entries.names(Kind.SCALE))
    assert {"walking", "physiotherapy"} == set(diary.entries.names(Kind.ACTIVITY))
    assert diary.entries.names(Kind.SYMPTOM) == ("nausea",)
    assert diary.entries.names(Kind.MEDICINE) == ("ibuprofen",)
    assert {"started", "stopped", "product_changed"} == set(diary.entries.names(Kind.EVENT))


def test_the_people_s_slips_are_in_it(diary: Diary) -> None:
    late = diary.entries.recorded_s - diary.entries.time_s > 12 * 3600
    assert late.sum() == 2
    assert (diary.entries.answer == Answer.DECLINED).sum() == 1
    assert len(diary.history) == len(diary.entries) + 1
    assert diary.history.of_kind(Kind.DOSE).value.max() >= 20 > diary.entries.of_kind(Kind.DOSE).value.max()


def test_clocks_change_by_season_and_by_journey(diary: Diary) -> None:
    offsets = [int(each) for each in diary.entries.offset_min]
    changes = [b - a for a, b in pairwise(offsets) if a != b]
    assert changes == [-60, 60, 60]


def test_nobody_stops_from_one_day_to_the_next(example: SimulatedPerson) -> None:
    shares = np.array([_CALENDAR.share_on(day) for day in range(_CALENDAR.days)])
    assert np.diff(shares).min() >= -0.25
    off = example.truth.effect_nrs[53 * 24 : 65 * 24]
    assert 0.1 < off.max() < 0.5
    assert off.min() > 0


def test_the_second_bag_is_weaker_than_its_label_says(example: SimulatedPerson) -> None:
    assert [each.basis for each in example.diary.products] == ["unknown", "label"]
    assert example.truth.content_mg_per_g[1] < (example.diary.products[1].mitragynine_mg_per_g or 0)


def test_the_truth_has_a_json_form_whose_hours_fit_together(example: SimulatedPerson) -> None:
    form = json.loads(dump(example.truth))
    hours = form["hours"]
    lengths = {len(hours[name]) for name in ("pain_nrs", "drug_free_nrs", "effect_nrs", "tolerance_nrs", "conc_ng_ml")}
    assert lengths == {168 * 24 - 1 + 1}  # an hour is lost in March; both ends count
    assert form["true_effect"] == pytest.approx(example.truth.true_effect_nrs, rel=1e-5)
    assert -1.5 < form["true_effect"] < -0.5
    assert form["design"]["model"]["response"]["emax_nrs"] == example.truth.design.model.response.emax_nrs
