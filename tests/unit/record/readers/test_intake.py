"""What was taken, out of free words: no dose and no amount is ever made up."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.knowledge.loader import knowledge_from
from speciosa.record.readers.accounting import LeftAside
from speciosa.record.readers.intake import kratom_in, split_amount, taken, ticked


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("Red Bali", "Red Bali"),
        ("Kratom (super green)", "kratom#super green"),
        ("OPMS kratom", "kratom#OPMS"),
        ("Kratom (Maeng Da)", "Maeng Da"),
        ("Jar #3 kratom", "kratom#Jar 3"),
        ("7-OH kratom tablets", "7-hydroxymitragynine#kratom tablets"),
        ("ibuprofen", ""),
        ("kratom free", ""),
    ],
)
def test_a_kratom_product_keeps_its_name_readable(name: str, product: str, knowledge: Knowledge) -> None:
    assert kratom_in(name, knowledge) == product


@pytest.mark.parametrize("name", ["Kratom withdrawal aid", "kratom-free tea", "Quit Kratom"])
def test_a_medicine_against_kratom_is_no_dose_of_it(name: str, knowledge: Knowledge) -> None:
    row = taken("2026-03-01T08:00", name, "2", "capsule", line=3, knowledge=knowledge)
    assert (row.kind, row.name, row.value) == ("medicine", name, "2")


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("400 mg", "400", "mg"), ("400mg", "400", "mg"), ("2", "2", ""), ("0,5 tablets", "0.5", "tablet"),
        ("5 µg", "5", "ug"), ("5 μg", "5", "ug"), ("3 Teelöffel", "3", "tsp"), ("2 %", "2", "%"),
        ("2 heaped  spoons", "2", "heaped spoons"),
    ],
)  # fmt: skip
def test_a_number_and_its_unit_are_split(text: str, number: str, unit: str) -> None:
    assert split_amount(text) == (number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "1/2 tablet", "1-2 tablets", "2 x 400mg", "10 000 mg", "1,000 mg", "1.2.3 mg", "½ tablet", "2½ tablets",
        "2 m²", "5 mg/ml", "a few", "", "~3 g", "2 (or so)", "2 + 1", "1 or 2", "٣ mg", "-2 g", "3 g, later 2 g",
    ],
)  # fmt: skip
def test_an_amount_that_is_not_one_number_and_one_unit_is_none(text: str, knowledge: Knowledge) -> None:
    assert split_amount(text) == ("", "")
    row = taken("2026-03-01T08:00", "Ibuprofen", text, "", line=1, knowledge=knowledge)
    assert (row.value, row.note) == ("unknown", f"amount: {text}" if text else "")


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,3}[ /x.,0-9-]{0,4}(mg|tablets)?", fullmatch=True))
def test_no_digit_is_lost_from_an_amount(text: str) -> None:
    number, unit = split_amount(text)
    if number:
        assert "".join(each for each in number if each != ".") == "".join(each for each in text if each.isnumeric())
        assert not any(each.isnumeric() for each in unit)


def test_only_a_whole_product_word_among_tags_is_a_dose(knowledge: Knowledge) -> None:
    aside = LeftAside()
    tags = ("Kratom", "Kratom Tea", "7-OH", "Kratom 3 g", "walk")
    rows = [ticked("2026-03-01", tag, knowledge, aside) for tag in tags]
    assert [(row.kind, row.name, row.value) for row in rows] == [
        ("dose", "Kratom", "unknown"), ("dose", "Kratom Tea", "unknown"), ("dose", "7-OH", "unknown"),
        ("activity", "Kratom 3 g", ""), ("activity", "walk", ""),
    ]  # fmt: skip
    notes = [note.text for note in aside.notes()]
    assert len(notes) == 1
    assert notes[0].startswith("1 time a tag that mentions kratom was kept as an activity")


DAYLIO = "full_date,date,weekday,time,mood,activities,note_title,note\n2024-05-30,,,18:50,,Hilltop | nap,,\n"
MEDTIMER = (
    "a;b;c;d;e;f;g;8601;8601\n8:00;Hilltop;2 g;8:05;;;;2024-03-01T08:00:00Z;2024-03-01T08:05:00Z\n"
    "9:00;Hilltop;1 scoop;9:05;;;;2024-03-01T09:00:00Z;2024-03-01T09:05:00Z\n"
)
PIRU = (
    '{"piruExportVersion": 1, "orphanDoses": [{"timestamp": 0, "substance": "Hilltop", "amount": 1, "unit": "puff"}]}'
)


@pytest.mark.parametrize(
    ("text", "theirs", "ours"),
    [
        (DAYLIO, ["dose unknown", "activity "], ["activity ", "activity "]),
        (MEDTIMER, ["dose 2", "dose unknown"], ["medicine 2", "medicine 1"]),
        (PIRU, ["dose unknown"], ["dose 1"]),
    ],
)
def test_a_product_of_somebodys_own_tables_is_found_by_every_reader(
    text: str, theirs: list[str], ours: list[str], knowledge: Knowledge, tmp_path: Path
) -> None:
    for tables, said in ((_with_hilltop(), theirs), (knowledge, ours)):
        folder = tmp_path / tables.version
        folder.mkdir()
        found = Importer(folder, tables).text(text)
        assert [f"{row['kind']} {row['value']}" for row in found.rows] == said


def _with_hilltop() -> Knowledge:
    """The package's tables with one more product."""
    folder = resources.files("speciosa.knowledge") / "data"
    files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    files["substances.csv"] += b"hilltop,,kratom,leaf powder,no\n"
    return knowledge_from(files)
