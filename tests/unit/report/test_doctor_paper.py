"""The paper for a doctor: from the report alone, what is left out stays out, it can be kept, and it reads aloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.report.conftest import FULL_ROWS, ReportOf, seen

from speciosa.report import report_html, wording
from speciosa.report.doctor_paper import PARTS, doctor_paper, doctor_paper_pdf
from speciosa.report.exposure_pictures import exposure_pictures
from speciosa.report.paper.drawing import on_paper
from speciosa.report.typesetting import _compiled, _told, without_glyph

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
HOSTILE = [
    *FULL_ROWS,
    *(f"2026-03-10T09:00+01:00,medicine,pill {at} ชาสมุนไพรกระท่อม {LONG},{at},mg" for at in range(1, 61)),
    *(f"2026-03-10T10:00+01:00,dose,kratom {at} \U0001f33f {LONG},2,g" for at in range(1, 21)),
    *(f"2026-03-10T11:00+01:00,scale,scale {at} {LONG},2" for at in range(1, 21)),
    *(f"2026-03-10T11:00+01:00,symptom,odd {at} \U0001f922 {LONG},2,nrs" for at in range(1, 21)),
    *(f"2026-03-10T12:00+01:00,medicine,{each},5,mg" for each in ("diazepam", "tramadol", "amitriptyline")),
    "2026-03-11T08:00+01:00,symptom,yellow eyes,",
]


def titles(told: dict[str, Any], where: str = "first") -> list[str]:
    return [each["title"] for each in sections(told, where)]


def sections(told: dict[str, Any], where: str = "first") -> Iterator[dict[str, Any]]:
    """The sections of page 1 in the order in which they are read, or those behind it."""
    if where == "behind":
        yield from told["behind"]
        return
    for row in told["first"][0]:
        for column in row:
            yield from column


def blocks(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    every = [*sections(told), *sections(told, "behind")]
    return [each for section in every for each in section["blocks"] if each["kind"] == kind]


def pages(told: dict[str, Any]) -> int:
    """How many pages it has, without the list of characters that it can't print."""
    spelled = _told(told, without_glyph(told))
    assert isinstance(spelled, dict)
    made: Any = _compiled("doctor_paper.typ", spelled | {"unprinted": []}, "png", 12.0)
    return len(made) if isinstance(made, list) else 1


def text_of(report_of: ReportOf, *rows: str, parts: tuple[str, ...] = PARTS, **more: Any) -> str:
    """Everything that the paper says, as one text."""
    return json.dumps(doctor_paper(report_of(*rows), parts=parts, **more), ensure_ascii=False)


def test_page_1_says_it_all_in_the_order_in_which_a_doctor_asks(report_of: ReportOf) -> None:
    assert titles(doctor_paper(report_of(*FULL_ROWS))) == [
        "What to look at", "What is taken", "Other medicines", "Does it help?", "Pain", "Not assessed",
    ]  # fmt: skip


def test_behind_it_stands_everything_else_and_the_sources_at_its_end(report_of: ReportOf) -> None:
    assert titles(doctor_paper(report_of(*FULL_ROWS)), "behind") == [
        "What to watch", "What was taken", "How much is in the blood", "What else is taken, as it was read here",
        "Scores and questionnaires", "Does it help?", "What changed when", "What was recorded", "Not assessed",
        "Words used here", "Sources used", "How this was made",
    ]  # fmt: skip
    assert doctor_paper(report_of(*FULL_ROWS), pages="first")["behind"] == []


@pytest.mark.parametrize("rows", [(), FULL_ROWS[-2:-1], FULL_ROWS, HOSTILE], ids=["empty", "one", "full", "hostile"])
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_page_1_is_one_page(report_of: ReportOf, rows: tuple[str, ...], paper: str, language: str) -> None:
    assert pages(doctor_paper(report_of(*rows, language=language), paper=paper, pages="first")) == 1


def test_where_there_is_more_page_1_says_how_much_and_points_to_it(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*HOSTILE))
    said = [each["text"] for each in blocks(told, "elsewhere")]
    # 2 products of the full record and 20 more, 3 shown; 2 medicines and 63 more, 8 shown; 3 scales and 20 more, 3 shown
    assert {"and 19 more products", "and 57 more", "and 20 more questionnaires"} <= set(said)
    keys = {each["key"] for each in sections(told, "behind")}
    assert {each["to"] for each in blocks(told, "elsewhere")} <= keys
    behind = json.dumps(list(sections(told, "behind")), ensure_ascii=False)
    assert all(f"pill {at} " in behind for at in range(1, 61))
    assert all(f"kratom {at} " in behind for at in range(1, 21))


def test_the_less_room_there_is_the_more_is_counted(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*HOSTILE), pages="first")
    found = []
    for rows in told["first"]:
        taken = next(each for row in rows for column in row for each in column if each["title"] == "What is taken")
        shown = len(next(each for each in taken["blocks"] if each["kind"] == "table")["rows"])
        more = next(each["text"] for each in taken["blocks"] if each["kind"] == "elsewhere")
        found.append((shown, more))
    assert found == [(3, "and 19 more products"), (2, "and 20 more products"), (1, "and 21 more products")]
    assert len(doctor_paper(report_of(), pages="first", parts=("medicines",))["first"]) == 1


@pytest.mark.parametrize("part", PARTS[:4])
def test_a_part_that_is_not_ticked_is_on_no_page(report_of: ReportOf, part: str) -> None:
    words = {"doses": "in your blood, worked out", "medicines": "Other medicines", "scores": "Scores and questionnaires",
             "effect": "Does it help?"}  # fmt: skip
    assert words[part] in text_of(report_of, *FULL_ROWS)
    rest = tuple(each for each in PARTS if each not in {part, "findings"})
    assert words[part] not in text_of(report_of, *FULL_ROWS, parts=rest)


def test_what_was_left_out_is_said(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*FULL_ROWS), left_out=["Skin, in numbers", "What to watch"])
    assert told["left_out_lead"] == "Left out by choice:"
    assert told["left_out"] == ["Skin, in numbers", "What to watch"]
    assert told["never"] == "Notes and photos are not on this paper."


def test_dependence_is_quoted_as_recorded_and_given_no_name(report_of: ReportOf) -> None:
    rows = [f"2026-0{month}-{day:02d}T{hour}:00+01:00,dose,kratom leaf powder,{5 if month == 3 else 2},g,withdrawal"
            for month in (1, 2, 3) for day in range(1, 12) for hour in ("08", "12", "16", "20")]  # fmt: skip
    report = report_of(*rows)
    dependence = [each for each in report.findings if each.finding.part == "dependence"]
    assert dependence
    told = doctor_paper(report)
    shown = json.dumps([next(sections(told)), next(sections(told, "behind"))], ensure_ascii=False)
    assert "Doses so as not to feel ill" in shown
    assert not [each.finding.title for each in dependence if each.finding.title in shown]
    assert "so as not to feel ill 132" in json.dumps(told)


def test_findings_stand_in_the_order_of_their_urgency(report_of: ReportOf) -> None:
    rows = [*FULL_ROWS, "2026-03-11T20:00+01:00,symptom,yellow eyes,", "2026-03-11T21:00+01:00,medicine,diazepam,5,mg"]
    told = doctor_paper(report_of(*rows))
    items = next(each for each in next(sections(told))["blocks"] if each["kind"] == "items")["items"]
    order = ["Now", "Soon", "Watch"]
    marks = [order.index(each["mark"]) for each in items]
    assert marks == sorted(marks)
    assert marks[0] == 0
    assert items[0]["act"]


def test_the_peg_stands_with_its_first_latest_difference_and_who_says_what_matters(report_of: ReportOf) -> None:
    table = next(each for each in blocks(doctor_paper(report_of(*FULL_ROWS)), "table") if each["head"][0] == "Function")
    peg = next(row for row in table["rows"] if row[0].startswith("PEG"))
    assert peg[1:4] == ["6, 3 Mar 2026", "5.3, 10 Mar 2026", "\u22120.7, better"]
    assert peg[4].startswith("about 1 (")
    assert "Krebs 2009" in peg[4]


def test_it_says_what_the_page_says_and_shows_its_pictures(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    told = doctor_paper(report)
    page = seen(report_html(report))
    titled = [each["text"] for each in blocks(told, "par") if len(each["text"]) > 80]
    # only what has no place on the page is said here alone
    own = [each for each in titled if not any(part in page for part in (each, each.split(". ")[0]))]
    assert own == []
    assert len(titled) > 8
    assert report.exposure is not None
    drawn = exposure_pictures(report.exposure, wording("en"))
    shown = [each["svg"] for each in blocks(told, "picture")]
    assert all(on_paper(panel.wide) in shown for figure in drawn for panel in figure.panels)


def test_every_picture_has_words_for_who_cannot_see_it_and_no_colour_of_its_own(report_of: ReportOf) -> None:
    shown = blocks(doctor_paper(report_of(*FULL_ROWS)), "picture")
    assert len(shown) > 3
    for each in shown:
        assert len(each["alt"]) > 40
        assert "class=" not in each["svg"]
        assert not any(arrow in each["svg"] for arrow in "\u2190\u2191\u2192\u2193\u2009")


def test_an_empty_record_makes_a_paper_that_says_so(report_of: ReportOf) -> None:
    text = text_of(report_of)
    assert "No doses are written down" in text
    assert "There are no scores" in text
    assert doctor_paper_pdf(report_of())[:5] == b"%PDF-"


def test_the_same_report_gives_the_same_bytes_and_they_can_be_kept_and_read_aloud(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    a4, letter = (doctor_paper_pdf(report, paper=paper) for paper in ("a4", "letter"))
    assert a4 == doctor_paper_pdf(report)
    assert a4 != letter
    for pdf in (a4, letter):
        assert b"<pdfuaid:part>1" in pdf
        assert b"<pdfaid:part>2" in pdf
        assert b"<pdfaid:conformance>B" in pdf
        assert b"2026-03-12T08:00:00" in pdf  # the instant of asking, and no other


def test_it_speaks_the_reports_language(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*FULL_ROWS, language="de"))
    assert told["language"] == "de"
    assert "Hilft es?" in titles(told)


def test_each_other_medicine_stands_alone_and_known_ones_first(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*FULL_ROWS, "2026-03-11T21:00+01:00,medicine,Zzyzx drops,5,ml"), parts=("medicines",))
    named = next(each for each in next(sections(told))["blocks"] if each["kind"] == "bullets")["items"]
    assert named[0] == "ibuprofen"
    assert "Zzyzx drops: not known here, so nobody compared it." in named
