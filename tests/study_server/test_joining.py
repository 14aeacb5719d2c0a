"""Joining: a code, a year, a text, a password; then everything stands at once, or nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.study_server.conftest import World
from tests.study_server.participant_walk import CODE, PASSWORD, browser, invited, join, with_text

PAIN = {"value": "6", "id": "form-0001"}


@pytest.fixture
def open_study(world: World) -> World:
    """The study `leaf` with a text and an invitation."""
    with_text(world.leaf)
    invited(world.leaf)
    return world


def joined() -> Any:
    from speciosa.study.server.models import Participant

    return Participant.objects.filter(number="P0009").first()


def test_whoever_joins_has_an_account_a_record_a_consent_and_two_links_of_the_trail(open_study: World) -> None:
    from speciosa.store.details import person_of
    from speciosa.study.server.models import Consent, Invitation, Link

    client = browser()
    assert join(client, open_study.leaf).headers["Location"] == "/joined/"
    one = joined()
    assert (one.site.slug, one.state, one.person.email) == ("north", "joined", "")
    assert one.person.check_password(PASSWORD)
    assert person_of(one.record).birth_year == 1980
    consent = Consent.objects.get(participant=one)
    assert (consent.text.version, json.loads(consent.parts)) == (1, {"photos": True})
    assert Invitation.objects.get(number="P0009").used_s is not None
    chains = set(Link.objects.filter(action="joined").values_list("chain__name", flat=True))
    assert chains == {"study leaf", "participant leaf P0009"}
    assert "P0009" in client.get("/joined/").content.decode()
    assert client.get("/").status_code == 200


def test_a_scanned_code_stands_in_the_form_and_uses_nothing_up(open_study: World) -> None:
    client = browser()
    assert f'value="{CODE}"' in client.get(f"/join/{CODE}").content.decode()
    assert client.post("/join/", {"code": CODE.lower().replace("-", " ")}).headers["Location"] == "/join/you/"


def test_nobody_under_18_joins_and_nothing_is_kept(open_study: World) -> None:
    from django.contrib.sessions.models import Session

    from speciosa.study.server.models import Invitation

    client = browser()
    client.post("/join/", {"code": CODE})
    answer = client.post("/join/you/", {"birth_year": "2010"})
    assert "Nothing of what you typed was kept." in answer.content.decode()
    assert joined() is None
    assert Session.objects.count() == 0
    assert Invitation.objects.get(number="P0009").used_s is None
    assert client.get("/join/text/").headers["Location"] == "/join/"


def test_no_step_can_be_left_out(open_study: World) -> None:
    client = browser()
    for step in ("you", "text", "password"):
        assert client.get(f"/join/{step}/").headers["Location"] == "/join/"
    client.post("/join/", {"code": CODE})
    assert client.get("/join/text/").headers["Location"] == "/join/"
    client.post("/join/you/", {"birth_year": "1980"})
    assert client.post("/join/text/", {"part": "photos"}).status_code == 400
    assert client.get("/join/password/").headers["Location"] == "/join/"
    assert joined() is None


def test_a_code_opens_once_and_not_after_its_time_nor_before_the_study_is_open(world: World) -> None:
    with_text(world.leaf)
    invited(world.leaf, expires_s=1)
    assert browser().post("/join/", {"code": CODE}).status_code == 400
    world.leaf.invitations.update(expires_s=4_000_000_000)
    world.leaf.state = "draft"
    world.leaf.save()
    assert browser().post("/join/", {"code": CODE}).status_code == 400
    world.leaf.state = "open"
    world.leaf.save()
    first, second = browser(), browser()
    second.post("/join/", {"code": CODE})
    second.post("/join/you/", {"birth_year": "1970"})
    join(first, world.leaf)
    assert second.get("/join/password/").headers["Location"] == "/join/"
    assert browser().post("/join/", {"code": CODE}).status_code == 400


def test_codes_can_be_tried_a_few_times_and_no_more(open_study: World) -> None:
    client = browser()
    for _ in range(10):
        assert client.post("/join/", {"code": "ACDE-ACDE-ACDE"}).status_code == 400
    assert "too often" in client.post("/join/", {"code": CODE}).content.decode()
    assert browser(REMOTE_ADDR="10.0.0.9").post("/join/", {"code": CODE}).status_code == 302


@pytest.mark.parametrize(
    ("said", "again", "why"),
    [("short", "short", "too short"), ("password1234", "password1234", "guessed first"), (PASSWORD, "x", "differ")],
)
def test_a_password_is_long_and_ones_own(open_study: World, said: str, again: str, why: str) -> None:
    from speciosa.study.server.consent_texts import current

    client = browser()
    client.post("/join/", {"code": CODE})
    client.post("/join/you/", {"birth_year": "1980"})
    client.post("/join/text/", {"agreed": str(current(open_study.leaf, "en").pk)})  # type: ignore[union-attr]
    answer = client.post("/join/password/", {"password": said, "again": again})
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert joined() is None


def test_the_text_is_shown_in_the_readers_language_and_a_new_one_is_not_skipped(open_study: World) -> None:
    client = browser(HTTP_ACCEPT_LANGUAGE="de")
    client.post("/join/", {"code": CODE})
    client.post("/join/you/", {"birth_year": "1980"})
    page = client.get("/join/text/").content.decode()
    assert "Worin Sie einwilligen, 1" in page
    from speciosa.study.server.consent_texts import current

    client.post("/join/text/", {"agreed": str(current(open_study.leaf, "de").pk)})  # type: ignore[union-attr]
    with_text(open_study.leaf, version=2)
    answer = client.post("/join/password/", {"password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 400
    assert joined() is None


def test_they_come_back_with_number_and_password_and_a_wrong_one_says_nothing(open_study: World) -> None:
    join(browser(), open_study.leaf)
    client = browser()
    assert client.get("/").headers["Location"] == "/join/"
    wrong = client.post("/enter/", {"number": "P0009", "password": "not the right words"}).content
    unknown = client.post("/enter/", {"number": "P0999", "password": "not the right words"}).content
    assert (
        wrong.replace(b"P0009", b"").split(b"<main")[1].split(b"csrf")[0]
        == unknown.replace(b"P0999", b"").split(b"<main")[1].split(b"csrf")[0]
    )
    assert client.post("/enter/", {"number": "p0009", "password": PASSWORD}).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_password_can_be_tried_a_few_times_from_wherever(open_study: World) -> None:
    join(browser(), open_study.leaf)
    for at in range(10):
        browser(REMOTE_ADDR=f"10.0.0.{at}").post("/enter/", {"number": "P0009", "password": "not the right words"})
    answer = browser(REMOTE_ADDR="10.0.1.1").post("/enter/", {"number": "P0009", "password": PASSWORD})
    assert "too often" in answer.content.decode()


def test_the_same_number_of_two_studies_needs_the_study_before_it(open_study: World) -> None:
    person = open_study.people["P0001"].person
    person.set_password(PASSWORD)
    person.save()
    assert browser().post("/enter/", {"number": "P0001", "password": PASSWORD}).status_code == 400
    assert browser().post("/enter/", {"number": "leaf-P0001", "password": PASSWORD}).status_code == 302
    assert browser().post("/enter/", {"number": "tablets-P0001", "password": PASSWORD}).status_code == 400


def test_signing_out_ends_it_here_and_the_password_page_ends_it_elsewhere(open_study: World) -> None:
    here, there = browser(), browser()
    join(here, open_study.leaf)
    there.post("/enter/", {"number": "P0009", "password": PASSWORD})
    assert here.post("/password/", {"old": "wrong words there", "password": ""}).status_code == 400
    assert here.post("/password/", {"old": PASSWORD, "password": ""}).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").headers["Location"] == "/join/"
    left = here.post("/leave/")
    assert "storage" in left.headers["Clear-Site-Data"]
    assert here.get("/").headers["Location"] == "/join/"


def test_what_waits_on_a_phone_never_goes_to_the_next_person(open_study: World) -> None:
    join(browser(), open_study.leaf)
    other = open_study.people["P0002"].person
    other.set_password(PASSWORD)
    other.save()
    phone = browser()
    assert "Clear-Site-Data" not in phone.post("/enter/", {"number": "P0009", "password": PASSWORD}).headers
    assert "Clear-Site-Data" not in phone.post("/enter/", {"number": "P0009", "password": PASSWORD}).headers
    answer = phone.post("/enter/", {"number": "leaf-P0002", "password": PASSWORD})
    assert "storage" in answer.headers["Clear-Site-Data"]


def test_a_new_text_stops_them_but_what_they_wrote_and_what_cannot_wait_still_shows(open_study: World) -> None:
    from speciosa.store import answers
    from speciosa.study.server.models import Consent

    client = browser()
    join(client, open_study.leaf)
    client.post("/log/score", PAIN)
    with_text(open_study.leaf, version=2)
    strip = b'<div class="finding now" data-sign="liver_signs"><p>Look at this now.</p></div>'
    answers.keep_answers(joined().record, {"urgent": strip}, language="en", upto=1)
    for address in ("/", "/help", "/log/dose", "/check-in"):
        assert client.get(address).headers["Location"] == "/consent/", address
    assert client.post("/log/score", PAIN | {"id": "form-0002"}).headers["Location"] == "/consent/"
    for address in ("/entries", "/watch", "/card", "/help-now", "/participation/", "/take-along"):
        assert client.get(address).status_code == 200, address
    page = client.get("/consent/").content.decode()
    assert "What you agree to, 2" in page
    assert "Look at this now." in page
    text = open_study.leaf.consent_texts.get(version=2, language="en")
    assert client.post("/consent/", {}).status_code == 400
    assert client.post("/consent/", {"agreed": str(text.pk)}).headers["Location"] == "/"
    assert Consent.objects.filter(participant=joined(), withdrawn_s=None).count() == 2
    assert client.get("/").status_code == 200


def test_whoever_stops_joining_leaves_no_year_of_birth_for_long(open_study: World) -> None:
    import time

    from django.contrib.sessions.models import Session

    from speciosa.study.server.participants.clearing_out import clear_out

    client = browser()
    client.post("/join/", {"code": CODE})
    client.post("/join/you/", {"birth_year": "1980"})
    (row,) = Session.objects.all()
    assert row.expire_date.timestamp() - time.time() <= 3600
    Session.objects.update(expire_date="2001-01-01T00:00Z")
    clear_out()
    assert Session.objects.count() == 0
    client.post("/join/", {"code": CODE})
    client.post("/join/you/", {"birth_year": "1980"})
    client.get("/join/")  # begins anew
    assert Session.objects.count() == 0


def test_whoever_joined_stays_in_and_their_session_holds_no_year_of_birth(open_study: World) -> None:
    import time

    from django.contrib.sessions.models import Session

    join(browser(), open_study.leaf)
    (row,) = Session.objects.all()
    assert "joining" not in row.get_decoded()
    assert row.expire_date.timestamp() - time.time() > 86_400


def test_a_new_password_and_its_link_stand_or_fall_together(open_study: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.study.server import trail

    client = browser()
    join(client, open_study.leaf)

    def broken(*said: Any, **named: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(trail, "add", broken)
    client.raise_request_exception = False
    new = "other quiet words there"
    assert client.post("/password/", {"old": PASSWORD, "password": new, "again": new}).status_code == 500
    assert joined().person.check_password(PASSWORD)
