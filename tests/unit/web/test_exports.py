"""What leaves: only what is ticked, exactly as shown, and back in it is the same."""

from __future__ import annotations

import base64
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
from speciosa.record.packed_diary import diary_files, unpacked_diary, zipped
from speciosa.store import entries
from speciosa.store.details import save_person
from speciosa.web import exports
from speciosa.web.leaving import PARTS, only
from speciosa.web.leaving_job import made_of

WARNING = "Once in your medical record it can&#39;t be taken back and may be seen by insurers, courts, employers."


@pytest.fixture
def filled(app: App, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> App:
    """An app with two days of entries; what leaves is made in this process."""
    fill(app.record, knowledge, days=2)
    monkeypatch.setattr(
        exports, "run_apart",
        lambda _task, _way, wish, *, step, folder: made_of(entries.own_record(), wish, step),
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


SPOKEN = [
    (Kind.DOSE, "my leaf", "", {"doses"}), (Kind.DOSE, "Tramadol 50", "", {"medicines"}),
    (Kind.DOSE, "the blue one", "", {"medicines"}), (Kind.STRATEGY, "kratom", "start", {"doses"}),
    (Kind.STRATEGY, "sertraline", "start", {"medicines"}), (Kind.STRATEGY, "the blue one", "stop", {"medicines"}),
    (Kind.STRATEGY, "physiotherapy", "start", {"scores"}), (Kind.STRATEGY, "no tramadol", "start", {"medicines"}),
    (Kind.STRATEGY, "no screens after nine", "start", {"scores"}), (Kind.EVENT, "started", "kratom", {"doses"}),
    (Kind.EVENT, "stopped", "my leaf", {"doses"}), (Kind.EVENT, "started", "", {"doses"}),
    (Kind.EVENT, "started", "quetiapine", {"medicines"}), (Kind.EVENT, "stopped", "zzyzx", {"medicines"}),
    (Kind.EVENT, "started", "kratom with tramadol", {"doses", "medicines"}),
    (Kind.EVENT, "medicine changed", "quetiapine", {"medicines", "symptoms"}),
    (Kind.EVENT, "hospital", "too much kratom", {"doses", "symptoms"}), (Kind.EVENT, "hospital", "", {"symptoms"}),
    (Kind.EVENT, "product_changed", "Brand X", {"doses"}), (Kind.EVENT, "lamp_changed", "", {"skin"}),
]  # fmt: skip


@pytest.mark.parametrize("part", [each for each in PARTS if each not in {"you", "effect", "findings"}])
def test_an_entry_leaves_only_with_every_part_that_its_words_tell_of(part: str, knowledge: Knowledge) -> None:
    rows = [Event(60 * at, 0, kind, name, text=text, id=f"e{at}") for at, (kind, name, text, _) in enumerate(SPOKEN)]
    person = Person(medicine_names=(("the blue one", "naproxen"),))
    jars = (Product("my leaf", mitragynine_mg_per_g=14.5, basis="assay"), Product("drops", substance="tramadol"))
    diary = Diary(Columns.of(rows), person, jars)

    def left(ticked: set[str]) -> list[tuple[str, str]]:
        return [(each.name, each.text) for each in only(diary, ticked, knowledge).history]

    if part not in {"skin", "photos", "notes"}:  # photos bring the skin's entries along
        assert left(set(PARTS) - {part}) == [(name, text) for _, name, text, parts in SPOKEN if part not in parts]
    alone = {"skin"} if part == "photos" else {part}
    assert left({part}) == [(name, text) for _, name, text, parts in SPOKEN if parts <= alone]
    products = [each.product for each in only(diary, {part}, knowledge).products]
    assert products == {"doses": ["my leaf"], "medicines": ["drops"]}.get(part, [])


def test_a_correction_that_names_a_medicine_keeps_the_entry_from_leaving_without_medicines(
    knowledge: Knowledge,
) -> None:
    first = Event(0, 0, Kind.DOSE, "kratom", 2.0, Answer.GIVEN, unit="g", id="a")
    diary = Diary(Columns.of([first, first._replace(name="tramadol", recorded_s=60, id="b", supersedes="a")]))
    assert len(only(diary, {"doses"}, knowledge).history) == 0
    assert len(only(diary, {"doses", "medicines"}, knowledge).history) == 2


def previewed(app: App, form: str, *parts: str) -> tuple[str, bytes]:
    """The preview of what would leave, and the file itself."""
    app.client.post("/take-along", {"part": parts, "form": form})
    page = wait(app.client).content.decode()
    return page, app.client.post("/take-along/download").content


@pytest.mark.parametrize("form", ["paper", "page", "data", "diary", "fhir", "tables"])
def test_with_all_ticked_the_preview_says_of_each_form_what_is_not_in_it(
    filled: App, knowledge: Knowledge, form: str
) -> None:
    from speciosa.record.row import Row

    entries.add_row(filled.record, Row("2026-01-02T09:00+01:00", "rating", "pain", "5", note="a secret"), knowledge)
    page, body = previewed(filled, form, *PARTS)
    absent_there = {"paper": ["Photos", "Notes"], "data": ["Photos", "Notes"], "page": ["Notes"], "diary": [],
                    "fhir": [], "tables": ["Photos"]}[form]  # fmt: skip
    for each in ("Photos", "Notes", "Scores and their course"):
        assert (f"<li>{each}</li>" in page) == (each in absent_there)
    assert ("The diary folder and the file for a clinic can hold them." in page) == (
        form not in {"diary", "fhir", "tables"}
    )
    assert ("small pictures of the skin" in page) == (form == "page")
    if form in {"diary", "tables"}:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert b"a secret" in archive.read("diary.csv")
            assert ("photos/0.jpg" in archive.namelist()) == (form == "diary")
    else:
        assert (b"a secret" in body) == (form == "fhir")


def bundled(app: App, *parts: str) -> bytes:
    return previewed(app, "fhir", *parts)[1]


@pytest.fixture
def full(filled: App, knowledge: Knowledge) -> App:
    """One entry more of each part, each with a word that stands nowhere else."""
    from speciosa.record.row import Row

    save_person(
        filled.record, Person(time_zone="Europe/Berlin", birth_year=1983, sex="f", country="at", weight_kg=61.5)
    )
    entries.add_rows(filled.record, [
        Row("2026-01-02T09:00+01:00", "rating", "zzscore", "5", "nrs", note="zznote"),
        Row("2026-01-02T09:01+01:00", "medicine", "zzmedicine", "5", "ml"),
        Row("2026-01-02T09:02+01:00", "symptom", "zzsymptom", "5", "nrs"),
        Row("2026-01-02T09:03+01:00", "dose", "my leaf#zzbatch", "5", "g"),
    ], knowledge)  # fmt: skip
    return filled


MARKS = {"scores": b"zzscore", "medicines": b"zzmedicine", "symptoms": b"zzsymptom", "doses": b"zzbatch",
         "notes": b"zznote"}  # fmt: skip


@pytest.mark.parametrize("gone", MARKS)
def test_what_is_not_ticked_does_not_occur_in_the_bytes_for_a_clinic(full: App, gone: str) -> None:
    body = bundled(full, *(each for each in PARTS if each != gone))
    for part, mark in MARKS.items():
        assert (mark in body) == (part != gone and not (part == "notes" and gone == "scores"))


def test_for_a_clinic_the_person_is_a_pseudonym_and_photos_leave_only_when_they_are_ticked(full: App) -> None:
    body = bundled(full, *(each for each in PARTS if each not in {"photos", "notes"}))
    kinds = [each["resource"]["resourceType"] for each in json.loads(body)["entry"]]
    assert "Media" not in kinds
    assert "MedicationAdministration" in kinds
    assert b'"gender":"female"' in body
    for mark in (b"1983", b"61.5", b"Vienna", b'"country"', b'"name":[{', b"zznote"):
        assert mark not in body
    with_photo = json.loads(bundled(full, "skin", "photos"))
    (media,) = [each["resource"] for each in with_photo["entry"] if each["resource"]["resourceType"] == "Media"]
    assert b"Exif" not in base64.b64decode(media["content"]["data"])
    assert b'"gender"' not in bundled(full, "scores")


@pytest.mark.parametrize("form", ["fhir", "tables"])
def test_made_twice_a_file_for_others_is_the_same_bytes_and_the_preview_shows_them(
    full: App, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "now_s", lambda: 1_780_000_000)
    page, body = previewed(full, form, *PARTS)
    assert "In it: " in page
    assert "5 doses" in page
    if form == "fhir":
        assert full.client.get("/take-along/ready/0").content == body
        spaced = full.client.get("/take-along/ready/readable").content
        assert json.loads(spaced) == json.loads(body)
        assert spaced.count(b"\n") > body.count(b"\n")
    assert previewed(full, form, *PARTS)[1] == body


def test_for_researchers_there_are_both_tables_and_what_each_column_means(full: App) -> None:
    files = taken(full, "doses", "scores", "photos", form="tables")
    assert sorted(files) == [
        "data-dictionary.csv", "data-dictionary.md", "diary.csv", "nonmem-dictionary.csv", "nonmem.csv", "products.csv",
    ]  # fmt: skip
    assert b"zzscore" in files["nonmem-dictionary.csv"]
    whole = b"".join(files.values())
    assert b"zzmedicine" not in whole
    assert b"zznote" not in whole
    assert b"1983" not in whole
    assert b"zznote" in taken(full, "scores", "notes", form="tables")["diary.csv"]


def test_while_a_blind_trial_runs_only_what_was_written_down_leaves(filled: App) -> None:
    from tests.unit.web.kept import keep

    keep(filled, blind="[[0, 99999999999]]")
    page = filled.client.get("/take-along").content.decode()
    for form, is_open in {
        "paper": False,
        "page": False,
        "fhir": False,
        "data": False,
        "diary": True,
        "tables": True,
    }.items():
        assert (f'name="form" value="{form}"' in page) == is_open
    assert filled.client.post("/take-along", {"part": ["scores"], "form": "fhir"}).status_code == 400
    assert b"pain" in taken(filled, "scores", form="tables")["nonmem-dictionary.csv"]


def test_the_first_page_alone_is_shorter_than_all_and_a_table_of_entries_comes_when_it_is_wanted(
    full: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.report import doctor_paper, typesetting

    told: list[str] = []

    def noted(template: str, data: object) -> bytes:
        told.append(str(data))
        return typesetting.typeset(template, data)

    monkeypatch.setattr(doctor_paper, "typeset", noted)
    for wish in ({"pages": "first"}, {"pages": "all"}, {"pages": "all", "listed": "1"}):
        full.client.post("/take-along", {"part": ["scores", "doses"], "form": "paper", **wish})
        assert wait(full.client).status_code == 200
    first, whole, listed = told
    assert len(first) < len(whole) < len(listed)
    assert ["All entries" in each for each in told] == [False, False, True]
    assert "zznote" not in listed
    assert "zzmedicine" not in listed


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
