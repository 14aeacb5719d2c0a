"""How much is in the blood, as the page and report.json tell it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.unit.report.conftest import ReportOf, scores, seen
from tests.unit.report.made_curves import END_S, made_curve
from tests.unit.report.made_effects import made_effect

from speciosa.exposure import ExposureCurve, Shift
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report, compose, report_html, report_json
from speciosa.report.chart_exposure import PHONE_PANEL, exposure_spec
from speciosa.report.exposure_panel import Spread
from speciosa.report.exposure_section import Exposure, exposure_gaps, exposure_json, exposure_of
from speciosa.report.exposure_sentences import amount, compared_says, highest_says, own_says, rounded
from speciosa.report.local_time import local_offsets
from speciosa.report.thinning import thinned
from speciosa.report.wording import wording
from speciosa.safety import Findings
from speciosa.values.gaps import NotAssessed
from speciosa.values.json_form import dump
from speciosa.values.timeline import DAY_S, HOUR_S

ReportWith = Callable[[ExposureCurve | NotAssessed], Report]
EN = wording("en")
HOLE = NotAssessed("exposure_holes", "There is a hole in the record.")


def shown(curve: ExposureCurve, now_s: int = END_S) -> Exposure:
    return exposure_of(curve, zone=None, now_s=now_s)


@pytest.fixture
def report_with(diary_of: Callable[..., Diary], knowledge: Knowledge) -> ReportWith:
    def make(curve: ExposureCurve | NotAssessed) -> Report:
        diary: Diary = diary_of(*scores("2026-02-20", [4, 5] * 10))
        effect, skin = made_effect(), NotAssessed("skin", "Not yet.")
        return compose(diary, curve, effect, skin, Findings((), ()), knowledge, now_s=END_S, seed=0, language="en")

    return make


def test_json_has_the_form_of_the_contract() -> None:
    curve = made_curve(days=3)
    document = json.loads(dump(exposure_json(curve, zone=None)))
    assert document["basis"] == "population"
    assert list(document["analytes"]) == ["mitragynine", "7-hydroxymitragynine"]
    for analyte in document["analytes"].values():
        points = len(analyte["time"])
        assert points == 3 * 24 + 1
        assert {key: len(each) for key, each in analyte["conc_ng_ml"].items()} == dict.fromkeys(
            ("median", "low_90", "high_90"), points
        )
        for key in ("cmax_ng_ml", "auc_24_ng_h_ml"):
            assert analyte[key]["low_90"] < analyte[key]["median"] < analyte[key]["high_90"]
    assert document["analytes"]["mitragynine"]["time"][-1] == "2026-03-12T09:00:00+01:00"
    assert len(document["doses"]["time"]) == 9
    assert "shown_from" not in document


def test_the_limits_are_those_of_the_curve_itself() -> None:
    curve = made_curve(days=5)
    mitragynine = exposure_json(curve, zone=None)["analytes"]["mitragynine"]  # type: ignore[index]
    for name, band in (("conc_ng_ml", curve.band()), ("relative", curve.relative())):
        for key, values in (("median", band.median), ("low_90", band.low), ("high_90", band.high)):
            assert np.allclose(mitragynine[name][key], values[0])


def test_json_says_nothing_where_nothing_can_be_said_and_why() -> None:
    curve = made_curve(days=10, hole=(3, 2), gaps=(HOLE,))
    medians = json.loads(dump(exposure_json(curve, zone=None)))["analytes"]["mitragynine"]["conc_ng_ml"]["median"]
    assert sum(each is None for each in medians) == 23
    assert exposure_gaps(curve) == (HOLE,)


def test_a_missing_number_without_a_reason_gets_one() -> None:
    assert [each.code for each in exposure_gaps(made_curve(days=10, hole=(3, 2)))] == ["exposure_unknown"]
    assert exposure_gaps(made_curve(days=10)) == ()


def test_json_of_what_was_not_assessed_is_empty_and_whole() -> None:
    document = exposure_json(NotAssessed("exposure", "No doses."), zone=None)
    assert document == {"basis": None, "analytes": {}, "shifts": [], "doses": {"time": []}}


def test_the_relative_curve_has_a_mean_of_one() -> None:
    document = json.loads(dump(exposure_json(made_curve(days=10, spread=0.8), zone=None)))
    relative = document["analytes"]["mitragynine"]["relative"]
    assert np.mean(relative["median"]) == pytest.approx(1, abs=0.01)
    conc = document["analytes"]["mitragynine"]["conc_ng_ml"]
    assert relative["high_90"][-9] / relative["low_90"][-9] < 1.5 < conc["high_90"][-9] / conc["low_90"][-9]


def test_local_time_follows_the_clocks_at_home_and_the_last_entry_on_a_trip() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before, after = (np.array([END_S + each * DAY_S]) for each in (0, 30))  # the clocks change on 29 March
    home, trip = (np.array([each], dtype=np.int16) for each in (60, 540))
    assert local_offsets(after, before, home, berlin).tolist() == [120]
    assert local_offsets(after, before, home, None).tolist() == [60]
    assert local_offsets(after, before, trip, berlin).tolist() == [540]
    assert local_offsets(before - DAY_S, before, home, None).tolist() == [60]


def test_report_json_shows_four_weeks_and_says_from_when(report_with: ReportWith) -> None:
    exposure = json.loads(report_json(report_with(made_curve(days=100))))["exposure"]
    assert exposure["shown_from"] == exposure["analytes"]["mitragynine"]["time"][0] == "2026-02-12T09:00:00+01:00"
    assert len(exposure["analytes"]["mitragynine"]["time"]) == 28 * 24 + 1
    assert exposure["doses"]["time"][0] >= exposure["shown_from"]


def test_the_sources_behind_the_curves_are_sources_of_the_page(report_with: ReportWith) -> None:
    slow = Shift("fluconazole", "Fluconazole slows it.", ("smith2024_dose",))
    report = report_with(made_curve(shifts=(slow,)))
    assert {"tanna2022", "smith2024_dose"} <= {each.key for each in report.sources}
    page = report_html(report).partition('<section id="exposure"')[2].partition("</section>")[0]
    assert "Fluconazole slows it." in page
    assert page.count('href="#source-tanna2022"') == page.count('href="#source-smith2024_dose"') == 1


def test_what_could_not_be_said_stands_beside_the_curve_and_among_the_gaps(report_with: ReportWith) -> None:
    page = report_html(report_with(made_curve(hole=(9, 5), gaps=(HOLE,))))
    for part in ("exposure", "gaps"):
        assert HOLE.why in page.partition(f'<section id="{part}"')[2].partition("</section>")[0]


def test_without_an_answer_there_is_no_section_and_the_reason_keeps_its_place(report_with: ReportWith) -> None:
    report = report_with(NotAssessed("exposure", "There are no kratom doses."))
    page = report_html(report)
    assert 'id="exposure"' not in page
    assert "How much is in your blood There are no kratom doses." in seen(page)
    assert json.loads(report_json(report))["exposure"] is None


def test_nothing_is_drawn_over_a_hole_and_nothing_bridges_it() -> None:
    exposure = shown(made_curve(hole=(9, 5)))
    spec = exposure_spec(EN, exposure, exposure.panels[0].own, PHONE_PANEL, own=True)
    line = next(each for each in spec["layer"] if each["mark"]["type"] == "line")["data"]["values"]
    assert {row["stretch"] for row in line} == {"0", "1"}
    times = [row["x"] for row in line]
    assert not [each for each in times if "2026-03-03T10" <= each <= "2026-03-07T08"]
    assert all(row["y"] is not None for row in line)


def test_bands_hold_the_line_and_each_other() -> None:
    exposure = shown(made_curve())
    spec = exposure_spec(EN, exposure, exposure.panels[1].conc_ng_ml, PHONE_PANEL, own=False)
    outer, inner = (each["data"]["values"] for each in spec["layer"] if each["mark"]["type"] == "area")
    line = next(each for each in spec["layer"] if each["mark"]["type"] == "line")["data"]["values"]
    assert len(line) == len(inner) == len(outer) < 14 * 24
    for o, i, middle in zip(outer, inner, line, strict=True):
        assert o["y2"] <= i["y2"] <= middle["y"] <= i["y"] <= o["y"]


def test_every_dose_of_the_days_shown_is_a_tick_beneath() -> None:
    exposure = shown(made_curve())
    spec = exposure_spec(EN, exposure, exposure.panels[0].own, PHONE_PANEL, own=True)
    ticks = [
        row for each in spec["layer"] if each["mark"]["type"] == "rule" for row in each["data"]["values"] if "y2" in row
    ]
    assert len(ticks) == len(exposure.dose_wall_s) == 40
    assert all(row["y2"] < 0 for row in ticks)


def test_thinning_moves_no_line_by_more_than_it_may() -> None:
    lines = np.cumsum(np.random.default_rng(0).normal(size=(5, 400)), axis=1)
    kept = thinned(lines, 0.5)
    assert len(kept) < 400
    for line in lines:
        assert np.abs(np.interp(np.arange(400), kept, line[kept]) - line).max() <= 0.5


def test_the_last_week_is_compared_with_the_three_before() -> None:
    for last_week, words in ((1.0, "about as much mitragynine"), (2.0, "more mitragynine"), (0.5, "less mitragynine")):
        assert words in compared_says(EN, shown(made_curve(last_week=last_week)))
    assert "about 1.9 times as much." in compared_says(EN, shown(made_curve(last_week=2.0)))
    assert "too short, or has too many holes" in compared_says(EN, shown(made_curve(days=10)))


def test_days_are_compared_only_where_half_of_them_is_known() -> None:
    exposure = shown(made_curve(hole=(2.6, 0.4), gaps=(HOLE,)))
    days = exposure.panels[0].day_own
    assert [each is None for each in days] == [False] * 11 + [True, True, True]  # today has 9 hours so far
    assert exposure.panels[0].week_mean is None


def test_the_pictures_of_somebody_who_stopped_end_a_week_after_the_last_dose() -> None:
    exposure = shown(made_curve(days=80, stopped_d=40))
    assert not exposure.ends_now
    assert (exposure.dose_wall_s.max() // DAY_S) + 7 == exposure.last_day
    assert "Later days are left out" in own_says(EN, exposure)
    assert "last 7 days" not in own_says(EN, exposure)


def test_the_pictures_keep_their_last_days_blank_where_a_dose_could_not_be_told() -> None:
    exposure = shown(made_curve(hole=(5, -1), gaps=(HOLE,)))
    assert exposure.ends_now
    assert np.isnan(exposure.panels[0].own[2, -1])
    exposure = shown(made_curve(days=80, hole=(20, -1), gaps=(HOLE,)))
    assert not exposure.ends_now
    assert exposure.last_day * DAY_S <= END_S - 20 * DAY_S + HOUR_S < (exposure.last_day + 1) * DAY_S


def test_a_curve_of_which_nothing_can_be_said_is_told_without_a_picture(report_with: ReportWith) -> None:
    curve = made_curve(days=5)
    curve.conc_ng_ml[:] = np.nan
    page = report_html(report_with(curve))
    section = page.partition('<section id="exposure"')[2].partition("</section>")[0]
    assert "<svg" not in section
    assert "There is nothing to draw here." in section


def test_a_7_oh_product_has_one_picture_and_no_empty_one(report_with: ReportWith) -> None:
    page = report_html(report_with(made_curve(analytes=("7-hydroxymitragynine",), basis="label")))
    section = page.partition('<section id="exposure"')[2].partition("</section>")[0]
    assert section.count("<svg") == 4  # two figures, each for phones and for desks
    assert ">Mitragynine<" not in section


def test_a_level_is_printed_with_the_digits_that_its_band_earns() -> None:
    assert amount(EN, Spread(11.8, 34.2, 93.0)) == "about 30 ng/mL (10 to 90)"
    assert amount(EN, Spread(13.0, 34.2, 120.0)) == "about 30 ng/mL (15 to 100)"
    assert amount(EN, Spread(31.2, 34.2, 38.0)) == "about 34 ng/mL (31 to 38)"
    assert amount(EN, Spread(0.6, 1.62, 4.4)) == "about 1.5 ng/mL (0.6 to 4)"
    assert amount(EN, Spread(1e-40, 1e-30, 0.04)) == "less than 0.1 ng/mL"
    assert rounded(EN, 0.003, Spread(0.003, 0.2, 1.0)) == "0"


def test_no_level_is_called_much_or_little_and_no_dose_is_advised(report_with: ReportWith) -> None:
    for basis in ("assay", "label", "population"):
        page = report_html(report_with(made_curve(basis=basis)))
        words = seen(page.partition('<section id="exposure"')[2].partition("</section>")[0])
        assert not re.search(
            r"\b(toxic|danger\w*|too much|too little|enough|should|take (more|less)|high level)\b", words
        )
        assert "None is known to be where harm begins" in words.replace("none", "None")


def test_every_exposure_picture_has_a_table_behind_it(report_with: ReportWith) -> None:
    section = report_html(report_with(made_curve())).partition('<section id="exposure"')[2].partition("</section>")[0]
    assert section.count("<table>") == 2
    assert section.count('<th scope="row">') == 28


def test_a_record_of_one_dose_an_hour_ago_is_a_whole_page(report_of: ReportOf) -> None:
    report = report_of("2026-03-12T08:00+01:00,dose,kratom,2,g")
    assert report.exposure
    words = seen(report_html(report))
    assert "worked out from 1 dose that you wrote down" in words
    assert "In ng/mL the band is wide" in words
    assert "your own average" not in words


def test_five_years_of_curves_cost_the_page_no_more_than_two_weeks(report_with: ReportWith) -> None:
    sizes = [len(report_html(report_with(made_curve(days=days, draws=20)))) for days in (40, 400)]
    assert sizes[1] < 1.2 * sizes[0]


@pytest.mark.parametrize("holes", [False, True])
def test_the_highest_level_is_said_in_one_word_with_its_band(holes: bool) -> None:
    exposure = replace(shown(made_curve()), gaps_in_time=holes)
    said = highest_says(wording("en"), exposure, exposure.drawn[0])
    assert re.match(r"highest: about [\d.]+ ng/mL \([\d.]+ to [\d.]+\)", said)
