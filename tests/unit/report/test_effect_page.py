"""The section of the page on whether it helps: order, pictures, tables, and what is never folded away."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.report.conftest import FULL_ROWS, ReportOf, seen
from tests.unit.report.made_effects import ALL, NOW_S, course, draws, helping, made_effect, response

from speciosa.effect import EffectPosterior
from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Columns, Diary
from speciosa.report import Report, compose, report_html
from speciosa.report.chart_dots import PAGE_DOTS, PHONE_DOTS, dots_spec
from speciosa.report.chart_effect_course import PHONE_DID, PHONE_RECORDED, did_spec, recorded_spec, stretches_of
from speciosa.report.chart_frame import day_start
from speciosa.report.chart_response import PHONE_HARMS, PHONE_RESPONSE, harms_spec, response_spec
from speciosa.report.chart_svg import draw
from speciosa.report.days import Grain
from speciosa.report.effect_pictures import effect_pictures
from speciosa.report.effect_pictures_says import harms_say, response_says
from speciosa.report.effect_section import DOTS, effect_of
from speciosa.report.wording import wording
from speciosa.safety import Findings
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

EN = wording("en")
PageOf = Callable[..., str]
GAP = NotAssessed("exposure", "Not here.")
ROWS = [
    *FULL_ROWS, "2026-03-05T10:00+01:00,symptom,nausea,3", "2026-03-06T07:00+01:00,rating,withdrawal,4",
]  # fmt: skip


@pytest.fixture
def report_with(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Callable[..., Report]:
    def make(posterior: EffectPosterior, *rows: str, person: str = "") -> Report:
        diary = diary_of(*(rows or ROWS), person=person)
        skin = NotAssessed("skin", "Not here.")
        return compose(
            diary, GAP, posterior, skin, Findings((), ()), knowledge, now_s=NOW_S, seed=0, language="en"
        )  # fmt: skip

    return make


@pytest.fixture
def section_with(report_with: Callable[..., Report]) -> PageOf:
    def make(posterior: EffectPosterior, *rows: str) -> str:
        return (
            report_html(report_with(posterior, *rows)).partition('<section id="effect"')[2].partition("</section>")[0]
        )

    return make


def rows_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [row for each in spec["layer"] if each["mark"]["type"] == mark for row in each["data"]["values"]]


def test_the_section_leads_with_the_state_then_today_then_the_dots(section_with: PageOf) -> None:
    words = seen(section_with(ALL["wearing_off"]()))
    order = [
        "Kratom goes with lower pain: about 1 point", "This compares a month with it and a month without it", "What you may want to know today",
        "Settled with it, against settled without it", "What your record can't answer yet", "don't stop suddenly",
        "Fifty equally likely answers", "Your pain and what went with it", "Smaller doses, up to your usual one",
        "How we worked this out", "How this could be wrong",
    ]  # fmt: skip
    places = [words.index(each) for each in order]
    assert places == sorted(places)


def test_the_state_stands_at_the_head_of_the_page_and_leads_to_its_section(report_with: Callable[..., Report]) -> None:
    for name, said in (("helping", "Kratom goes with lower pain."), ("made_effect", "We can't say yet.")):
        head = report_html(report_with(ALL[name]())).partition("<main")[0]
        assert said in unescape(head)
        assert head.count('href="#effect"') == 2


@pytest.mark.parametrize("name", ALL)
def test_how_it_could_be_wrong_and_what_has_no_answer_are_never_folded_away(name: str, section_with: PageOf) -> None:
    section = section_with(ALL[name]())
    open_words = seen(re.sub(r"<details.*?</details>", " ", section, flags=re.DOTALL))
    posterior = ALL[name]()
    assert ("How this could be wrong" in open_words) == (posterior.effect is not None)
    for each in posterior.contrasts:
        if each.difference is None:
            assert "Not assessed. The record has no time without it that is long enough." in open_words


@pytest.mark.parametrize("name", ALL)
def test_every_picture_has_a_title_a_sentence_and_a_table(name: str, section_with: PageOf) -> None:
    section = section_with(ALL[name]())
    figures = re.findall(r"<figure.*?</figure>", section, flags=re.DOTALL)
    posterior = ALL[name]()
    assert len(figures) == sum(
        each is not None for each in (posterior.effect, posterior.course, posterior.dose_response)
    )
    for each in figures:
        assert re.search(r"<h3>[^<]{10,}</h3>", each)
        assert re.search(r'<p class="says">[^<]{20,}</p>', each)
        assert each.count("<table>") == 1
        assert not re.search(r"#[0-9a-fA-F]{6}\b|style=", each)


def test_without_an_answer_there_is_no_picture_and_no_number(section_with: PageOf) -> None:
    section = section_with(made_effect())
    assert "<svg" not in section
    assert "<table" not in section
    assert "You have 9 days; about 14" in seen(section)


def test_somebody_under_age_sees_nothing_of_it(report_of: ReportOf) -> None:
    page = report_html(report_of(*ROWS, person="birth_year = 2010"))
    assert 'id="effect"' not in page
    assert "#effect" not in page
    assert "equally likely" not in seen(page)
    assert "you are under 18" in seen(page).partition("Not assessed Nobody")[2]


def test_the_number_of_the_dots_is_that_of_the_sentence(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    effect = effect_of(ALL["unclear"](), diary_of(), knowledge)
    for frame in (PHONE_DOTS, PAGE_DOTS):
        rows = rows_of(dots_spec(EN, effect, frame), "point")
        assert len(rows) == DOTS
        assert sum(row["x"] < 0 for row in rows) == effect.lower == 39
        assert all(row["good"] == (row["x"] < 0) for row in rows)


@given(st.floats(-6, 6), st.floats(0.001, 4), st.sampled_from([PHONE_DOTS, PAGE_DOTS]))
def test_every_dot_lies_in_the_picture_and_on_its_own_side(mean: float, sd: float, frame: Any) -> None:
    posterior = replace(helping(), effect=draws(mean, sd))
    effect = effect_of(posterior, Diary(Columns.of([])), load_knowledge())
    assert effect.dots is not None
    spec = dots_spec(EN, effect, frame)
    rows = rows_of(spec, "point")
    (low, high), (bottom, top) = (spec["encoding"][axis]["scale"]["domain"] for axis in "xy")
    assert len(rows) == DOTS
    assert sum(row["x"] < 0 for row in rows) == int((effect.dots < 0).sum())
    assert all(low <= row["x"] <= high and bottom <= row["y"] <= top for row in rows)


def test_better_is_the_filled_side_whichever_it_is(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    posterior = replace(ALL["mood"](), effect=draws(0.2, 0.4))
    rows = rows_of(dots_spec(EN, effect_of(posterior, diary_of(), knowledge), PHONE_DOTS), "point")
    assert {row["good"] for row in rows if row["x"] > 0} == {True}
    assert {row["good"] for row in rows if row["x"] < 0} == {False}


def test_a_gap_in_the_record_stays_one_in_the_course() -> None:
    posterior = helping()
    short = course(-1.1, days=40)
    grain, stretches = stretches_of(short)
    assert grain is Grain.DAY
    assert len(stretches) == 32
    for spec, frame in ((recorded_spec, PHONE_RECORDED), (did_spec, PHONE_DID)):
        bars = [row for row in rows_of(spec(EN, posterior, stretches, frame), "rule") if row["y"] != 0]
        assert len(bars) == 32


def test_no_estimate_is_drawn_where_nothing_was_written_down_and_the_axis_ends_at_the_last_score() -> None:
    found = course(-1.1, days=500)
    found.recorded[100:] = np.nan  # a record that ended long ago, and estimates that go on
    grain, stretches = stretches_of(found)
    assert grain is Grain.WEEK
    assert stretches[-1].start_day <= found.day[99] < stretches[-1].end_day
    domain = did_spec(EN, helping(), stretches, PHONE_DID)["encoding"]["x"]["scale"]["domain"]
    assert domain == recorded_spec(EN, helping(), stretches, PHONE_RECORDED)["encoding"]["x"]["scale"]["domain"]
    assert domain[1] == day_start(stretches[-1].end_day)
    assert stretches_of(replace(found, recorded=np.full(500, np.nan)))[1] == ()


def test_the_line_of_what_people_notice_says_so(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    for frame in (PHONE_DOTS, PAGE_DOTS):
        signs = [
            row["sign"] for row in rows_of(dots_spec(EN, effect_of(helping(), diary_of(), knowledge), frame), "text")
        ]
        assert signs.count("people notice 1 point") == 1


def test_what_exactly_is_compared_and_what_others_would_say_stand_in_the_fold(section_with: PageOf) -> None:
    section = section_with(helping())
    folded = " ".join(seen(each) for each in re.findall(r"<details.*?</details>", section, flags=re.DOTALL))
    open_words = seen(re.sub(r"<details.*?</details>", " ", section, flags=re.DOTALL))
    for said in ("as if you were starting fresh: 30 days", "Somebody doubtful and somebody hopeful would now both say"):
        assert said in folded
        assert said not in open_words
    assert "then stopping feels different, often worse at first" in open_words


def test_a_long_course_is_told_in_weeks_with_the_mean_of_its_days() -> None:
    long = course(-1.0, days=200)
    grain, stretches = stretches_of(long)
    assert grain is Grain.WEEK
    for each in stretches:
        inside = (long.day >= each.start_day) & (long.day < each.end_day)
        known = long.median[inside][np.isfinite(long.median[inside])]
        assert np.isclose(each.median, known.mean())


def test_the_curve_begins_at_nothing_and_ends_at_the_usual_dose() -> None:
    posterior, found = helping(), response(-1.1)
    line = rows_of(response_spec(EN, posterior, found, PHONE_RESPONSE), "line")
    assert line[0] == {"x": 0.0, "y": 0.0}
    assert line[-1]["x"] == found.dose[-1] == 3.0


def test_side_effects_and_withdrawal_share_the_axis_of_doses(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    effect = effect_of(helping(), diary_of(*ROWS), knowledge)
    assert effect.harms
    assert effect.posterior.dose_response
    curve = response_spec(EN, effect.posterior, effect.posterior.dose_response, PHONE_RESPONSE)
    harms = harms_spec(EN, effect.posterior.dose_response, effect.harms, PHONE_HARMS)
    assert curve["encoding"]["x"]["scale"] == harms["encoding"]["x"]["scale"]
    assert "10 doses with a time and an amount, 1 had a side effect" in harms_say(EN, effect)
    assert "1 had withdrawal written down before the next dose" in harms_say(EN, effect)
    assert len(effect_pictures(effect, EN)[-1].panels) == 2


def test_nothing_unwanted_written_down_is_not_nothing(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    effect = effect_of(helping(), diary_of("2026-03-01T08:00+01:00,dose,kratom,2.5,g"), knowledge)
    assert "That is not the same as having none" in harms_say(EN, effect)
    assert len(effect_pictures(effect, EN)[-1].panels) == 1
    effect = effect_of(helping(), diary_of(), knowledge)
    assert "nothing unwanted could be counted" in harms_say(EN, effect)


def test_what_was_never_written_down_is_not_drawn_as_none(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    rows = ("2026-03-01T08:00+01:00,dose,kratom,2.5,g", "2026-03-01T09:00+01:00,symptom,nausea,3")
    effect = effect_of(helping(), diary_of(*rows), knowledge)
    assert effect.harms
    assert effect.posterior.dose_response
    spec = harms_spec(EN, effect.posterior.dose_response, effect.harms, PHONE_HARMS)
    shapes = [
        each["mark"]["shape"] for each in spec["layer"] if each["mark"]["type"] == "point" and each["data"]["values"]
    ]
    assert shapes == ["circle"]
    assert "You never wrote down withdrawal; that is not the same as having none." in harms_say(EN, effect)
    assert effect_pictures(effect, EN)[-1].table.rows[-1][-2:] == ("1 of 1", "\u2013")


def test_a_part_of_the_curve_that_was_never_tried_is_called_a_guess(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    tried = replace(helping(), dose_response=replace(response(-1.1), tried_low=0.5))
    for posterior, said in ((helping(), True), (tried, False)):
        effect = effect_of(posterior, diary_of(), knowledge)
        assert ("that part of the curve is a guess" in response_says(EN, effect)) == said
        assert "says nothing of larger ones" in response_says(EN, effect)


@pytest.mark.parametrize("name", ["helping", "mood", "walking", "nothing", "too_small"])
def test_every_picture_can_be_drawn(name: str, diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    effect = effect_of(ALL[name](), diary_of(*ROWS), knowledge)
    for figure in effect_pictures(effect, EN):
        for panel in figure.panels:
            assert 'role="img"' in panel.narrow
            assert "f-data" in panel.narrow or "s-data" in panel.narrow or "f-dose" in panel.narrow


def test_answers_that_are_all_the_same_still_make_a_picture(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    posterior = replace(helping(), effect=Draws(np.full(100, -0.5), "nrs"))
    effect = effect_of(posterior, diary_of(), knowledge)
    assert draw(dots_spec(EN, effect, PHONE_DOTS), name="x", title="t", says="s").count("<circle") == DOTS


def test_the_reasons_of_the_estimate_join_the_list_of_what_was_not_assessed(report_with: Callable[..., Report]) -> None:
    gap = NotAssessed("effect_batches", "Two bags cannot be told apart.")
    report = report_with(replace(helping(), not_assessed=(gap,)))
    gaps = report_html(report).partition('<section id="gaps"')[2].partition("</section>")[0]
    assert "Whether it helps you" in gaps
    assert gap.why in gaps
