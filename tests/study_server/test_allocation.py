"""Allocating: who can be, what is written, and that nothing of the order stands anywhere in clear."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.study_server.allocation_world import (
    NOW_S,
    STARTS,
    Allocating,
    agree,
    cheap_hashing,
    clock_at,
    enter_protocol,
    fill,
    opened,
    ready,
    said,
)  # fmt: skip
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.study.server.models import AllocationList


@pytest.fixture
def allocating(world: World) -> Iterator[Allocating]:
    with cheap_hashing(), clock_at(NOW_S):
        yield ready(world)


def reasons(allocating: Allocating, number: str = "P0001") -> str:
    from speciosa.study.server.allocation import planning

    who = allocating.world.people[number]
    who.refresh_from_db()
    who.study.refresh_from_db()
    found = planning.look(who, said(who), NOW_S).reasons
    assert all(each[0].isupper() and each.endswith(".") for each in found)
    return " ".join(found)


def test_whoever_can_be_allocated_is_and_the_promise_stands_in_the_diary_from_day_0(allocating: Allocating) -> None:
    from speciosa.store.diary import diary_of
    from speciosa.study.server.models import Envelope, Link
    from speciosa.trial import Trial

    assert reasons(allocating) == ""
    made = allocating.allocate()
    who = allocating.world.people["P0001"]
    who.refresh_from_db()
    assert who.state == "allocated"
    (trial,) = Trial.all_in(diary_of(who.record))
    assert (trial.name, trial.commitment, trial.design.starts) == (made.trial, made.commitment, STARTS)
    assert not trial.seed_by_hand
    assert trial.revealed_s is None
    purposes = Envelope.objects.filter(allocated=made).values_list("key__purpose", flat=True)
    assert set(purposes) == {"packer", "emergency", "statistician"}
    link = Link.objects.get(action="allocated")
    assert (link.subject, json.loads(link.new)) == ("participant P0001", {"commitment": made.commitment})
    assert "allocated already" in reasons(allocating)


def test_all_three_codes_open_the_same_schedule_and_it_is_that_of_their_own_usual_day(allocating: Allocating) -> None:
    made = allocating.allocate()
    found = [opened(made, code, purpose) for purpose, code in allocating.codes.items()]
    assert found[0] == found[1] == found[2]
    assert found[0].design.amount_g("usual") == 5.0
    assert found[0].codes == tuple(each["code"] for each in json.loads(made.paper)["periods"])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("gate", "The gate is shut: The ethics approval is not entered."),
        ("packer", "There is no key yet for: packer."),
        ("emergency", "There is no key yet for: emergency."),
        ("statistician", "There is no key yet for: statistician."),
        ("consent", "They have not agreed to take part, or took it back."),
        ("new text", "They agreed to an older text."),
        ("withdrawn", "They are in the state “withdrawn”"),
        ("closed", "The study is not open"),
        ("open arms", "the arms of this study are open"),
        ("child", "A trial is for people who are surely 18 or older."),
        ("no age", "year of birth is not in your record"),
        ("run-in", "Their record covers 28 days; the protocol asks for 60"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said_and_nothing_is_written(allocating: Allocating, spoil: str, words: str) -> None:
    from speciosa.study.server.models import Allocated, Envelope

    _spoil(allocating, spoil)
    assert words in reasons(allocating)
    with pytest.raises(EntryError, match="can't be allocated"):
        allocating.allocate()
    assert not Allocated.objects.exists()
    assert not Envelope.objects.exists()
    allocating.world.north.list.refresh_from_db()
    assert allocating.world.north.list.drawn == 0


def _spoil(allocating: Allocating, spoil: str) -> None:
    from speciosa.record import Person
    from speciosa.store import details
    from speciosa.study.server.models import Consent, ConsentText, GateItem, PackKey, Participant, Study

    who, study = allocating.world.people["P0001"], Study.objects.filter(pk=allocating.world.leaf.pk)
    if spoil == "gate":
        GateItem.objects.create(study=study[0], kind="ethics", body='{"taken_back": "yes"}', entered_s=NOW_S)
    elif spoil in {"packer", "emergency", "statistician"}:
        PackKey.objects.filter(study=study[0], purpose=spoil).update(retired_s=NOW_S)
    elif spoil == "consent":
        Consent.objects.filter(participant=who).update(withdrawn_s=NOW_S)
    elif spoil == "new text":
        ConsentText.objects.create(
            study=study[0], version=2, language="en", title="New", body="New", digest="1" * 64, made_s=NOW_S
        )  # fmt: skip
    elif spoil == "withdrawn":
        Participant.objects.filter(pk=who.pk).update(state="withdrawn")
    elif spoil == "closed":
        study.update(state="closed")
    elif spoil == "open arms":
        study.update(masked=False)
    elif spoil == "child":
        details.save_person(who.record, Person(birth_year=2010, time_zone="Europe/Berlin"))
    elif spoil == "no age":
        details.save_person(who.record, Person(time_zone="Europe/Berlin"))
    else:
        enter_protocol(study[0], run_in_d=60)


def test_a_question_that_nobody_asked_keeps_somebody_from_being_allocated_and_so_does_a_yes(
    allocating: Allocating,
) -> None:
    with pytest.raises(EntryError, match="a question is still open"):
        allocating.allocate(answers={})
    answers = dict(said(allocating.world.people["P0001"]).answers or {})
    with pytest.raises(EntryError, match="can't be allocated"):
        allocating.allocate(answers=answers | {"liver_disease": True})


def test_a_key_that_somebody_put_into_the_database_is_sealed_to_by_nobody(allocating: Allocating) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from speciosa.study.server.models import Allocated, PackKey

    own = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    PackKey.objects.filter(purpose="packer", retired_s=None).update(public=own)
    with pytest.raises(EntryError, match="not one that this server made"):
        allocating.allocate()
    assert not Allocated.objects.exists()


def test_with_another_secret_of_the_server_nobody_is_allocated(allocating: Allocating) -> None:
    from django.test import override_settings

    with override_settings(SECRET_KEY="another"), pytest.raises(EntryError, match="another one than when"):
        allocating.allocate()


def test_an_envelope_opens_for_its_own_participant_alone(allocating: Allocating) -> None:
    from speciosa.study.server.allocation import envelopes, pack_keys

    one, other = allocating.allocate("P0001"), allocating.allocate("P0002")
    mine, theirs = envelopes.of(one, "packer"), envelopes.of(other, "packer")
    assert mine is not None
    assert theirs is not None
    private = pack_keys.private_of(mine.key, allocating.codes["packer"])
    assert private is not None
    envelopes.opened(mine, private)
    mine.body = theirs.body  # moved by somebody with the database in hand
    with pytest.raises(EntryError, match="another participant's"):
        envelopes.opened(mine, private)


def test_after_it_no_arm_seed_or_opening_code_stands_in_any_table_or_on_the_terminal(
    allocating: Allocating, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    from speciosa.study.server.allocation import envelopes, pack_keys, site_lists
    from speciosa.trial.concealment import open_sealed

    capfd.readouterr()
    before = every_cell()
    made = [allocating.allocate(number) for number in ("P0001", "P0002")]
    kept, logged = every_cell(), "".join(capfd.readouterr()) + caplog.text
    for each in made:
        envelope = envelopes.of(each, "packer")
        assert envelope is not None
        private = pack_keys.private_of(envelope.key, allocating.codes["packer"])
        assert private is not None
        code = envelopes.opened(envelope, private)
        found = open_sealed(each.body.encode(), code)
        allocation = opened(each, allocating.codes["packer"], "packer")
        secret = [
            allocation.seed, found.nonce, found.schedule, code.encode(), code.replace("-", "").encode(),
            private.private_bytes_raw(), site_lists.ahead_of(each.participant.site.list).seed,
            first_seed(each.participant.site.list, allocating.codes["statistician"]),
            *(typed.encode() for typed in allocating.codes.values()),
        ]  # fmt: skip
        for text in (kept, logged):
            for one in secret:
                assert not [way for way in written(one) if way in text]
    # an arm is a common word: what is new in the tables names no level but where the design does
    new = [cell for cell in kept.split("\n") if cell not in set(before.split("\n"))]
    named = [cell for cell in new if "-25%" in cell or "a quarter less" in cell]
    assert named
    for cell in named:
        assert cell.startswith(("trial=", '{"trial"')), cell[:40]
        assert cell.count("-25%") + cell.count("a quarter less") == 1  # the design's own list of levels


def every_cell() -> str:
    """Every value of every table, as text and as hexadecimal digits of what is binary."""
    from django.db import connection

    lines = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                lines += [bytes(each).hex() if isinstance(each, bytes | memoryview) else str(each) for each in row]
    return "\n".join(lines)


def written(secret: bytes) -> list[str]:
    """Every way of writing bytes that we could think of, the other way round, too."""
    ways = []
    for each in (secret, secret[::-1]):
        ways += [each.hex(), each.hex().upper(), repr(list(each)), str(int.from_bytes(each, "big"))]
        ways += [base64.b64encode(each).decode().rstrip("="), base64.urlsafe_b64encode(each).decode().rstrip("=")]
        ways += [base64.b32encode(each).decode().rstrip("="), base64.b85encode(each).decode()]
        ways += [each.decode("latin-1"), each.decode("latin-1").lower(), json.dumps(each.decode("latin-1"))[1:-1]]
    return ways


def test_beginnings_of_a_site_are_those_of_its_list_and_sites_have_lists_of_their_own(allocating: Allocating) -> None:
    from speciosa.study.server.allocation import starts

    for at, number in enumerate(("P0001", "P0002")):
        made = allocating.allocate(number)
        assert made.place == 1
        seed = first_seed(made.participant.site.list, allocating.codes["statistician"])
        assert opened(made, allocating.codes["packer"], "packer").arms[0] == starts.start_at(seed, 1, ("usual", "-25%"))
        assert at == made.participant.site.pk - allocating.world.north.pk
    assert allocating.world.north.list.commitment != allocating.world.south.list.commitment


def first_seed(kept: AllocationList, code: str) -> bytes:
    """What a list began with: the statistician's code opens it, and nothing that the server has."""
    from speciosa.study.server.allocation import pack_keys, site_lists

    private = pack_keys.private_of(kept.key, code)
    assert private is not None
    return site_lists.first_of(kept, private).seed


def test_secret_and_database_together_do_not_give_back_a_place_that_was_given_out(allocating: Allocating) -> None:
    """What is left there is the hash of what the places came from; what is to come follows from it, and no more."""
    from speciosa.study.server.allocation import server_seal, site_lists, starts

    allocating.allocate()
    kept = allocating.world.people["P0001"].site.list
    kept.refresh_from_db()
    first = first_seed(kept, allocating.codes["statistician"])
    held = server_seal.opened_here(kept.ahead, site_lists._bound(kept.site)).decode()
    ahead = site_lists.ahead_of(kept)
    assert ahead.seed == hashlib.sha256(starts.ALGORITHM.encode() + first).digest()
    assert first.hex() not in held + every_cell()
    with pytest.raises(EntryError, match="can't be opened"):
        server_seal.opened_here(kept.first, site_lists._bound(kept.site))
    one, levels = starts.Ahead(first).given()[1], ("usual", "-25%")
    assert one == ahead
    assert starts.level_of(ahead.given()[0], levels) == starts.start_at(first, 2, levels)


def test_nobody_is_allocated_in_a_study_that_was_closed_since_the_page_was_asked_for(allocating: Allocating) -> None:
    from speciosa.study.server.models import Allocated, Study

    who = allocating.world.people["P0001"]
    assert who.study.state == "open"
    given = said(who)
    Study.objects.filter(pk=who.study_id).update(state="closed")
    with pytest.raises(EntryError, match="can't be allocated"):
        allocating.allocate(answers=given.answers)
    assert not Allocated.objects.exists()


def test_a_study_of_two_people_with_own_records_has_designs_of_their_own(allocating: Allocating) -> None:
    from tests.study_server.conftest import _account, _record

    from speciosa.study.server.models import Participant, Site

    site = Site.objects.get(pk=allocating.world.north.pk)
    third = Participant.objects.create(
        study=site.study, site=site, number="P0003", person=_account("P0003@leaf"), record=_record("leafP0003"),
        joined_s=NOW_S,
    )  # fmt: skip
    allocating.world.people["P0003"] = third
    agree(third)
    fill(third)
    assert (allocating.allocate("P0001").place, allocating.allocate("P0003").place) == (1, 2)
