"""What programs read and write: once, by whom they may, in the form that the schema tells of."""

from __future__ import annotations

import io
import json
import traceback
import zipfile
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.study_server.api_world import TOP, Program, program, row
from tests.study_server.conftest import ROLES, World

STAFF_READS = ("participants", "participants/P0001/entries", "flow", "export/csv", "participants/P0001/csv",
               "participants/P0001/fhir")  # fmt: skip


def said(answer: Any) -> Any:
    return json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)


def ids_of(world: World, who: str = "P0001") -> list[str]:
    from speciosa.store.models import Entry

    return list(Entry.objects.filter(record=world.people[who].record).order_by("pk").values_list("entry_id", flat=True))


def test_each_entry_is_kept_or_refused_with_its_sentence(world: World) -> None:
    me = program(world, "P0001")
    answer = me.post("entries", {"entries": [row(id="morning-1"), row(kind="weather"), row(value="a lot")]})
    found = said(answer)["results"]
    assert answer.status_code == 200
    assert [each["state"] for each in found] == ["kept", "refused", "refused"]
    assert found[0] == {"id": "morning-1", "state": "kept", "why": "", "ask": ""}
    assert all(each["why"] and "a lot" not in each["why"] for each in found[1:])
    assert ids_of(world) == ["morning-1"]


def test_the_same_call_again_writes_nothing_and_is_answered_the_same(world: World) -> None:
    me = program(world, "P0001")
    body = {"entries": [row(), row(kind="weather"), row(id="evening-1", value=3)]}
    answers = [me.post("entries", body, key=key).content for key in ("", "", "call-0001", "call-0001")]
    assert len(set(answers)) == 1
    assert len(ids_of(world)) == 2


def test_an_entry_without_an_id_needs_the_call_s_key(world: World) -> None:
    from speciosa.study.server.models import Written

    me = program(world, "P0001")
    body = {"entries": [row(id=None), row(id=None), row(id=None, kind="weather")]}
    assert [each["state"] for each in said(me.post("entries", body))["results"]] == ["refused"] * 3
    assert ids_of(world) == []
    first = me.post("entries", body, key="call-0001").content
    Written.objects.all().delete()  # forgotten after some days: each is written once all the same
    assert me.post("entries", body, key="call-0001").content == first
    assert [each["state"] for each in json.loads(first)["results"]] == ["kept", "kept", "refused"]
    assert len(ids_of(world)) == 2


def test_an_id_that_is_made_here_tells_nothing_of_what_was_written(world: World) -> None:
    from django.db import transaction

    me, ids = program(world, "P0001"), set()
    for value in range(3):
        with transaction.atomic():
            answer = me.post("entries", {"entries": [row(id=None, value=value)]}, key="call-0001")
            ids.add(said(answer)["results"][0]["id"])
            transaction.set_rollback(True)
    assert len(ids) == 1  # whatever it says


def test_a_key_that_named_another_call_is_refused(world: World) -> None:
    me = program(world, "P0001")
    assert me.post("entries", {"entries": [row()]}, key="call-0001").status_code == 200
    again = me.post("entries", {"entries": [row(value=2)]}, key="call-0001")
    assert again.status_code == 409
    assert len(ids_of(world)) == 1


def test_a_key_counts_for_its_own_token_alone(world: World) -> None:
    for who in ("P0001", "P0002"):
        assert program(world, who).post("entries", {"entries": [row()]}, key="call-0001").status_code == 200
    assert len(ids_of(world, "P0001")) == len(ids_of(world, "P0002")) == 1


def test_other_words_under_an_id_are_kept_beside_and_asked_about_however_often_they_come(world: World) -> None:
    me = program(world, "P0001")
    me.post("entries", {"entries": [row(id="morning-1", value=6)]})
    answers = [me.post("entries", {"entries": [row(id="morning-1", value=2)]}).content for _ in range(3)]
    assert len(set(answers)) == 1
    assert json.loads(answers[0])["results"][0]["ask"]
    assert len(ids_of(world)) == 2


@settings(max_examples=20, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(st.lists(st.integers(0, 11), min_size=1, max_size=6), min_size=1, max_size=6))
def test_however_calls_overlap_each_entry_is_written_once(world: World, calls: list[list[int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        me = program(world, "P0001")
        for call in calls:
            me.post("entries", {"entries": [row(id=f"entry-{each:04d}", value=each % 10) for each in call]})
        assert sorted(ids_of(world)) == sorted({f"entry-{each:04d}" for call in calls for each in call})
        transaction.set_rollback(True)


@pytest.mark.parametrize("entry", [
    row(kind="assignment", name="usual", value=1), row(kind="event", name="trial_planned", value="x"),
    row(kind=" Assignment ", name="usual", value=1), row(id="trial-ABCDEF-p1"), row(supersedes="trial-ABCDEF-p1"),
    row(kind="photo", name="cheek_left", value="photos/a.jpg"), row(kind="EVENT ", name=" trial_revealed "),
    row(kind="event", name="emergency_reveal\t"),
])  # fmt: skip
def test_what_a_trial_fixes_is_not_written_by_program(world: World, entry: dict[str, Any]) -> None:
    answer = program(world, "P0001").post("entries", {"entries": [entry]})
    assert [each["state"] for each in said(answer)["results"]] == ["refused"]
    assert ids_of(world) == []


def test_nothing_is_written_when_the_study_is_over_or_somebody_left(world: World) -> None:
    from speciosa.study.server.models import Participant, Study

    me = program(world, "P0001")
    for state in ("closed", "revealed"):
        Study.objects.filter(pk=world.leaf.pk).update(state=state)
        assert me.post("entries", {"entries": [row()]}).status_code == 409
    Study.objects.filter(pk=world.leaf.pk).update(state="open")
    Participant.objects.filter(number="P0001").update(state="withdrawn")
    assert me.post("entries", {"entries": [row()]}).status_code == 403
    assert ids_of(world) == []


def test_pages_lose_nothing_and_repeat_nothing_while_more_is_written(world: World) -> None:
    me = program(world, "P0001")
    me.post("entries", {"entries": [row(id=f"before-{at:02d}", value=at % 10) for at in range(7)]})
    seen, cursor = [], None
    for turn in range(20):
        page = said(me.get("entries", limit=2, **({"cursor": cursor} if cursor else {})))
        seen += [each["id"] for each in page["entries"]]
        cursor = page["next"]
        if turn < 3:
            me.post("entries", {"entries": [row(id=f"meanwhile-{turn}", time="2020-01-01T00:00Z")]})
        if cursor is None:
            break
    assert seen == ids_of(world)
    assert len(seen) == 10


def test_entries_are_chosen_by_kind_and_from_when_on(world: World) -> None:
    me = program(world, "P0001")
    me.post("entries", {"entries": [row(), row(kind="symptom", name="nausea", value=""),
                                    row(kind="symptom", name="nausea", value=2, time="2026-04-01T08:00Z")]})  # fmt: skip
    both = said(me.get("entries", kinds=["symptom", "rating"]))["entries"]
    late = said(me.get("entries", kinds="symptom", since="2026-04-01T10:00:00+02:00"))["entries"]
    assert [each["kind"] for each in both] == ["rating", "symptom", "symptom"]
    assert [each["value"] for each in late] == ["2"]


def test_what_is_read_says_what_was_written(world: World) -> None:
    me = program(world, "P0001")
    wrote = row(kind="dose", name="kratom leaf powder", value=2.5, unit="g", reason="pain", food="fed",
                recorded="2026-03-01T09:00:00+01:00", id="breakfast", note="with tea")  # fmt: skip
    me.post("entries", {"entries": [wrote]})
    (read,) = said(me.get("entries"))["entries"]
    assert {key: read[key] for key in wrote} == wrote | {"time": "2026-03-01T08:05:00+01:00", "value": "2.5"}


def test_whoever_is_signed_in_in_a_browser_the_token_says_who_calls(world: World) -> None:
    words = program(world, "P0001").words
    browser = world.client("P0002")
    body = json.dumps({"entries": [row()]})
    assert browser.get(f"{TOP}/entries").status_code == 401
    assert browser.post(f"{TOP}/entries", body, content_type="application/json").status_code == 401
    with_token = {"Authorization": f"Bearer {words}"}
    assert browser.post(f"{TOP}/entries", body, content_type="application/json", headers=with_token).status_code == 200
    assert browser.get(f"{TOP}/due", headers=with_token).status_code == 200
    assert (len(ids_of(world, "P0001")), len(ids_of(world, "P0002"))) == (1, 0)


def test_each_role_reads_what_the_table_gives_it_and_no_more(world: World) -> None:
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.address import operations
    from speciosa.study.server.api.scopes import STAFF
    from speciosa.study.server.models import Token
    from speciosa.study.server.roles import Role, may

    program(world, "P0001").post("entries", {"entries": [row()]})
    for role in ROLES:
        made = tokens._made(Token(study=world.leaf, person=world.accounts[role]), tokens.Asked("all", STAFF))
        for each in operations():
            if each.scope not in STAFF:
                continue
            program(world, "P0002")  # refills
            answer = Program(made.words).get(each.address.removeprefix("api/v1/").format(number="P0001"))
            assert (answer.status_code == 200) == may(Role(role), each.right), (role, each.address)
            assert answer.status_code in {200, 403}


def test_what_lies_elsewhere_looks_as_what_is_not_there(world: World) -> None:
    from speciosa.study.server.models import Member, Participant

    account: Any = world.accounts["investigator"]
    Member.objects.filter(person=account).update(site=world.north)
    Participant.objects.filter(study=world.tablets, number="P0002").update(number="P0077")
    north = program(world, "investigator")
    assert [each["number"] for each in said(north.get("participants"))["participants"]] == ["P0001"]
    assert said(north.get("flow"))["joined"] == 1
    for tail in ("entries", "csv", "fhir"):
        program(world, "P0001")  # refills
        answers = [north.get(f"participants/{number}/{tail}") for number in ("P0002", "P0077", "P9999", "nobody")]
        assert {each.status_code for each in answers} == {404}
        assert len({each.content for each in answers}) == 1


def test_exports_hold_no_note_and_stand_in_the_trail(world: World) -> None:
    from speciosa.study.server.models import Link

    program(world, "P0001").post(
        "entries", {"entries": [row(note="canary"), row(kind="dose", name="kratom", unit="g")]}
    )
    for address in ("export/csv", "participants/P0001/csv", "participants/P0001/fhir", "participants/P0001/entries"):
        answer = program(world, "statistician").get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        texts = [body]
        if answer["Content-Type"] == "application/zip":
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                texts = [archive.read(each) for each in archive.namelist()]
                assert {"P0001/diary.csv", "data-dictionary.csv"} <= set(archive.namelist())
        assert answer.status_code == 200
        assert any(b"pain" in each.lower() for each in texts), address
        assert not any(b"canary" in each for each in texts)
    told = Link.objects.filter(chain__name="study leaf", action="exported").order_by("number")
    assert [(each.subject, json.loads(each.new)["participants"]) for each in told] == [
        ("2 participants", ["P0001", "P0002"]), ("1 participant", ["P0001"]), ("1 participant", ["P0001"]),
    ]  # fmt: skip


def test_a_page_and_a_program_tell_of_an_export_in_the_same_words(world: World) -> None:
    from speciosa.study.server.models import Link

    page: Any = world.client("statistician").post("/study/leaf/exports/tables/")
    b"".join(page.streaming_content)
    b"".join(program(world, "statistician").get("export/csv").streaming_content)
    told = Link.objects.filter(chain__name="study leaf", action="exported")
    assert len({(each.action, each.subject, each.old, each.new, each.actor, each.role) for each in told}) == 1
    with patch("speciosa.study.server.exported.Entry.objects") as rows:
        rows.filter.return_value.count.return_value = 10**9
        assert world.client("statistician").post("/study/leaf/exports/tables/").status_code == 400
        assert program(world, "statistician").get("export/csv").status_code == 413
    assert Link.objects.filter(action="exported").count() == 2


def test_a_refused_call_leaves_nothing_behind_for_the_next(world: World) -> None:
    from speciosa.study.server.api import caller, problems

    raised = []

    def noted() -> problems.Refused:
        raised.append(problems.no_token())
        return raised[-1]

    with patch.object(caller, "no_token", noted):
        for _ in range(5):
            assert Program("spst_wrong").get("entries").status_code == 401
    assert len({id(each) for each in raised}) == 5
    lengths = {sum(1 for _ in traceback.walk_tb(each.__traceback__)) for each in raised}
    assert len(lengths) == 1
    for module in (caller, problems):
        assert not [name for name, value in vars(module).items() if isinstance(value, BaseException)]


def test_a_new_text_comes_before_writing_and_not_before_reading(world: World) -> None:
    from speciosa.study.server.models import Consent, ConsentText

    who, me = world.people["P0001"], program(world, "P0001")
    texts = [ConsentText.objects.create(study=world.leaf, version=each, language="en", title="t", body="b",
                                        digest=f"{each:064d}", made_s=each) for each in (1, 2)]  # fmt: skip
    Consent.objects.create(participant=who, text=texts[0], agreed_s=1)
    assert me.post("entries", {"entries": [row()]}).status_code == 409
    assert ids_of(world) == []
    assert [me.get(each).status_code for each in ("entries", "schedule", "due")] == [200, 409, 409]
    Consent.objects.create(participant=who, text=texts[1], agreed_s=2)
    assert me.post("entries", {"entries": [row()]}).status_code == 200
    assert [me.get(each).status_code for each in ("entries", "schedule", "due")] == [200, 200, 200]


def test_whoever_left_is_answered_nothing_more(world: World) -> None:
    from speciosa.study.server.models import Token
    from speciosa.study.server.withdrawal import withdraw

    me, who = program(world, "P0001"), world.people["P0001"]
    me.post("entries", {"entries": [row()]})
    withdraw(who, erase=False, reason="", actor="participant P0001", role="participant")
    Token.objects.update(revoked_s=None)  # were one left behind
    for answer in (*map(me.get, ("entries", "schedule", "due")), me.post("entries", {"entries": [row(value=2)]})):
        assert answer.status_code == 403
        assert set(said(answer)) == {"what", "where", "todo"}
    assert len(ids_of(world)) == 1


def test_whoever_leaves_while_a_call_comes_in_has_nothing_written(world: World) -> None:
    from speciosa.store import entries
    from speciosa.study.server.models import Participant

    me, add_rows = program(world, "P0001"), entries.add_rows

    def left_meanwhile(*said: Any, **named: Any) -> Any:
        Participant.objects.filter(number="P0001").update(state="withdrawn")
        return add_rows(*said, **named)

    with patch.object(entries, "add_rows", left_meanwhile):
        assert me.post("entries", {"entries": [row()]}, key="call-0001").status_code == 409
    assert ids_of(world) == []


def test_before_the_study_is_revealed_no_row_of_a_reveal_is_seen(world: World) -> None:
    from speciosa.record import Answer, Event, Kind
    from speciosa.store.adding import write_events
    from speciosa.study.server.models import Study

    codes = [Event(0, 0, Kind.ASSIGNMENT, "K7", 1.0, Answer.GIVEN, unit="masked", id="trial-ABCDEF-p1")]
    arms = [codes[0]._replace(name="-50%", id="trial-ABCDEF-p1-arm", supersedes=codes[0].id, recorded_s=9)]
    write_events(world.people["P0001"].record, codes + arms, origin="trial")
    seen = {}
    for state in ("open", "closed", "revealed"):
        Study.objects.filter(pk=world.leaf.pk).update(state=state)
        reader = program(world, "statistician")
        export = b"".join(reader.get("participants/P0001/csv").streaming_content)
        with zipfile.ZipFile(io.BytesIO(export)) as archive:
            table = archive.read("P0001/diary.csv").decode()
        seen[state] = ("-50%" in reader.get("participants/P0001/entries").content.decode(), "-50%" in table)
        assert "K7" in table
    assert seen == {"open": (False, False), "closed": (False, False), "revealed": (True, True)}


def test_the_schedule_tells_periods_codes_and_dates(world: World) -> None:
    me = program(world, "P0001")
    assert said(me.get("schedule")) == {"trial": None}
    with patch("speciosa.study.server.api.own_record.Trial.all_in", return_value=[_made_up_trial()]):
        found = said(me.get("schedule"))["trial"]
    assert found == {
        "name": "ABCDEF", "commitment": "0" * 64,
        "periods": [{"number": 1, "code": "K7", "begins": "1970-01-01T00:00:00+00:00", "ends": "1970-01-11T00:00:00+00:00"}],
    }  # fmt: skip


def _made_up_trial() -> Any:
    from types import SimpleNamespace

    from speciosa.trial.planned import Period

    return SimpleNamespace(name="ABCDEF", commitment="0" * 64, periods=[Period(1, "K7", "-50%", 0, 864_000, 0)])


def test_limits_are_told_with_their_own_status(world: World) -> None:
    from speciosa.study.server.api.limits import number

    me = program(world, "P0001")
    one = json.dumps({"entries": [row()]})
    assert me.ask("POST", "entries", body=one, kind="text/plain").status_code == 415
    assert me.ask("POST", "entries", body="{").status_code == 400
    assert me.ask("POST", "entries", body=b"\xff\xfe\x00").status_code == 400
    assert me.ask("POST", "entries", body="[" * 5_000 + "]" * 5_000).status_code in {400, 422}
    assert me.ask("POST", "entries", body=one + " " * 1_000_000 * number("body_most")).status_code == 413
    assert me.post("entries", {"entries": [row()] * (number("rows_most") + 1)}).status_code == 422
    assert me.post("entries", {"entries": [row(note="x" * (number("cell_most") + 1))]}).status_code == 422
    assert me.get("entries", limit=number("page_most") + 1).status_code == 422
    assert me.ask("DELETE", "entries").status_code == 405
    assert ids_of(world) == []


def test_whatever_goes_wrong_has_one_form(world: World) -> None:
    me = program(world, "P0001")
    answers = [
        me.get("nowhere"), me.get("flow"), Program("").get("entries"), me.ask("PUT", "entries"), me.get("entries", limit=0),
        me.post("entries", {"entries": []}), me.post("entries", {"entries": [row(canary=1)]}), me.ask("POST", "entries", body="{"),
    ]  # fmt: skip
    for each in answers:
        assert each.status_code >= 400
        assert set(said(each)) == {"what", "where", "todo"}
        assert said(each)["what"]
        assert "canary" not in each.content.decode()


def test_too_many_calls_wait_and_are_told_how_long(world: World) -> None:
    from speciosa.study.server.api.limits import number

    me, other = program(world, "P0001"), program(world, "P0002")
    with patch("speciosa.study.server.api.caller.time.monotonic", return_value=9e9):  # the clock stands
        answers = [me.get("due") for _ in range(number("calls_a_minute") + 1)]
    assert [each.status_code for each in answers[:-1]] == [200] * number("calls_a_minute")
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1
    assert other.get("due").status_code == 200


def test_where_the_database_is_away_it_says_try_again(world: World) -> None:
    from django.db import OperationalError

    me = program(world, "P0001")
    with patch("speciosa.study.server.api.caller._valid", side_effect=OperationalError("gone")):
        answer = me.get("entries")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1
    assert "gone" not in answer.content.decode()


def test_our_own_fault_tells_nothing_of_anybody(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    me = program(world, "P0001")
    with patch("speciosa.study.server.api.own_record.page_of", side_effect=ValueError("canary")):
        answer = me.get("entries")
    assert answer.status_code == 500
    assert "canary" not in answer.content.decode() + "".join(capsys.readouterr())


def test_an_entry_by_program_stands_in_the_participants_trail_with_the_program(world: World) -> None:
    from speciosa.study.server.models import Link
    from speciosa.study.server.written import follow

    follow()
    me = program(world, "P0001")
    for _ in range(3):
        me.post("entries", {"entries": [row(id="morning-1", value=6)]}, key="call-0001")
    (link,) = Link.objects.filter(chain__name="participant leaf P0001", action="entries")
    assert link.actor.startswith("participant P0001 by token ")
    assert list(json.loads(link.new)) == ["morning-1"]


def test_every_address_below_the_top_is_for_anybody_and_asks_for_its_token_itself() -> None:
    from speciosa.study.server.api.address import operations, paths, schema
    from speciosa.study.server.api.scopes import RIGHT_OF

    described = {f"{method.upper()} {address}" for address, methods in schema()["paths"].items() for method in methods}
    assert described == {f"{each.method} /{each.address}" for each in operations()}
    assert all(each.right is RIGHT_OF[each.scope] for each in operations())
    assert len(paths) == len(schema()["paths"]) + 3


def test_the_list_of_operations_is_a_page_of_our_own(world: World) -> None:
    page = world.client().get(f"{TOP}/")
    assert page.status_code == 200
    assert "entries:write" in page.content.decode()
    assert "http" not in page.content.decode().replace(str(TOP), "").replace("http-equiv", "")


def test_the_reference_page_lists_these_operations() -> None:
    from tests.conftest import ROOT

    from speciosa.study.server.api.address import operations

    page = (ROOT / "docs" / "reference" / "study-api.md").read_text()
    listed = [line for line in page.splitlines() if line.startswith(("| `GET", "| `POST"))]
    assert listed == [f"| `{each.method} /{each.address}` | `{each.scope}` | {each.says} |" for each in operations()]
