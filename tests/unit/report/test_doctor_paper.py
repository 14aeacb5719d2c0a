"""The paper for a doctor: from the report alone, what is left out stays out, and it reads aloud."""

from __future__ import annotations

import json

import pytest
from tests.unit.report.conftest import FULL_ROWS, ReportOf

from speciosa.report.doctor_paper import PARTS, doctor_paper, doctor_paper_pdf


def said(report_of: ReportOf, *rows: str, parts: tuple[str, ...] = PARTS) -> str:
    """Everything that the paper says, as one text."""
    return json.dumps(doctor_paper(report_of(*rows), parts=parts), ensure_ascii=False)


def test_each_part_stands_on_it_under_its_own_heading(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*FULL_ROWS))
    titles = [each["title"] for each in told["sections"]]
    assert titles == ["What to look at", "What is taken", "Other medicines", "Pain", "Does it help?", "Not assessed"]


@pytest.mark.parametrize("part", PARTS[:4])
def test_a_part_that_is_not_ticked_is_not_on_it(report_of: ReportOf, part: str) -> None:
    words = {"doses": "What is taken", "medicines": "Other medicines", "scores": "<svg", "effect": "Does it help?"}
    assert words[part] in said(report_of, *FULL_ROWS)
    rest = tuple(each for each in PARTS if each not in {part, "findings"})
    assert words[part] not in said(report_of, *FULL_ROWS, parts=rest)


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
    shown = json.dumps(told["sections"][0], ensure_ascii=False)
    assert "In the record" in shown
    assert not [each.finding.title for each in dependence if each.finding.title in shown]
    assert "so as not to feel ill 132" in json.dumps(told)


def test_findings_stand_in_the_order_of_their_urgency(report_of: ReportOf) -> None:
    rows = [*FULL_ROWS, "2026-03-11T20:00+01:00,symptom,yellow eyes,", "2026-03-11T21:00+01:00,medicine,diazepam,5,mg"]
    items = doctor_paper(report_of(*rows))["sections"][0]["items"]
    order = ["Now", "Soon", "Watch"]
    marks = [order.index(each["mark"]) for each in items]
    assert marks == sorted(marks)
    assert marks[0] == 0
    assert items[0]["act"]


def test_an_empty_record_makes_a_paper_that_says_so(report_of: ReportOf) -> None:
    text = said(report_of)
    assert "No doses are written down" in text
    assert "There are no scores" in text
    assert doctor_paper_pdf(report_of())[:5] == b"%PDF-"


def test_the_same_report_gives_the_same_bytes_on_either_paper(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    a4, letter = (doctor_paper_pdf(report, paper=paper) for paper in ("a4", "letter"))
    assert a4 == doctor_paper_pdf(report)
    assert a4 != letter
    assert b"pdfuaid:part" in a4
    assert a4.count(b"/Type /Page\n") + a4.count(b"/Type /Page ") <= 2


def test_it_speaks_the_reports_language(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*FULL_ROWS, language="de"))
    assert told["language"] == "de"


def test_the_line_of_medicines_ends_with_one_stop(report_of: ReportOf) -> None:
    text = said(report_of, *FULL_ROWS, "2026-03-11T21:00+01:00,medicine,Zzyzx drops,5,ml", parts=("medicines",))
    assert "Zzyzx drops" in text
    assert ".." not in text
