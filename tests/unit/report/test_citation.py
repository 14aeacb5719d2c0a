"""A source is named by whom and when, never by the key that the tables have for it."""

from __future__ import annotations

from speciosa.knowledge import load_knowledge
from speciosa.report.citation import short_citation


def test_no_source_is_cited_by_its_key() -> None:
    sources = load_knowledge().bibliography
    said = {key: short_citation(each) for key, each in sources.items()}
    assert len(said) > 200
    assert [key for key, each in said.items() if each == key or not each] == []


def test_what_findings_rest_on_has_a_name_and_a_year() -> None:
    sources = load_knowledge().bibliography
    assert short_citation(sources["nelsen_datura"]) == "Nelsen 2010"
    assert short_citation(sources["post2019_news"]) == "Post 2019"
