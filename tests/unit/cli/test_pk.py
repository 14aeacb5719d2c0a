"""`speciosa pk simulate` as a pharmacometrician types it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import ROOT

from speciosa.cli.app import run

MODEL = '[model]\nstructure = "1cmt"\n[parameters]\ncl = 1.1\nv = 20\n'
GOOD = "1,0,100,1,0\n1,0,.,0,0\n1,24,.,0,0\n"
BAD = "2,0,100,1,-1\n2,1,.,0,0\n"
HEADER = "ID,TIME,AMT,EVID,RATE\n"
PAGE = (ROOT / "docs" / "reference" / "pk-simulate.md").read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "events.csv").write_text(HEADER + GOOD)
    (tmp_path / "model.toml").write_text(MODEL)
    return tmp_path


def call(*more: str, events: str = "events.csv", model: str = "model.toml", out: str = "out.csv") -> int:
    return run(["pk", "simulate", "--events", events, "--model", model, "--out", out, *more])


def test_it_writes_a_row_an_observation(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call() == 0
    assert (here / "out.csv").read_text() == "ID,TIME,CONC\n1,0,5\n1,24,1.33567651\n"
    said = capsys.readouterr()
    assert said.out == "Read 3 rows of 1 ID: 1 computed, 0 refused.\n2 rows with CONC in out.csv\n"
    assert said.err == ""


def test_the_example_of_the_reference_page_is_true(here: Path) -> None:
    for kind, name in (("csv", "events.csv"), ("toml", "model.toml")):
        block = re.search(f"```{kind}\n(.*?)```", PAGE, re.DOTALL)
        assert block
        (here / name).write_text(block[1])
    assert call() == 0
    shown = re.search("```text\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    assert (here / "out.csv").read_text() == shown[1]


def test_the_reference_page_names_every_parameter_and_column() -> None:
    from speciosa.exposure.event_tables.compartments import STRUCTURES
    from speciosa.exposure.event_tables.event_rules import COLUMNS

    words = {"ID", "DV", "MDV", *COLUMNS, *STRUCTURES, "f", "alag", "rate", "dur"}
    words |= {name for each in STRUCTURES.values() for name in each.takes}
    assert [word for word in sorted(words) if f"`{word}`" not in PAGE] == []


def test_an_id_that_cannot_be_computed_is_named_and_the_others_are_done(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "events.csv").write_text(HEADER + BAD + GOOD)
    assert call() == 0
    assert (here / "out.csv").read_text() == "ID,TIME,CONC\n1,0,5\n1,24,1.33567651\n"
    said = capsys.readouterr()
    assert "Read 5 rows of 2 IDs: 1 computed, 1 refused." in said.out
    assert said.err == (
        "speciosa: not computed: events.csv, line 2, ID 2: RATE is -1, and the model gives no rate for "
        "compartment 1; write rate or r1 in the model\n"
    )


def test_strict_stops_at_the_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "events.csv").write_text(HEADER + GOOD + BAD)
    assert call("--strict") == 2
    assert capsys.readouterr().err.startswith("speciosa: events.csv, line 5, ID 2: RATE is -1")
    assert not (here / "out.csv").exists()


def test_it_fails_only_where_nobody_could_be_computed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "events.csv").write_text(HEADER + BAD)
    assert call() == 2
    assert capsys.readouterr().err.startswith("speciosa: events.csv, line 2, ID 2: RATE is -1")
    (here / "events.csv").write_text(HEADER + BAD + BAD.replace("2,", "3,", 2))
    assert call() == 2
    assert "none of the 2 IDs could be computed; events.csv, line 2, ID 2: " in capsys.readouterr().err
    assert not (here / "out.csv").exists()


def test_a_header_alone_is_done(here: Path) -> None:
    (here / "events.csv").write_text(HEADER)
    assert call() == 0
    assert (here / "out.csv").read_text() == "ID,TIME,CONC\n"


def test_notes_are_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "model.toml").write_text(MODEL + "ka = 3\n")
    assert call() == 0
    assert "  Note: [parameters] ka is not used by 1cmt.\n" in capsys.readouterr().out


def test_the_same_input_gives_the_same_bytes(here: Path) -> None:
    assert call(out="one.csv") == call(out="two.csv") == 0
    assert (here / "one.csv").read_bytes() == (here / "two.csv").read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_spreadsheets_encodings_are_read(here: Path, encoding: str) -> None:
    (here / "events.csv").write_text((HEADER + GOOD).replace(",", "\t"), encoding=encoding)
    (here / "model.toml").write_text(MODEL, encoding="utf-8-sig")
    assert call() == 0
    assert (here / "out.csv").read_text().endswith("1,24,1.33567651\n")


def test_an_id_in_another_encoding_comes_back_as_it_was(here: Path) -> None:
    (here / "events.csv").write_bytes((HEADER + GOOD.replace("1,", "J\xfcrgen,", 1)).encode("latin-1"))
    assert call() == 0
    (here / "events.csv").write_bytes("ID,TIME,AMT\nJ\xfc,0,1\nJ\xfc,0,0\n".encode("latin-1"))
    assert call() == 0
    assert (here / "out.csv").read_bytes().splitlines()[1].startswith(b"J\xfc,0,")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"events": "nowhere.csv"}, "nowhere.csv: this file is not there; check the name"),
        ({"events": "."}, ".: this is a folder, not a file; name the file in it"),
        ({"model": "nowhere.toml"}, "nowhere.toml: this file is not there"),
        ({"model": "events.csv"}, "events.csv: the model is not valid TOML"),
        ({"events": "model.toml"}, "model.toml, line 1: the header has no column TIME"),
        ({"out": "events.csv"}, "--out: this is a file to be read, not one to write"),
        ({"out": "./model.toml"}, "--out: this is a file to be read, not one to write"),
    ],
)
def test_a_wrong_call_gets_one_plain_sentence_and_writes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], said: str
) -> None:
    before = sorted(each.read_bytes() for each in here.iterdir())
    assert call(**wrong) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"speciosa: {said}")
    assert error.count("\n") == 1
    assert sorted(each.read_bytes() for each in here.iterdir()) == before


def test_a_column_that_is_not_there_is_named_with_its_parameter(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "model.toml").write_text(MODEL.replace("1.1", '"CLI"'))
    assert call() == 2
    assert "the event table has no column CLI (cl); add it, or correct the model" in capsys.readouterr().err


def test_help_explains_the_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pk", "simulate", "--help"]) == 0
    said = capsys.readouterr().out
    for column in ("TIME", "EVID", "AMT", "CMT", "RATE", "DUR", "ADDL", "II", "SS"):
        assert f"  {column} " in said
    assert run(["pk"]) == 0
    assert "simulate" in capsys.readouterr().out
    assert run(["pk", "simulat"]) == 2
    assert 'Did you mean "simulate"?' in capsys.readouterr().err
