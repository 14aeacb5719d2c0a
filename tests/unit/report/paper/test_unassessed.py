"""Questions that nobody looked at stand in words, never as the name that the code has for them."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.report.conftest import FULL_ROWS, ReportOf

from speciosa.report.paper.unassessed import gaps_of
from speciosa.report.wording import wording
from speciosa.values.gaps import NotAssessed

WORDS = wording("en")


def test_no_label_is_the_code_of_its_gap(report_of: ReportOf) -> None:
    found = 0
    for rows in ((), FULL_ROWS[:1], FULL_ROWS):
        report = report_of(*rows)
        raw = {each.code.replace("_", " ").capitalize() for each in report.gaps} - {"Pregnancy", "Goals", "Skin"}
        labels = {label for label, _ in gaps_of(report, WORDS)}
        assert not labels & raw
        found += len(labels)
    assert found > 20


def test_every_reason_of_every_gap_is_there_once(report_of: ReportOf) -> None:
    report = report_of(*FULL_ROWS)
    said = [why for _, whys in gaps_of(report, WORDS) for why in whys]
    assert sorted(said) == sorted(each.why for each in report.gaps)


def test_gaps_of_one_question_stand_together(report_of: ReportOf) -> None:
    gaps = tuple(NotAssessed(code, f"{code}.") for code in ("kratom_none", "level_falls", "medicines_none"))
    found = gaps_of(replace(report_of(), gaps=gaps), WORDS)
    assert found == [
        ("What else is taken", ["kratom_none.", "medicines_none."]),
        ("Feeling worse when less of it is left", ["level_falls."]),
    ]
