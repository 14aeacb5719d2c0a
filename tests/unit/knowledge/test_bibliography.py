"""One entry of the bibliography, whole and broken."""

from __future__ import annotations

import pytest

from speciosa.knowledge.bibliography import read_bibliography

BROKEN = {
    "no_identifier": ('[a2020]\ntitle = "x"', "has no DOI, PMID or official address"),
    "a_doi_with_its_address": ('[a2020]\ndoi = "https://doi.org/10.1000/182"', "doi does not look like 10.1234/abc"),
    "a_pmid_with_letters": ('[a2020]\npmid = "PMC123"', "pmid is not a number"),
    "a_bare_host": ('[a2020]\nurl = "loinc.org"', "url does not start with https://"),
    "a_year_in_quotes": ('[a2020]\ndoi = "10.1000/182"\nyear = "2020"', "year is not a whole number"),
    "a_field_nobody_reads": ('[a2020]\ndoi = "10.1000/182"\nabstract = "x"', "unknown field abstract"),
    "a_number_for_a_title": ('[a2020]\ndoi = "10.1000/182"\ntitle = 3', "title is not text"),
    "a_key_in_capitals": ('[A2020]\ndoi = "10.1000/182"', "key is not lower-case letters, digits and _"),
    "a_value_outside_a_table": ('a2020 = "10.1000/182"', "is not a table"),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_is_named_and_left_out(text: str, sentence: str) -> None:
    sources, problems = read_bibliography(text)
    assert sources == {}
    assert len(problems) == 1
    assert problems[0].endswith(f"]: {sentence}")


def test_a_file_that_is_no_toml_is_said_to_be_so() -> None:
    sources, problems = read_bibliography("[a2020\n")
    assert sources == {}
    assert problems[0].startswith("bibliography.toml: cannot be read")


def test_what_nobody_saw_stays_empty() -> None:
    sources, _ = read_bibliography('[a2020]\npmid = "123"')
    source = sources["a2020"]
    assert (source.title, source.authors, source.year) == ("", "", None)
    assert source.cited == "PMID 123"
