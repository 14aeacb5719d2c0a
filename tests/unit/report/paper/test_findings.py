"""What to look at on page 1: each sign under its own urgency, with its day and what to do; the call is said once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.unit.report import made_effects
from tests.unit.report.conftest import FULL_ROWS, ReportOf
from tests.unit.report.paper.test_first_page import RISING

from speciosa.knowledge import Urgency
from speciosa.report.doctor_paper import doctor_paper
from speciosa.report.paper.findings import findings_first
from speciosa.report.paper.room import ROOMS
from speciosa.report.paper.unassessed import gaps_of
from speciosa.report.wording import wording
from speciosa.values.gaps import NotAssessed

WORDS = wording("en")
SIGNS = (
    "trouble breathing,7",
    "chest pain,5",
    "fainting,5",
    "seizure,3",
    "Gelbe Augen,",
    "dark urine,4",
    "confusion,5",
)
MANY = [
    *FULL_ROWS,
    *(f"2026-03-10T18:00+01:00,symptom,{each},nrs" for each in SIGNS),
    "2026-03-10T19:00+01:00,medicine,diazepam,10,mg",
    "2026-03-10T19:10+01:00,medicine,fentanyl,25,mg",
]


def items(report: Any, at: int = 0) -> list[dict[str, Any]]:
    made = findings_first(report, WORDS, ROOMS[at])
    return [each for block in made["blocks"] if block["kind"] == "items" for each in block["items"]]


def texts(made: Any) -> Iterator[str]:
    if isinstance(made, str):
        yield made
    elif isinstance(made, dict):
        for each in made.values():
            yield from texts(each)
    elif isinstance(made, list):
        for each in made:
            yield from texts(each)


def test_every_sign_for_now_has_its_day_and_what_to_do_however_many_there_are(report_of: ReportOf) -> None:
    report = report_of(*MANY)
    now = [each for each in report.findings if each.finding.urgency is Urgency.NOW]
    assert len(now) > 3
    for at in range(len(ROOMS)):
        shown = [each for each in items(report, at) if each["mark"] == "Now"]
        assert len(shown) == len(now)
        assert all("March 2026" in each["text"] and each["act"] for each in shown)


def test_no_line_holds_signs_of_two_urgencies(report_of: ReportOf) -> None:
    report = report_of(*MANY)
    titles = {each.finding.title: each.finding.urgency for each in report.findings}
    assert len(set(titles.values())) == 3
    for at in range(len(ROOMS)):
        for each in items(report, at):
            if each["mark"] == "Now":
                assert "diazepam" not in json.dumps(each).lower()
        marks = [each["mark"] for each in items(report, at) if each["lead"] == ""]
        assert len(marks) == len(set(marks))


def test_the_call_is_said_once_on_each_page_with_its_number(report_of: ReportOf) -> None:
    told = doctor_paper(report_of(*MANY))
    for part in (told["first"][0], told["behind"]):
        assert sum("Don't wait for this page" in each for each in texts(part)) == 1


def test_a_typed_word_is_not_said_to_be_an_answer(report_of: ReportOf) -> None:
    told = json.dumps(doctor_paper(report_of(*MANY)), ensure_ascii=False)
    assert "You said yes" not in told


def test_a_rise_names_the_day_from_which_its_weeks_are_counted_back(report_of: ReportOf) -> None:
    report = report_of(*RISING, now_s=made_effects.NOW_S)
    said = next(each["text"] for each in items(report) if each["lead"] in {"Amount went up", "Doses went up"})
    assert "in the 4 weeks up to 28 February 2026" in said


def test_rows_are_counted_only_where_a_file_was_read(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    assert any("rows were read" in each for each in texts(doctor_paper(report)["behind"]))
    of_the_app = replace(report, reading=replace(report.reading, rows=0, kept=0))
    assert not any("rows were read" in each for each in texts(doctor_paper(of_the_app)["behind"]))


def test_beside_an_answer_the_gap_says_what_of_it_is_open(report_of: ReportOf) -> None:
    gaps = (NotAssessed("effect_tolerance", "Too few."), NotAssessed("effect", "No."))
    found = [label for label, _ in gaps_of(replace(report_of(), gaps=gaps), WORDS)]
    assert found == ["Whether it wears off", "Whether it helps"]
