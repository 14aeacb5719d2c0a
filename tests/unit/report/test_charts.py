"""Pictures: what their rows say, and how they fit into the page."""

import math
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.conftest import FULL_ROWS, ReportOf, scores

from speciosa.report.chart_calendar import calendar_spec
from speciosa.report.chart_course import course_spec, scale_spec
from speciosa.report.chart_dots import PHONE_DOTS
from speciosa.report.chart_effect_course import PHONE_DID, PHONE_RECORDED
from speciosa.report.chart_exposure import PHONE_PANEL
from speciosa.report.chart_frame import DOT, PAGE, PHONE, SMALL, Frame, _ticks, nice_top
from speciosa.report.chart_recent import recent_spec
from speciosa.report.chart_response import PHONE_HARMS, PHONE_RESPONSE
from speciosa.report.chart_skin import PHONE_SKIN
from speciosa.report.chart_svg import draw, tidy
from speciosa.report.pictures import pictures_of
from speciosa.report.wording import wording

EN = wording("en")
DAYS = (20_360, 20_540)


def rows_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [row for each in spec["layer"] if each["mark"]["type"] == mark for row in each["data"]["values"]]


def test_the_line_of_days_never_bridges_a_day_without_a_score(report_of: ReportOf) -> None:
    recent = report_of(
        *scores("2026-02-20", [4, 5, 6]), *scores("2026-02-24", [3, 4]), *scores("2026-03-01", [7])
    ).recent
    assert recent
    line = rows_of(recent_spec(EN, recent, PHONE), "line")
    stretches = {row["stretch"]: [each["day"] for each in line if each["stretch"] == row["stretch"]] for row in line}
    assert [len(days) for days in stretches.values()] == [3, 2]
    assert all(after - before == 1 for days in stretches.values() for before, after in pairwise(days))
    assert all(row["y"] is not None for row in line)


def test_every_score_of_thirty_days_is_a_dot_at_its_own_wall_time(report_of: ReportOf) -> None:
    recent = report_of("2026-03-10T23:30+01:00,rating,pain,4", "2026-03-10T23:30+01:00,rating,mood,9").recent
    assert recent
    dots = next(each for each in recent_spec(EN, recent, PHONE)["layer"] if each["mark"]["type"] == "point")
    assert dots["data"]["values"] == [{"x": "2026-03-10T23:30:00Z", "y": 4.0}]


def test_a_score_without_an_hour_gets_no_dot_at_noon(report_of: ReportOf) -> None:
    recent = report_of("2026-03-10,rating,pain,4", person='time_zone = "Europe/Berlin"').recent
    assert recent
    spec = recent_spec(EN, recent, PHONE)
    assert rows_of(spec, "point") == []
    assert {"x": "2026-03-10T01:26:24Z", "x2": "2026-03-10T22:33:36Z", "y": 4.0} in rows_of(spec, "rule")


def test_doses_and_none_stand_apart_beneath_the_scores(report_of: ReportOf) -> None:
    report = report_of(
        *scores("2026-03-01", [4]), "2026-03-02T08:00+01:00,dose,kratom,2,g", "2026-03-03T08:00+01:00,no_dose,kratom,"
    )
    assert report.recent
    spec = recent_spec(EN, report.recent, PHONE)
    dose = [row for row in rows_of(spec, "rule") if "y2" in row]
    ring = [row for row in rows_of(spec, "point") if row["y"] < 0]
    assert len(dose) == len(ring) == 1
    assert dose[0]["y2"] < 0
    assert dose[0]["x"].startswith("2026-03-02")
    assert ring[0]["x"].startswith("2026-03-03")


def test_ten_thousand_scores_in_a_month_do_not_make_ten_thousand_dots(report_of: ReportOf) -> None:
    rows = [
        f"2026-03-{1 + at // 900:02d}T{at % 24:02d}:{at % 60:02d}:{at % 59:02d}+01:00,rating,pain,{at % 11}"
        for at in range(9000)
    ]
    recent = report_of(*rows).recent
    assert recent
    assert len(rows_of(recent_spec(EN, recent, PHONE), "point")) < 1000


def test_an_empty_week_has_no_bar(report_of: ReportOf) -> None:
    leading = report_of(*scores("2025-10-06", [4] * 7), *scores("2026-01-05", [5] * 7)).leading
    assert leading
    spec = course_spec(EN, leading, PHONE, days=DAYS)
    starts = [row["x"][:10] for row in rows_of(spec, "rule") if "x2" in row]
    assert starts == ["2025-10-06", "2026-01-05"]


def test_fewer_than_four_numbers_get_no_box(report_of: ReportOf) -> None:
    leading = report_of(*scores("2025-10-06", [4, 5, 6]), *scores("2026-01-05", [5, 6, 7, 8])).leading
    assert leading
    boxes = rows_of(course_spec(EN, leading, PHONE, days=DAYS), "rect")
    assert [row["x"][:10] for row in boxes] == ["2026-01-05"]


def test_a_scale_of_its_own_is_never_drawn_from_0_to_10(report_of: ReportOf) -> None:
    report = report_of(*scores("2026-03-01", [1, 4], name="aches", unit="score_0_4"))
    assert report.leading
    spec = course_spec(EN, report.leading, PHONE, days=DAYS)
    low, high = spec["encoding"]["y"]["scale"]["domain"]
    assert -0.5 < low < 0
    assert 4 < high < 5


def test_each_questionnaire_is_a_point_on_its_own_day_whatever_its_scale(report_of: ReportOf) -> None:
    rows = [f"2026-03-0{day}T08:00+01:00,scale,{name},{day - 3}" for day in (3, 5) for name in ("peg", "homemade")]
    homemade, peg = report_of(*rows).scales
    for scale, ends in ((peg, (0, 10)), (homemade, (0, 2))):
        spec = scale_spec(EN, scale, SMALL, days=DAYS)
        assert [row["x"][:10] for row in rows_of(spec, "point")] == ["2026-03-03", "2026-03-05"]
        low, high = spec["encoding"]["y"]["scale"]["domain"]
        assert low < ends[0]
        assert high > ends[1]


@pytest.mark.parametrize(("word", "at_bottom"), [("pain", "better"), ("mood", "worse"), ("sleep_quality", "worse")])
def test_the_axis_says_in_words_which_way_is_better(report_of: ReportOf, word: str, at_bottom: str) -> None:
    leading = report_of(*scores("2026-03-01", [4, 5], name=word)).leading
    assert leading
    labels = course_spec(EN, leading, PHONE, days=DAYS)["encoding"]["y"]["axis"]["labelExpr"]
    assert f'"0": ["\u2193\u2009{at_bottom}", "0"]' in labels


def test_on_a_phone_of_390_pixels_type_is_14_and_a_dot_6() -> None:
    shown = 390 - 2 * 1.1 * 18  # the page's own margins
    frames = [PHONE, SMALL, PHONE_SKIN, PHONE_PANEL, PHONE_DOTS, PHONE_RECORDED, PHONE_DID, PHONE_RESPONSE, PHONE_HARMS]
    assert all(each.font * shown / each.width >= 14 for each in frames)
    assert all(math.sqrt(DOT * 4 / math.pi) * shown / each.width >= 6 for each in (PHONE, SMALL, PHONE_SKIN))


@pytest.mark.parametrize("frame", [PHONE, PAGE, PHONE_RECORDED, PHONE_DID, PHONE_RESPONSE])
def test_the_left_margin_holds_the_german_word_for_worse_with_its_arrow(frame: Frame) -> None:
    ems = 4.7 + 1.0 + 0.2  # "schlechter" in a phone's own type, an arrow, a thin space
    assert frame.font * ems <= frame.left


def test_the_calendar_leaves_blank_what_is_blank(report_of: ReportOf) -> None:
    report = report_of(
        *scores("2026-03-01", [4, 4]), *scores("2026-03-05", [4]), "2026-03-05T09:00+01:00,dose,kratom,2,g"
    )
    assert report.coverage
    assert report.span
    boxes = rows_of(calendar_spec(EN, report.coverage, report.span), "rect")
    assert [(round(row["x"], 2), round(row["x2"], 2)) for row in boxes] == [(0.54, 2.46), (4.54, 5.46), (4.54, 5.46)]


def test_colours_become_classes_so_that_the_dark_theme_reaches_them(report_of: ReportOf) -> None:
    pictures = pictures_of(report_of(*FULL_ROWS), EN)
    for each in [
        pictures.recent,
        pictures.course,
        *pictures.others,
        *pictures.doses,
        *(each for each in pictures.scales if each),
        pictures.calendar,
    ]:
        assert each
        for drawn in (each.narrow, each.wide):
            assert not re.search(r"#[0-9a-fA-F]{3,6}\b|style=|font-family|<script|rgb\(", drawn)
            assert not drawn or "s-data" in drawn or "f-data" in drawn


def test_a_colour_outside_the_palette_stops_the_drawing() -> None:
    with pytest.raises(ValueError, match="#123456 is not in the palette"):
        tidy(
            '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,0" fill="#123456"/></svg>',
            name="a",
            title="t",
            says="s",
        )


def test_ids_are_renumbered_for_each_picture() -> None:
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="clip7"><path class="x" d="M0,0" fill="#0072b2"/></clipPath></defs>'
        '<g clip-path="url(#clip7)"><path d="M1,1" fill="#0072b2"/></g></svg>'
    )
    drawn = tidy(raw, name="p3", title="t", says="s")
    assert "clip7" not in drawn
    assert 'id="p3-0"' in drawn
    assert 'clip-path="url(#p3-0)"' in drawn


def test_scripts_and_styles_in_a_drawing_are_dropped() -> None:
    raw = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script><style>a{}</style><g style="x:y" onclick="z"><text fill="#211d18">a</text></g></svg>'
    drawn = tidy(raw, name="p", title="<b>", says="s & s")
    assert drawn.count("<text") == 1
    assert not re.search(r"script|style|onclick", drawn)
    assert "&lt;b&gt;" in drawn


def test_a_picture_is_responsive_and_named(report_of: ReportOf) -> None:
    leading = report_of(*scores("2026-03-01", [4, 5])).leading
    assert leading
    for frame in (PHONE, PAGE, SMALL):
        head = draw(
            course_spec(EN, leading, frame, days=DAYS), name="x", title="A title", says="What to see"
        ).partition(">")[0]
        assert f'viewBox="0 0 {frame.width} {frame.height}"' in head
        assert " width=" not in head
        assert 'aria-labelledby="x-t x-d"' in head


@given(st.integers(0, 40_000), st.integers(1, 15_000), st.sampled_from([3, 4, 8]))
def test_dates_at_an_axis_fit_whatever_its_length(first: int, days: int, most: int) -> None:
    ticks, named = _ticks(EN, first, first + days, most)
    assert 1 <= len(ticks) <= most
    assert all(first <= tick < first + days for tick in ticks)
    assert len({named(tick) for tick in ticks}) == len(ticks)


@given(st.floats(1e-3, 1e6))
def test_an_axis_holds_its_highest_number_without_much_room_to_spare(highest: float) -> None:
    top, step = nice_top(highest)
    assert highest <= top * (1 + 1e-9)
    assert top <= 2.1 * highest
    assert np.isclose(top / step, round(top / step))
