"""The page and the paper of a study: what they say, what they never say, and that they are the same twice."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from tests.architecture.forbidden import offences
from tests.unit.study.pooled.cohorts import cohort

from speciosa.knowledge import load_knowledge
from speciosa.report.report import Made
from speciosa.study.cohort.result import ParticipantResult, State
from speciosa.study.pooled import Flow, StudyAnswers, answers_of
from speciosa.study.report import StudyReport, study_report, study_report_html, study_report_pdf
from speciosa.study.report.blocks import Figure

KNOWLEDGE = load_knowledge()
MADE = Made(1_795_435_200, 0, "0.1.0", KNOWLEDGE.version, 0, "0123456789abcdef", "en")
ODD = "moved <b>away</b> & on"
FLOW = Flow({"registered": 90, "consented": 60, "completed": 40}, {ODD: 14})


def found(rows: list[ParticipantResult], *, released: bool) -> StudyAnswers:
    return answers_of(rows, KNOWLEDGE, np.random.default_rng(0), released=released, flow=FLOW)


@pytest.fixture(scope="module")
def report() -> StudyReport:
    return study_report(found(cohort(np.random.default_rng(1), 44), released=True), KNOWLEDGE, MADE)


@pytest.fixture(scope="module")
def page(report: StudyReport) -> str:
    return study_report_html(report)


class Outline(HTMLParser):
    """Headings in order, cells of table heads without a scope, ids, and tags that are still open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.bare: list[str] = []
        self.ids: list[str] = []
        self.outside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th" and "scope" not in given:
            self.bare.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        self.outside += [str(given[key]) for key in ("src", "href") if key in given and "//" in str(given[key])]
        if tag in {"script", "iframe", "img"} or "style" in given:
            self.outside.append(tag)


def test_headings_are_in_order_tables_have_scopes_and_nothing_comes_from_elsewhere(page: str) -> None:
    outline = Outline(page)
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(outline.levels, outline.levels[1:], strict=False))
    assert (outline.bare, outline.outside) == ([], [])
    assert len(set(outline.ids)) == len(outline.ids)
    assert '<html lang="en">' in page


def test_every_section_stands_once_and_is_reached_from_the_top(report: StudyReport, page: str) -> None:
    keys = [each.key for each in report.sections]
    assert keys == ["asked", "answer", "people", "levels", "differences", "side-effects", "skin", "doubts", "gaps", "methods", "items", "sources"]  # fmt: skip
    for key in keys:
        assert page.count(f'<section id="{key}"') == page.count(f'href="#{key}"') == 1


def test_every_picture_has_a_table_with_the_same_numbers(report: StudyReport, page: str) -> None:
    figures = [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]
    assert len(figures) == 6
    for each in figures:
        assert each.numbers.table.rows
        assert f"<caption>{html.escape(each.numbers.table.caption)}</caption>" in page
        assert each.narrow != each.wide


def test_what_was_typed_is_escaped(page: str) -> None:
    assert "<b>" not in page
    assert html.escape(ODD) in page


def test_page_and_paper_are_the_same_bytes_twice(report: StudyReport, page: str) -> None:
    again = study_report(found(cohort(np.random.default_rng(1), 44)[::-1], released=True), KNOWLEDGE, MADE)
    assert study_report_html(again) == page
    assert study_report_pdf(again) == study_report_pdf(report)
    assert study_report_pdf(report).startswith(b"%PDF-1.7")
    assert study_report_pdf(report, paper="letter") != study_report_pdf(report)
    assert "@page{size:letter}" in study_report_html(report, paper="letter")


def text_of(page: str) -> str:
    body = page[page.index("<body") :]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)))


@pytest.mark.parametrize(("randomised", "because"), [(0.0, False), (1.0, True)], ids=["diaries alone", "trials alone"])
def test_only_what_chance_decided_is_said_to_be_because_of_it(randomised: float, because: bool) -> None:
    rows = cohort(np.random.default_rng(5), 26, randomised=randomised, mean=-2.4)
    made = study_report(found(rows, released=True), KNOWLEDGE, MADE)
    text = text_of(study_report_html(made))
    assert ("Because of it" in made.lead) is because
    assert ("goes with lower pain" in made.lead) is not because
    assert ("because of it, nobody can tell" in text) is not because
    assert "observational: it goes with exposure, whatever the reason" in text


def test_no_sentence_of_the_page_says_what_is_forbidden(page: str) -> None:
    said = re.split(r"(?<=[.?:]) ", text_of(page))
    assert [(each, wrong) for each in said if (wrong := offences(each, for_people=True))] == []


def test_a_release_says_that_it_hides_and_a_full_report_that_it_must_not_go_out() -> None:
    rows = cohort(np.random.default_rng(7), 24)
    full = study_report_html(study_report(found(rows, released=False), KNOWLEDGE, MADE))
    out = study_report_html(study_report(found(rows, released=True), KNOWLEDGE, MADE))
    assert "must not be given out" in full
    assert "must not be given out" not in out
    assert "counts below 10 are hidden" in out


def test_a_study_without_a_number_is_a_report_of_gaps() -> None:
    rows = [ParticipantResult.without(f"p{at}", State.LEFT_OUT, "Under 18.") for at in range(12)]
    made = study_report(found(rows, released=True), KNOWLEDGE, MADE, title="A <pilot>")
    page = study_report_html(made)
    assert "<h1>A &lt;pilot&gt;</h1>" in page
    assert made.lead.startswith("These records can't say yet whether it helps.")
    assert "levels" not in [each.key for each in made.sections]
    assert study_report_pdf(made)


def test_every_item_of_the_list_points_to_a_section_or_says_where_else(report: StudyReport) -> None:
    items = next(each for each in report.sections if each.key == "items")
    table = items.blocks[1].table  # type: ignore[union-attr]
    titles = {each.title for each in report.sections}
    assert {row[2] for row in table.rows} <= {*titles, "not in these data", "the protocol says"}
    numbers = " ".join(row[0] for row in table.rows)
    assert all(re.search(rf"\b{at}", numbers) for at in range(1, 26))
