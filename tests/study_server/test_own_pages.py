"""The app's own pages on the server: each answers for the one who asks, and knows nothing of anybody else."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from tests.study_server.conftest import World
from tests.study_server.participant_walk import with_text, wrote

if TYPE_CHECKING:
    from django.test import Client

CANARY = "zq7canaryx"
FORM = {"id": "form-0001"}
LINK = re.compile(r'(?:href|action|src)="(/[^"#?]*)')


@pytest.fixture
def two(world: World) -> World:
    """Two people of one study: the other one's record is full of a word that nobody else may see."""
    from speciosa.record import Person, Product
    from speciosa.store import answers
    from speciosa.store.details import save_person, save_products, save_setting

    with_text(world.leaf)
    other = world.people["P0002"]
    wrote(other, "9", note=CANARY, entry=f"a{CANARY}")
    save_person(other.record, Person(pain_kind=CANARY, crisis=CANARY))
    save_products(other.record, [Product(CANARY)])
    save_setting(other.record, "app_name", CANARY)
    for name in ("urgent", "effect", "findings", "skin", "leading", "exposure", "headline", "page", "made"):
        answers.keep_answers(other.record, {name: f"<p>{CANARY}</p>".encode()}, language="en", upto=10**9)
    save_products(world.people["P0001"].record, [Product("tea")])
    wrote(world.people["P0001"], "4", entry="aown")
    return world


def addresses() -> list[str]:
    """Every page of participants that needs nothing in its address, and some that do."""
    from django.urls import get_resolver

    from speciosa.study.server.roles import Right

    plain = [
        f"/{each.pattern}"
        for each in get_resolver().url_patterns
        if getattr(each.callback, "right", None) is Right.OWN_RECORD and "<" not in str(each.pattern)
    ]
    return [*plain, "/entries/aown", "/entries/aown/correct", "/erase/entry/aown", "/log/scale/peg", "/products/0"]


_ONLY_SENT = (405, 302, 400)  # a page that takes a form alone, one that leads on, one that misses its form


def test_every_page_answers_and_shows_nothing_of_another_record(two: World) -> None:
    client = two.client("P0001")
    found = {}
    for address in addresses():
        answer = client.get(address)
        found[address] = answer.status_code
        body = b"".join(answer) if answer.streaming else answer.content
        assert CANARY.encode() not in body, address
        assert answer.status_code in {200, *_ONLY_SENT}, (address, answer.status_code)
    shown = [each for each, status in found.items() if status == 200]
    for address in (
        "/", "/log/dose", "/check-in", "/log/photo", "/log/symptom", "/entries", "/entries/aown", "/watch", "/help",
        "/skin", "/course", "/blood", "/doctor", "/take-along", "/side-effect-report", "/me", "/products", "/reminders",
        "/settings", "/participation/", "/trial", "/erase/entry/aown", "/log/scale/peg",
    ):  # fmt: skip
        assert address in shown, (address, found.get(address))


def test_no_page_links_to_one_that_is_not_there(two: World) -> None:
    from django.urls import Resolver404, resolve

    client, dead = two.client("P0001"), set()
    for address in [*addresses(), "/card", "/help-now", "/join/", "/enter/"]:
        answer = client.get(address, secure=True)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        for link in LINK.findall(answer.content.decode()):
            try:
                resolve(link)
            except Resolver404:
                dead.add((address, link))
    assert dead == set()


def test_what_belongs_to_a_store_file_is_not_there(two: World) -> None:
    client = two.client("P0001")
    for address in (
        "/begin", "/unlock", "/lock", "/restore", "/safekeeping", "/safekeeping/passphrase", "/phone", "/pair", "/import",
        "/erase/everything", "/look-around", "/packing", "/trial/plan", "/trial/offer", "/trial/reveal",
        "/trial/emergency", "/start/x", "/recovery-code",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_another_ones_entry_cannot_be_read_corrected_taken_back_or_erased(two: World) -> None:
    from speciosa.store.models import Entry

    client, its = two.client("P0001"), f"a{CANARY}"
    for address in (f"/entries/{its}", f"/entries/{its}/correct", f"/erase/entry/{its}"):
        assert client.get(address).status_code in {400, 404}, address
    assert client.post(f"/entries/{its}/back", {"undo": "1"}).status_code in {302, 400, 404}
    assert client.post(f"/erase/entry/{its}").status_code == 400
    assert client.post(f"/entries/{its}/correct", FORM | {"value": "1"}).status_code in {400, 404}
    rows = Entry.objects.filter(record=two.people["P0002"].record)
    assert list(rows.values_list("entry_id", "value")) == [(its, 9.0)]
    assert not Entry.objects.filter(record=two.people["P0001"].record, supersedes=its).exists()


def test_staff_and_strangers_see_no_page_of_participants(two: World) -> None:
    assert two.client("investigator").get("/entries").headers["Location"] == "/study/"
    assert two.client().get("/entries").headers["Location"] == "/join/"
    for address in ("/card", "/help-now"):
        assert two.client().get(address).status_code == 200
        assert CANARY not in two.client("P0001").get(address).content.decode()


def test_what_is_written_lands_in_the_own_record_and_chain(two: World) -> None:
    from speciosa.store.models import Entry
    from speciosa.study.server.models import Link

    client, one = two.client("P0001"), two.people["P0001"]
    assert client.post("/log/score", FORM | {"value": "7"}).status_code == 302
    row = Entry.objects.filter(record=one.record).latest("pk")
    assert (row.value, row.origin) == (7.0, "app")
    link = Link.objects.filter(chain__name="participant leaf P0001").latest("number")
    assert (link.action, link.actor, link.role) == ("entries", "participant P0001", "participant")
    assert list(json.loads(link.new)) == [row.entry_id]
    assert len(json.loads(link.new)[row.entry_id]) == 32
    assert client.post("/log/score", FORM | {"value": "7"}).status_code == 302  # the same form again
    assert Link.objects.filter(chain__name="participant leaf P0001").latest("number").pk == link.pk


@pytest.mark.parametrize(
    ("address", "sent", "name"),
    [
        ("/me", {"part": "all", "birth_year": "1951", "weight_kg": "81"}, "person"),
        ("/products/new", {"product": "peppermint"}, "products"),
        ("/settings", {"language": "de"}, "setting language"),
    ],
)
def test_what_stands_beside_the_entries_is_told_to_the_trail_by_its_name(
    two: World, address: str, sent: dict[str, str], name: str
) -> None:
    from speciosa.store.models import Detail
    from speciosa.study.server.models import Link

    before = Detail.objects.filter(record=two.people["P0001"].record).count()
    two.client("P0001").post(address, sent)
    assert Detail.objects.filter(record=two.people["P0001"].record).count() > before
    link = Link.objects.filter(chain__name="participant leaf P0001").latest("number")
    assert (link.action, list(json.loads(link.new))) == ("detail", [name])
    assert len(json.loads(link.new)[name]) == 32
    assert not any(each in link.new for each in ("1951", "81.0", "peppermint", '"de"'))


def test_the_digest_of_an_entry_tells_neither_what_it_says_nor_that_two_say_the_same(two: World) -> None:
    from speciosa.store import entries
    from speciosa.study.server.written import digest_of

    one, other = two.people["P0001"].record, two.people["P0002"].record
    event = entries.find(one, "aown")
    assert digest_of(one, event) == digest_of(one, event)
    assert digest_of(one, event) != digest_of(other, event)
    assert digest_of(one, event) != digest_of(one, event._replace(value=5.0))


def test_an_erased_entry_is_gone_and_the_trail_still_holds(two: World) -> None:
    from speciosa.store.models import Entry, Erasure
    from speciosa.study.server.models import Link
    from speciosa.study.server.trail import digest_of

    client, one = two.client("P0001"), two.people["P0001"]
    client.post("/log/score", FORM | {"value": "7", "note": "a secret"})
    its = Entry.objects.filter(record=one.record).latest("pk").entry_id
    assert "Erase for good?" in client.get(f"/erase/entry/{its}").content.decode()
    assert client.post(f"/erase/entry/{its}").headers["Location"] == "/entries"
    assert not Entry.objects.filter(record=one.record, entry_id=its).exists()
    assert Erasure.objects.filter(record=one.record, entry_id=its).exists()
    links = list(Link.objects.filter(chain__name="participant leaf P0001").order_by("number"))
    assert [each.action for each in links][-2:] == ["entries", "entries erased"]
    assert json.loads(links[-1].new) == [its]
    assert all(each.digest == digest_of("participant leaf P0001", each) for each in links)
    assert [each.previous for each in links[1:]] == [each.digest for each in links[:-1]]
    assert not any("secret" in each.new for each in links)


def test_rows_of_the_trial_are_not_erased_one_by_one(two: World) -> None:
    with patch("speciosa.store.adding.may_be_written", []):
        wrote(two.people["P0001"], "1", entry="trial-plan-1")
    assert two.client("P0001").post("/erase/entry/trial-plan-1").status_code == 400


def test_a_closed_study_takes_nothing_more_and_stays_readable(two: World) -> None:
    from speciosa.store.models import Entry

    two.leaf.state = "closed"
    two.leaf.save()
    client, before = two.client("P0001"), Entry.objects.count()
    assert client.get("/").headers["Location"] == "/participation/"
    assert client.post("/log/score", FORM | {"value": "7"}).headers["Location"] == "/participation/"
    assert client.post("/entries/aown/back").headers["Location"] == "/participation/"
    assert Entry.objects.count() == before
    for address in ("/entries", "/entries/aown", "/help", "/watch", "/take-along"):
        assert client.get(address).status_code == 200, address
    assert "The study is over" in client.get("/participation/").content.decode()


def test_a_blind_trial_hides_the_answer_and_never_what_is_for_now(two: World) -> None:
    import time

    from speciosa.store import answers
    from speciosa.web import quiet_mode

    record, now = two.people["P0001"].record, int(time.time())
    strip = b'<div class="finding now" data-sign="liver_signs"><p>Look at this now.</p></div>'
    made = {"effect": b"<p>The answer.</p>", "findings": b"<p>A finding.</p>", "urgent": strip}
    made[quiet_mode.NAME] = quiet_mode.written([(now - 1000, now + 100_000)]).encode()
    answers.keep_answers(record, made, language="en", upto=10**9)
    client = two.client("P0001")
    page = client.get("/help").content.decode()
    assert "The answer." not in page
    assert "A blind trial is running" in page
    assert "Look at this now." in page
    assert "A finding." in client.get("/watch").content.decode()


def test_nobody_is_told_that_nobody_reads_what_the_study_can_read(two: World) -> None:
    page = two.client("P0001").get("/log/symptom").content.decode()
    assert "Nobody reads this at once." in page
    assert "Nobody reads this. " not in page
    for address in ("/me/first", "/take-along", "/doctor"):
        page = two.client("P0001").get(address).content.decode()
        assert not re.search("on this device|leaves this device", page), address


def test_a_copy_for_oneself_is_made_of_the_own_record_and_handed_to_nobody_else(
    two: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.web import exports
    from speciosa.web.leaving_forms import Ready

    def made(_task: object, way: Any, _wish: object, *, step: object, folder: object) -> Ready:
        del step, folder
        return Ready("zip", "application/zip", str(way.record).encode())

    monkeypatch.setattr(exports, "run_apart", made)
    client = two.client("P0001")
    begun(client, "/take-along", {"form": "diary", "part": ["scores", "doses"], "name": "Mine"})
    assert client.post("/take-along/download").content == str(two.people["P0001"].record.pk).encode()
    other = two.client("P0002")
    assert other.get("/take-along/ready").status_code == 302
    assert other.post("/take-along/download").status_code == 400
    begun(other, "/take-along", {"form": "diary", "part": ["scores", "doses"], "name": "Mine"})  # beside the other's
    assert client.post("/take-along/download").content == str(two.people["P0001"].record.pk).encode()


def begun(client: Client, address: str, said: dict[str, Any]) -> None:
    """Send a form that begins a piece of work, and wait for it."""
    import time

    assert client.post(address, said).headers["Location"] == "/chore"
    until = time.monotonic() + 20
    while not client.get("/chore/state").json()["ended"]:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_phone_without_a_connection_sends_what_it_kept_later(two: World) -> None:
    from speciosa.store.models import Entry

    entry = {
        "id": "0123456789abcdef", "time": "2026-05-01T08:00+00:00", "kind": "rating", "name": "pain", "value": "3",
        "unit": "nrs",
    }  # fmt: skip
    body = json.dumps({"sent": "2026-05-01T09:00+00:00", "entries": [entry]})
    sent: dict[str, Any] = {"data": body, "content_type": "application/json", "headers": {"X-Sync": "1"}}
    client, one = two.client("P0001"), two.people["P0001"]
    for _ in range(2):
        assert client.post("/sync", **sent).json()["verdicts"][entry["id"]]["state"] in {"kept", "already"}
    assert Entry.objects.filter(record=one.record, entry_id=entry["id"], origin="phone").count() == 1
    assert two.client().post("/sync", **sent).status_code == 423
    assert client.post("/sync", data=body, content_type="application/json").status_code == 400
    with_text(two.leaf, version=2)
    assert client.post("/sync", **sent).status_code == 423
    assert "Without a connection" in two.client().get("/offline").content.decode()


def test_the_app_never_reaches_for_a_record_without_an_owner(two: World) -> None:
    from speciosa.store.whose import NobodysRecordError, own_record

    with pytest.raises(NobodysRecordError):
        own_record()
