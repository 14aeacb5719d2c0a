from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from tests.store_fixture import IN_POSTGRESQL
from tests.study_server.conftest import World

from speciosa.study.trail_check import check_export
from speciosa.study.trail_step import Head

in_postgresql = pytest.mark.skipif(
    not IN_POSTGRESQL, reason="needs a PostgreSQL: SPECIOSA_TEST_STORE=postgresql (tests/postgresql/run makes one)"
)
COLUMNS: dict[str, Any] = {
    "at_s": 5, "actor": "account 99", "role": "clinician", "action": "something else", "subject": "somebody else",
    "old": '"x"', "new": '"y"', "reason": "none", "previous": "1" * 64, "digest": "2" * 64, "number": 77,
}  # fmt: skip


def written(world: World, count: int = 4) -> None:
    """Links in the study's chain and in those of both people."""
    from speciosa.study.server import trail
    from speciosa.study.server.trail.chain import Doing

    who = f"account {world.accounts['administrator'].pk}"
    for at in range(count):
        for chain in (trail.study_chain(world.leaf), trail.participant_chain(world.people["P0001"]),
                      trail.participant_chain(world.people["P0002"])):  # fmt: skip
            trail.add(chain, Doing("tested", f"step {at}", at, at + 1, f"=why {at}"), actor=who, role="auditor")


def by_hand(statement: str, *values: Any) -> None:
    """What somebody with the whole database in hand can do: the triggers are dropped before."""
    with connection.cursor() as cursor:
        if IN_POSTGRESQL:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE study_link DISABLE TRIGGER USER")
            cursor.execute("ALTER TABLE study_chain DISABLE TRIGGER USER")
        else:
            for name in ("study_link_no_update", "study_link_no_delete", "study_chain_no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(statement, values)


def at_once(statement: str) -> None:
    """In a transaction of its own, which a refusal ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def walked(world: World, earlier: list[Head] | None = None) -> list[tuple[str, int]]:
    from speciosa.study.server.trail.verify import chains_of, walk

    return [(each.chain, each.number) for each in walk(chains_of(world.leaf), earlier or []).misfits]


def chain_key(name: str = "study leaf") -> int:
    from speciosa.study.server.models import Chain

    return Chain.objects.get(name=name).pk


def test_what_was_added_fits(world: World) -> None:
    written(world)
    assert walked(world) == []


@pytest.mark.parametrize("statement", [
    "UPDATE study_link SET reason = 'x'", "DELETE FROM study_link", "DELETE FROM study_chain",
    "UPDATE study_link SET digest = digest",
])  # fmt: skip
def test_the_database_itself_refuses_to_change_or_delete_a_link(world: World, statement: str) -> None:
    written(world)
    with pytest.raises(DatabaseError, match="stays"):
        at_once(statement)
    assert walked(world) == []


@in_postgresql
def test_postgresql_refuses_to_empty_the_table(world: World) -> None:
    written(world)
    with pytest.raises(DatabaseError, match="stays"):
        at_once("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE study_link")


@pytest.mark.parametrize("column", sorted(COLUMNS))
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_change_of_any_column_is_found_and_named(world: World, column: str, number: int) -> None:
    written(world)
    by_hand(
        f"UPDATE study_link SET {column} = %s WHERE chain_id = %s AND number = %s", COLUMNS[column], chain_key(), number
    )
    assert walked(world) == [("study leaf", number)]


def test_a_link_that_was_moved_to_another_chain_is_missed_there_and_found_here(world: World) -> None:
    written(world)
    by_hand("UPDATE study_link SET chain_id = %s, number = 5 WHERE chain_id = %s AND number = 2",
            chain_key("participant leaf P0001"), chain_key())  # fmt: skip
    assert walked(world) == [("participant leaf P0001", 5), ("study leaf", 2)]


def test_a_change_of_the_chain_s_own_row_is_found(world: World) -> None:
    written(world)
    by_hand("UPDATE study_chain SET head = %s WHERE id = %s", "3" * 64, chain_key())
    assert walked(world) == [("study leaf", 5)]
    by_hand("UPDATE study_chain SET name = %s WHERE id = %s", "participant leaf P0009", chain_key())
    assert walked(world) == [("participant leaf P0009", 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_a_link_that_was_dropped_is_found(world: World, number: int) -> None:
    written(world)
    by_hand("DELETE FROM study_link WHERE chain_id = %s AND number = %s", chain_key(), number)
    assert walked(world) == [("study leaf", number)]


def test_a_link_that_was_dropped_and_those_after_it_renumbered_is_found(world: World) -> None:
    written(world)
    key = chain_key()
    by_hand("DELETE FROM study_link WHERE chain_id = %s AND number = 2", key)
    for number in (3, 4):
        by_hand("UPDATE study_link SET number = %s WHERE chain_id = %s AND number = %s", number - 1, key, number)
    assert walked(world) == [("study leaf", 2)]


def test_two_links_that_were_swapped_are_found(world: World) -> None:
    written(world)
    key = chain_key()
    for old, new in ((2, 99), (3, 2), (99, 3)):
        by_hand("UPDATE study_link SET number = %s WHERE chain_id = %s AND number = %s", new, key, old)
    assert walked(world) == [("study leaf", 2)]


def test_an_end_that_was_cut_off_is_found_and_with_the_chain_s_row_made_anew_by_an_earlier_list(world: World) -> None:
    from speciosa.study.server.models import Chain, Link

    written(world)
    end = Chain.objects.get(name="study leaf")
    handed_out = [Head("study leaf", end.length, end.head)]
    by_hand("DELETE FROM study_link WHERE chain_id = %s AND number = 4", end.pk)
    assert walked(world) == [("study leaf", 4)]
    last = Link.objects.get(chain=end, number=3)
    by_hand("UPDATE study_chain SET head = %s, length = 3 WHERE id = %s", last.digest, end.pk)
    assert walked(world) == []
    assert walked(world, handed_out) == [("study leaf", 4)]


def test_a_chain_that_was_made_anew_from_some_link_on_is_found_by_an_earlier_list(world: World) -> None:
    from speciosa.study.server import trail
    from speciosa.study.server.models import Chain, Link

    written(world)
    end = Chain.objects.get(name="study leaf")
    handed_out = [Head("study leaf", end.length, end.head)]
    previous = Link.objects.get(chain=end, number=2).digest
    for link in Link.objects.filter(chain=end, number__gt=2).order_by("number"):
        link.previous, link.reason = previous, "what they would rather have said"
        previous = trail.digest_of("study leaf", link)
        by_hand("UPDATE study_link SET previous = %s, reason = %s, digest = %s WHERE id = %s",
                link.previous, link.reason, previous, link.pk)  # fmt: skip
    by_hand("UPDATE study_chain SET head = %s WHERE id = %s", previous, end.pk)
    assert walked(world) == []
    assert walked(world, handed_out) == [("study leaf", 4)]
    assert walked(world, [*handed_out, Head("participant leaf P0077", 3, "a" * 64)])[0] == ("participant leaf P0077", 0)


def exported(world: World, here: Path, who: str = "auditor") -> Path:
    answer = world.client(who).post("/study/leaf/trail/export/")
    assert answer["Content-Type"] == "application/zip"
    file = here / "trail.zip"
    file.write_bytes(answer.content)
    return file


def test_an_export_is_checked_without_the_server_and_its_making_is_a_link(world: World, here: Path) -> None:
    from speciosa.study.server.models import Link

    written(world)
    file = exported(world, here)
    found = check_export(file)
    assert (found.chains, found.steps, found.misfits) == (3, 12, ())
    last = Link.objects.filter(chain__name="study leaf").order_by("-number")[0]
    assert (last.action, json.loads(last.new)) == ("trail exported", {"chains": 3, "heads": found.digest})
    later = here / "later.zip"
    later.write_bytes(exported(world, here).read_bytes())
    assert check_export(later, later).misfits == ()


def test_the_csv_of_an_export_runs_nothing_in_a_spreadsheet(world: World, here: Path) -> None:
    written(world, 1)
    with zipfile.ZipFile(exported(world, here)) as opened:
        rows = list(csv.DictReader(io.StringIO(opened.read("trail.csv").decode())))
    assert {row["reason"] for row in rows} == {"'=why 0"}


def test_the_page_checks_against_a_list_that_is_handed_in(world: World, here: Path) -> None:
    written(world)
    with zipfile.ZipFile(exported(world, here)) as opened:
        heads = opened.read("heads.json")
    client = world.client("auditor")

    def check(body: bytes) -> tuple[int, str]:
        answer = client.post("/study/leaf/trail/verify/", {"heads": io.BytesIO(body)})
        return answer.status_code, answer.content.decode()

    assert "The trail is whole" in check(heads)[1]
    assert "The trail is whole" in client.post("/study/leaf/trail/verify/").content.decode()
    by_hand("UPDATE study_link SET reason = 'x' WHERE chain_id = %s AND number = 2", chain_key())
    status, page = check(heads)
    assert status == 200
    assert "The trail does not fit" in page
    assert "study leaf</strong>, step 2" in page
    assert check(b"\xff\xfe")[0] == 400
    assert check(heads.replace(b"study leaf", b"study tabl"))[0] == 400


def test_a_list_of_ends_tells_nothing_of_another_study(world: World) -> None:
    from speciosa.study.trail_step import heads_digest

    heads = [Head("participant tablets P0001", 1, "a" * 64)]
    body = json.dumps({"chains": heads, "digest": heads_digest(heads)}).encode()
    answer = world.client("auditor").post("/study/leaf/trail/verify/", {"heads": io.BytesIO(body)})
    assert answer.status_code == 400
    assert "of another trail" in answer.content.decode()


def test_the_page_shows_who_when_old_new_and_why_and_filters(world: World) -> None:
    written(world, 2)
    client = world.client("auditor")
    page = client.get("/study/leaf/trail/").content.decode()
    assert page.count("<li>\n<p><strong>tested") == 6
    for said in ("by administrator@leaf.example (account", "=why 0", "step 1", "<dt>Before</dt><dd>0</dd>"):
        assert said in page

    def shown(query: str) -> int:
        return client.get(f"/study/leaf/trail/?{query}").content.decode().count("<strong>tested")

    assert shown("chain=P0001") == 2
    assert shown("chain=study") == 2
    assert shown("action=tested") == 6
    assert shown("action=nothing") == 0
    assert shown("person=Administrator@leaf.example") == 6
    assert shown("person=P0002") == 0
    assert shown("before=9999999999999999999999") == 6


def test_the_page_goes_on_where_there_are_many_and_each_link_stands_on_one_page(world: World) -> None:
    written(world, 35)
    client = world.client("auditor")
    first = client.get("/study/leaf/trail/?action=tested").content.decode()
    before = first.partition("?before=")[2].partition("&")[0]
    second = client.get(f"/study/leaf/trail/?action=tested&before={before}").content.decode()
    assert (first.count("<strong>tested"), second.count("<strong>tested")) == (100, 5)


def test_an_auditor_of_one_site_reads_exports_and_checks_that_site_s_people_alone(world: World, here: Path) -> None:
    from speciosa.study.server.models import Member

    written(world, 2)
    Member.objects.filter(study=world.leaf, role="auditor").update(site=world.south)
    page = world.client("auditor").get("/study/leaf/trail/").content.decode()
    assert "participant leaf P0002" in page
    assert "participant leaf P0001" not in page
    assert "study leaf, step" not in page
    with zipfile.ZipFile(exported(world, here)) as opened:
        chains = {each[0] for each in json.loads(opened.read("heads.json"))["chains"]}
    assert chains == {"participant leaf P0002"}


def test_how_the_study_s_own_staff_signed_in_stands_on_its_page_and_nobody_else_s(world: World) -> None:
    world.client("clinician")
    world.client("clinician@tablets")
    page = world.client("auditor").get("/study/leaf/trail/?chain=signing+in").content.decode()
    assert "clinician@leaf.example" in page
    assert "clinician@tablets.example" not in page


def test_unblindings_are_listed_with_their_reasons_and_never_an_arm(world: World) -> None:
    from speciosa.study.server.models import Member, Unblinding

    clinician = Member.objects.get(study=world.leaf, role="clinician").person
    for number, why in (("P0001", "fainted at work"), ("P0002", "a child swallowed one")):
        Unblinding.objects.create(
            participant=world.people[number], asked_by=clinician, role="clinician", period=2, reason=why, at_s=0
        )
    page = world.client("auditor").get("/study/leaf/trail/unblindings/").content.decode()
    assert "fainted at work" in page
    assert "2 in all." in page
    assert "clinician@leaf.example, clinician" in page
    Member.objects.filter(study=world.leaf, role="auditor").update(site=world.south)
    assert "fainted at work" not in world.client("auditor").get("/study/leaf/trail/unblindings/").content.decode()


def test_the_whole_server_is_walked_by_its_administrator_alone(world: World) -> None:
    from django.contrib.auth.models import User

    written(world)
    client = world.client("administrator")
    assert client.post("/study/server/verify/").status_code == 404
    User.objects.filter(username="administrator@leaf.example").update(is_superuser=True)
    assert "The trail is whole" in client.post("/study/server/verify/").content.decode()
    assert client.post("/study/server/export/")["Content-Type"] == "application/zip"
    assert client.get("/study/server/").status_code == 200
    by_hand("UPDATE study_link SET subject = 'x' WHERE chain_id = %s", chain_key("server"))
    assert "server</strong>, step 1" in client.post("/study/server/verify/").content.decode()


def test_an_export_holds_chains_in_the_order_in_which_links_are_added(world: World) -> None:
    """Else whoever joins meanwhile holds the study's chain and waits for their own, and the export the other way."""
    from speciosa.study.server import trail
    from speciosa.study.server.models import Chain
    from speciosa.study.server.trail import export

    written(world)
    trail.add("server", trail.chain.Doing("tested", "somebody"), actor="server", role="")
    asked: list[str] = []

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.extend(str(each) for each in params or () if each in names)
        return execute(sql, params, many, context)

    names = set(Chain.objects.values_list("name", flat=True))
    with connection.execute_wrapper(noting):
        assert export._held(Q()) == sorted(names)
    assert asked == ["server", "study leaf", "participant leaf P0001", "participant leaf P0002"]
