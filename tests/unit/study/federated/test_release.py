"""What may be published: enrolled people who agreed, enough of a kind, and no two releases that tell of a few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.study.federated.crowd import inbox, own_id, packet, registrations, withdrawal

from speciosa.effect import Grade
from speciosa.effect.pooling import EvidencePacket, Pooled
from speciosa.knowledge import Knowledge
from speciosa.study.federated.flow import PacketFlow
from speciosa.study.federated.inbox import Inbox, Registry, read_inbox, read_registry
from speciosa.study.federated.ledger import Release, ledger_text, releases_of
from speciosa.study.federated.release import Published, pooled_now, publish
from speciosa.values.errors import EntryError
from speciosa.values.json_form import dump

DIARY = Grade.OBSERVATIONAL


def published(files: Inbox, registry: Registry, knowledge: Knowledge, *earlier: Release) -> Published:
    return publish(files, registry, knowledge, of="effect", seed=0, earlier=earlier)


def files(folder: Path, people: range, knowledge: Knowledge, **parts: Any) -> Inbox:
    return read_inbox([inbox(folder / f"in{people}", [packet(each, **parts) for each in people])], knowledge)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return read_registry([registrations(tmp_path / "reg", range(80))])


def test_a_release_holds_no_row_of_a_person_and_no_id(tmp_path: Path, registry: Registry, knowledge: Knowledge) -> None:
    made = published(files(tmp_path, range(24), knowledge), registry, knowledge)
    text = dump(made.document)
    assert made.document["n"] == 24
    assert made.document["basis"] == "randomised"
    assert "per_person" not in text
    assert not any(own_id(each) in text for each in range(80))
    assert ".json" not in text
    assert made.document["flow"] == {
        "registered": 80, "withdrawn": 0, "never_sent": 56, "left_out": 0, "pooled": 24,
    }  # fmt: skip


def test_numbers_of_a_release_have_few_digits(tmp_path: Path, registry: Registry, knowledge: Knowledge) -> None:
    effect = published(files(tmp_path, range(24), knowledge), registry, knowledge).document["effect"]
    assert effect["sd"] == pytest.approx(round(effect["sd"], 3), abs=1e-12)
    assert effect["mean"] == round(effect["mean"], 3)
    assert -1.1 < effect["mean"] < -0.5


def test_too_few_people_are_not_published(tmp_path: Path, registry: Registry, knowledge: Knowledge) -> None:
    with pytest.raises(EntryError, match="fewer than 20"):
        published(files(tmp_path, range(19), knowledge), registry, knowledge)


def test_who_did_not_register_or_did_not_agree_is_in_no_release(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in (*range(25), 90, 91)])
    silent = inbox(tmp_path / "silent", [packet(each) for each in range(30, 45)], agreed=False)
    for each in silent.iterdir():
        each.rename(silent / f"s{each.name}")
    made = published(read_inbox([folder, silent], knowledge), registry, knowledge)
    assert made.document["n"] == 25
    assert set(made.release.people) == {own_id(each) for each in range(25)}
    why = {each.file: each.why for each in made.pooled.rejected}
    assert "Nobody registered" in why["p025.json"]
    assert "no consent" in why["sp000.json"]
    assert made.document["flow"]["left_out"] == 15


def test_who_took_it_back_is_in_no_pool_and_is_counted(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(24)])
    withdrawal(folder / "w.json", 3)
    found = read_inbox([folder], knowledge)
    pooled = pooled_now(found, knowledge, of="effect", seed=0)
    assert [(each.file, each.why) for each in pooled.rejected] == [  # type: ignore[union-attr]
        ("p003.json", "Whoever sent it took it back.")
    ]
    made = published(found, registry, knowledge)
    assert own_id(3) not in made.release.people
    # one who took it back is too few to be told: with 56 who never sent, the count of those is hidden, too
    assert made.document["flow"]["withdrawn"] is None
    assert made.document["flow"]["never_sent"] is None
    assert made.document["hidden"] == ["never_sent", "withdrawn"]


def test_a_small_kind_stays_out_rather_than_being_told_by_a_difference(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    folder = inbox(tmp_path / "a", [packet(each, grade=DIARY) for each in range(30)])
    few = inbox(tmp_path / "b", [packet(each) for each in range(40, 45)])
    for each in few.iterdir():
        each.rename(few / f"t{each.name}")
    made = published(read_inbox([folder, few], knowledge), registry, knowledge)
    assert (made.document["basis"], made.document["n"], made.document["n_randomised"]) == ("observational", 30, 0)
    assert sum("of its kind" in each.why for each in made.pooled.rejected) == 5


def test_two_releases_that_differ_by_a_few_people_tell_those_few(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    first = published(files(tmp_path, range(24), knowledge), registry, knowledge)
    for people in (range(25), range(1, 24), range(26)):
        with pytest.raises(EntryError, match="fewer than 20 people differ"):
            published(files(tmp_path, people, knowledge), registry, knowledge, first.release)
    again = published(files(tmp_path, range(24), knowledge), registry, knowledge, first.release)
    assert again.document == first.document
    more = published(files(tmp_path, range(44), knowledge), registry, knowledge, first.release)
    assert more.document["n"] == 44


def test_one_new_answer_of_the_same_people_tells_that_one(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    first = published(files(tmp_path, range(24), knowledge), registry, knowledge)
    changed = inbox(tmp_path / "new", [packet(each, mean=-0.6 if each == 4 else -0.8) for each in range(24)])
    with pytest.raises(EntryError, match="fewer than 20 people differ"):
        published(read_inbox([changed], knowledge), registry, knowledge, first.release)


def test_a_ledger_that_is_damaged_or_another_study_s_publishes_nothing() -> None:
    book = ledger_text("leaf", [Release("effect", "pain", {"0" * 32: "1" * 16})])
    for text, study in ((book, "tablets"), (book[:-20], "leaf"), ("[]", "leaf"), ("", "leaf")):
        with pytest.raises(EntryError, match="can't be read"):
            releases_of(text, study)


def test_silence_is_counted(tmp_path: Path, registry: Registry, knowledge: Knowledge) -> None:
    found = files(tmp_path, range(70, 90), knowledge)
    pooled = pooled_now(found, knowledge, of="effect", seed=0)
    flow = PacketFlow.of(found, registry, pooled)  # type: ignore[arg-type]
    assert (flow.registered, flow.sent, flow.never_sent, flow.unregistered, flow.pooled) == (80, 10, 70, 10, 20)
    alone = PacketFlow.of(found, None, pooled)  # type: ignore[arg-type]
    assert (alone.registered, alone.sent, alone.never_sent, alone.unregistered) == (None, 20, None, None)


def test_a_quarter_less_that_chance_did_not_give_is_in_no_pool(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    def less(person: int) -> EvidencePacket:
        own = packet(person, grade=DIARY if person >= 25 else Grade.RANDOMISED_MASKED)
        assert own.effect is not None
        return replace(own, contrasts=(("one_step_less", own.effect),))

    found = read_inbox([inbox(tmp_path / "in", [less(each) for each in range(50)])], knowledge)
    pooled = pooled_now(found, knowledge, of="one_step_less", seed=0)
    assert isinstance(pooled, Pooled)
    assert (pooled.n, pooled.n_randomised) == (25, 25)
    assert sum("not from a trial" in each.why for each in pooled.rejected) == 25
    made = publish(found, registry, knowledge, of="one_step_less", seed=0, earlier=[])
    assert (made.document["n"], made.document["basis"]) == (25, "randomised")


def test_whoever_pools_and_whoever_reads_get_the_same_bytes_whatever_the_order(
    tmp_path: Path, registry: Registry, knowledge: Knowledge
) -> None:
    folder = inbox(tmp_path / "in", [packet(each) for each in range(22)])
    turned = sorted(folder.iterdir(), reverse=True)
    one, other = (
        dump(published(read_inbox(paths, knowledge), registry, knowledge).document) for paths in ([folder], turned)
    )
    assert one == other
