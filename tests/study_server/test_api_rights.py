"""Who reads and writes what by program: every operation, with the token of everybody, in every state of a study."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from tests.study_server.api_world import Program, program, row
from tests.study_server.conftest import ROLES, World

from speciosa.study.server.roles import MAY, Right, Role

RIGHTS = {
    "write_entries": Right.OWN_RECORD, "read_entries": Right.OWN_RECORD, "read_schedule": Right.OWN_RECORD,
    "read_due": Right.OWN_RECORD, "read_participants": Right.SEE_PARTICIPANTS,
    "read_participants_entries": Right.SEE_ENTRIES, "read_flow": Right.SEE_STUDY, "export_csv": Right.EXPORT,
    "export_participants_csv": Right.EXPORT, "export_participants_fhir": Right.EXPORT,
}  # fmt: skip
"""Every operation that there is; a new one is added here, with what it needs."""
NEW = "canary-of-this-call"


def canary(who: str) -> str:
    """An id and the name of an event that stand in this person's record alone."""
    return f"canary-{'-of-'.join(who.split('@'))}-here"


@pytest.fixture
def marked(world: World) -> World:
    """The world, with a word in each record that stands in no other."""
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Person
    from speciosa.record.row import Row
    from speciosa.store import entries
    from speciosa.store.details import save_person

    for who, each in world.people.items():
        said = Row("2026-03-01T08:00+01:00", "event", canary(who), id=canary(who))
        entries.add_row(each.record, said, load_knowledge())
        save_person(each.record, Person(birth_year=1980))
    return world


def forged(world: World, who: str) -> Program:
    """A token for everything that there is, whatever its owner may do; empty: none."""
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.scopes import Scope
    from speciosa.study.server.models import Participant, Token

    if not who:
        return Program("")
    someone = Participant.objects.get(pk=world.people[who].pk) if who in world.people else None
    person: Any = someone.person if someone else world.accounts[who]
    study = world.tablets if who.endswith("@tablets") else world.leaf
    token = Token(study=study, person=person, participant=someone)
    return Program(tokens._made(token, tokens.Asked("all", tuple(Scope))).words)


def every_answer(of: Program, number: str = "P0001") -> dict[str, tuple[int, bytes]]:
    """What each operation answers: status, and all that stands in it."""
    from speciosa.study.server.api.address import operations
    from speciosa.study.server.api.caller import buckets

    found = {}
    for each in operations():
        buckets.refill()
        address = each.address.removeprefix("api/v1/").format(number=number)
        answer = of.post(address, {"entries": [row(id=NEW)]}) if each.method == "POST" else of.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.headers["Content-Type"] == "application/zip":
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                body = b"\n".join([name.encode() + archive.read(name) for name in archive.namelist()])
        found[each.name] = (answer.status_code, body)
    return found


def may(who: str, right: Right) -> bool:
    """Whether the table gives it to them."""
    role = who.partition("@")[0]
    return (Role(role) if role in ROLES else Role.PARTICIPANT) in MAY[right]


def told_of(body: bytes, *, beside: str = "") -> list[str]:
    """Whose words stand in an answer, beside those of one person."""
    everybody = ("P0001", "P0002", "P0001@tablets", "P0002@tablets")
    marks = {each: canary(each).encode() for each in everybody if each != beside}
    return [who for who, mark in marks.items() if mark in body]


def asked_about_one(name: str) -> bool:
    """Whether the address of an operation names somebody."""
    return "participants_" in name


def test_every_operation_is_listed_with_its_right() -> None:
    from speciosa.study.server.api.address import operations

    assert {each.name: each.right for each in operations()} == RIGHTS


@pytest.mark.parametrize("who", [*ROLES, "P0001", ""])
def test_each_gets_what_the_table_gives_and_nothing_else(marked: World, who: str) -> None:
    for name, (status, body) in every_answer(forged(marked, who)).items():
        expected = 401 if not who else 200 if may(who, RIGHTS[name]) else 403
        assert status == expected, name
        if status != 200:
            assert b"canary" not in body, name
        assert not [each for each in told_of(body) if "tablets" in each], name
        if who == "P0001":
            assert told_of(body, beside="P0001") == [], name
        if asked_about_one(name):
            assert told_of(body, beside="P0001") == [], name


@pytest.mark.parametrize("who", [*(f"{each}@tablets" for each in ROLES), "P0001@tablets"])
def test_nobody_reaches_into_another_study(marked: World, who: str) -> None:
    from speciosa.study.server.models import Participant

    Participant.objects.filter(pk=marked.people["P0001"].pk).update(number="P0077")
    theirs, nobodys = every_answer(forged(marked, who), "P0077"), every_answer(forged(marked, who), "P0099")
    for name, (status, body) in theirs.items():
        assert [each for each in told_of(body) if "tablets" not in each] == [], name
        assert b"P0077" not in body, name
        if asked_about_one(name):
            assert (status, body) == nobodys[name], name
            assert status == (404 if may(who, RIGHTS[name]) else 403), name


@pytest.mark.parametrize("who", ROLES)
def test_a_seat_at_one_site_knows_of_nobody_at_another(marked: World, who: str) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(person=marked.accounts[who]).update(site=marked.north)
    theirs, nobodys = every_answer(forged(marked, who), "P0002"), every_answer(forged(marked, who), "P0099")
    for name, (status, body) in theirs.items():
        assert told_of(body, beside="P0001") == [], name
        assert b"P0002" not in body, name
        if asked_about_one(name):
            assert (status, body) == nobodys[name], name
            assert status == (404 if may(who, RIGHTS[name]) else 403), name


@pytest.mark.parametrize("end", ["role", "second factor", "account"])
@pytest.mark.parametrize("who", ROLES)
def test_a_token_outlives_no_right_of_its_owner(marked: World, who: str, end: str) -> None:
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import User

    from speciosa.study.server.models import Member

    account: Any = marked.accounts[who]
    if end == "role":
        Member.objects.filter(person=account).update(ended_s=1)
    elif end == "second factor":
        Authenticator.objects.filter(user=account).delete()
    else:
        User.objects.filter(pk=account.pk).update(is_active=False)
    answers = every_answer(forged(marked, who))
    assert {status for status, _ in answers.values()} == {401 if end == "account" else 403}
    assert not [name for name, (_, body) in answers.items() if b"canary" in body]


@pytest.mark.parametrize("erase", [True, False])
def test_whoever_left_reads_and_writes_nothing_more(marked: World, erase: bool) -> None:
    from speciosa.study.server.models import Token
    from speciosa.study.server.withdrawal import withdraw

    me, who = forged(marked, "P0001"), marked.people["P0001"]
    withdraw(who, erase=erase, reason="", actor="participant P0001", role="participant")
    gone = every_answer(me)
    Token.objects.update(revoked_s=None)  # were one left behind
    left = every_answer(me)
    assert {status for status, _ in gone.values()} == {401}
    assert {status for status, _ in left.values()} == {403}
    assert not [name for name, (_, body) in (*gone.items(), *left.items()) if b"canary" in body]
    theirs = every_answer(forged(marked, "statistician"))
    told = [name for name, (_, body) in theirs.items() if canary("P0001").encode() in body]
    reads = [name for name, right in RIGHTS.items() if right in {Right.SEE_ENTRIES, Right.EXPORT}]
    assert told == ([] if erase else reads)


def test_before_a_new_text_is_agreed_to_what_was_written_is_read_and_nothing_else(marked: World) -> None:
    from speciosa.study.server.models import ConsentText

    ConsentText.objects.create(study=marked.leaf, version=1, language="en", title="t", body="b", digest="0" * 64,
                               made_s=1)  # fmt: skip
    answers = every_answer(forged(marked, "P0001"))
    assert {name: status for name, (status, _) in answers.items() if RIGHTS[name] is Right.OWN_RECORD} == {
        "write_entries": 409, "read_entries": 200, "read_schedule": 409, "read_due": 409,
    }  # fmt: skip
    assert NEW.encode() not in answers["read_entries"][1]


@pytest.mark.parametrize("state", ["closed", "revealed"])
def test_in_a_study_that_is_over_nothing_is_written_and_each_reads_what_they_may(marked: World, state: str) -> None:
    from speciosa.study.server.models import Study

    Study.objects.filter(pk=marked.leaf.pk).update(state=state)
    for who in ("P0001", "statistician", "auditor"):
        for name, (status, body) in every_answer(forged(marked, who)).items():
            expected = 409 if name == "write_entries" else 200
            assert status == (expected if may(who, RIGHTS[name]) else 403), (who, name)
            assert NEW.encode() not in body, (who, name)


def test_each_scope_opens_its_own_operations_alone(marked: World) -> None:
    from speciosa.study.server.api.address import operations
    from speciosa.study.server.api.scopes import OWN, STAFF

    scope_of = {each.name: each.scope for each in operations()}
    for who, scopes in (("P0001", OWN), ("statistician", STAFF)):
        for scope in scopes:
            for name, (status, _) in every_answer(program(marked, who, scope)).items():
                assert (status == 200) == (scope_of[name] is scope), (scope, name)
