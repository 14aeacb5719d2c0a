"""One diary whose every number was worked out by hand, from its rows to the sentences and the rows of the pictures."""

import re
from datetime import date, timedelta

import pytest
from tests.unit.report.conftest import ReportOf, seen

from speciosa.record import Reason
from speciosa.report import Report, report_html
from speciosa.report.chart_calendar import calendar_spec
from speciosa.report.chart_course import amounts_spec, course_spec
from speciosa.report.chart_frame import PAGE, PHONE, SMALL, day_start
from speciosa.report.chart_recent import recent_spec
from speciosa.report.pictures import pictures_of
from speciosa.report.wording import wording

EN = wording("en")
FIRST = date(2025, 12, 3)  # a hundred days up to 12 March 2026, the day of asking
DAYS = [FIRST + timedelta(days=at) for at in range(100)]


def hand_rows() -> list[str]:
    """Pain 7 and three doses a day in the first 30 days, pain 3 and one dose a day in the last 30."""
    rows = []
    for at, day in enumerate(DAYS):
        score, doses, hours = (7, 3, 5) if at < 30 else (5, 2, 6) if at < 70 else (3, 1, 8)
        rows.append(f"{day}T06:05+01:00,rating,pain,{score}")
        rows.append(f"{day}T06:00+01:00,sleep,night,{hours},h")
        # a dose every four hours from 06:10: planned in the morning, for pain later
        reasons = ("planned", "pain", "pain")[:doses]
        rows += [f"{day}T{6 + 4 * n:02d}:10+01:00,dose,kratom,2,g,{why}" for n, why in enumerate(reasons)]
    rows += ["2025-12-10T12:00+01:00,scale,peg,8", "2026-03-01T12:00+01:00,scale,peg,2"]
    rows += ["2026-01-05T12:00+01:00,event,phone_changed,", "2026-02-20T12:00+01:00,strategy,heat,start"]
    return rows


@pytest.fixture
def report(report_of: ReportOf) -> Report:
    return report_of(*hand_rows())


def test_every_sentence_says_what_was_counted_by_hand(report: Report) -> None:
    words = seen(report_html(report))
    for said in (
        # 3 x 30 + 2 x 40 + 1 x 30 doses
        "On 100 of 100 days you wrote something down: 200 doses, 100 scores, 100 nights, 2 questionnaire rows and 2 other",
        "Pain, last 30 days about 3 middle half 3; 30 scores",
        "Kratom, last 30 days about 1 doses a day, on 30 days with any",
        "Sleep, last 30 days about 8 hours; middle half 8; 30 nights",
        "30 scores; the middle one is about 3. The middle half of them: 3.",
        "Its first 30 days: about 7 (middle half 7, 30 scores). Its last 30 days: about 3 (middle half 3, 30 scores).",
        "Its first 30 days: about 5 hours (middle half 5, 30 numbers). Its last 30 days: about 8 hours",
        "kratom 200 100 2 g 4 g",
        "Reasons you gave: planned 100, for pain 100.",
        "2 scores: the first 8, the latest 2.",
        "Doses with a score in the hour before 100 of 200 (about 5 in 10)",
    ):
        assert said in words
    assert "1 20 February 2026" not in words
    assert "2 20 February 2026 Heat: started" in words
    assert "1 5 January 2026 Phone changed" in words


def test_reasons_are_counted_under_their_own_name(report_of: ReportOf) -> None:
    rows = [
        f"2026-03-{day:02d}T08:00+01:00,dose,kratom,2,g,{why}" for day, why in enumerate(["planned"] * 3 + ["pain"], 1)
    ]
    report = report_of(*rows)
    assert report.doses
    assert report.doses.reasons == ((Reason.PLANNED, 3), (Reason.PAIN, 1))
    assert "Reasons you gave: planned 3, for pain 1." in seen(report_html(report))


def test_every_dose_is_a_tick_at_its_own_minute_after_the_score_before_it(report: Report) -> None:
    assert report.recent
    layers = recent_spec(EN, report.recent, PHONE)["layer"]
    ticks = next(
        each["data"]["values"] for each in layers if each["mark"]["type"] == "rule" and "y2" in each["encoding"]
    )
    assert [row["x"] for row in ticks] == [f"{day}T06:10:00Z" for day in DAYS[70:]]
    dots = next(each["data"]["values"] for each in layers if each["mark"]["type"] == "point")
    assert [(row["x"], row["y"]) for row in dots] == [(f"{day}T06:05:00Z", 3.0) for day in DAYS[70:]]


def test_the_pictures_of_doses_hold_the_weeks_that_were_counted_by_hand(report: Report) -> None:
    assert report.doses
    line = report.doses.lines[0]
    assert [each.middle.median for each in line.bins_a_day] == [3] * 5 + [2] * 5 + [1] * 5
    assert [each.middle.median for each in line.bins_amount] == [6] * 5 + [4] * 5 + [2] * 5


def test_an_amount_axis_holds_the_whole_of_its_boxes(report_of: ReportOf) -> None:
    # one week of 1, 1, 1, 1, 9, 9, 9: the middle is 1, the middle half reaches to 9
    rows = [f"2026-01-{5 + at:02d}T08:00+01:00,activity,walking,{n},min" for at, n in enumerate((1, 1, 1, 1, 9, 9, 9))]
    walking = next(
        each
        for each in report_of(*rows, "2026-03-11T08:00+01:00,activity,walking,1,min").others
        if each.series.unit == "min"
    )
    spec = amounts_spec(EN, walking.bins, SMALL, days=(20_454, 20_524))
    boxes = [row for each in spec["layer"] if each["mark"]["type"] == "rect" for row in each["data"]["values"]]
    assert boxes[0]["y2"] == 9
    assert spec["encoding"]["y"]["scale"]["domain"][1] >= 9


def test_changes_are_marked_on_their_own_day_in_their_own_order(report: Report) -> None:
    assert report.leading
    marks = [(each.day, str(at)) for at, each in enumerate(pictures_of(report, EN).marked, 1)]
    spec = course_spec(EN, report.leading, PAGE, days=(20_423, 20_528), marks=marks)
    signs = [row for each in spec["layer"] if each["mark"]["type"] == "text" for row in each["data"]["values"]]
    assert [(row["x"][:10], row["sign"]) for row in signs] == [("2026-01-05", "1"), ("2026-02-20", "2")]
    lines = [row for each in spec["layer"] if "strokeDash" in each["mark"] for row in each["data"]["values"]]
    assert [row["x"][:10] for row in lines] == ["2026-01-05", "2026-02-20"]


def test_a_calendar_by_year_is_as_high_as_the_share_of_days(report_of: ReportOf) -> None:
    rows = [f"2018-04-{day:02d}T08:00+01:00,rating,pain,4" for day in range(1, 16)]
    report = report_of(*rows, "2026-03-01T08:00+01:00,rating,pain,4")
    assert report.coverage
    assert report.span
    boxes = calendar_spec(EN, report.coverage, report.span)["layer"][0]["data"]["values"]
    assert [(row["x"], round(row["y"], 3), row["y2"]) for row in boxes] == [
        (3.54, round(0.9 - 0.8 * 15 / 30, 3), 0.9),
        (2.54, round(8.9 - 0.8 / 31, 3), 8.9),
    ]


def test_the_start_of_a_day_is_its_midnight() -> None:
    assert day_start(20_513.5) == "2026-03-01T12:00:00Z"


def test_the_first_sign_stands_to_the_left_in_the_drawing(report: Report) -> None:
    course = pictures_of(report, EN).course
    assert course
    placed = re.findall(r"<text [^>]*translate\(([\d.]+),[^>]*>([12])</text>", course.wide)
    assert [sign for _, sign in sorted(placed, key=lambda each: float(each[0]))] == ["1", "2"]
