"""Page 1 says what its numbers are numbers of, and answers first what can be answered of today."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tests.unit.report import made_effects
from tests.unit.report.conftest import FULL_ROWS, ReportOf

from speciosa.effect import Grade
from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary
from speciosa.report.doctor_paper import PARTS, _span, doctor_paper
from speciosa.report.effect_section import effect_of
from speciosa.report.paper import answers, sources_pages
from speciosa.report.paper.blocks import numbered
from speciosa.report.paper.room import ROOMS, Room
from speciosa.report.paper.taken import taken_first
from speciosa.report.wording import wording

WORDS = wording("en")
ALL_THREE = replace(ROOMS[0], contrasts=3)
RISING = [
    f"{month}-{day:02d}T{hour}:00+01:00,dose,kratom leaf powder,{grams},g"
    for month, grams in (("2025-12", 3), ("2026-01", 2), ("2026-02", 4))
    for day in range(1, 29)
    for hour in ("08", "12", "18")
]
THAI = "\u0e0a\u0e32\u0e2a\u0e21\u0e38\u0e19\u0e44\u0e1e\u0e23\u0e01\u0e23\u0e30\u0e17\u0e48\u0e2d\u0e21"


def section_texts(section: dict[str, Any] | None) -> list[str]:
    assert section is not None
    return [each.get("text") or each.get("caption", "") for each in section["blocks"]]


def test_the_products_table_says_that_it_is_of_the_whole_record(report_of: ReportOf) -> None:
    said = section_texts(taken_first(report_of(*FULL_ROWS), WORDS, ROOMS[0]))
    assert [each for each in said if each.startswith("Whole record. ")]


def test_where_a_finding_compares_other_weeks_the_trend_table_says_so(report_of: ReportOf) -> None:
    report = report_of(*RISING, now_s=made_effects.NOW_S)
    assert "doses_rising" in [each.finding.code for each in report.findings]
    assert report.amounts is not None
    assert report.amounts.first is not None
    line = "compares means of the last 4 weeks and of 4 earlier weeks"
    assert line in json.dumps(doctor_paper(report)["first"], ensure_ascii=False)
    assert line not in json.dumps(doctor_paper(report_of(*FULL_ROWS))["first"], ensure_ascii=False)


def test_what_to_look_at_is_not_told_of_by_another_section_where_it_was_left_out(report_of: ReportOf) -> None:
    report = report_of(*RISING, now_s=made_effects.NOW_S)
    parts = tuple(each for each in PARTS if each != "findings")
    assert "What to look at" not in json.dumps(doctor_paper(report, parts=parts), ensure_ascii=False)


def test_photos_from_before_the_entries_are_dated_beside_them(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    assert report.span is not None
    begun = report.span.first_day
    for days, said in (((begun - 30, begun), True), ((begun, begun + 3), False)):
        skin = cast("Any", SimpleNamespace(panels=(SimpleNamespace(days=days),), signs=()))
        made = replace(report, skin=skin)
        spans = [_span(made, WORDS, PARTS), _span(made, WORDS, ("doses",))]
        assert [each.startswith("Entries: ") for each in spans] == [said, False]


def test_what_can_be_answered_of_today_stands_before_starting_fresh_with_its_grade(report_of: ReportOf) -> None:
    said = helped(report_of, "stopping_days_1_14", "acute_now", "one_step_less")
    leads = [each["lead"] for each in said["blocks"][0]["items"]]
    assert [each.split()[0:2] for each in leads] == [["Whether", "a"], ["What", "the"], ["What", "the"]]
    assert "hours after a dose" in leads[1]
    assert "stopping" in leads[2]
    assert all("(from your record alone)" in each["text"] for each in said["blocks"][0]["items"])
    assert said["blocks"][1]["text"].startswith("As if starting fresh: ")
    assert said["blocks"][1]["text"].endswith("(from your record alone).")


def test_what_chance_decided_comes_first_and_the_warning_stands_with_the_first_cut_shown(report_of: ReportOf) -> None:
    warning = "your old dose can be too much now"
    for room in (ALL_THREE, *ROOMS):
        items = helped(report_of, "stopping_days_1_14", "acute_now", "one_step_less", room=room)["blocks"][0]["items"]
        assert [warning in each["text"] for each in items] == [True] + [False] * (room.contrasts - 1)
    items = helped(report_of, "one_step_less", "acute_now", trial="acute_now")["blocks"][0]["items"]
    assert items[0]["lead"].startswith("What the hours after a dose")


def helped(report_of: ReportOf, *names: str, trial: str = "", room: Room = ALL_THREE) -> dict[str, Any]:
    """The section with those contrasts answered."""
    made = tuple(
        made_effects.contrast(each, -1.0, grade=Grade.RANDOMISED_OPEN if each == trial else Grade.OBSERVATIONAL)
        for each in names
    )
    report = report_of(*FULL_ROWS)
    posterior = replace(made_effects.helping(), contrasts=made)
    effect = effect_of(posterior, Diary(Columns.of([])), load_knowledge())
    found = answers.effect_first(replace(report, effect=effect), WORDS, room)
    assert found is not None
    return found


def test_names_that_print_as_code_points_have_the_same_number_on_every_page(report_of: ReportOf) -> None:
    rows = [*FULL_ROWS, *(f"2026-03-10T21:00+01:00,medicine,{THAI}{end},5,mg" for end in "\u0e01\u0e02")]
    told = doctor_paper(report_of(*rows), parts=("medicines",))
    first = [each for each in lists(told["first"][0]) if each.startswith("(")]
    behind = [each for each in lists(told["behind"]) if each.startswith("(")]
    assert len({each[:3] for each in first}) == 2
    assert {each[:3] for each in first} == {each[:3] for each in behind}
    assert numbered(1, "ibuprofen") == "ibuprofen"


def lists(found: Any) -> list[str]:
    """The items of every list of bullets."""
    if isinstance(found, dict):
        own = found["items"] if found.get("kind") == "bullets" else []
        return [*own, *(each for value in found.values() for each in lists(value))]
    return [text for each in found for text in lists(each)] if isinstance(found, list | tuple) else []


def test_terms_and_their_texts_are_both_found_for_the_catalogue() -> None:
    tree = ast.parse(Path(sources_pages.__file__).read_text())
    said = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    }
    for rows in sources_pages.terms_pages(WORDS)["blocks"][0]["rows"]:
        assert set(rows) <= said
