"""Files as they come in: the honest ones are taken, all others are named with a reason that repeats nothing of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.study.federated.crowd import inbox, own_id, packet, registrations, withdrawal

from speciosa.knowledge import Knowledge
from speciosa.study.federated.enrolment import REGISTRATION, Enrolment
from speciosa.study.federated.inbox import read_inbox, read_registry
from speciosa.study.federated.packet_paper import paper_of
from speciosa.values.errors import EntryError


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    document = json.loads(paper_of(packet(0), agreed=True))
    change(document)
    return json.dumps(document)


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for each in path[:-1]:
            place = place[each]
        place[path[-1]] = value

    return change


WRONG: dict[str, tuple[str, str]] = {
    "not a number": (changed(put("effect", "values", 3, value=float("nan"))), "not a number"),
    "endless": (changed(put("effect", "values", 199, value=float("inf"))), "not a number"),
    "absurdly sure": (changed(lambda d: d["effect"].update(values=[-1 + at / 1e5 for at in range(200)])), "surer"),
    "outside the scale": (changed(put("effect", "values", 199, value=25.0)), "too far from zero"),
    "not ascending": (changed(put("effect", "values", 0, value=3.0)), "do not ascend"),
    "a prior that nobody has": (changed(put("effect", "prior", "scale", value=50.0)), "prior"),
    "a prior with many digits": (changed(put("effect", "prior", "scale", value=1.23456)), "more digits"),
    "values with many digits": (changed(put("effect", "values", 199, value=2.1234567)), "more digits"),
    "a date": (changed(put("date", value="2026-01-01")), "nobody described"),
    "another version": (changed(put("schema", value=2)), "version"),
    "an unrounded count": (changed(put("record", "ratings", value=181)), "tens"),
    "consent as a word": (changed(put("consent", value="yes")), "nobody described"),
    "another outcome": (changed(lambda d: d.update(outcome="mood", better="higher")), "another outcome"),
    "a field twice": (paper_of(packet(0), agreed=True).replace("{", '{"schema": 1,', 1), "twice"),
    "deep": ('{"effect":' + "[" * 50_000 + "]" * 50_000 + "}", "not JSON"),
    "a list": ("[]", "fields"),
    "nothing": ("", "not JSON"),
}


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_is_named_and_moves_nothing(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    text, why = WRONG[name]
    folder = inbox(tmp_path / "in", [packet(at) for at in range(1, 4)])
    (folder / "wrong.json").write_text(text)
    found = read_inbox([folder], knowledge)
    assert sorted(found.packets) == ["p000.json", "p001.json", "p002.json"]
    assert [each.file for each in found.rejected] == ["wrong.json"]
    assert why in found.rejected[0].why


def test_a_giant_file_and_one_that_is_no_text_are_named(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = inbox(tmp_path / "in", [packet(1)])
    (folder / "giant.json").write_text(" " * 300_000 + "{}")
    (folder / "photo.json").write_bytes(b"\xff\xd8\xff\xe0" * 10)
    why = {each.file: each.why for each in read_inbox([folder, tmp_path / "gone.json"], knowledge).rejected}
    assert "too long" in why["giant.json"]
    assert "UTF-8" in why["photo.json"]
    assert "no such file" in why["gone.json"]


def test_the_same_file_twice_counts_once_and_two_that_differ_count_not_at_all(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    folder = inbox(tmp_path / "in", [packet(1), packet(2), packet(3)])
    (folder / "again.json").write_text((folder / "p000.json").read_text())
    (folder / "other.json").write_text(paper_of(packet(2, mean=0.4), agreed=True))
    found = read_inbox([folder, folder / "p002.json"], knowledge)
    assert len(found.packets) == 2
    assert found.files == 5
    why = {each.file: each.why for each in found.rejected}
    assert {"other.json", "p001.json"} <= set(why)
    assert "says something else" in why["other.json"]


def test_a_packet_without_a_consent_is_read_and_told_apart(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = inbox(tmp_path / "in", [packet(1)])
    (folder / "q.json").write_text(paper_of(packet(2), agreed=False))
    found = read_inbox([folder], knowledge)
    assert set(found.packets) == {"p000.json", "q.json"}
    assert found.agreed == {"p000.json"}


def test_withdrawals_and_registrations_beside_packets_are_no_packets(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = registrations(inbox(tmp_path / "in", [packet(1), packet(2)]), [1, 2, 5])
    withdrawal(folder / "w.json", 2)
    found, registry = read_inbox([folder], knowledge), read_registry([folder])
    assert (found.withdrawn, found.files) == (frozenset({own_id(2)}), 3)
    assert (registry.study, registry.ids) == ("leaf", frozenset(map(own_id, (1, 2, 5))))
    assert not found.rejected + registry.rejected


def test_registrations_are_of_one_study_and_say_nothing_else(tmp_path: Path) -> None:
    folder = registrations(tmp_path / "r", [1])
    said = json.loads((folder / "r001.json").read_text())
    (folder / "more.json").write_text(json.dumps(said | {"name": "Ada"}))
    found = read_registry([folder])
    assert [each.file for each in found.rejected] == ["more.json"]
    (folder / "b.json").write_text(Enrolment(REGISTRATION, "tablets", own_id(7)).to_text())
    with pytest.raises(EntryError, match="more than one study"):
        read_registry([folder])
    with pytest.raises(EntryError, match="no registration"):
        read_registry([tmp_path / "empty"])


def test_the_outcome_is_that_of_most_packets_unless_it_is_said(tmp_path: Path, knowledge: Knowledge) -> None:
    folder = inbox(tmp_path / "in", [packet(1), packet(2)])
    mood = json.loads(paper_of(packet(3), agreed=False)) | {"outcome": "mood", "better": "higher"}
    (folder / "m.json").write_text(json.dumps(mood))
    assert read_inbox([folder], knowledge).outcome == "pain"
    assert list(read_inbox([folder], knowledge, outcome="mood").packets) == ["m.json"]
