"""What is counted, and under which name: one slip, another substance or an unanswered question changes no number."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.report.conftest import NOW_S, ReportOf, scores, seconds, seen

from speciosa.report import Report, report_html, report_json
from speciosa.report.chart_course import course_spec
from speciosa.report.chart_frame import PHONE
from speciosa.report.chart_recent import recent_spec
from speciosa.report.middle import middle_of, step_of
from speciosa.report.pictures import pictures_of
from speciosa.report.printed import plain, stepped
from speciosa.report.wording import wording
from speciosa.values.timeline import Precision

EN = wording("en")


def page(report: Report) -> str:
    return seen(report_html(report))


@pytest.mark.parametrize(
    ("values", "typical"),
    [
        ([35, 38, 41, 1400], "40"),
        ([3, 3, 3, 3000], "3"),
        ([15, 15, 15, 150], "15"),
        ([5, 5, 5, 240], "5"),
        ([0.003, 0.003, 0.003], "0.003"),
        ([0.00004, 0.00005, 0.00005], "0.00005"),
        ([7312, 8540, 6120], "7,300"),
        ([0.25, 0.25, 5], "0.25"),
        ([12.5, 12.5, 12.5], "12.5"),
        ([0, 0, 0, 8], "0"),
    ],
)
def test_one_large_value_does_not_change_how_the_typical_one_is_printed(values: list[float], typical: str) -> None:
    numbers = np.array(values, dtype=float)
    middle = middle_of(numbers)
    assert middle
    assert stepped(EN, middle.median, step_of(numbers)) == typical


def test_a_small_number_is_never_printed_as_nothing() -> None:
    assert [plain(EN, each) for each in (0.00003, 0.003, 0.0, 2.345)] == ["0.00003", "0.003", "0", "2.35"]


def test_a_slip_of_the_finger_leaves_the_dose_and_a_short_walk_what_they_were(report_of: ReportOf) -> None:
    rows = [f"2026-03-0{day}T08:00+01:00,dose,kratom,{3000 if day == 4 else 3},g" for day in range(1, 8)]
    sun = [f"2026-03-0{day}T12:00+01:00,sun,exposure,0.1,h" for day in range(1, 5)]
    words = page(report_of(*rows, *sun))
    assert "kratom 7 7 3 g 3 g" in words
    assert "about 0.1 hours" in words


def test_another_substance_is_no_dose_of_kratom_and_cancels_no_none(report_of: ReportOf) -> None:
    days = range(1, 6)
    rows = [f"2026-03-{day:02d}T07:00+01:00,dose,coffee,200,mg" for day in days]
    rows += [f"2026-03-{day:02d}T22:00+01:00,no_dose,kratom," for day in days]
    report = report_of(*rows, *scores("2026-03-01", [4] * 5))
    assert report.doses
    assert report.recent
    assert report.coverage
    assert (report.doses.days_with, report.doses.days_none, report.doses.days_both) == (0, 5, 0)
    assert report.doses.recent_a_day is None
    assert (len(report.recent.dose_wall_s), len(report.recent.none_day)) == (0, 5)
    assert (len(report.coverage.dose_day), report.coverage.doses_timed) == (0, 0)
    words = page(report)
    assert "both a dose" not in words
    assert "Of kratom: 5 days on which you wrote “none”" in words
    assert "Doses with a score" not in words
    assert "coffee 5 5 200 mg 200 mg" in words


def test_none_of_something_else_is_not_none_of_kratom(report_of: ReportOf) -> None:
    report = report_of("2026-03-01T22:00+01:00,no_dose,coffee,", "2026-03-02T22:00+01:00,no_dose,kratom,")
    assert report.doses
    assert report.doses.days_none == 1


def test_a_fall_in_how_often_is_seen_where_the_days_without_were_written_down(report_of: ReportOf) -> None:
    rows = []
    for at in range(140):
        day = np.datetime64("2025-10-20") + at
        daily = at < 70 or at % 7 == 0
        rows += [f"{day}T{hour}:00+01:00,dose,kratom,2,g" for hour in ("08", "18")] if daily else []
        rows += [] if daily else [f"{day}T22:00+01:00,no_dose,kratom,"]
    report = report_of(*rows)
    assert report.doses
    line = report.doses.lines[0]
    assert [each.middle.median for each in line.bins_a_day] == [2.0] * 10 + [0.0] * 10
    assert [each.middle.median for each in line.bins_amount] == [4.0] * 10 + [0.0] * 10
    words = page(report)
    assert "about 2, on 80 of 140 days" in words
    assert "a day on which you wrote “none” counts as 0" in words


def test_an_unanswered_question_is_no_dose_and_an_unknown_amount_is_one(report_of: ReportOf) -> None:
    report = report_of("2026-03-01T08:00+01:00,dose,kratom,declined,g", "2026-03-02T08:00+01:00,dose,kratom,unknown,g")
    assert report.doses
    assert (report.doses.days_with, report.doses.days_silent, report.doses.declined) == (1, 1, 1)
    assert [each.doses for each in report.doses.lines] == [1]
    words = page(report)
    assert "1 time you were asked about a dose and gave no answer; it is not counted as taken." in words
    assert "For 1 dose the amount is not known." in words


def test_no_answer_and_not_knowing_are_two_sentences(report_of: ReportOf) -> None:
    rows = ["2026-03-02T08:00+01:00,rating,pain,declined", "2026-03-03T08:00+01:00,rating,pain,unknown"]
    words = page(report_of(*scores("2026-03-01", [5]), *rows))
    assert "1 time you were asked and did not answer; it is not drawn." in words
    assert "1 time you wrote that you don't know; it is not drawn." in words
    assert "you wrote something down: 1 score and 2 entries without a number." in words


def test_the_headline_counts_what_it_names(report_of: ReportOf) -> None:
    words = page(
        report_of(
            "2026-03-01T07:00+01:00,sleep,night,declined,h", "2026-03-01T08:00+01:00,strategy,heat,start",
            "2026-03-02T08:00+01:00,strategy,heat,stop", "2026-03-02T20:00+01:00,no_dose,kratom,",
            "2026-03-02T22:00+01:00,no_dose,kratom,", "2026-03-03T22:00+01:00,goal,walk,4",
            "2026-03-04T22:00+01:00,goal,walk,5",
        )
    )  # fmt: skip
    assert "On 4 of 4 days you wrote something down: 2 goal scores, 1 day with none, 1 thing tried and 1 entry" in words


def test_two_scales_of_one_questionnaire_are_two(report_of: ReportOf) -> None:
    rows = [f"2026-03-0{day}T08:00+01:00,scale,peg,{day},{unit}" for day in (1, 3) for unit in ("", "score_0_4")]
    own, other = report_of(*rows).scales
    assert (own.unit, own.low, own.high, own.important_change) == ("", 0, 10, 1)
    assert (other.unit, other.low, other.high, other.important_change) == ("score_0_4", 0, 4, None)
    assert [len(each.scores) for each in (own, other)] == [2, 2]
    assert own.title != other.title
    assert report_html(report_of(*rows)).count('class="one"') == 2


def test_the_words_of_a_questionnaires_picture_say_its_scores(report_of: ReportOf) -> None:
    report = report_of("2026-03-01T08:00+01:00,scale,peg,8", "2026-03-03T08:00+01:00,scale,peg,2.5")
    (picture,) = pictures_of(report, EN).scales
    assert picture
    assert picture.says == "2 scores: the first 8, the latest 2.5."


def test_a_day_before_the_record_is_not_a_day_without_a_score(report_of: ReportOf) -> None:
    report = report_of("2026-03-11T08:00+01:00,rating,pain,6")
    words = page(report)
    assert "The record begins on 11 March 2026. 1 day since then has no score." in words
    assert "29 of these days" not in words
    assert "10 Mar –" not in words


def test_a_record_without_doses_says_nothing_of_their_time(report_of: ReportOf) -> None:
    report = report_of(*scores("2026-03-01", [4]))
    assert "no dose has a time of day" not in page(report)
    why = next(each.why for each in report.not_known if each.code == "scores_before_doses")
    assert why.startswith("There are no doses of kratom in this record")


def test_signs_that_would_cover_each_other_become_one(report_of: ReportOf) -> None:
    leading = report_of(*scores("2025-09-01", [4, 5])).leading
    assert leading
    marks = [(20_400, "1"), (20_401, "2"), (20_402, "3"), (20_480, "4")]
    spec = course_spec(EN, leading, PHONE, days=(20_340, 20_530), marks=marks)
    signs = next(each["data"]["values"] for each in spec["layer"] if each["mark"]["type"] == "text")
    assert [row["sign"] for row in signs] == ["1–3", "4"]
    assert sum(len(each["data"]["values"]) for each in spec["layer"] if "strokeDash" in each["mark"]) == 4


def test_a_change_has_a_sign_only_where_a_picture_bears_it(report_of: ReportOf) -> None:
    change = "2026-03-05T08:00+01:00,event,phone_changed,"
    short, long = (report_html(report_of(*scores(first, [4, 5]), change)) for first in ("2026-03-01", "2026-01-01"))
    assert '<span class="sign"></span>' in short
    assert '<span class="sign">1</span>' in long
    assert "Dotted lines with a number" not in short


def test_an_entry_of_the_morning_is_a_short_bar_and_no_dot(report_of: ReportOf) -> None:
    recent = report_of(*scores("2026-03-01", [4, 6]), "2026-03-02T08:10+01:00,dose,kratom,2,g").recent
    assert recent
    vague = np.full(len(recent.series), Precision.PART_OF_DAY, dtype=np.int8)
    morning = replace(
        recent, series=replace(recent.series, precision=vague), dose_precision=np.array([Precision.PART_OF_DAY])
    )
    layers = recent_spec(EN, morning, PHONE)["layer"]
    bars = [row for each in layers if each["mark"]["type"] == "rule" for row in each["data"]["values"] if "x2" in row]
    assert {"x": "2026-03-01T05:00:00Z", "x2": "2026-03-01T11:00:00Z", "y": 4.0} in bars
    assert any(row["x"] == "2026-03-02T05:10:00Z" for row in bars)
    assert not any(row for each in layers if each["mark"]["type"] == "point" for row in each["data"]["values"])


def test_where_dots_are_drawn_as_one_it_is_said(report_of: ReportOf) -> None:
    rows = [
        f"2026-03-{1 + at // 90:02d}T{at % 24:02d}:{at % 60:02d}:{at % 59:02d}+01:00,rating,pain,{at % 11}"
        for at in range(900)
    ]
    assert "those close together are drawn as one" in page(report_of(*rows))
    assert "those close together" not in page(report_of(*scores("2026-03-01", [4, 5])))


def test_entries_after_the_time_of_the_report_are_said_to_be_left_out(report_of: ReportOf) -> None:
    rows = [*scores("2026-03-01", [4]), *scores("2026-04-01", [4, 5])]
    report = report_of(*rows)
    words = page(report)
    assert "3 rows were read, 3 are in, 2 of them lie after the time of this report and are not on this page." in words
    assert "These entries count as they stand." not in words
    assert "This entry lies in the future." in words
    assert json.loads(report_json(report))["later_entries"] == 2
    assert report_of(*scores("2026-03-01", [4]), now_s=NOW_S).later == 0


def test_a_series_that_ended_long_ago_says_until_when(report_of: ReportOf) -> None:
    rows = [*scores("2025-06-01", [4] * 70, name="mood"), *scores("2026-03-01", [4] * 3)]
    words = page(report_of(*rows))
    assert "its last 30 days (until Aug 2025): about 4" in words
    fresh = page(report_of(*scores("2025-12-01", [4] * 100, name="mood"), *scores("2025-12-01", [4] * 101)))
    assert "its last 30 days: about 4" in fresh


def test_what_the_paper_needs_is_printed(report_of: ReportOf) -> None:
    html = report_html(
        report_of(*scores("2026-01-01", [4]), *scores("2026-03-01", [4]), "2026-03-01T09:00+01:00,rating,mood,4")
    )
    for summary in ("The gaps, longest first", "All of them as numbers", r"\d+ sources"):
        assert re.search(rf'<details class="print">\s*<summary>{summary}', html), summary


def test_the_report_of_yesterday_evening_has_the_same_day(report_of: ReportOf) -> None:
    assert report_of(now_s=seconds("2026-03-11T23:30+00:00")).made.today == 20_523
