"""Pain leads to doses, and doses to pain."""

from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from typing import Any

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.simulate import (
    Batch,
    Calendar,
    Design,
    Dosing,
    PersonModel,
    Phase,
    Recording,
    SimulatedPerson,
    simulate_person,
)
from speciosa.simulate.days import Days
from speciosa.simulate.design import Trip
from speciosa.simulate.everyday import Everyday
from speciosa.simulate.kinetics import modes
from speciosa.simulate.living import dose_probability
from speciosa.simulate.person_model import Course, Kinetics, Response
from speciosa.simulate.prompts import prompts_of
from speciosa.simulate.skin_year import ArmYear
from speciosa.values.errors import EntryError
from speciosa.values.timeline import local_day, local_hour


def lived(knowledge: Knowledge, design: Design, *, seed: int = 4) -> SimulatedPerson:
    return simulate_person(design, knowledge, seed=seed)


def test_what_was_felt_is_what_the_finished_doses_do(
    knowledge: Knowledge, design: Design, added_up: Callable[..., Any]
) -> None:
    design = replace(design, calendar=replace(design.calendar, run_in_d=10, batches=(Batch(0, "1"), Batch(40, "2"))))
    design = replace(design, recording=replace(design.recording, missed_share=0.0, everyday=False))
    truth, diary = (person := lived(knowledge, design)).truth, person.diary
    prompts = prompts_of(design, days := Days(design.calendar), seed=4)
    at_h, model = days.hours(prompts.time_s), design.model
    answer = modes(model)
    terms = (answer.weights[0, 1].tolist(), answer.rates_per_h[0].tolist())
    site = added_up(terms, model.kinetics.t_lag_h, at_h, days.hours(truth.doses.time_s), truth.doses.amt_mg)
    share = site / (model.response.ec50_ng_ml + site)
    last_hour = np.clip(np.floor(at_h), 0, None).astype(int)
    effect = truth.tolerance_nrs[last_hour] - model.response.emax_nrs * share
    felt = np.interp(at_h, days.time_h, truth.drug_free_nrs) + effect + prompts.noise_nrs
    scores = diary.entries.of_kind(Kind.RATING, "pain").value
    assert scores.tolist() == np.clip(np.round(felt), 0, 10).tolist()


def test_the_same_doses_without_an_effect_leave_pain_as_it_was(
    knowledge: Knowledge, design: Design, unmoved: PersonModel
) -> None:
    design = replace(design, model=unmoved)
    other_times = replace(design, dosing=replace(design.dosing, first_dose_hour_h=11.0, doses_a_day=1.0))
    one, other = lived(knowledge, design).truth, lived(knowledge, other_times).truth
    assert len(one.doses.time_s) != len(other.doses.time_s)
    assert one.conc_ng_ml.max() > 0
    assert (one.pain_nrs == other.pain_nrs).all()
    assert one.true_effect_nrs == 0


def test_hidden_pain_is_the_sum_of_its_parts(knowledge: Knowledge, design: Design) -> None:
    truth = lived(knowledge, design).truth
    np.testing.assert_allclose(truth.pain_nrs, truth.drug_free_nrs + truth.effect_nrs)
    assert truth.effect_nrs.min() < -1


def test_a_point_more_pain_makes_a_dose_likelier(knowledge: Knowledge, design: Design) -> None:
    chances = [dose_probability(design.dosing, score, planned=True) for score in range(11)]
    assert chances == sorted(chances)
    assert chances[5] == pytest.approx(design.dosing.planned_share)


def test_by_the_clock_alone_pain_changes_neither_chance_nor_amount(knowledge: Knowledge, design: Design) -> None:
    clock = replace(design.dosing, indication_strength=0.0)
    assert len({dose_probability(clock, score, planned=True) for score in range(11)}) == 1
    in_pain = replace(design.model, course=replace(design.model.course, baseline_nrs=8.0))
    calm = lived(knowledge, replace(design, dosing=clock)).truth.doses
    hurting = lived(knowledge, replace(design, dosing=clock, model=in_pain)).truth.doses
    assert (calm.time_s == hurting.time_s).all()
    assert (calm.amt_g == hurting.amt_g).all()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_always_and_never_stay_so_whatever_the_pain(design: Design, share: float) -> None:
    assert dose_probability(replace(design.dosing, planned_share=share), 9, planned=True) == share


def test_a_reduced_phase_is_reduced_and_an_off_phase_is_off(knowledge: Knowledge, design: Design) -> None:
    phases = (Phase(20, 39, 0.5), Phase(40, 49, 0.0))
    doses = lived(knowledge, replace(design, calendar=replace(design.calendar, phases=phases))).truth.doses
    on = [doses.amt_g[(doses.day >= a) & (doses.day <= b)] for a, b in ((0, 19), (20, 39), (40, 49))]
    assert on[1].mean() == pytest.approx(on[0].mean() / 2, rel=0.1)
    assert len(on[2]) == 0


def test_amounts_keep_to_their_bounds_and_steps(knowledge: Knowledge, design: Design) -> None:
    amt_g = lived(knowledge, design).truth.doses.amt_g
    assert set(amt_g.tolist()) <= {2.0, 2.5, 3.0, 3.5, 4.0}


def test_a_run_in_starts_the_record_with_tolerance_and_enters_no_diary(knowledge: Knowledge, design: Design) -> None:
    fresh = lived(knowledge, design)
    old_hand = lived(knowledge, replace(design, calendar=replace(design.calendar, run_in_d=60)))
    assert fresh.truth.tolerance_nrs[0] == 0
    assert old_hand.truth.tolerance_nrs[0] > 0.4
    assert old_hand.diary.span_s is not None
    assert old_hand.diary.span_s[0] >= old_hand.truth.time_s[0]


def test_doses_follow_the_clock_on_the_wall(knowledge: Knowledge, design: Design) -> None:
    exact = replace(design.dosing, clock_sd_min=0.0)
    calendar = replace(design.calendar, trips=(Trip(30, 40, "Pacific/Auckland"),))
    doses = lived(knowledge, replace(design, dosing=exact, calendar=calendar)).truth.doses
    hour_h = local_hour(doses.time_s, doses.offset_min)
    first_of_day = np.flatnonzero(np.diff(doses.day, prepend=-1))
    assert set(doses.offset_min[doses.day == 35].tolist()) == {13 * 60}
    assert np.median(hour_h[first_of_day]) == pytest.approx(8.05, abs=0.05)
    assert (np.diff(doses.time_s) > 0).all()


def test_every_field_of_the_defaults_has_a_row_with_a_reason(knowledge: Knowledge) -> None:
    kinds = (Kinetics, Response, Course, Dosing, Recording, Everyday, ArmYear)
    wanted = [each.name for kind in kinds for each in fields(kind) if each.default is MISSING]
    assert sorted(wanted) == sorted(knowledge.simulation)
    assert all(each.why for each in knowledge.simulation.values())
    usual = Design.usual(knowledge, Calendar("2025-01-20", 1, "Europe/Berlin"))
    assert usual.dosing.dose_g == knowledge.simulated("dose_g")


def test_what_is_swallowed_strays_from_what_is_written_by_the_weighing(knowledge: Knowledge, design: Design) -> None:
    calendar = replace(design.calendar, days=300, batches=(Batch(0, "1", content_mg_per_g=15.0),))
    doses = lived(knowledge, replace(design, calendar=calendar)).truth.doses
    error = doses.amt_mg / (15.0 * doses.amt_g) - 1
    assert error.std() == pytest.approx(design.dosing.weighing_cv, rel=0.1)
    assert error.mean() == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("hours", [{"first_dose_hour_h": 1.0}, {"first_dose_hour_h": 12.0}, {"clock_sd_min": 60.0}])
def test_hours_that_could_reach_midnight_are_refused(
    knowledge: Knowledge, design: Design, hours: dict[str, float]
) -> None:
    with pytest.raises(EntryError, match="move its hours from midnight"):
        lived(knowledge, replace(design, dosing=replace(design.dosing, **hours)))


def test_a_dose_is_of_the_local_day_on_which_it_is_taken(knowledge: Knowledge, design: Design) -> None:
    late = replace(design.dosing, first_dose_hour_h=11.5)  # the third at 22:30, give or take
    doses = lived(knowledge, replace(design, dosing=late)).truth.doses
    assert (local_day(doses.time_s, doses.offset_min) - local_day(doses.time_s, doses.offset_min)[0] == doses.day).all()
