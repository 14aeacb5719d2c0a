"""The values behind the page: middles, courses, doses, coverage, questionnaires, changes."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.conftest import FULL_ROWS, NOW_S, ReportOf, scores, seconds

from speciosa.report import report_json
from speciosa.report.days import Grain, edges_of, grain_of
from speciosa.report.middle import bins_of, middle_of


@given(st.integers(0, 30_000), st.integers(0, 9_000), st.sampled_from(Grain))
def test_bins_cover_the_span_without_holes_and_without_a_spare_one(first: int, more: int, grain: Grain) -> None:
    edges = edges_of(first, first + more, grain)
    assert edges[0] <= first < edges[1]
    assert edges[-2] <= first + more < edges[-1]
    assert (np.diff(edges) > 0).all()


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0, 10)), min_size=1, max_size=80))
def test_bins_are_what_a_slow_loop_finds(numbers: list[tuple[int, float]]) -> None:
    day, value = np.array([each[0] for each in numbers]), np.array([each[1] for each in numbers])
    edges = edges_of(0, 60, Grain.WEEK)
    fast = {each.start_day: each.middle for each in bins_of(day, value, edges)}
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        assert fast.get(start) == middle_of(np.array([v for d, v in numbers if start <= d < end]))


@pytest.mark.parametrize(
    ("days", "grain"), [(1, Grain.DAY), (62, Grain.DAY), (365, Grain.WEEK), (1826, Grain.MONTH), (9000, Grain.YEAR)]
)
def test_a_longer_course_is_counted_in_longer_bars(days: int, grain: Grain) -> None:
    assert grain_of(days) is grain


def test_declined_and_unknown_are_no_numbers(report_of: ReportOf) -> None:
    report = report_of(
        *scores("2026-03-01", [4]),
        "2026-03-02T08:00+01:00,rating,pain,declined",
        "2026-03-03T08:00+01:00,rating,pain,unknown",
    )
    assert report.leading
    assert report.leading.whole == middle_of(np.array([4.0]))
    assert (report.leading.series.declined, report.leading.series.unknown) == (1, 1)
    assert report.coverage
    assert report.coverage.scores_a_day == middle_of(np.array([1.0]))


def test_only_declined_scores_are_no_course(report_of: ReportOf) -> None:
    report = report_of("2026-03-02T08:00+01:00,rating,pain,declined")
    assert report.leading is None
    assert "leading_course" in {each.code for each in report.not_known}


def test_two_scales_of_one_word_are_two_courses(report_of: ReportOf) -> None:
    report = report_of(*scores("2026-03-01", [4, 5, 6]), *scores("2026-02-01", [1, 2], unit="score_0_4"))
    assert report.leading
    assert report.leading.series.scale == (0.0, 10.0)
    assert [each.series.scale for each in report.others] == [(0, 4)]


def test_a_first_and_a_last_month_are_compared_only_where_they_do_not_overlap(report_of: ReportOf) -> None:
    month = middle_of(np.full(30, 4.0))
    found = [report_of(*scores("2025-12-01", [4.0] * days)).leading for days in (59, 60)]
    assert [(each.first_month, each.last_month) for each in found if each] == [(None, None), (month, month)]


def test_a_day_with_none_is_not_a_day_without_a_word(report_of: ReportOf) -> None:
    doses = report_of(
        "2026-03-01T08:00+01:00,dose,kratom,2,g", "2026-03-02T08:00+01:00,no_dose,kratom,", *scores("2026-03-03", [4]),
        "2026-03-05T08:00+01:00,dose,kratom,2,g", "2026-03-05T08:00+01:00,no_dose,kratom,",
    ).doses  # fmt: skip
    assert doses
    assert (doses.days_with, doses.days_none, doses.days_silent, doses.days_empty, doses.days_both) == (2, 1, 1, 1, 1)


def test_units_and_products_are_never_added_up(report_of: ReportOf) -> None:
    doses = report_of(
        "2026-03-01T08:00+01:00,dose,kratom,2,g", "2026-03-01T12:00+01:00,dose,kratom,4,capsule",
        "2026-03-01T18:00+01:00,dose,kratom#b2,3,g", "2026-03-02T18:00+01:00,dose,kratom,unknown,g",
    ).doses  # fmt: skip
    assert doses
    grams, capsules = doses.lines
    assert (grams.unit, grams.doses, grams.days, grams.unknown) == ("g", 3, 2, 1)
    assert grams.amount_a_day == middle_of(np.array([5.0]))  # the day with an unknown amount has no total
    assert (capsules.unit, capsules.amount) == ("capsule", middle_of(np.array([4.0])))


def test_a_medicine_is_no_dose_of_kratom(report_of: ReportOf) -> None:
    doses = report_of(
        "2026-03-01T08:00+01:00,medicine,ibuprofen,400,mg", "2026-03-01T09:00+01:00,dose,kratom,2,g"
    ).doses
    assert doses
    assert [(each.product, each.kratom) for each in doses.lines] == [("kratom", True), ("ibuprofen", False)]
    assert doses.days_with == 1


@pytest.mark.parametrize(("score", "counts"), [("06:59", 0), ("07:00", 1), ("08:00", 1), ("08:01", 0)])
def test_a_score_counts_for_a_dose_within_the_hour_before(report_of: ReportOf, score: str, counts: int) -> None:
    coverage = report_of(f"2026-03-01T{score}+01:00,rating,pain,4", "2026-03-01T08:00+01:00,dose,kratom,2,g").coverage
    assert coverage
    assert (coverage.doses_scored, coverage.doses_timed) == (counts, 1)


def test_an_hour_that_nobody_knows_is_no_hour_before(report_of: ReportOf) -> None:
    report = report_of("2026-03-01,rating,pain,4", "2026-03-01,dose,kratom,2,g", person='time_zone = "Europe/Berlin"')
    assert report.coverage
    assert report.coverage.share_scored is None
    assert report.coverage.day_only == 2
    assert "scores_before_doses" in {each.code for each in report.not_known}


def test_a_hole_is_as_long_as_the_knowledge_table_says(report_of: ReportOf) -> None:
    coverage = report_of(*scores("2026-03-01", [4]), *scores("2026-03-04", [4]), *scores("2026-03-08", [4])).coverage
    assert coverage
    assert coverage.gap_d == 3
    assert [each.days for each in coverage.gaps] == [3]
    assert coverage.longest == coverage.gaps[0]
    assert coverage.since_last_d == 4


def test_corrections_and_retractions_are_counted_apart(report_of: ReportOf) -> None:
    report = report_of(
        "2026-03-01T08:00+01:00,rating,pain,4,,,,,,a", "2026-03-01T08:00+01:00,rating,pain,5,,,,,2026-03-01T09:00+01:00,b,a",
        "2026-03-02T08:00+01:00,rating,pain,9,,,,,,c", "2026-03-02T08:00+01:00,event,retracted,,,,,,2026-03-02T09:00+01:00,d,c",
    )  # fmt: skip
    assert report.coverage
    assert (report.coverage.corrected, report.coverage.taken_back, report.coverage.entries) == (1, 1, 1)


def test_a_late_score_is_counted_as_late(report_of: ReportOf) -> None:
    late = report_of("2026-03-01T08:00+01:00,rating,pain,4,,,,,2026-03-04T08:01+01:00").coverage
    assert late
    assert late.late == 1


def test_the_report_says_what_was_known_then(report_of: ReportOf) -> None:
    report = report_of(*scores("2026-03-01", [4] * 5), now_s=seconds("2026-03-03T12:00+01:00"))
    assert report.leading
    assert len(report.leading.series) == 3


def test_a_questionnaire_brings_its_range_and_who_says_which_change_matters(report_of: ReportOf) -> None:
    report = report_of(
        "2026-03-03T18:00+01:00,scale,peg,6",
        "2026-03-03T18:00+01:00,scale,peg.1,7",
        "2026-03-03T18:00+01:00,scale,homemade,6",
    )
    homemade, peg = report.scales
    assert (peg.low, peg.high, peg.important_change, peg.items) == (0, 10, 1, 1)
    assert set(peg.sources) <= {each.key for each in report.sources}
    assert not homemade.known


def test_changes_stand_in_the_order_of_time(report_of: ReportOf) -> None:
    changes = report_of(*FULL_ROWS).changes
    assert [each.name for each in changes] == ["heat", "product_changed", "-25%"]
    assert [each.period for each in changes] == [None, None, 2]


def test_json_holds_the_keys_of_the_contract_and_no_name_of_the_person(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS, person='birth_year = 1971\nsex = "f"\nconditions = ["rare thing"]')
    document = json.loads(report_json(report))
    assert list(document) == [
        "schema", "read", "later_entries", "made", "person", "span", "coverage", "courses", "recent", "doses", "exposure", "effect", "skin", "scales", "changes", "findings",
        "medicines", "side_effects", "liver", "withdrawal", "taper", "plan", "not_assessed", "sources",
    ]  # fmt: skip
    assert document["schema"] == 1
    assert document["made"]["now"] == "2026-03-12T09:00:00+01:00"
    assert document["person"] == {"simulated": False, "primary_outcome": "pain"}
    assert document["span"] == {"first": "2025-11-01T08:00:00+01:00", "last": "2026-03-11T12:00:00+01:00", "days": 131}
    assert document["courses"][0]["leading"]
    # their many digits hold any year
    told = report_json(replace(report, exposure=None, effect=replace(report.effect, document={})))
    assert "1971" not in told
    gaps = document.pop("not_assessed")
    assert "rare thing" not in json.dumps(document)  # only as a name that nobody here knows
    assert [each["code"] for each in gaps if "rare thing" in each["why"]] == ["conditions_unknown"]


def test_every_null_number_has_its_reason(report_of: ReportOf) -> None:
    document = json.loads(
        report_json(report_of("2026-03-01T08:00+01:00,rating,pain,4", "2026-03-01T08:00+01:00,scale,pgic,3"))
    )
    codes = {each["code"] for each in document["not_assessed"]}
    assert document["coverage"]["share_of_doses_with_score_before"] is None
    assert document["courses"][0]["first_30_days"] is None
    assert document["courses"][0]["bins"][0]["middle_half"] is None
    assert document["scales"][0]["important_change"] is None
    assert {"scores_before_doses", "first_and_last_month", "middle_half", "important_change"} <= codes


def test_same_input_same_json_and_another_seed_another_fingerprint(report_of: ReportOf) -> None:
    assert report_json(report_of(*FULL_ROWS)) == report_json(report_of(*FULL_ROWS))
    prints = {
        report_of(*FULL_ROWS, seed=seed, now_s=NOW_S + later).made.fingerprint
        for seed, later in ((0, 0), (1, 0), (0, 60))
    }
    assert len(prints) == 3


def test_an_empty_diary_is_a_whole_document(report_of: ReportOf) -> None:
    document = json.loads(report_json(report_of()))
    assert (document["span"], document["coverage"], document["doses"], document["courses"]) == (None, None, None, [])
    assert document["not_assessed"]


def test_gaps_of_the_rooms_stand_once_each(report_of: ReportOf) -> None:
    gaps = report_of("2026-03-10T08:00+01:00,rating,pain,4").gaps
    assert len(gaps) == len(set(gaps))
    assert {"exposure", "effect", "skin", "examination"} <= {each.code for each in gaps}


def test_two_products_of_unknown_strength_have_a_reason_each(report_of: ReportOf) -> None:
    rows = [f"2026-03-10T08:00+01:00,dose,{name},1,g" for name in ("kratom extract", "kratom resin", "kratom")]
    unlabelled = [each for each in report_of(*rows).gaps if each.code == "exposure_no_label"]
    assert [name for each in unlabelled for name in ("kratom extract", "kratom resin") if name in each.why] == [
        "kratom extract",
        "kratom resin",
    ]
