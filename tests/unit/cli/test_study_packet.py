"""`speciosa study packet`: shown first, agreed to or not, whole or not at all, and nobody's id twice."""

from __future__ import annotations

import io
import json
import stat
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.effect_calibration.people import anybody, randomised
from tests.unit.trial.made import NOW, daily, folder

from speciosa.cli.app import run
from speciosa.knowledge import load_knowledge
from speciosa.record import Person, write_diary
from speciosa.simulate import simulate_person

AT = ["--now", "2025-06-01T08:00+02:00"]


@pytest.fixture(scope="module")
def diary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody born in 1980 whose record earns a number."""
    knowledge, rng = load_knowledge(), np.random.default_rng(1)
    plan = randomised(knowledge, anybody(knowledge, rng, unmoved=False), rng)
    made = simulate_person(plan.design, knowledge, seed=1, person=Person(birth_year=1980)).diary
    place = tmp_path_factory.mktemp("packet") / "diary"
    write_diary(made, place)
    return place


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This machine's own data lies in the test's folder."""
    monkeypatch.setenv("SPECIOSA_STORE", str(tmp_path / "data" / "store"))
    return tmp_path / "data" / "store-studies"


def packet(diary: Path, out: Path, *words: str) -> dict[str, Any]:
    assert run(["study", "packet", str(diary), "--out", str(out), *AT, *words]) == 0
    return dict(json.loads(out.read_text()))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["study", "packet", *words]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    return said


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_a_script_gets_the_file_and_no_consent_in_it(
    diary: Path, own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = packet(diary, tmp_path / "p.json")
    text = " ".join(capsys.readouterr().out.split())
    assert found["schema"] == 1
    assert "consent" not in found
    for said in (
        "This is what the packet holds, and all of it:", "No entry, no date, no text", "to the nearest ten",
        "not anonymous by themselves", "sent nowhere. Writing it is not giving it", "carries no consent",
        "To take it back: speciosa study packet",
    ):  # fmt: skip
        assert said in text
    assert (tmp_path / "p.json").stat().st_size < 20_000
    secrets = list(own.iterdir())
    assert [stat.S_IMODE(each.stat().st_mode) for each in secrets] == [0o600]
    assert not any("secret" in each.name for each in diary.iterdir())


def test_agreeing_is_written_down_and_nothing_else_changes(diary: Path, tmp_path: Path) -> None:
    without, agreed = packet(diary, tmp_path / "a.json"), packet(diary, tmp_path / "b.json", "--agree")
    assert agreed == without | {"consent": 1}
    assert packet(diary, tmp_path / "a.json") == without  # its own file may be made again


def test_one_person_has_one_id_in_a_study_another_in_another_and_nobody_else_has_it(
    diary: Path, tmp_path: Path
) -> None:
    def own_id(place: Path, *words: str) -> str:
        return str(packet(place, tmp_path / "r.json", "--register", *words)["id"])

    first = own_id(diary, "--study", "Leaf  study")
    assert own_id(diary, "--study", "leaf study") == first
    assert packet(diary, tmp_path / "p.json", "--study", "leaf study")["id"] == first
    assert own_id(diary, "--study", "tablets") != first
    other = tmp_path / "other"
    other.mkdir()
    for each in diary.iterdir():
        (other / each.name).write_bytes(each.read_bytes())
    assert own_id(other, "--study", "leaf study") != first
    kept = ["--secret", str(tmp_path / "me.secret"), "--study", "leaf study"]
    assert own_id(other, *kept) == own_id(diary, *kept) != first


def test_at_a_terminal_a_yes_is_asked_for_and_without_it_nothing_is_written(
    diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "p.json"
    at_terminal(monkeypatch, "\n")  # Enter alone is no yes
    assert run(["study", "packet", str(diary), "--out", str(out), *AT]) == 0
    assert "Nothing was written." in capsys.readouterr().out
    assert not out.exists()
    at_terminal(monkeypatch, "maybe\ny\n")
    assert packet(diary, out)["consent"] == 1


def test_nobody_under_18_and_no_yes_of_an_unknown_age(
    diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    young, unsaid = tmp_path / "young", tmp_path / "unsaid"
    for place, born in ((young, 'time_zone = "Europe/Berlin"\nbirth_year = 2010\n'), (unsaid, "")):
        place.mkdir()
        (place / "diary.csv").write_bytes((diary / "diary.csv").read_bytes())
        (place / "products.csv").write_bytes((diary / "products.csv").read_bytes())
        (place / "person.toml").write_text(born or 'time_zone = "Europe/Berlin"\n')
    out = str(tmp_path / "p.json")
    for more in ([], ["--agree"], ["--register"]):
        assert "under 18" in refused(capsys, str(young), "--out", out, *AT, *more)
    for more in (["--agree"], ["--register"]):
        assert "year of birth" in refused(capsys, str(unsaid), "--out", out, *AT, *more)
    assert not Path(out).exists()
    assert "consent" not in packet(unsaid, Path(out))
    assert "Your year of birth is not in the record" in capsys.readouterr().out
    at_terminal(monkeypatch, "y\ny\n")
    assert packet(unsaid, Path(out))["consent"] == 1


def test_a_registration_and_a_withdrawal_say_who_and_nothing_else(diary: Path, tmp_path: Path) -> None:
    own_id = packet(diary, tmp_path / "p.json", "--study", "leaf")["id"]
    for word, kind in (("--register", "study registration"), ("--withdraw", "study withdrawal")):
        said = packet(diary, tmp_path / f"{word}.json", "--study", "leaf", word)
        assert said == {"schema": 1, "kind": kind, "study": "leaf", "id": own_id}


def test_a_file_of_somebody_else_is_left_as_it_is(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "notes.json"
    taken.write_text("{}")
    assert "left as it is" in refused(capsys, str(diary), "--out", str(taken), *AT)
    assert taken.read_text() == "{}"
    assert "folder" in refused(capsys, str(diary), "--out", str(tmp_path), *AT)


def test_a_record_that_earns_no_number_says_so_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = folder(tmp_path / "few", daily(3))
    out = tmp_path / "p.json"
    assert "not enough in the record" in refused(capsys, str(few), "--out", str(out), "--now", NOW)
    assert not out.exists()


def test_json_is_one_document_and_the_same_call_writes_the_same_bytes(
    diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = packet(diary, tmp_path / "p.json", "--json", "--study", "leaf")
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["id"], document["consent"]) == (1, first["id"], False)
    assert document["read"]["kept"] > 0
    before = (tmp_path / "p.json").read_bytes()
    packet(diary, tmp_path / "p.json", "--study", "leaf")
    assert (tmp_path / "p.json").read_bytes() == before
