"""Versions of a protocol, and the design that trials are made from."""

from __future__ import annotations

import itertools
import json

import pytest
from tests.study_server import paperwork
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError


def test_the_items_are_those_of_spirit_with_a_number_each_and_ours_beside_them() -> None:
    from speciosa.study.server.protocol import ITEMS

    keys = [each.key for each in ITEMS]
    numbers = {int("".join(letter for letter in key if letter.isdigit())) for key in keys if not key.startswith("n")}
    assert len(set(keys)) == len(keys)
    assert numbers == set(range(1, 34))
    assert [key for key in keys if key.startswith("n")] == [f"n{at}" for at in range(1, 8)]
    assert len(keys) == 51 + 7
    assert all(each.asks.endswith("?") for each in ITEMS)


@pytest.mark.parametrize("levels", [
    "usual", "-25%, usual", "usual, none", "usual, -50%", "usual, -25%, -50%", "+25%, usual", "-25%, -50%", "usual, -30%",
])  # fmt: skip
def test_a_design_never_goes_above_usual_never_stops_and_never_takes_a_large_step(levels: str) -> None:
    from speciosa.study.server.protocol import StudyDesign

    with pytest.raises(EntryError):
        StudyDesign.of_form(paperwork.DESIGN | {"levels": levels})


@pytest.mark.parametrize("levels", ["usual, -25%", "usual, -20%", "usual, -10%, -25%"])
def test_a_design_of_small_steps_is_taken_as_the_trial_takes_it(levels: str) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.study.server.protocol import StudyDesign
    from speciosa.trial import TrialDesign, UsualDay, allocate, share_of

    design = StudyDesign.of_form(paperwork.DESIGN | {"levels": levels})
    usual = UsualDay("leaf", (8.0, 20.0), (2.0, 2.0), 2.0, 4.0, 20)
    trial = TrialDesign.of_usual(usual, load_knowledge(), starts="2026-12-07", **design.chosen())
    shares = [1.0, *(share_of(each) for each in allocate(trial, b"17").arms)]
    assert max(shares) == 1.0
    assert all(before - after <= 0.25 * before + 1e-9 for before, after in itertools.pairwise(shares))


@pytest.mark.parametrize("wrong", [
    {"period_d": "3"}, {"blocks": "1"}, {"settle_in_d": "6"}, {"run_in_d": "3"}, {"prompts": "8 o'clock"},
    {"prompts": ""}, {"prompts": "08:00, 08:00"}, {"margin_nrs": "5"}, {"washout": "stop for a week"}, {"outcome": ""},
    {"period_d": "ten"},
])  # fmt: skip
def test_a_design_that_nobody_should_try_is_refused(wrong: dict[str, str]) -> None:
    from speciosa.study.server.protocol import StudyDesign

    with pytest.raises(EntryError):
        StudyDesign.of_form(paperwork.DESIGN | wrong)


def test_a_new_version_needs_a_reason_and_says_what_changed(world: World) -> None:
    from speciosa.study.server import protocol
    from speciosa.study.server.models import Link, Protocol

    world.leaf.state = "draft"
    world.leaf.save()
    seat = paperwork.seat_of(world.leaf)
    first = protocol.add(seat, protocol.Body({"1": "A title"}))
    with pytest.raises(EntryError, match="reason"):
        protocol.add(seat, protocol.Body({"1": "Another title"}))
    with pytest.raises(EntryError, match="nothing was changed"):
        protocol.add(seat, protocol.Body({"1": "A title"}, reason="For the sake of it"))
    second = protocol.add(seat, protocol.Body({"1": "Another title"}, reason="The first one was too long"))
    assert (first.version, second.version, protocol.current(world.leaf)) == (1, 2, second)
    assert first.digest != second.digest
    assert json.loads(Link.objects.latest("pk").new)["changed"] == ["1 Title"]
    assert Protocol.objects.get(pk=first.pk).body == first.body


def test_the_digest_is_of_the_very_text_that_is_kept(world: World) -> None:
    import hashlib

    from speciosa.study.server import protocol

    paperwork_seat = paperwork.seat_of(world.tablets)
    world.tablets.state = "draft"
    world.tablets.save()
    made = protocol.add(paperwork_seat, protocol.Body({"1": "Über die Blätter"}))
    assert hashlib.sha256(made.body.encode()).hexdigest() == made.digest
    assert protocol.body_of(made).written() == made.body


def test_an_open_study_changes_its_protocol_only_by_an_amendment(world: World) -> None:
    from speciosa.study.server import protocol

    whole = {each.key: "said" for each in protocol.ITEMS}
    design, seat = protocol.StudyDesign.of_form(paperwork.DESIGN), paperwork.seat_of(world.leaf)
    with pytest.raises(EntryError, match="reference"):
        protocol.add(seat, protocol.Body(whole, design))
    with pytest.raises(EntryError, match="lacks: 1"):
        protocol.add(seat, protocol.Body(whole | {"1": ""}, design, "a reason that says something", "N-17/2"))
    with pytest.raises(EntryError, match="the design"):
        protocol.add(seat, protocol.Body(whole, None, "a reason that says something", "N-17/2"))
    made = protocol.add(seat, protocol.Body(whole, design, "a reason that says something", "N-17/2"))
    assert protocol.body_of(made).is_whole
    world.leaf.state = "closed"
    world.leaf.save()
    with pytest.raises(EntryError, match="closed"):
        protocol.add(seat, protocol.Body(whole | {"1": "new"}, design, "a reason that says something", "N-17/3"))


def test_somebody_writes_reads_and_prints_a_protocol(world: World) -> None:
    client = world.client("administrator")
    assert "There is no protocol yet" in client.get("/study/leaf/protocol/").content.decode()
    world.leaf.state = "draft"
    world.leaf.save()
    sent = client.post(
        "/study/leaf/protocol/edit/", paperwork.DESIGN | {"item_1": "Less leaf", "levels": "usual, none"}
    )
    assert sent.status_code == 400
    assert "Less leaf" in sent.content.decode()
    assert client.post("/study/leaf/protocol/edit/", paperwork.DESIGN | {"item_1": "Less leaf"}).status_code == 302
    second = paperwork.DESIGN | {"item_1": "Less of the leaf", "blocks": "5", "reason": "The board asked for more"}
    assert client.post("/study/leaf/protocol/edit/", second).status_code == 302
    page = world.client("packer").get("/study/leaf/protocol/").content.decode()
    assert "Less of the leaf" in page
    assert "What changed since version 1" in page
    assert "Design: blocks" in page
    assert "BMJ" in page or "10.1136/bmj.m122" in page
    assert "Less leaf" in world.client("packer").get("/study/leaf/protocol/1/").content.decode()
    assert world.client("packer").get("/study/leaf/protocol/edit/").status_code == 404
    assert world.client("packer").get("/study/leaf/protocol/9/").status_code == 404


def test_what_somebody_types_into_a_protocol_is_shown_and_never_run(world: World) -> None:
    world.leaf.state = "draft"
    world.leaf.save()
    client = world.client("administrator")
    client.post("/study/leaf/protocol/edit/", paperwork.DESIGN | {"item_1": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get("/study/leaf/protocol/").content.decode()
