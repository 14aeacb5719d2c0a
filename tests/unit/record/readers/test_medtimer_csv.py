"""MedTimer: read by position, whatever language the header is in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


HEADER = "Erinnert;Name;Dosis;Genommen;Tags;Intervall;Notizen;Erinnert (ISO 8601);Genommen (ISO 8601)\n"
ISO = "2024-03-01T08:00:00Z;2024-03-01T08:05:00Z\n"


def test_what_was_taken_is_a_medicine_and_kratom_a_dose(importer: Importer) -> None:
    found = importer.text(HEADER + f"8:00;Kratom;3 g;8:05;a, b;;;{ISO}8:00;Ibuprofen;400 mg;8:05;;2 h;with food;{ISO}")
    assert found.say("time", "kind", "name", "value", "unit", "note") == [
        ("2024-03-01T09:05:00+01:00", "dose", "Kratom", "3", "g", "tags: a, b"),
        ("2024-03-01T09:05:00+01:00", "medicine", "Ibuprofen", "400", "mg", "interval: 2 h; with food"),
    ]


@pytest.mark.parametrize("amount", ["2", "a few", "1,000 mg", "½ tablet"])
def test_an_amount_that_is_not_certain_is_unknown_and_its_words_stay(importer: Importer, amount: str) -> None:
    found = importer.text(HEADER + f"8:00;Ibuprofen;{amount};8:05;;;;{ISO}")
    assert found.say("value", "note") == [("unknown", f"amount: {amount}")]


def test_a_reminder_that_was_not_marked_as_taken_is_no_medicine(importer: Importer) -> None:
    found = importer.text(HEADER + "8:00;Ibuprofen;400 mg;;;;;2024-03-01T08:00:00Z;\n")
    assert found.say("kind", "name", "value") == [("event", "reminder not marked as taken", "Ibuprofen, 400 mg")]


def test_a_text_with_the_separator_in_it_is_refused_and_a_quotation_mark_is_harmless(importer: Importer) -> None:
    found = importer.text(
        HEADER + f'8:00;Ibuprofen;400 mg;8:05;;;with; food;{ISO}8:00;"Best;400 mg;8:05;;;;{ISO}8:00;;1 g;8:05;;;;{ISO}'
    )
    assert found.counts() == (3, 1, 2, 0)
    assert "9 cells" in found.whys()[2]
    assert "names no medicine" in found.whys()[4]
    assert found.rows[0]["name"] == '"Best'


def test_a_header_without_iso_is_known_by_its_first_row(importer: Importer) -> None:
    header = "a;b;c;d;e;f;g;h;i\n"
    assert importer.text(header + f"8:00;Ibuprofen;400 mg;8:05;;;;{ISO}").receipt.format == "medtimer-csv"


def test_another_file_is_said_to_be_none(importer: Importer) -> None:
    with pytest.raises(EntryError, match="no MedTimer export"):
        importer.text("a;b\n1;2\n", format_name="medtimer-csv")
