"""One rule for one question: which substance is behind a dose's name, in a diary and in other apps' files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary
from speciosa.record.person import Product
from speciosa.record.readers.intake import kratom_in
from speciosa.record.substance import is_kratom, mentions_kratom, substance_of


@pytest.mark.parametrize(
    ("name", "substance"),
    [
        ("Kratom (Maeng Da)", "kratom"),
        ("OPMS kratom", "kratom"),
        ("kratom_extra_fine", "kratom"),
        ("Mitragyna speciosa leaf, dried", "kratom"),
        ("some mitragyna", "kratom"),
        ("Brand X 7-OH 15 mg", "7-hydroxymitragynine"),
        ("Brand X 7OH", "7-hydroxymitragynine"),
        ("Brand X 7 OH", "7-hydroxymitragynine"),
        ("Brand X 7\u2011OH", "7-hydroxymitragynine"),
        ("7-Hydroxymitragynine by Brand X", "7-hydroxymitragynine"),
        ("Kratom with 7-OH", "7-hydroxymitragynine"),
        ("Red Bali", "kratom"),
        ("Ibuprofen", "ibuprofen"),
        ("17-OH progesterone", "17-oh progesterone"),
        ("kratomania", "kratomania"),
    ],
)
def test_a_name_in_which_kratom_stands_as_a_word_is_kratom(name: str, substance: str, knowledge: Knowledge) -> None:
    assert substance_of(name, (), knowledge) == substance


@pytest.mark.parametrize(
    "name",
    [
        "kratom-free tea", "No kratom", "not kratom", "Kratom: off", "without 7-OH", "quit kratom", "Quitting kratom",
        "kratom withdrawal", "kratom withdrawals", "Kratom craving", "Kratom cravings", "ohne Kratom", "kein Kratom",
        "keine Kratom-Kapseln", "Kratom-Entzug", "Kratom Entzugserscheinungen", "frei von Kratom", "KRATOM_FREE",
        "didn't take kratom", "kratomfrei", "never kratom", "nicht Kratom",
    ],
)  # fmt: skip
def test_a_name_that_denies_it_is_not(name: str, knowledge: Knowledge) -> None:
    assert not is_kratom(name, (), knowledge)
    assert not kratom_in(name, knowledge)
    assert mentions_kratom(name)


def test_the_persons_own_product_list_comes_before_the_words(knowledge: Knowledge) -> None:
    assert substance_of("Quit Kratom", [Product("quit kratom")], knowledge) == "kratom"
    own = [Product("Kratom special", substance="7-hydroxymitragynine")]
    assert substance_of("kratom  special#4", own, knowledge) == "7-hydroxymitragynine"


def test_a_batch_neither_makes_kratom_nor_denies_it(knowledge: Knowledge) -> None:
    assert substance_of("tea#kratom", (), knowledge) == "tea"
    assert substance_of("kratom#free sample", (), knowledge) == "kratom"


def test_a_dose_row_of_a_kratom_by_another_name_is_asked_about_like_kratom(diary_of: Callable[..., Diary]) -> None:
    diary = diary_of(
        "2026-03-01T08:00+01:00,dose,Kratom (Maeng Da),3000,g", "2026-03-01T09:00+01:00,dose,kratom-free tea,300,ml"
    )
    assert [(each.code, each.lines) for each in diary.reading.questions] == [("dose_size", (2,))]


_PARTS = ["kratom", "7-OH", "mitragyna", "no", "free", "craving", "Red Bali", "tablets", "tea", "X", "(", ")", "-", "ü"]


@given(st.lists(st.sampled_from(_PARTS) | st.text(st.characters(exclude_characters="#"), max_size=4), max_size=5))
def test_what_an_import_takes_for_kratom_is_what_the_diary_takes_for_it(parts: list[str]) -> None:
    knowledge, name = load_knowledge(), " ".join(parts)
    product = kratom_in(name, knowledge)
    assert bool(product) == is_kratom(name, (), knowledge)
    if product:
        assert substance_of(product, (), knowledge) == substance_of(name, (), knowledge)
