"""From a diary to curves: what shifts them, what narrows them, and where they stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from speciosa.exposure import ExposureCurve, expose
from speciosa.exposure.intake import intake_of
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.values.gaps import NotAssessed

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY_S = 86_400
PRODUCTS = "product,substance,form,mitragynine_mg_per_g,hydroxymitragynine_mg_per_g,unit_weight_g,batch,basis\n"
Curves = Callable[..., ExposureCurve]


def at(day: float) -> str:
    return (START + timedelta(days=day)).isoformat()


def daily(dose: str, days: int, first: int = 0) -> list[str]:
    return [f"{at(first + day)},dose,{dose}" for day in range(days)]


@pytest.fixture
def curves(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Curves:
    def make(
        *rows: str, until_d: float | None = None, seed: int = 0, grid_s: int = 3600, **files: str
    ) -> ExposureCurve:
        now_s = None if until_d is None else int(START.timestamp() + until_d * DAY_S)
        found = expose(diary_of(*rows, **files), knowledge, seed=seed, now_s=now_s, grid_s=grid_s)
        assert isinstance(found, ExposureCurve)
        return found

    return make


def width(values: np.ndarray) -> float:
    """How many times the upper limit of the 90 % band is the lower one."""
    low, high = np.nanquantile(values, [0.05, 0.95])
    return float(high / low)


def codes(curve: ExposureCurve) -> list[str]:
    return [each.code for each in curve.gaps]


def test_it_runs_from_the_first_dose_to_now_on_the_grid(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 3), until_d=3.1, grid_s=1800)
    assert curve.time_s[0] == START.timestamp()
    assert set(np.diff(curve.time_s)) == {1800}
    assert curve.time_s[-1] <= START.timestamp() + 3.1 * DAY_S < curve.time_s[-1] + 1800
    assert curve.conc_ng_ml.shape == (200, 2, len(curve.time_s))


def test_the_same_seed_gives_the_same_bytes_and_another_one_others(curves: Curves) -> None:
    one, again, other = (curves(*daily("kratom,3,g", 5), seed=seed) for seed in (1, 1, 2))
    assert one.conc_ng_ml.tobytes() == again.conc_ng_ml.tobytes()
    assert one.conc_ng_ml.tobytes() != other.conc_ng_ml.tobytes()


def test_concentrations_are_finite_and_not_negative(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 10), until_d=20)
    assert np.isfinite(curve.conc_ng_ml).all()
    assert (curve.conc_ng_ml >= -1e-9).all()


def test_a_single_dose_peaks_where_the_study_found_it(curves: Curves, knowledge: Knowledge) -> None:
    """39 mg of mitragynine, strength known: the five people's range lies in the band."""
    published = {row.key: row for row in knowledge.pk_parameters}["tanna_mitragynine_cmax_ng_ml"]
    curve = curves(*daily("k51,2,g", 1), until_d=1.5, products=PRODUCTS + "k51,kratom,,19.5,,,,assay\n")
    low, middle, high = np.quantile(curve.cmax_ng_ml[:, 0], [0.05, 0.5, 0.95])
    assert published.low is not None
    assert published.high is not None
    assert published.value is not None
    assert low < published.low
    assert high > published.high
    assert middle == pytest.approx(published.value, rel=0.35)


def test_the_highest_point_is_looked_for_between_the_hours(curves: Curves) -> None:
    hourly, fine = curves(*daily("kratom,3,g", 3)), curves(*daily("kratom,3,g", 3), grid_s=300)
    assert (hourly.cmax_ng_ml >= np.nanmax(hourly.conc_ng_ml, axis=2)).all()
    np.testing.assert_allclose(hourly.cmax_ng_ml, fine.cmax_ng_ml, rtol=0.05)


def test_a_day_s_area_is_the_mean_of_the_last_week(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 20), until_d=20, grid_s=300)
    week = curve.time_s >= curve.time_s[-1] - 7 * DAY_S
    area = np.trapezoid(curve.conc_ng_ml[:, :, week], curve.time_s[week] / 3600, axis=2) / 7
    np.testing.assert_allclose(curve.auc_24_ng_h_ml, area, rtol=0.01)


def test_there_is_no_day_s_area_before_there_is_a_day(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 1), until_d=0.5)
    assert np.isnan(curve.auc_24_ng_h_ml).all()
    assert "exposure_auc_24" in codes(curve)


def test_an_assay_narrows_the_band_and_a_label_does_so_less(curves: Curves) -> None:
    row = "jar,kratom,,15,,,,{}\n"
    known = [
        width(
            curves(*daily("jar,3,g", 10), person="weight_kg = 75\n", products=PRODUCTS + row.format(basis)).cmax_ng_ml[
                :, 0
            ]
        )
        for basis in ("assay", "label", "unknown")
    ]
    assert known == sorted(known)
    assert known[2] > 1.15 * known[0]


def test_ten_doses_of_one_bag_are_as_unsure_as_one(curves: Curves) -> None:
    """What is unknown of a batch does not average out."""
    one, ten = curves(*daily("kratom,3,g", 1), until_d=2), curves(*daily("kratom,3,g", 10), until_d=11)
    assert width(ten.auc_24_ng_h_ml[:, 0]) > 0.75 * width(one.auc_24_ng_h_ml[:, 0])


def test_ups_and_downs_of_one_bag_are_surer_than_nanograms(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 20), until_d=20)
    absolute, relative = curve.band(), curve.relative()
    sure, unsure = (np.median(each.high[0, 24:] / each.low[0, 24:]) for each in (relative, absolute))
    assert sure < 0.6 * unsure


def test_half_the_dose_of_the_same_bag_is_half_the_curve_within_a_story(curves: Curves) -> None:
    curve = curves(*daily("kratom,4,g", 30), *daily("kratom,2,g", 30, first=30), until_d=60)
    per_day = [np.median(curve.conc_ng_ml[:, 0, 24 * (day - 7) : 24 * day].mean(axis=1)) for day in (30, 60)]
    assert per_day[1] / per_day[0] == pytest.approx(0.5, rel=0.08)


def test_seven_oh_taken_as_such_comes_on_top(curves: Curves) -> None:
    leaf = curves(*daily("kratom,3,g", 5))
    both = curves(*daily("kratom,3,g", 5), f"{at(4.2)},dose,7-OH tablets,20,mg", until_d=4.5)
    assert both.cmax_ng_ml[:, 1].mean() > 2 * leaf.cmax_ng_ml[:, 1].mean()
    assert both.analytes == ("mitragynine", "7-hydroxymitragynine")


def test_a_7_oh_product_alone_has_no_curve_of_mitragynine(curves: Curves) -> None:
    assert curves(*daily("7-OH tablets,15,mg", 3)).analytes == ("7-hydroxymitragynine",)


def test_somebody_lighter_has_more_in_blood(curves: Curves) -> None:
    light, heavy = (
        np.median(curves(*daily("kratom,3,g", 9), person=f"weight_kg = {kg}\n").auc_24_ng_h_ml[:, 0])
        for kg in (50, 110)
    )
    assert light > 1.4 * heavy


def test_without_a_weight_the_band_allows_for_many_and_says_so(curves: Curves) -> None:
    assert "exposure_weight" in codes(curves(*daily("kratom,3,g", 3)))


@pytest.mark.parametrize("where", ["diary", "person"])
def test_a_medicine_that_slows_the_way_out_widens_the_band_and_is_named(curves: Curves, where: str) -> None:
    plain = curves(*daily("kratom,3,g", 9), person="weight_kg = 75\n")
    row = [f"{at(1)},medicine,Clarithromycin,500,mg"] if where == "diary" else []
    person = "weight_kg = 75\n" + ('medicines = ["clarithromycin"]\n' if where == "person" else "")
    slowed = curves(*daily("kratom,3,g", 9), *row, person=person)
    assert np.median(slowed.auc_24_ng_h_ml[:, 0]) > np.median(plain.auc_24_ng_h_ml[:, 0])
    shift = next(each for each in slowed.shifts if each.name.lower() == "clarithromycin")
    assert shift.sources
    assert "clarithromycin" in shift.says.lower()


def test_the_same_class_twice_counts_once(curves: Curves) -> None:
    both = [f"{at(1)},medicine,{name},500,mg" for name in ("clarithromycin", "itraconazole")]
    one = curves(*daily("kratom,3,g", 5), both[0])
    two = curves(*daily("kratom,3,g", 5), *both)
    np.testing.assert_array_equal(one.conc_ng_ml, two.conc_ng_ml)
    assert len(two.shifts) == len(one.shifts) + 1


def test_a_blood_level_narrows_the_band_and_moves_it(curves: Curves) -> None:
    plain = curves(*daily("kratom,3,g", 9), until_d=9)
    hour = int((8 * DAY_S + 2 * 3600) / 3600)
    level = 2 * float(np.median(plain.conc_ng_ml[:, 0, hour]))
    told = curves(*daily("kratom,3,g", 9), f"{at(8 + 2 / 24)},lab,mitragynine,{level:.1f},ng/mL", until_d=9)
    found = told.conc_ng_ml[:, 0, hour]
    assert width(found) < 0.5 * width(plain.conc_ng_ml[:, 0, hour])
    assert np.median(found) == pytest.approx(level, rel=0.25)
    assert "blood level" in [each.name for each in told.shifts]


def test_blood_levels_may_come_in_nanomoles(curves: Curves) -> None:
    grams = curves(*daily("kratom,3,g", 5), f"{at(4.1)},lab,mitragynine,39.8503,ng/mL", until_d=5)
    moles = curves(*daily("kratom,3,g", 5), f"{at(4.1)},lab,mitragynine,100,nmol/L", until_d=5)
    np.testing.assert_allclose(grams.conc_ng_ml, moles.conc_ng_ml, rtol=1e-3)


def test_a_blood_level_in_an_unknown_unit_is_not_used_and_named(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), f"{at(4.1)},lab,mitragynine,40,furlongs")
    assert "exposure_blood_level_unit" in codes(curve)


def test_a_blood_level_that_no_story_explains_is_said_to_be_far_off(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), f"{at(4.1)},lab,mitragynine,90000,ng/mL")
    assert "exposure_blood_level_far" in codes(curve)


def test_after_an_unlabelled_extract_the_curve_stays_away_for_two_weeks(curves: Curves) -> None:
    rows = [*daily("kratom,3,g", 40), f"{at(10.1)},dose,kratom extract,1,g"]
    curve = curves(*rows, until_d=40)
    away = np.isnan(curve.conc_ng_ml[0, 0])
    day = (curve.time_s - curve.time_s[0]) / DAY_S
    assert not away[day < 10].any()
    assert away[(day > 10.2) & (day < 24)].all()
    assert not away[day > 24.2].any()
    assert "exposure_no_label" in codes(curve)
    assert np.isfinite(curve.cmax_ng_ml).all()


def test_an_unlabelled_7_oh_product_leaves_the_other_analyte_standing(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), f"{at(2.1)},dose,7-OH tablets,1,tablet")
    assert np.isfinite(curve.conc_ng_ml[:, 0]).all()
    assert np.isnan(curve.conc_ng_ml[:, 1]).any()


def test_a_blind_trial_is_not_looked_into(curves: Curves) -> None:
    rows = [*daily("kratom,3,g", 5), *daily("trial capsule,6,capsule", 5, first=5)]
    curve = curves(*rows, until_d=10)
    assert "exposure_masked_trial" in codes(curve)
    assert np.isnan(curve.conc_ng_ml[:, :, curve.time_s > START.timestamp() + 5 * DAY_S]).all()


def test_a_hole_in_the_record_is_a_hole_in_the_curve(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), *daily("kratom,3,g", 5, first=100), until_d=105)
    day = (curve.time_s - curve.time_s[0]) / DAY_S
    away = np.isnan(curve.conc_ng_ml[0, 0])
    assert away[(day > 5.1) & (day < 99.9)].all()
    assert not away[(day < 4.9) | (day > 100.1)].any()
    assert "exposure_holes" in codes(curve)


def test_after_the_last_entry_the_curve_goes_on_and_says_what_it_takes_for_granted(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), until_d=20)
    assert np.isfinite(curve.conc_ng_ml).all()
    assert "exposure_since_last_entry" in codes(curve)


def test_days_without_any_dose_that_were_written_down_are_no_hole(curves: Curves) -> None:
    none = [f"{at(day)},no_dose,kratom," for day in range(5, 30)]
    curve = curves(*daily("kratom,3,g", 5), *none, until_d=30)
    assert np.isfinite(curve.conc_ng_ml).all()
    assert curve.conc_ng_ml[:, 0, -1].max() < 0.2 * curve.cmax_ng_ml[:, 0].max()


def test_two_doses_at_the_same_second_are_two_doses(curves: Curves) -> None:
    rows = [f"{at(0)},dose,kratom,3,g,,,,,{each}" for each in ("one", "two")]
    twice, once = curves(*rows, until_d=1), curves(rows[0], until_d=1)
    assert np.median(twice.cmax_ng_ml[:, 0]) == pytest.approx(2 * np.median(once.cmax_ng_ml[:, 0]), rel=0.1)


def test_rows_out_of_order_are_the_same_record(curves: Curves) -> None:
    rows = daily("kratom,3,g", 5)
    np.testing.assert_array_equal(curves(*rows).conc_ng_ml, curves(*rows[::-1]).conc_ng_ml)


@pytest.mark.parametrize(
    "rows", [[], ["2026-03-01T08:00+00:00,rating,pain,4"], ["2026-03-01T08:00+00:00,dose,ibuprofen,400,mg"]]
)
def test_without_kratom_there_is_nothing_to_work_out(
    diary_of: Callable[..., Diary], knowledge: Knowledge, rows: list[str]
) -> None:
    found = expose(diary_of(*rows), knowledge, seed=0)
    assert isinstance(found, NotAssessed)
    assert "no kratom doses" in found.why


def test_where_no_dose_can_be_told_it_says_what_to_read_off_the_packet(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    found = expose(diary_of(*daily("kratom extract,1,g", 3)), knowledge, seed=0)
    assert isinstance(found, NotAssessed)
    assert "packet" in found.why


def test_a_medicine_taken_once_touches_only_the_doses_after_it(curves: Curves) -> None:
    rows = daily("kratom,3,g", 60)
    plain = curves(*rows, person="weight_kg = 75\n")
    once = curves(*rows, f"{at(50.5)},medicine,clarithromycin,500,mg", person="weight_kg = 75\n")
    day = (plain.time_s - plain.time_s[0]) / DAY_S
    before, after = (day > 5) & (day < 50), (day > 52) & (day < 56)
    medians = [np.median(each.conc_ng_ml[:, 0], axis=0) for each in (plain, once)]
    np.testing.assert_allclose(np.median(medians[1][before] / medians[0][before]), 1.0, atol=0.35)
    assert np.median(medians[1][after] / medians[0][after]) > 1.2


@pytest.mark.parametrize("amount", ["declined", "0"])
def test_a_medicine_not_taken_changes_nothing(curves: Curves, amount: str) -> None:
    curve = curves(*daily("kratom,3,g", 5), f"{at(1)},medicine,clarithromycin,{amount},mg")
    assert "clarithromycin" not in [each.name for each in curve.shifts]


def test_of_two_inhibitors_the_stronger_counts(curves: Curves) -> None:
    strong = f"{at(0)},medicine,clarithromycin,500,mg"
    weak = f"{at(0)},medicine,grapefruit juice,250,ml"
    rows = daily("kratom,3,g", 6)
    both, one = (np.median(curves(*rows, *each).auc_24_ng_h_ml[:, 0]) for each in ([strong, weak], [strong]))
    assert both == pytest.approx(one, rel=0.3)


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (f"{at(-1)},lab,mitragynine,40,ng/mL", "early"),
        (f"{at(4.1)},lab,mitragynine,0,ng/mL", "none"),
        ("2026-03-05,lab,mitragynine,40,ng/mL", "time"),
    ],
)
def test_a_level_that_no_curve_can_be_held_against_is_not_used_and_named(curves: Curves, level: str, code: str) -> None:
    curve = curves(*daily("kratom,3,g", 5), level, person='time_zone = "UTC"\n')
    assert f"exposure_blood_level_{code}" in codes(curve)
    assert "blood level" not in [each.name for each in curve.shifts]


def test_a_level_after_an_unlabelled_extract_does_not_move_the_curve_before_it(curves: Curves) -> None:
    rows = [*daily("kratom,3,g", 9), f"{at(8.1)},dose,kratom extract,1,g"]
    plain, told = curves(*rows), curves(*rows, f"{at(8.2)},lab,mitragynine,300,ng/mL")
    assert "exposure_blood_level_unknown" in codes(told)
    known = np.isfinite(plain.conc_ng_ml)
    np.testing.assert_array_equal(plain.conc_ng_ml[known], told.conc_ng_ml[:, :, : known.shape[2]][known])


def test_ten_levels_leave_enough_stories_behind_the_band(curves: Curves) -> None:
    rows = daily("kratom,3,g", 12)
    levels = [f"{at(day + 0.1)},lab,mitragynine,{40 + 3 * day},ng/mL" for day in range(1, 11)]
    told = curves(*rows, *levels, until_d=12)
    assert width(told.auc_24_ng_h_ml[:, 0]) > 1.3
    assert "exposure_blood_level_far" not in codes(told)


def test_one_bag_in_grams_and_milligrams_is_one_batch(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    both = intake_of(diary_of(*daily("kratom#a,3,g", 1), *daily("kratom#a,3000,mg", 1, first=1)), knowledge)
    assert both.batch.tolist() == [0, 0]


def test_milligrams_of_a_labelled_7_oh_tablet_are_7_oh(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    rows = PRODUCTS + "seven,7-hydroxymitragynine,tablet,,30,0.5,,label\n"
    assert intake_of(diary_of(*daily("seven,20,mg", 1), products=rows), knowledge).nominal_mg[1].tolist() == [20.0]


def test_the_highest_point_is_not_looked_for_where_nothing_can_be_said(curves: Curves) -> None:
    curve = curves(*daily("kratom,3,g", 5), f"{at(4 + 0.5 / 24)},dose,kratom extract,1,g", until_d=5, grid_s=60)
    assert (curve.cmax_ng_ml <= np.nanmax(curve.conc_ng_ml, axis=2) * 1.01).all()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{at(2.1)},dose,krattom leaf,2.6,g", "other_names"),
        (f"{at(2.1)},dose,kratom,3,handful", "refused_rows"),
        (f"{at(6)},rating,pain,4", "silent_days"),
        (f"{at(2.1)},medicine,fluoxetine,20,mg", "medicines"),
    ],
)
def test_what_may_hide_a_dose_is_never_passed_over(curves: Curves, row: str, code: str) -> None:
    plain = curves(*daily("kratom,3,g", 5), until_d=6.5)
    assert f"exposure_{code}" not in codes(plain)
    assert f"exposure_{code}" in codes(curves(*daily("kratom,3,g", 5), row, until_d=6.5))


def test_the_beginning_is_unknown_unless_the_record_says_that_it_began_there(curves: Curves) -> None:
    rows = daily("kratom,3,g", 5)
    assert "exposure_beginning" in codes(curves(*rows))
    assert "exposure_beginning" not in codes(curves(*rows, f"{at(-0.2)},event,started,kratom"))


def test_the_sources_of_spoons_and_labels_are_listed(curves: Curves, knowledge: Knowledge) -> None:
    spoon, label = curves(*daily("kratom,1,tsp", 2)), curves(*daily("7-OH tablets,15,mg", 2))
    assert set(knowledge.choices["teaspoon_leaf_low_g"].source) <= set(spoon.sources)
    assert set(knowledge.choices["hydroxy_label_bias_low"].source) <= set(label.sources)


def test_7_oh_may_be_written_short_in_the_product_list(curves: Curves) -> None:
    rows = PRODUCTS + "seven,7-OH,tablet,,40,0.5,,label\n"
    assert curves(*daily("seven,1,tablet", 2), products=rows).analytes == ("7-hydroxymitragynine",)
