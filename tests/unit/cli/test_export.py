"""`speciosa export`: what leaves, what stays, and that nothing is written over."""

from __future__ import annotations

import csv
import errno
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.store_fixture import PASSPHRASE
from tests.unit.cli.test_store_option import as_folder, filled_store

from speciosa.cli.app import run
from speciosa.cli.leaving import WARNING, write_all
from speciosa.knowledge import Knowledge
from speciosa.record import read_diary
from speciosa.values.errors import EntryError

NOW = ["--now", "2026-03-20T20:00+01:00"]
NOW_S = 1_774_033_200
HEAD = "time,kind,name,value,unit,id,note\n"
SECRET = "nobody else may read this"


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    """Two weeks of doses, pain before and after, feeling sick, a note, a medicine, and a photo that is not there."""
    rows = []
    for day in range(1, 15):
        date = f"2026-03-{day:02d}"
        rows += [f"{date}T08:00+01:00,rating,pain,6,,p{day},", f"{date}T08:05+01:00,dose,kratom leaf powder,2.5,g,d{day},",
                 f"{date}T10:00+01:00,rating,pain,4,,q{day},", f"{date}T11:00+01:00,symptom,nausea,3,,n{day},"]  # fmt: skip
    rows += [f"2026-03-14T12:00+01:00,symptom,nausea,5,,last,{SECRET}", "2026-03-14T13:00+01:00,medicine,ibuprofen,400,mg,m,",
             "2026-03-14T14:00+01:00,photo,forearm_dorsal_left,photos/a.jpg,,f,"]  # fmt: skip
    place = tmp_path / "my diary"
    place.mkdir()
    (place / "diary.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    (place / "person.toml").write_text('time_zone = "Europe/Berlin"\nbirth_year = 1980\ncountry = "DE"\n')
    return place


def exported(form: str, diary: Path, out: Path, *more: str) -> int:
    return run(["export", form, str(diary), "--out", str(out), *NOW, *more])


FORMS = [("csv", "o.zip"), ("csv", "folder"), ("nonmem", "o.csv"), ("nonmem", "o.zip"), ("fhir", "o.json"),
         ("adverse-event", "o.pdf"), ("adverse-event", "o.json")]  # fmt: skip


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_every_form_is_made_and_says_what_to_think_of_and_holds_no_note(
    form: str, name: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = diary.parent / name
    assert exported(form, diary, out) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert WARNING in said
    assert "sent nowhere" in said
    assert "In it:" in said
    assert SECRET.encode() not in whole(out)


def whole(out: Path) -> bytes:
    """Every byte of a file, a folder, or a ZIP's members."""
    if out.is_dir():
        return b"".join(each.read_bytes() for each in out.rglob("*") if each.is_file())
    if zipfile.is_zipfile(out):
        with zipfile.ZipFile(out) as archive:
            return b"".join(archive.read(each) for each in archive.namelist())
    return out.read_bytes()


@pytest.mark.parametrize(("form", "name"), [each for each in FORMS if each[0] != "nonmem" and each[1] != "o.pdf"])
def test_notes_leave_when_they_are_asked_for(form: str, name: str, diary: Path) -> None:
    assert exported(form, diary, diary.parent / name, "--notes") == 0
    assert SECRET.encode() in whole(diary.parent / name)


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_nothing_is_written_over(form: str, name: str, diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = diary.parent / name
    if name == "folder":
        out.mkdir()
        (out / "mine.txt").write_text("mine")
    else:
        out.write_text("mine")
    assert exported(form, diary, out) == 2
    assert "left as it is" in capsys.readouterr().err.replace("it was left", "left")
    assert whole(out) == b"mine"


@pytest.mark.parametrize(("form", "name"), [("fhir", "o.json"), ("nonmem", "o.csv"), ("adverse-event", "o.json")])
def test_what_an_export_made_it_makes_anew(form: str, name: str, diary: Path) -> None:
    assert [exported(form, diary, diary.parent / name) for _ in range(2)] == [0, 0]


OTHERS = [
    ("fhir", "o.json", '{"resourceType":"Bundle","type":"collection","entry":[]}'),
    ("fhir", "o.json", '{"resourceType":"Bundle","id":"1","entry":[{"resource":{"resourceType":"Patient"}}]}'),
    ("nonmem", "o.csv", "ID,TIME,EVID,AMT,DV\n1,0,1,100,.\n"),
    ("nonmem", "o.dictionary.csv", "column,value,meaning\nWT,,weight\n"),
]


@pytest.mark.parametrize(("form", "name", "text"), OTHERS)
def test_a_file_of_somebody_elses_that_begins_alike_is_left_as_it_was(
    form: str, name: str, text: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (diary.parent / name).write_text(text)
    assert exported(form, diary, diary.parent / name.replace(".dictionary", "")) == 2
    assert "it was left as it is" in capsys.readouterr().err
    assert (diary.parent / name).read_text() == text
    assert [each.name for each in diary.parent.iterdir() if each.name.startswith("o")] == [name]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_where_the_second_of_two_files_cannot_be_written_the_first_is_as_it_was(
    call: str, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, beside = diary.parent / "new.csv", diary.parent / "new.dictionary.csv"
    for path in (out, beside):
        path.write_text(f"old {path.name}")
    calls: list[object] = []
    moved = Path.replace

    def full(_handle: int) -> None:
        calls.append(_handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    def refused(self: Path, target: Path) -> Path:
        calls.append(target)
        if target == beside:
            raise OSError(errno.EPERM, "Operation not permitted")
        return moved(self, target)

    if call == "fsync":
        monkeypatch.setattr("speciosa.cli.leaving.os.fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(EntryError, match="nothing was left behind"):
        write_all({out: b"1", beside: b"2"})
    assert len(calls) >= 2
    assert [path.read_text() for path in (out, beside)] == ["old new.csv", "old new.dictionary.csv"]
    out.unlink()
    calls.clear()
    with pytest.raises(EntryError):
        write_all({out: b"1", beside: b"2"})
    assert sorted(each.name for each in diary.parent.iterdir()) == ["my diary", "new.dictionary.csv"]


def test_two_files_are_written_and_nothing_lies_beside_them(tmp_path: Path) -> None:
    out, beside, link = (tmp_path / name for name in ("a", "b", "l"))
    beside.write_text("old")
    beside.chmod(0o640)
    link.symlink_to(beside)
    write_all({out: b"\xff1", link: b"2"})
    assert (out.read_bytes(), beside.read_bytes(), link.is_symlink()) == (b"\xff1", b"2", True)
    assert (out.stat().st_mode & 0o777, beside.stat().st_mode & 0o777) == (0o600, 0o640)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "b", "l"]


def test_a_table_of_the_entries_is_one_file_and_reads_back(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = diary.parent / "all.csv"
    assert exported("csv", diary, out, "--notes") == 0
    assert "a ZIP or a folder holds them" in " ".join(capsys.readouterr().out.split())
    rows = [path.read_text(encoding="utf-8").splitlines() for path in (diary / "diary.csv", out)]
    assert len(rows[1]) == len(rows[0])
    assert (out.parent / "all.dictionary.csv").read_text(encoding="utf-8").startswith("file,column,")


def test_a_diary_is_never_exported_into_itself(diary: Path) -> None:
    before = (diary / "diary.csv").read_bytes()
    assert exported("csv", diary, diary) == 2
    assert exported("nonmem", diary, diary / "diary.csv") == 2
    assert (diary / "diary.csv").read_bytes() == before


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_the_same_call_gives_the_same_bytes(form: str, name: str, diary: Path) -> None:
    first, second = diary.parent / "1" / name, diary.parent / "2" / name
    assert exported(form, diary, first) == exported(form, diary, second) == 0
    assert whole(first) == whole(second)


@pytest.mark.parametrize(
    ("form", "name"), [("nonmem", "o.txt"), ("fhir", "o.xml"), ("adverse-event", "o"), ("fhir", ".")]
)
def test_a_name_of_another_kind_is_refused_with_one_that_would_do(
    form: str, name: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exported(form, diary, diary.parent / name) == 2
    assert "like " in capsys.readouterr().err


@pytest.mark.parametrize("name", ["o.zip", "o"])
def test_an_export_with_everything_reads_back_as_the_same_diary(name: str, diary: Path, knowledge: Knowledge) -> None:
    from PIL import Image

    (diary / "photos").mkdir()
    Image.new("RGB", (20, 20)).save(diary / "photos" / "a.jpg")
    out, place = diary.parent / name, diary.parent / "unpacked"
    assert exported("csv", diary, out, "--notes", "--photos") == 0
    if name.endswith(".zip"):
        with zipfile.ZipFile(out) as archive:
            archive.extractall(place)
    else:
        place = out
    assert read_diary(place, knowledge, now_s=NOW_S) == read_diary(diary, knowledge, now_s=NOW_S)
    assert (place / "photos" / "a.jpg").read_bytes() == (diary / "photos" / "a.jpg").read_bytes()


def test_the_summary_says_what_stays_and_how_to_take_it_along(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported("csv", diary, diary.parent / "o.zip") == 0
    said = capsys.readouterr().out
    assert "notes: 1; with them: --notes" in said
    assert "photos: 1; with them: --photos" in said
    assert exported("csv", diary, diary.parent / "p.zip", "--photos") == 0
    assert "that are not there" in " ".join(capsys.readouterr().out.split())


def test_json_stands_alone(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for at, (form, name) in enumerate(FORMS):
        assert exported(form, diary, diary.parent / str(at) / name, "--json") == 0
        document = json.loads(capsys.readouterr().out)
        assert document["schema"] == 1
        assert document["read"]["rows"] == 59
        assert "left_out" in document


def test_a_bundle_names_nobody_unless_asked_and_parts_can_stay(diary: Path) -> None:
    assert exported("fhir", diary, diary.parent / "a.json", "--leave-out", "medicines, effect") == 0
    assert exported("fhir", diary, diary.parent / "b.json", "--identified") == 0
    plain, named = (json.loads((diary.parent / name).read_text()) for name in ("a.json", "b.json"))
    assert "birthDate" not in resource(plain, "Patient")
    assert resource(named, "Patient")["birthDate"] == "1980"
    assert "ibuprofen" not in json.dumps(plain)
    assert "ibuprofen" in json.dumps(named)
    ids = [{each["resource"]["id"] for each in made["entry"] if each["resource"]["resourceType"] == "Observation"}
           for made in (plain, named)]  # fmt: skip
    assert ids[0]
    assert ids[0] <= ids[1], "an entry keeps its id, whatever else leaves"


def resource(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == kind
    )
    return found


@pytest.mark.parametrize("parts", ["moods", "doses,medicines,scores,effect,findings,skin"])
def test_a_part_that_is_not_known_and_nothing_at_all_are_refused(
    parts: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exported("fhir", diary, diary.parent / "a.json", "--leave-out", parts) == 2
    assert "--leave-out" in capsys.readouterr().err


def test_photos_leave_in_a_bundle_without_the_place(diary: Path) -> None:
    from PIL import Image

    (diary / "photos").mkdir()
    tags = Image.Exif()
    tags.get_ifd(0x8825)[1] = "N"
    tags[0x010E] = "at home"
    Image.new("RGB", (400, 400), (90, 80, 70)).save(diary / "photos" / "a.jpg", exif=tags)
    assert exported("fhir", diary, diary.parent / "a.json", "--photos") == 0
    import base64

    picture = base64.b64decode(resource(json.loads((diary.parent / "a.json").read_text()), "Media")["content"]["data"])
    assert picture.startswith(b"\xff\xd8")
    assert b"at home" not in picture
    assert b"Exif" not in picture


def test_what_a_bundle_holds_can_be_imported_once(diary: Path, knowledge: Knowledge) -> None:
    out, place = diary.parent / "a.json", diary.parent / "again"
    assert exported("fhir", diary, out) == 0
    for _ in range(2):
        assert run(["import", str(out), "--out", str(place), *NOW]) == 0
    again = read_diary(place, knowledge, now_s=NOW_S)
    kinds = [each.kind.value for each in again.entries]
    assert (kinds.count("dose"), kinds.count("rating"), kinds.count("medicine")) == (14, 28, 1)


def test_a_draft_takes_the_answers_word_for_word(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = diary.parent / "mine.toml"
    answers.write_text('story = "Mir war übel 🤢."\ninitials = "A. B."\n', encoding="utf-8")
    out = diary.parent / "o.json"
    assert exported("adverse-event", diary, out, "--event", "nausea", "--answers", str(answers)) == 0
    assert "Mir war übel 🤢." in out.read_text(encoding="utf-8")
    assert "don't stop suddenly" in " ".join(capsys.readouterr().out.split())


def test_an_answer_that_speaks_of_danger_is_met_first_with_whom_to_call(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = diary.parent / "mine.toml"
    answers.write_text('serious = "I was in hospital"\n', encoding="utf-8")
    assert exported("adverse-event", diary, diary.parent / "o.json", "--answers", str(answers)) == 0
    assert capsys.readouterr().out.startswith("Call 112 now.")


@pytest.mark.parametrize(
    ("text", "why"),
    [("story = 3", "not text in quotes"), ("story", "not valid TOML"), ("nothing_asked = 'x'", "key of no question")],
)
def test_answers_that_cannot_be_used_are_refused(
    text: str, why: str, diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = diary.parent / "mine.toml"
    answers.write_text(text)
    assert exported("adverse-event", diary, diary.parent / "o.json", "--answers", str(answers)) == 2
    assert why in capsys.readouterr().err
    assert exported("adverse-event", diary, diary.parent / "o.json", "--answers", "nowhere.toml") == 2


def test_an_event_that_is_not_there_is_refused(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported("adverse-event", diary, diary.parent / "o.json", "--event", "no-such-id") == 2
    assert "no side effect" in capsys.readouterr().err
    assert not (diary.parent / "o.json").exists()


@pytest.mark.parametrize(("form", "name", "status"), [
    ("csv", "o.zip", 0), ("nonmem", "o.csv", 0), ("fhir", "o.json", 2), ("adverse-event", "o.pdf", 2),
])  # fmt: skip
def test_an_empty_diary_is_done_or_says_why_not(
    form: str, name: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.csv").write_text(HEAD)
    assert exported(form, tmp_path, tmp_path / name) == status
    said = capsys.readouterr().err
    assert said.count("\n") == (1 if status else 0)
    assert (tmp_path / name).exists() == (status == 0)


@pytest.mark.parametrize(("form", "name"), FORMS[:5])
def test_one_entry_is_enough_for_every_form_but_a_draft(form: str, name: str, tmp_path: Path) -> None:
    place = tmp_path / "d"
    place.mkdir()
    (place / "diary.csv").write_text(HEAD + "2026-03-01T08:00+01:00,rating,pain,6,,a,\n")
    assert exported(form, place, tmp_path / name) == 0


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_a_full_disk_leaves_nothing_behind_and_one_sentence(
    form: str, name: str, diary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("speciosa.record.whole_file.os.fsync", full)
    assert exported(form, diary, diary.parent / "new" / name) == 2
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert said.count("\n") == 1
    assert not (diary.parent / "new").exists()


def test_a_place_that_takes_no_file_is_named(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (diary.parent / "file").write_text("x")
    assert exported("csv", diary, diary.parent / "file" / "o.zip") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_table_names_itself_beside_its_dictionary(diary: Path) -> None:
    assert exported("nonmem", diary, diary.parent / "pk.csv") == 0
    with (diary.parent / "pk.dictionary.csv").open(encoding="utf-8") as file:
        assert "kratom leaf powder" in {each["meaning"] for each in csv.DictReader(file)}
    model = diary.parent / "model.toml"
    model.write_text('[model]\nstructure = "1cmt_oral"\n[parameters]\ncl = 98\nv = 900\nka = 1.1\nf = "MGAMT"\n')
    out = diary.parent / "conc.csv"
    events = str(diary.parent / "pk.csv")
    assert run(["pk", "simulate", "--events", events, "--model", str(model), "--out", str(out)]) == 0
    assert len(out.read_text().splitlines()) == 29


def test_a_store_leaves_as_a_folder_with_the_same_entries_does(
    tmp_path: Path, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    filled_store(tmp_path / "s", knowledge, 4)
    (tmp_path / "words").write_text(PASSPHRASE + "\n")
    as_folder(tmp_path / "s", tmp_path / "d")
    store = ["--store", str(tmp_path / "s"), "--passphrase-file", str(tmp_path / "words")]
    for form, name in (("csv", "c.zip"), ("nonmem", "n.csv")):
        assert run(["export", form, *store, "--out", str(tmp_path / f"s-{name}"), *NOW]) == 0
        assert run(["export", form, str(tmp_path / "d"), "--out", str(tmp_path / f"d-{name}"), *NOW]) == 0
        assert whole(tmp_path / f"s-{name}") == whole(tmp_path / f"d-{name}")
    assert run(["export", "csv", *store, "--out", str(tmp_path / "p"), "--photos", *NOW]) == 0
    assert len(list((tmp_path / "p" / "photos").iterdir())) == 1
    capsys.readouterr()
    assert run(["export", "csv", str(tmp_path / "d"), *store, "--out", str(tmp_path / "q"), *NOW]) == 2


def test_german_words_or_english_ones_and_no_other_language(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exported("csv", diary, diary.parent / "o.zip", "--language", "de") == 0
    assert exported("csv", diary, diary.parent / "p.zip", "--language", "xx") == 2
    assert "en" in capsys.readouterr().err
