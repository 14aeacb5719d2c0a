"""The section of the page on skin: what stands first, charts, tables, and records with very little in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.unit.report.conftest import FULL_ROWS, seen
from tests.unit.report.made_effects import made_effect
from tests.unit.report.made_skin import (
    ASKED,
    COVERED,
    GAP,
    NOW_S,
    REFUSED,
    SIGN,
    SUNNY,
    Kind,
    chart,
    course,
    covered,
    sessions,
    skin,
    stopped,
)

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report, compose, report_html
from speciosa.report.chart_skin import PAGE_SKIN, PHONE_SKIN, points_of, skin_spec
from speciosa.report.page import page_style
from speciosa.report.skin_causes import causes_of
from speciosa.report.skin_panel import Says, says_of
from speciosa.report.skin_section import Skin, skin_of
from speciosa.report.skin_setups import setups_of
from speciosa.report.wording import wording
from speciosa.safety import Findings
from speciosa.skin.series import Fading, SkinSeries
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

EN = wording("en")
HERE = NotAssessed("exposure", "Not here.")
ReportWith = Callable[..., Report]
Shown = Callable[..., Skin]


@pytest.fixture
def shown(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Shown:
    def make(found: SkinSeries, *rows: str, person: str = "") -> Skin:
        return skin_of(found, diary_of(*rows, person=person), knowledge, EN, now_s=NOW_S)

    return make


@pytest.fixture
def report_with(diary_of: Callable[..., Diary], knowledge: Knowledge) -> ReportWith:
    def make(found: SkinSeries | NotAssessed, *rows: str, person: str = "") -> Report:
        diary, given = diary_of(*(rows or FULL_ROWS), person=person), Findings((), ())
        room: Any = found
        return compose(diary, HERE, made_effect(), room, given, knowledge, now_s=NOW_S, seed=0, language="en")

    return make


def section(report: Report) -> str:
    return report_html(report).partition('<section id="skin"')[2].partition("</section>")[0]


def rows_of(spec: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    return [row for each in spec["layer"] if each["mark"]["type"] == mark for row in each["data"]["values"]]


def test_a_yes_stands_before_every_chart_and_leads_the_page(report_with: ReportWith) -> None:
    page = report_html(report_with(skin(signs=(SIGN,))))
    words = seen(page)
    assert "counts as a yes: Are your gums" in words.partition("On this page")[0]
    assert "Ask for a visit this week." in words.partition("On this page")[0]
    part = page.partition('<section id="skin"')[2]
    assert part.index("counts as a yes: Are your gums") < part.index("<img")


def test_a_sign_whose_row_is_gone_still_says_to_see_somebody(shown: Shown) -> None:
    (sign,) = shown(skin(signs=(type(SIGN)("old_word", ("s",), NOW_S),))).signs
    assert (sign.asks, sign.who, sign.needs_review) == ("Old word?", "A doctor", True)


def test_darker_all_over_goes_before_everything_else_that_was_measured(shown: Shown) -> None:
    found = skin(
        course(Kind.LIGHTER, site="cheek_left"), course(), course(Kind.SUN_LIKE, site="neck_back"),
        course(Kind.DERMAL), course(Kind.DERMAL, site="hand_dorsal_left", persistent=False),
        covered(Kind.DIFFUSE, persistent=False),
    )  # fmt: skip
    kinds = [(each.course.kind, each.says) for each in shown(found).panels]
    assert kinds == [
        (Kind.DIFFUSE, Says.WATCH), (Kind.DERMAL, Says.LASTING), (Kind.DERMAL, Says.WATCH),
        (Kind.LIGHTER, Says.LASTING), (Kind.SUN_LIKE, Says.SUN_LIKE), (Kind.NONE, Says.NOTHING),
    ]  # fmt: skip


def test_low_power_silences_no_change_that_was_found() -> None:
    assert says_of(course(power=0.3), 0.5) is Says.NOT_ASSESSED
    assert says_of(course(power=0.5), 0.5) is Says.NOTHING
    assert says_of(course(power=None), 0.5) is Says.NOTHING
    assert says_of(course(Kind.DERMAL, power=0.3), 0.5) is Says.LASTING


def test_on_the_sunny_side_only_needs_a_covered_site_that_did_not_change(shown: Shown) -> None:
    def spared(*others: Any) -> bool:
        return next(
            each for each in shown(skin(course(Kind.DERMAL), *others)).panels if each.course.site == SUNNY
        ).cover_spared

    assert spared(covered())
    assert not spared(covered(Kind.DIFFUSE))
    assert not spared(covered(n=3))
    assert not spared()


def test_causes_that_go_with_something_in_the_diary_come_first(shown: Shown) -> None:
    rows = (
        "2026-03-01T08:00+01:00,medicine,Minocycline 50 mg,50,mg",
        "2026-03-01T08:00+01:00,dose,gold bali,2,g",
    )
    listed = shown(skin(course(Kind.DERMAL)), *rows).causes[SUNNY].listed
    assert listed[0].title.startswith("Minocycline")
    assert [each.taken for each in listed if each.taken] == ["Minocycline 50 mg"], "a leaf called gold is no gold"


def test_every_kind_names_its_own_causes_and_lighter_skin_none(knowledge: Knowledge) -> None:
    rows = {row.title: row.kinds for row in knowledge.skin_causes}
    for kind in (Kind.SUN_LIKE, Kind.DERMAL, Kind.DIFFUSE):
        titles = [each.title for each in causes_of(kind, (), knowledge).listed]
        assert titles
        assert all(kind.value in rows[each] for each in titles)
    assert causes_of(Kind.LIGHTER, (), knowledge).listed == ()
    assert len(causes_of(Kind.UNCLEAR, (), knowledge).listed) >= len(causes_of(Kind.DERMAL, (), knowledge).listed)


def test_only_deep_or_unclear_colour_is_said_to_have_been_reported_with_kratom(knowledge: Knowledge) -> None:
    assert causes_of(Kind.DERMAL, (), knowledge).reported
    assert causes_of(Kind.DIFFUSE, (), knowledge).reported == ()
    assert causes_of(Kind.SUN_LIKE, (), knowledge).reported == ()


def test_a_course_without_a_line_says_that_it_is_too_early(report_with: ReportWith) -> None:
    part = section(report_with(skin(course(n=1), covered(n=5))))
    assert "There is 1 session of this place" in seen(part)
    assert "There are 5 sessions of this place" in seen(part)
    assert "<svg" not in part
    assert part.count("<img") == 3, "one session has one picture, and no latest beside a first"


def test_none_accepted_is_a_whole_section(report_with: ReportWith) -> None:
    empty = SkinSeries((), None, (), REFUSED, ASKED, (GAP,), ())
    words = seen(section(report_with(empty)))
    assert "We can't say yet: no photo has a colour so far." in words
    assert "2 photos: There is no card in this photo. Lay the card on the skin." in words
    assert "photos/c.jpg, Left forearm, outer side" in words
    assert ASKED[0].asks in words


def test_photos_without_any_entry_draw_the_section_too(diary_of: Callable[..., Diary], knowledge: Knowledge) -> None:
    room: Any = skin()
    found = compose(
        diary_of(), HERE, made_effect(), room, Findings((), ()), knowledge, now_s=NOW_S, seed=0, language="en"
    )
    assert "No colour change in this window." in seen(report_html(found))


def test_two_hundred_sessions_of_six_sites_stay_one_page(report_with: ReportWith) -> None:
    sites = [course(n=200, site=site, every_d=3) for site in ("cheek_left", "neck_back", SUNNY)]
    page = report_html(
        report_with(skin(*sites, course(n=1, site="hand_dorsal_left"), course(site="shin_left"), covered()))
    )
    assert page.count('class="site"') == 6
    assert len(page) < 1_500_000


def test_every_chart_has_a_table_with_a_row_a_session(report_with: ReportWith) -> None:
    part = section(report_with(skin(course(), covered())))
    # the exposed site has a chart of its darkening, too; each is drawn for phones and for pages
    assert part.count("<svg") == 2 * 3
    assert part.count("<tbody>") == 3
    assert part.count("<tr>") == 3 * (1 + 26)


def test_nothing_draws_a_line_across_a_gap_or_before_the_baseline_ends(shown: Shown) -> None:
    (panel, *_) = shown(skin(course(), covered())).panels
    assert panel.course.chart
    spec = skin_spec(EN, panel, panel.course.chart, PHONE_SKIN, days_apart=28, stopped_day=None)
    lines = rows_of(spec, "line")
    assert {row["stretch"] for row in lines} == {"1", "2"}
    assert len(lines) == 2 * (26 - 8), "the average and its limit"
    assert len(rows_of(spec, "point")) == 26


def test_the_band_is_the_scatter_of_the_first_sessions_and_never_less_than_a_photo_repeats_to(shown: Shown) -> None:
    (panel, *_) = shown(skin(course(), covered())).panels
    drawn = panel.course.chart
    assert drawn
    assert points_of(panel, drawn).own == pytest.approx(1.96 * np.std(drawn.score[:8], ddof=1))
    still = type(drawn)(drawn.time_s, np.zeros(26), drawn.ewma, drawn.limit, 0.01)
    assert points_of(panel, still).own == pytest.approx(1.96 * np.sqrt((0.25 + 0.09 + 0.16) / 3))


def test_the_line_over_its_limit_has_a_sign_of_its_own(shown: Shown) -> None:
    (panel, *_) = shown(skin(course(Kind.DERMAL, drift=6), covered())).panels
    assert panel.course.chart
    spec = skin_spec(EN, panel, panel.course.chart, PAGE_SKIN, days_apart=28, stopped_day=None)
    over = [each for each in spec["layer"] if each["mark"].get("shape") == "diamond"]
    assert len(over[0]["data"]["values"]) == panel.course.chart.over().sum() > 0


def test_a_new_phone_and_a_stop_are_marked_and_a_photo_without_its_phone_is_no_new_one(shown: Shown) -> None:
    found = shown(skin(course(phones=2), covered(), dechallenge=stopped(Fading.TOO_EARLY, 120)))
    (panel, *_) = found.panels
    assert panel.course.chart
    spec = skin_spec(EN, panel, panel.course.chart, PAGE_SKIN, days_apart=28, stopped_day=found.stopped_day)
    assert {row["sign"] for row in rows_of(spec, "text")} == {"new phone", "stopped"}
    first, second, third = sessions(3)
    unsaid = type(second)(**{name: getattr(second, name) for name in second.__slots__} | {"phone": ""})
    assert setups_of((first, unsaid, third)) == ()


def test_the_next_photo_is_a_weekday_and_a_late_one_is_not_scolded(shown: Shown, report_with: ReportWith) -> None:
    (panel, *_) = shown(skin(course(), covered())).panels
    assert panel.next_day - panel.days[-1] == 7
    assert "Next photo: Sunday, " in seen(section(report_with(skin())))
    late = tuple(
        type(each)(**{name: getattr(each, name) for name in each.__slots__} | {"time_s": each.time_s - 80 * DAY_S})
        for each in sessions(26)
    )
    words = seen(section(report_with(skin(course(sessions=late, chart=chart(late, 8), darkening=None)))))
    assert "Next photo: today, or when it suits you." in words
    assert "The last photo is 84 days old: this is about then." in words


def test_what_was_not_looked_at_is_in_the_list_that_is_never_folded(report_with: ReportWith) -> None:
    report = report_with(skin(course(gaps=(GAP,)), covered()))
    part = report_html(report).partition('<section id="gaps"')[2].partition("</section>")[0]
    assert f"Left forearm, outer side: {GAP.why}" in seen(part)
    assert "Moles and other skin were not looked at." in seen(part)
    assert seen(part).count("Your skin") == 1


def test_skin_that_was_not_assessed_has_no_section(report_with: ReportWith) -> None:
    report = report_with(NotAssessed("skin", "No photos here."))
    page = report_html(report)
    assert 'id="skin"' not in page
    assert "No photos here." in seen(page)
    assert report.to_json()["skin"] is None


def test_red_is_kept_for_what_cannot_wait() -> None:
    style = page_style("a4")
    assert [
        rule for rule in re.findall(r"[^{}]+\{[^{}]*var\(--now\)[^{}]*\}", style) if "now" not in rule.split("{")[0]
    ] == []


def test_a_site_of_dark_skin_has_a_chart_of_all_darkening(report_with: ReportWith) -> None:
    words = seen(section(report_with(skin(course(tan_dermal_deg=18.0), covered()))))
    assert "a tan and deep pigment nearly look alike" in words
    assert "Left forearm, outer side: all darkening beyond what a season does" in words
    assert "nearly look alike" not in seen(section(report_with(skin())))


def test_sources_of_what_is_said_are_cited(report_with: ReportWith, knowledge: Knowledge) -> None:
    report = report_with(skin(course(Kind.DERMAL), covered(), signs=(SIGN,)))
    cited = {each.key for each in report.sources}
    assert {key for each in knowledge.skin_causes if "dermal" in each.kinds for key in each.source} <= cited
    assert report.skin
    assert set(report.skin.sources) <= cited
    assert COVERED in {each.course.site for each in report.skin.panels}
