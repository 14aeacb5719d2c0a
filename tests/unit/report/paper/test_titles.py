"""What a finding is called on paper: what was recorded, no name for it, and nothing that is said to a person alone."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.unit.report.conftest import ReportOf

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.report.doctor_paper import doctor_paper
from speciosa.report.paper import titles
from speciosa.report.wording import wording
from speciosa.safety import Finding
from speciosa.values.sources import HowRead

FOUND = Finding(
    code="doses_rising", part="dependence", urgency=Urgency.SOON, act=Act.THIS_WEEK, title="A title of the page",
    seen="", because="", why=(), facts=(), who="", say="", adds=(), sources=(), evidence="", n=None,
    how_read=HowRead.OWN_CHOICE, act_how_read=HowRead.OWN_CHOICE, time_s=None,
)  # fmt: skip
WORDS = wording("en")


@pytest.mark.parametrize(
    ("seen", "title"),
    [
        ("7.8 g a day in the last 4 weeks, and 4.8 g in the 4 weeks before.", "Amount went up"),
        ("5 doses a day in the last 4 weeks, and 3 12 weeks earlier.", "Doses went up"),
    ],
)
def test_a_rise_is_called_by_what_rose(seen: str, title: str) -> None:
    assert titles.title_says(WORDS, replace(FOUND, seen=seen)) == title


def test_each_rule_about_dependence_has_a_title_of_its_own_that_is_not_the_pages(knowledge: Knowledge) -> None:
    rules = [each for each in knowledge.safety_rules.values() if each.part == "dependence"]
    said = [titles.title_says(WORDS, replace(FOUND, code=each.key, title=each.title)) for each in rules]
    assert len(set(said)) == len(rules) > 5
    assert "In the record" not in said
    assert not set(said) & {each.title for each in rules}
    assert not [each for each in said if "you" in each.lower().split() or "depend" in each.lower()]


def test_thoughts_of_ending_life_are_told_to_nobody(report_of: ReportOf) -> None:
    rows = ["2026-03-11T08:00+01:00,scale,phq9.9,2", "2026-03-11T08:00+01:00,symptom,suicidal thoughts,4,nrs"]
    report = report_of(*rows)
    titled = [each.finding.title for each in report.findings if titles.is_of_ending_life(each.finding)]
    assert titled
    told = doctor_paper(report, parts=("findings",))
    text = json.dumps([told["first"], told["behind"]], ensure_ascii=False)
    assert "Recorded: " in text
    assert not [each for each in titled if each in text]


def test_a_word_that_may_mean_such_thoughts_is_not_asked_back_on_paper() -> None:
    found = replace(
        FOUND, code="perhaps_suicide", part="warning", title="Perhaps: thoughts", seen="Did you mean “thoughts”?"
    )
    assert titles.title_says(WORDS, found) == "Recorded: words that may mean thoughts of ending life"
    assert titles.seen_says(WORDS, found) == ""


def test_any_other_finding_keeps_the_title_of_the_page() -> None:
    assert titles.title_says(WORDS, replace(FOUND, code="liver", part="warning")) == "A title of the page"
