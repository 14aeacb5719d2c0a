"""Everything that was entered leaves in open form, and comes back equal."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW_S
from tests.generative.test_diary_round_trip import TEXT, diary_from, events
from tests.scale import examples

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Food, Kind, Person, Product, Reason, read_diary
from speciosa.record.kinds import RULES
from speciosa.record.packed_diary import unpacked_diary, zipped
from speciosa.record.row import COLUMNS
from speciosa.report.open_files import DICTIONARY_FILES, diary_folder, dictionary_csv, dictionary_markdown
from speciosa.report.open_files import dictionary_words as meanings
from speciosa.report.open_files.data_dictionary import dictionary
from speciosa.values.timeline import Precision

RUN_BY_A_SPREADSHEET = ("=1+1", "+1-1", "@SUM(A1)", "-2+3", "=cmd|' /C calc'!A0", "'=1", "''", "'quoted'", "\t=1")


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)


def again(files: dict[str, bytes], knowledge: Knowledge) -> Diary:
    with TemporaryDirectory() as folder:
        written(Path(folder), files)
        return read_diary(Path(folder), knowledge, now_s=NOW_S)


def photo(name: str, at: int = 0) -> Event:
    return Event(at, 0, Kind.PHOTO, "forearm_dorsal_left", text=name, id=f"p{name}")


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), max_size=10), st.lists(TEXT.filter(bool), max_size=3, unique=True))
def test_an_export_with_notes_reads_back_as_the_same_diary(found: list[Event], products: list[str]) -> None:
    named = tuple(Product(" ".join(each.split()), mitragynine_mg_per_g=1.5, form=" ".join(each.split()))
                  for each in products)  # fmt: skip
    diary = replace(diary_from(found), products=named)
    made = diary_folder(diary, load_knowledge(), notes=True)
    assert again(dict(made.files), load_knowledge()) == diary


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), max_size=10))
def test_a_zip_of_it_reads_back_as_the_same_diary(found: list[Event]) -> None:
    made = diary_folder(diary_from(found), load_knowledge(), notes=True)
    with TemporaryDirectory() as place:
        file, folder = Path(place) / "d.zip", Path(place) / "d"
        folder.mkdir()
        file.write_bytes(zipped(made.files))
        unpacked_diary(file, folder)
        assert read_diary(folder, load_knowledge(), now_s=NOW_S) == diary_from(found)


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), max_size=10))
def test_without_notes_nothing_else_is_lost(found: list[Event]) -> None:
    made = diary_folder(diary_from(found), load_knowledge())
    assert again(dict(made.files), load_knowledge()) == diary_from([each._replace(note="") for each in found])
    assert made.notes_kept_back == sum(bool(each.note) for each in {each.id: each for each in found}.values())


@pytest.mark.parametrize("text", RUN_BY_A_SPREADSHEET)
def test_no_cell_is_run_by_a_spreadsheet_and_each_comes_back(text: str, knowledge: Knowledge) -> None:
    rows = [Event(0, 0, Kind.DOSE, text.strip(), 2.0, Answer.GIVEN, unit="g", note=text.strip(), id="a")]
    diary = Diary(Columns.of(rows), products=(Product(text.strip(), form=text.strip()),))
    made = diary_folder(diary, knowledge, notes=True)
    for name in ("diary.csv", "products.csv", *(each for each in DICTIONARY_FILES if each.endswith(".csv"))):
        for cells in csv.reader(io.StringIO(made.files[name].decode(), newline="")):
            assert not any(len(cell) > 1 and cell.startswith(("=", "@", "\t", "\r")) for cell in cells)
            assert not any(cell[:1] in "+-" and not cell[1:].replace(".", "").isdigit() for cell in cells if cell)
    assert again(dict(made.files), knowledge) == diary


def test_names_in_any_script_come_back(knowledge: Knowledge) -> None:
    names = ("กระท่อม ใบแห้ง", "قهوة الصباح", "leaf 🌿🙂", "𝒻𝒶𝓃𝒸𝓎", "a;b,c\"d'")
    rows = [Event(at, 0, Kind.MEDICINE, name, 1.0, Answer.GIVEN, unit="mg", id=f"m{at}")
            for at, name in enumerate(names)]  # fmt: skip
    diary = Diary(Columns.of(rows), Person(time_zone="Asia/Bangkok", pain_kind=names[0]), (Product(names[1]),))
    assert again(dict(diary_folder(diary, knowledge).files), knowledge) == diary


def test_photos_leave_only_if_asked_and_those_that_are_missing_are_counted(knowledge: Knowledge) -> None:
    diary = Diary(Columns.of([photo("photos/a.jpg"), photo("photos/b.png", 60)]))
    held = {"photos/a.jpg": b"\xff\xd8 picture", "photos/other.jpg": b"not named"}
    kept = diary_folder(diary, knowledge)
    assert (kept.photos_in, kept.photos_kept_back, kept.photos_missing) == (0, 2, 0)
    made = diary_folder(diary, knowledge, photos=held)
    assert (made.photos_in, made.photos_kept_back, made.photos_missing) == (1, 0, 1)
    assert made.files["photos/a.jpg"] == held["photos/a.jpg"]
    assert "photos/other.jpg" not in made.files


@pytest.mark.parametrize("name", ["diary.csv", "Diary.CSV", "person.toml", "data-dictionary.md", "secret.txt", "key"])
def test_an_entry_that_calls_another_file_a_photo_does_not_bring_it_along(name: str, knowledge: Knowledge) -> None:
    rows = [photo(name), Event(0, 0, Kind.SYMPTOM, "nausea", note="a note that stays", id="n")]
    made = diary_folder(Diary(Columns.of(rows)), knowledge, photos={name: b"a note that stays"})
    assert made.photos_missing == 1
    assert b"a note that stays" not in b"".join(made.files.values())
    assert again(dict(made.files), knowledge).entries.of_kind(Kind.PHOTO).text.tolist() == [name]


def test_an_empty_diary_is_a_header_and_the_dictionary(knowledge: Knowledge) -> None:
    made = diary_folder(Diary(Columns.of(())), knowledge, notes=True)
    assert made.files["diary.csv"].decode() == ",".join(COLUMNS) + "\n"
    assert set(made.files) == {"diary.csv", *DICTIONARY_FILES}


def test_the_same_diary_gives_the_same_bytes(knowledge: Knowledge) -> None:
    diary = diary_from([Event(0, 60, Kind.RATING, "pain", 6.0, Answer.GIVEN, unit="nrs", id="a")])
    first, second = (zipped(diary_folder(diary, knowledge).files) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None


def test_the_dictionary_has_a_line_for_every_column_kind_and_key_and_for_nothing_else(knowledge: Knowledge) -> None:
    assert set(meanings.COLUMNS) == set(COLUMNS)
    assert set(meanings.KINDS) == set(Kind) == set(RULES)
    assert set(meanings.PERSON) == {each.name for each in fields(Person)}
    assert set(meanings.PRODUCTS) == {each.name for each in fields(Product)}
    lines = dictionary(knowledge)
    assert {each.column for each in lines if each.file == "diary.csv" and not each.key} == set(COLUMNS)
    assert {each.key for each in lines if each.column == "value"} >= set(Kind)
    assert {each.column for each in lines if each.file == "person.toml"} == set(meanings.PERSON)
    assert {each.column for each in lines if each.file == "products.csv"} == set(meanings.PRODUCTS)


@pytest.mark.parametrize(("column", "codes"), [("reason", Reason), ("food", Food), ("precision", Precision)])
def test_the_dictionary_allows_the_words_that_the_reader_takes(
    column: str, codes: type[Reason | Food | Precision], knowledge: Knowledge
) -> None:
    allowed = next(each.allowed for each in dictionary(knowledge) if each.column == column)
    assert allowed.split("; ") == [each.name.lower() for each in codes if each.name != "NOT_SAID"]


def test_the_dictionary_knows_bounds_units_and_what_empty_means(knowledge: Knowledge) -> None:
    found = {(each.column, each.key): each for each in dictionary(knowledge)}
    assert found["value", "sleep"].allowed == "0 to 24"
    assert found["value", "sleep"].unit == "h (if empty); min"
    assert found["value", "symptom"].missing == "empty: it was there; unknown; declined"
    assert found["name", "scale peg"].allowed == "0 to 10"
    assert found["weight_kg", ""].unit == "kg"
    assert found["basis", ""].allowed == "assay; label; unknown"


def test_both_forms_of_the_dictionary_say_the_same(knowledge: Knowledge) -> None:
    rows = list(csv.reader(io.StringIO(dictionary_csv(knowledge).decode(), newline="")))
    text = dictionary_markdown(knowledge).decode()
    assert len(rows) == len(dictionary(knowledge)) + 1
    assert all(row[3].replace("|", "\\|") in text for row in rows[1:])
