"""What has to be entered before anybody is allocated, or asked about suicide."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.study_server import paperwork
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError


def test_a_masked_study_with_nothing_entered_says_each_thing_that_is_missing(world: World) -> None:
    from speciosa.study.server import gate

    said = " ".join(gate.missing(world.leaf))
    for word in ("ethics", "authorisation", "monitoring", "stopping", "protocol"):
        assert word in said
    assert not gate.is_open_for_allocation(world.leaf)


@pytest.mark.parametrize("left_out", ["ethics", "authorisation", "monitoring", "stopping"])
def test_each_thing_alone_keeps_the_gate_shut(world: World, left_out: str) -> None:
    from speciosa.study.server import gate

    paperwork.open_gate(world.leaf)
    assert gate.missing(world.leaf) == []
    assert gate.is_open_for_allocation(world.leaf)
    gate.take_back(paperwork.seat_of(world.leaf), left_out, reason="It does not hold any more")
    assert len(gate.missing(world.leaf)) == 1
    assert not gate.is_open_for_allocation(world.leaf)


def test_an_approval_holds_to_the_end_of_its_last_day_and_shuts_the_gate_after_it(world: World) -> None:
    from speciosa.study.server import gate

    paperwork.open_gate(world.leaf)
    gate.enter(paperwork.seat_of(world.leaf), "ethics", paperwork.ETHICS | {"until": "2027-03-31"},
               reason="The board gave a shorter time")  # fmt: skip
    last = int(datetime(2027, 3, 31, 23, 59, tzinfo=UTC).timestamp())
    assert gate.missing(world.leaf, now_s=last) == []
    assert gate.missing(world.leaf, now_s=last + 60) == ["The ethics approval ended on 2027-03-31."]


def test_what_was_taken_back_counts_as_not_entered_and_needs_a_reason(world: World) -> None:
    from speciosa.study.server import gate
    from speciosa.study.server.models import Link

    paperwork.open_gate(world.leaf)
    seat = paperwork.seat_of(world.leaf)
    with pytest.raises(EntryError, match="reason"):
        gate.take_back(seat, "ethics", reason="no")
    gate.take_back(seat, "ethics", reason="The board suspended its approval")
    assert gate.missing(world.leaf) == ["The ethics approval is not entered."]
    link = Link.objects.get(action="gate taken back")
    assert json.loads(link.old)["reference"] == "N-17"
    assert link.reason == "The board suspended its approval"


def test_a_replacement_needs_a_reason_and_the_old_entry_stays_readable(world: World) -> None:
    from speciosa.study.server import gate

    seat = paperwork.seat_of(world.leaf)
    gate.enter(seat, "monitoring", paperwork.MONITORING)
    with pytest.raises(EntryError, match="reason"):
        gate.enter(seat, "monitoring", paperwork.MONITORING | {"who": "Dr B"})
    gate.enter(seat, "monitoring", paperwork.MONITORING | {"who": "Dr B"}, reason="Dr A has left the house")
    assert [body["who"] for _, body, _ in gate.entered(world.leaf, "monitoring")] == [
        "Dr B",
        paperwork.MONITORING["who"],
    ]


@pytest.mark.parametrize("said", [
    {}, {"number": "IND 1"}, {"number": "IND 1", "body": "FDA", "date": "2026-01-01", "none_needed": "and a reason"},
    {"number": "IND 1", "body": "FDA", "date": "soon"},
])  # fmt: skip
def test_an_authorisation_is_a_whole_number_or_a_reason_and_never_both(world: World, said: dict[str, str]) -> None:
    from speciosa.study.server import gate

    with pytest.raises(EntryError):
        gate.enter(paperwork.seat_of(world.leaf), "authorisation", said)
    assert gate.standing(world.leaf, "authorisation") is None


def test_a_study_asks_about_suicide_only_where_somebody_answers_at_each_prompt(world: World) -> None:
    from speciosa.study.server import gate

    world.leaf.asks_suicide = True
    world.leaf.save()
    paperwork.open_gate(world.leaf)
    seat = paperwork.seat_of(world.leaf)
    assert gate.missing_to_ask(world.leaf) == gate.missing(world.leaf) != []
    gate.enter(seat, "response", paperwork.RESPONSE | {"hours": "08:00-20:30"})
    assert gate.missing_to_ask(world.leaf) == ["Nobody answers from 20:00 to 21:00, and people are asked then."]
    assert not gate.may_ask_about_suicide(world.leaf)
    gate.enter(seat, "response", paperwork.RESPONSE | {"hours": "08:00-21:00"}, reason="Half an hour more was staffed")
    assert gate.missing(world.leaf) == []
    assert gate.may_ask_about_suicide(world.leaf)


def test_without_hours_in_the_protocol_every_hour_has_to_be_staffed(world: World) -> None:
    from speciosa.study.server import gate

    world.tablets.asks_suicide, world.tablets.masked = True, False
    world.tablets.save()
    gate.enter(paperwork.seat_of(world.tablets), "response", paperwork.RESPONSE | {"hours": "06:00-04:00"})
    assert [each[:33] for each in gate.missing(world.tablets)] == [
        "Nobody answers from 04:00 to 05:0", "Nobody answers from 05:00 to 06:0",
    ]  # fmt: skip


def test_the_plan_for_answers_has_a_number_that_can_be_called_every_day(world: World) -> None:
    from speciosa.study.server import gate

    for wrong in ({"telephone": "ask Anna"}, {"every_day": "weekdays"}, {"hours": "office hours"}, {"escalation": ""}):
        with pytest.raises(EntryError):
            gate.enter(paperwork.seat_of(world.leaf), "response", paperwork.RESPONSE | wrong)


def test_the_page_shows_what_is_missing_and_only_the_administrator_enters(world: World) -> None:
    page = world.client("auditor").get("/study/leaf/gate/")
    assert page.status_code == 200
    assert "The ethics approval is not entered." in page.content.decode()
    assert "Enter it" not in page.content.decode()
    assert world.client("auditor").get("/study/leaf/gate/ethics/").status_code == 404
    client = world.client("administrator")
    sent = client.post("/study/leaf/gate/ethics/", paperwork.ETHICS | {"until": "last year"})
    assert sent.status_code == 400
    assert "N-17" in sent.content.decode()
    assert client.post("/study/leaf/gate/ethics/", paperwork.ETHICS).status_code == 302
    page = client.get("/study/leaf/gate/")
    assert "The ethics approval is not entered." not in page.content.decode()
    assert "N-17" in page.content.decode()
    assert client.post("/study/leaf/gate/ethics/take-back/", {"reason": "The board took it back"}).status_code == 302
    assert "The ethics approval is not entered." in client.get("/study/leaf/gate/").content.decode()
