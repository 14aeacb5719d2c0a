"""`speciosa study pool`: the contract's document, words by their basis, and what may be published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.study.federated.crowd import inbox, number, own_id, packet, registrations, withdrawal

from speciosa.cli.app import run
from speciosa.effect import Grade

DIARY = Grade.OBSERVATIONAL


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPECIOSA_STORE", str(tmp_path / "data" / "store"))
    return tmp_path / "data" / "store-studies"


def told(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run(["study", "pool", *map(str, words)]) == 0
    return capsys.readouterr().out


def document(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    return dict(json.loads(told(capsys, *words, "--json")))


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert run(["study", "pool", *map(str, words)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_the_document_is_the_contract_s(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(6)])
    (folder / "bad.json").write_text("{")
    found = document(capsys, folder)
    assert (found["schema"], found["n"]) == (1, 6)
    assert {"mean", "sd", "interval_95"} <= set(found["effect"])
    assert {"mean", "interval_95"} <= set(found["between_person_sd"])
    assert {each["id"] for each in found["per_person"]} == {own_id(each) for each in range(6)}
    assert all({"id", "mean", "interval_95", "k_hat"} <= set(each) for each in found["per_person"])
    assert found["rejected"] == [
        {"file": "bad.json", "why": "the file: this is not JSON; send the file again as speciosa wrote it"}
    ]
    assert (found["read"]["rows"], found["read"]["kept"], len(found["read"]["refused"])) == (7, 6, 1)
    assert found["flow"]["registered"] is None
    files = sorted(folder.iterdir())
    assert document(capsys, *reversed(files)) == found


def test_dots_stand_before_numbers_and_words_go_by_the_basis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trials = told(capsys, inbox(tmp_path / "t", [packet(each) for each in range(9)]))
    diaries = told(capsys, inbox(tmp_path / "d", [packet(each, grade=DIARY) for each in range(9)]))
    assert "Because of it, pain is lower on average." in trials
    assert "Because of it" not in diaries
    assert "association" in diaries
    assert trials.index("\u25cf") < trials.index("9 people")
    assert "Where people went:" in trials
    assert "Who sends a packet is not who takes kratom." in trials


def test_nothing_left_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox(tmp_path / "in", [packet(1)])
    (folder / "p000.json").write_text("[]")
    assert "no packet is left" in refused(capsys, folder)
    assert "no packet is named" in refused(capsys)
    assert "there is no such file" in refused(capsys, tmp_path / "gone.json")
    assert "packets hold no such number" in refused(capsys, folder, "--of", "dose")
    good = inbox(tmp_path / "good", [packet(1)])
    said = refused(capsys, good, "--of", "one_step_less")
    assert "none of these packets holds the number one_step_less" in said
    assert "they hold effect; use --of effect" in said


def test_packets_of_level_trials_say_which_number_they_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    less = (("one_step_less", number(-0.1, 0.3)),)
    folder = inbox(tmp_path / "in", [replace(packet(at), effect=None, contrasts=less) for at in range(3)])
    said = refused(capsys, folder, "--json")
    assert "none of these packets holds the number effect" in said
    assert said.strip().endswith("they hold one_step_less; use --of one_step_less")
    found = document(capsys, folder, "--of", "one_step_less")
    assert (found["n"], found["basis"]) == (3, "randomised")
    inbox(folder / "more", [packet(9)])
    found = document(capsys, folder)
    assert found["n"] == 1
    assert {each["why"] for each in found["rejected"]} == {"It has no such number. It holds one_step_less."}


def test_who_never_sent_is_counted_and_strangers_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(6)])
    withdrawal(folder / "w.json", 2)
    registered = registrations(tmp_path / "reg", [0, 1, 2, 10, 11])
    found = document(capsys, folder, "--registered", registered)
    assert found["study"] == "leaf"
    assert found["flow"] == {
        "registered": 5, "sent": 3, "never_sent": 2, "withdrawn": 1, "unregistered": 3, "without_consent": 0,
        "rejected": 1, "pooled": 5,
    }  # fmt: skip
    assert found["unregistered"] == ["p003.json", "p004.json", "p005.json"]
    text = " ".join(told(capsys, folder, "--registered", registered).split())
    assert "5 registered on day 0" in text
    assert "2 never sent one" in text
    assert "p004.json: Nobody registered under its id." in text
    assert "p002.json: Whoever sent it took it back." in text


def test_a_release_and_its_line_in_the_ledger(tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(24)])
    registered = registrations(tmp_path / "reg", range(60))
    call = [folder, "--registered", registered, "--publish", "--out", tmp_path / "one"]
    text = told(capsys, *call)
    assert "not said" not in text
    made = json.loads((tmp_path / "one" / "release.json").read_text())
    assert (made["n"], made["study"]) == (24, "leaf")
    assert not any(own_id(each) in (tmp_path / "one" / "release.json").read_text() for each in range(60))
    assert [each.name for each in (tmp_path / "one").iterdir()] == ["release.json"]
    book = own / "leaf.releases"
    assert own_id(3) in book.read_text()
    before = book.read_bytes()
    assert told(capsys, *call) == text
    assert book.read_bytes() == before
    (inbox(folder, [packet(each) for each in range(25)]))
    assert "fewer than 20 people differ" in refused(capsys, *call[:-1], tmp_path / "two")
    assert not (tmp_path / "two").exists()


def test_publishing_needs_a_registry_a_folder_and_a_ledger_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(24)])
    registered = registrations(tmp_path / "reg", range(24))
    assert "enrolled participants only" in refused(capsys, folder, "--publish", "--out", tmp_path / "o")
    assert "enrolled participants only" in refused(capsys, folder, "--publish", "--registered", registered)
    whole = [folder, "--publish", "--registered", registered, "--out", tmp_path / "o"]
    assert "may not lie in what is given out" in refused(capsys, *whole, "--ledger", tmp_path / "o" / "book")
    damaged = tmp_path / "book"
    damaged.write_bytes(b"\xff\xfe")
    assert "can't be read" in refused(capsys, *whole, "--ledger", damaged)
    assert not (tmp_path / "o").exists()


def test_without_publishing_the_answer_is_written_and_says_that_it_is_not_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(4)])
    text = told(capsys, folder, "--out", tmp_path / "o")
    assert "is not for publishing" in " ".join(text.split())
    assert json.loads((tmp_path / "o" / "pool.json").read_text())["n"] == 4
