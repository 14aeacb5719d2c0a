"""What leaves: only what is ticked, exactly as shown, and back in it is the same."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.store.filled import fill
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person, Product, read_diary
from speciosa.store import entries
from speciosa.store.details import save_person
from speciosa.web import exports
from speciosa.web.leaving import PARTS, only
from speciosa.web.leaving_job import made_of
from speciosa.web.packed_diary import diary_files, unpacked_diary, zipped

WARNING = "Once in your medical record it can&#39;t be taken back and may be seen by insurers, courts, employers."


@pytest.fixture
def filled(app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app with two days of entries; what leaves is made in this process."""
    fill(app.record, knowledge, days=2)
    monkeypatch.setattr(
        exports, "run_apart",
        lambda _task, _store, _key, wish, *, step, folder: made_of(entries.own_record(), wish, step),
    )  # fmt: skip
    return app


def taken(app: App, *parts: str, form: str = "diary", name: str = "My notes") -> dict[str, bytes]:
    """The files of a ZIP that was downloaded."""
    app.client.post("/take-along", {"part": parts, "form": form, "name": name})
    assert wait(app.client).status_code == 200
    answer = app.client.post("/take-along/download")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def test_the_page_warns_word_for_word_and_ticks_neither_photos_nor_notes(app: App) -> None:
    page = app.client.get("/take-along").content.decode()
    assert WARNING in page
    assert 'value="doses" checked' in page
    assert 'value="photos" checked' not in page
    assert 'value="notes" checked' not in page


def test_only_what_is_ticked_leaves(filled: App) -> None:
    files = taken(filled, "scores")
    text = files["diary.csv"].decode()
    assert "rating,pain" in text
    assert "dose" not in text
    assert "photo" not in text
    assert "products.csv" not in files
    assert "1980" not in files.get("person.toml", b"").decode()


def test_photos_leave_only_when_they_are_ticked(filled: App) -> None:
    assert not [each for each in taken(filled, *PARTS[:8]) if each.endswith(".jpg")]
    assert [each for each in taken(filled, *PARTS) if each.endswith(".jpg")] == ["photos/0.jpg"]


def test_notes_leave_only_when_they_are_ticked(filled: App, knowledge: Knowledge) -> None:
    from speciosa.record.row import Row

    entries.add_row(filled.record, Row("2026-01-02T09:00+01:00", "rating", "pain", "5", note="a secret"), knowledge)
    assert b"a secret" not in taken(filled, "scores")["diary.csv"]
    assert b"a secret" in taken(filled, "scores", "notes")["diary.csv"]


def test_a_download_bears_the_chosen_name_and_is_kept_by_no_browser(filled: App) -> None:
    filled.client.post("/take-along", {"part": ["scores"], "form": "diary", "name": "Gärten/../Pflanzen"})
    page = wait(filled.client).content.decode()
    assert "Gärten .. Pflanzen.zip" in page
    answer = filled.client.post("/take-along/download")
    assert "filename*=UTF-8''G%C3%A4rten%20..%20Pflanzen.zip" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert filled.client.get("/take-along/download").status_code == 405


def test_the_preview_shows_the_very_bytes_that_leave(filled: App) -> None:
    files = taken(filled, "scores", "doses")
    shown = [filled.client.get(f"/take-along/ready/{at}").content for at in range(1, len(files) + 1)]
    assert shown == list(files.values())


def test_nothing_is_ticked_nothing_leaves(filled: App) -> None:
    assert filled.client.post("/take-along", {"form": "diary"}).status_code == 400


def test_another_browser_does_not_get_what_was_made(filled: App) -> None:
    from django.test import Client
    from tests.store_fixture import PASSPHRASE

    taken(filled, "scores")
    other = Client(HTTP_HOST="127.0.0.1:8137")
    other.post("/unlock", {"passphrase": PASSPHRASE})
    assert other.post("/take-along/download").status_code == 400


def test_under_18_only_what_was_written_down_leaves(filled: App) -> None:
    save_person(filled.record, Person(time_zone="Europe/Berlin", birth_year=2012))
    page = filled.client.get("/take-along").content.decode()
    assert 'value="effect"' not in page
    assert 'value="paper"' not in page
    assert filled.client.post("/take-along", {"part": ["scores"], "form": "page"}).status_code == 400
    assert b"rating,pain" in taken(filled, "scores", "effect")["diary.csv"]


def test_the_page_and_the_data_hold_only_the_ticked_sections(filled: App) -> None:
    def made(form: str, *parts: str) -> str:
        filled.client.post("/take-along", {"part": parts, "form": form})
        assert wait(filled.client).status_code == 200
        return filled.client.post("/take-along/download").content.decode()

    page = made("page", "scores", "findings")
    assert 'id="leading"' in page
    assert 'id="findings"' in page
    assert 'id="doses"' not in page
    assert 'id="effect"' not in page
    assert "Left out by choice:" in page
    assert "<li>Doses and products</li>" in page
    data = json.loads(made("data", "scores"))
    assert "findings" not in data
    assert "effect" not in data
    assert data["courses"][0]["name"] == "pain"


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
one_rating = st.builds(
    lambda at, value, note: (at, Kind.RATING, "pain", float(value), "nrs", note),
    st.integers(0, 10**6), st.integers(0, 10), st.one_of(st.just(""), words),
)  # fmt: skip
one_dose = st.builds(
    lambda at, value, note: (at, Kind.DOSE, "my leaf", float(value), "g", note),
    st.integers(0, 10**6), st.integers(1, 9), st.one_of(st.just(""), words),
)  # fmt: skip


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    """A diary with corrections, notes, a product and a person."""
    events: list[Event] = []
    for at, (time, kind, name, value, unit, note) in enumerate(
        draw(st.lists(st.one_of(one_rating, one_dose), max_size=12))
    ):
        same = [each for each in events if each.kind is kind]
        aim = draw(st.sampled_from(["", *(each.id for each in same)])) if same else ""
        moment = 1_767_225_600 + 60 * time
        events.append(Event(
            moment, 60, kind, name, value, Answer.GIVEN, unit=unit, recorded_s=moment + at, id=f"x{at}", supersedes=aim,
            note=note,
        ))  # fmt: skip
    person = Person(time_zone="Europe/Berlin", conditions=("back pain",), medicine_names=(("blue", "naproxen"),))
    return Diary(Columns.of(events), person, (Product("my leaf", mitragynine_mg_per_g=14.5, basis="assay"),))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(diary=diaries())
def test_everything_ticked_reads_back_as_an_equal_diary(diary: Diary, tmp_path_factory: pytest.TempPathFactory) -> None:
    from speciosa.knowledge import load_knowledge

    knowledge = load_knowledge()
    folder: Path = tmp_path_factory.mktemp("back")
    file = folder / "all.zip"
    file.write_bytes(zipped(diary_files(only(diary, PARTS, knowledge))))
    unpacked_diary(file, folder)
    back = read_diary(folder, knowledge, now_s=1_900_000_000)
    assert back.reading.refused == ()
    assert back == diary


@settings(max_examples=40)
@given(diary=diaries(), ticked=st.sets(st.sampled_from(PARTS)))
def test_no_entry_leaves_of_a_part_that_is_not_ticked(diary: Diary, ticked: set[str]) -> None:
    from speciosa.knowledge import load_knowledge

    left = only(diary, ticked, load_knowledge())
    kinds = {Kind.RATING: "scores", Kind.DOSE: "doses"}
    assert {kinds[each.kind] for each in left.history} <= ticked
    assert "notes" in ticked or not any(each.note for each in left.history)
    ids = {each.id for each in left.history}
    assert {each.supersedes for each in left.history} - {""} <= ids
    stood = [each.id for each in diary.entries if kinds[each.kind] in ticked]
    assert sorted(each.id for each in left.entries) == sorted(stood)


def previewed(app: App, form: str, *parts: str) -> tuple[str, bytes]:
    """The preview of what would leave, and the file itself."""
    app.client.post("/take-along", {"part": parts, "form": form})
    page = wait(app.client).content.decode()
    return page, app.client.post("/take-along/download").content


@pytest.mark.parametrize("form", ["paper", "page", "data", "diary"])
def test_with_all_ticked_the_preview_says_of_each_form_what_is_not_in_it(
    filled: App, knowledge: Knowledge, form: str
) -> None:
    from speciosa.record.row import Row

    entries.add_row(filled.record, Row("2026-01-02T09:00+01:00", "rating", "pain", "5", note="a secret"), knowledge)
    page, body = previewed(filled, form, *PARTS)
    absent_there = {"paper": ["Photos", "Notes"], "data": ["Photos", "Notes"], "page": ["Notes"], "diary": []}[form]
    for each in ("Photos", "Notes", "Scores and their course"):
        assert (f"<li>{each}</li>" in page) == (each in absent_there)
    assert ("Only the diary folder holds notes and whole photos." in page) == (form != "diary")
    assert ("small pictures of the skin" in page) == (form == "page")
    if form == "diary":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert b"a secret" in archive.read("diary.csv")
            assert "photos/0.jpg" in archive.namelist()
    else:
        assert b"a secret" not in body


def test_photos_without_the_skin_are_not_on_the_page_and_it_says_so(filled: App) -> None:
    page, body = previewed(filled, "page", "scores", "photos", "notes")
    assert "<li>Photos</li>" in page
    assert "Ticked, and not in this file: Photos and Notes." in page
    assert b"Notes and photos are not on this page." in body
    assert b"data:image/png" not in body


def test_what_stays_is_a_list_with_one_part_a_line(filled: App) -> None:
    page, _ = previewed(filled, "diary", "scores", "doses")
    for each in ("Whether it helps", "Skin, in numbers", "What to watch"):
        assert f"<li>{each}</li>" in page


@pytest.mark.parametrize("form", ["paper", "page"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_paper_names_a_file_of_the_diary(
    filled: App, knowledge: Knowledge, form: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.record.row import Row
    from speciosa.report import doctor_paper, typesetting
    from speciosa.store.details import save_setting

    told: list[str] = []

    def noted(template: str, data: object) -> bytes:
        told.append(str(data))
        return typesetting.typeset(template, data)

    monkeypatch.setattr(doctor_paper, "typeset", noted)
    save_setting(filled.record, "language", language)
    entries.add_row(filled.record, Row("2026-01-02T09:00+01:00", "medicine", "Zzyzx drops", "5", "ml"), knowledge)
    _, body = previewed(filled, form, "scores", "doses", "medicines", "findings")
    text = told[0] if form == "paper" else body.decode()
    assert "Zzyzx drops" in text
    assert "person.toml" not in text
    assert ("About you" if language == "en" else "Über dich") in text
