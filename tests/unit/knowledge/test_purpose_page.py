"""The page on purpose and limits says what the table of functions says."""

from __future__ import annotations

import pytest
from tests.conftest import ROOT

from speciosa.knowledge import Knowledge

PAGE = ROOT / "docs" / "explanation" / "purpose-and-limits.md"


@pytest.fixture(scope="module")
def said() -> str:
    return PAGE.read_text(encoding="utf-8")


def table_rows(text: str) -> list[tuple[str, ...]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and line.endswith("` |")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_its_table_is_the_table_of_functions(said: str, knowledge: Knowledge) -> None:
    assert table_rows(said) == [
        (row.title, row.purpose, row.never, str(row.from_age), f"`{row.key}`") for row in knowledge.functions.values()
    ]


def test_every_function_of_the_product_is_there_and_under_18_are_words_and_warnings_only(knowledge: Knowledge) -> None:
    ages = {key: row.from_age for key, row in knowledge.functions.items()}
    assert {key for key, age in ages.items() if age == 0} == {"logging", "safety", "report", "export", "skin"}
    assert {key for key, age in ages.items() if age == 18} == {"exposure", "effect", "trial", "study"}


def test_every_function_says_what_it_is_never_for(knowledge: Knowledge) -> None:
    for row in knowledge.functions.values():
        assert row.title
        assert row.purpose.startswith("To ")
        assert row.never.startswith("To ")


@pytest.mark.parametrize(
    "words",
    [
        "not cleared or approved by any authority",
        "never advises a dose",
        "don't stop suddenly",
        "SPECIOSA_WITHOUT",
        "`safety` can't be",
        "(../reference/knowledge/needs_clinical_review.md)",
        "Under 18",
        "no network",
    ],
)
def test_what_has_to_stand_there_stands_there(said: str, words: str) -> None:
    assert words in " ".join(said.split())


def test_the_switch_of_the_example_names_functions(said: str, knowledge: Knowledge) -> None:
    keys = said.split('SPECIOSA_WITHOUT="')[1].split('"', maxsplit=1)[0].split(",")
    assert set(keys) <= set(knowledge.functions) - {"safety"}


def test_the_verdict_that_people_have_to_read_is_there(knowledge: Knowledge) -> None:
    verdicts = {each.key: each.verdict for each in knowledge.claims}
    assert len(verdicts) == 18
    assert verdicts["non_pharmacological"] == "contradicted"
    assert verdicts["lower_addiction_risk"] == "unsupported"
    assert verdicts["darkening_resolves"] == "contradicted"
    assert verdicts["inflammation"] == verdicts["lightens_skin"] == "unsupported"
    assert all(each.why and each.consequence and each.source for each in knowledge.claims)
