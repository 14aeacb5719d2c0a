"""Who left, who has a new text to agree to, and whose study closed: nothing that they send to any address is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.study_server.addresses import every_address, filled
from tests.study_server.api_world import program, row
from tests.study_server.conftest import World
from tests.study_server.participant_walk import with_text, wrote

STATES = ("withdrawn", "waiting", "closed")
FILLINGS = {
    "entry_id": "aown", "ids": "aown", "at": "0", "name": "sheet", "key": "peg", "leaf": "x", "consent": "1",
}  # fmt: skip
BODIES: dict[str, list[dict[str, Any]]] = {
    "/settings": [{"theme": "dark"}],
    "/log/dose": [{"value": "2", "unit": "g", "product": "tea", "name": "tea", "amount": "2"}],
    "/log/dose/again": [{"like": "adose"}],
    "/check-in": [{"pain": "4"}, {"value": "4"}],
    "/me": [{"part": "all", "birth_year": "1951", "weight_kg": "81"}],
    "/me/first": [{"birth_year": "1951"}],
    "/products/new": [{"product": "peppermint"}],
    "/products/<int:at>": [{"product": "peppermint"}],
    "/reminders/add": [{"clock": "09:15"}],
    "/reminders/name": [{"name": "leaf"}],
    "/reminders/not-today": [{"code": "pain"}],
    "/entries/<path:entry_id>/correct": [{"value": "9"}],
}
ALWAYS = {"/consent/", "/password/", "/leave/", "/participation/withdraw/", "/erase/entry/<str:entry_id>"}
"""What has its own tests, and is theirs in each state: to agree, to leave, to erase."""
OWN_TOKENS = {"/participation/tokens/", "/participation/tokens/end"}
MAY: dict[str, set[str]] = {
    "joined": set(), "withdrawn": set(), "waiting": {"/settings", *OWN_TOKENS}, "closed": {"/settings", *OWN_TOKENS},
}  # fmt: skip
"""How a page looks is set to read the new text with, and what was written after the end."""


@pytest.fixture
def one(world: World) -> World:
    """A participant with an entry, a dose and a product, before anything happens."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Product
    from speciosa.record.row import Row
    from speciosa.store import entries
    from speciosa.store.details import save_products

    with_text(world.leaf)
    who = world.people["P0001"]
    wrote(who, "4", entry="aown")
    save_products(who.record, [Product("tea")])
    entries.add_row(who.record, Row("2026-03-01T08:00+00:00", "dose", "tea", "2", "g", id="adose"), load_knowledge())
    return world


def put_into(world: World, state: str) -> None:
    from speciosa.study.server.withdrawal import withdraw

    if state == "withdrawn":
        who = world.people["P0001"]
        withdraw(who, erase=False, reason="", actor="participant P0001", role="participant")
    elif state == "waiting":
        with_text(world.leaf, version=2)
    elif state == "closed":
        world.leaf.state = "closed"
        world.leaf.save()


def written(world: World) -> dict[str, Any]:
    """All that stands in the tables about P0001."""
    from speciosa.store.models import Detail, Device, Entry, Erasure, Photo
    from speciosa.study.server.models import Consent, Link, Participant, Token

    who = world.people["P0001"]
    tables: dict[str, Any] = {model.__name__: model.objects.filter(record=who.record).values_list("pk", flat=True)
              for model in (Entry, Detail, Photo, Erasure, Device)}  # fmt: skip
    tables |= {"Consent": Consent.objects.filter(participant=who).values_list("pk", flat=True)}
    tables |= {"Token": Token.objects.filter(participant=who).values_list("pk", flat=True)}
    tables |= {"Link": Link.objects.filter(chain__name="participant leaf P0001").values_list("pk", flat=True)}
    own = Participant.objects.filter(pk=who.pk).values_list("state", "erased", "left_because")
    return {name: sorted(rows) for name, rows in tables.items()} | {"own": list(own)}


def routes() -> list[tuple[str, str]]:
    """Each address of participants, as it is written and with something in each place."""
    from speciosa.study.server.roles import Right

    mine = [each for each in every_address() if each.right is Right.OWN_RECORD]
    found = [(each.route, filled(each, FILLINGS)) for each in mine]
    assert all(address for _, address in found), [route for route, address in found if not address]
    return [(route, str(address)) for route, address in found if route not in ALWAYS]


def wrote_something(world: World, state: str) -> set[str]:
    """Addresses that wrote something, asked for and sent to."""
    client, found, before = world.client("P0001"), set(), written(world)
    client.raise_request_exception = False
    for at, (route, address) in enumerate(routes()):
        client.get(address)
        for body in BODIES.get(route, [{"value": "5", "n": "1", "name": "x", "meaning": "effect"}]):
            client.post(address, {"id": f"form-{at:04d}", **body})
        if (now := written(world)) != before:
            found.add(route)
            before = now
    return found - MAY[state]


def test_somebody_who_takes_part_does_write_with_the_same_words(one: World) -> None:
    assert {
        "/log/score", "/log/dose/again", "/me", "/products/new", "/settings", "/entries/<path:ids>/back",
        "/reminders/add", "/reminders/name",
    } <= wrote_something(one, "joined")  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_no_address_of_participants_writes_anything(one: World, state: str) -> None:
    put_into(one, state)
    assert wrote_something(one, state) == set()


@pytest.mark.parametrize("state", STATES)
def test_no_phone_and_no_program_writes_anything(one: World, state: str) -> None:
    client, caller = one.client("P0001"), program(one, "P0001")
    put_into(one, state)
    before = written(one)
    entry = {"id": "sent-later-00000001", "time": "2026-03-01T11:00+00:00", "kind": "rating", "name": "pain"}
    entry |= {"value": "3", "unit": "nrs"}
    body = json.dumps({"entries": [entry]})
    assert client.post("/sync", body, content_type="application/json", headers={"X-Sync": "1"}).status_code == 423
    assert caller.post("entries", {"entries": [row(id="sent-by-a-program")]}).status_code >= 400
    assert written(one) == before


@pytest.mark.parametrize("state", STATES)
def test_where_a_page_forgot_to_ask_the_door_itself_refuses(one: World, state: str) -> None:
    from speciosa.record import Person
    from speciosa.store.details import save_person, save_setting
    from speciosa.values.errors import EntryError

    put_into(one, state)
    before, who = written(one), one.people["P0001"]
    with pytest.raises(EntryError):
        wrote(who, "7")
    with pytest.raises(EntryError):
        save_person(who.record, Person(birth_year=1951))
    with pytest.raises(EntryError):
        save_setting(who.record, "reminders", ["08:00"])
    assert written(one) == before
