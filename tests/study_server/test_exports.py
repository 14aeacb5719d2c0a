"""What a study hands out: masked, under numbers, each a step in the trail."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.study_server import allocation_world as aw
from tests.study_server.conftest import World

from speciosa.record.row import Row


@pytest.fixture
def filled(world: World) -> Iterator[World]:
    """P0001 has a sealed schedule, P0002 four weeks of entries alone."""
    with aw.cheap_hashing(), aw.clock_at(aw.NOW_S):
        aw.ready(world).allocate("P0001")
        yield world


def taken(world: World, tail: str, role: str = "statistician") -> zipfile.ZipFile:
    answer: Any = world.client(role).post(f"/study/leaf/exports/{tail}/")
    assert answer.status_code == 200
    assert answer.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_tables_hold_a_diary_a_participant_and_the_dictionary(filled: World, here: Path) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.record import Kind, read_diary

    archive = taken(filled, "tables")
    assert set(archive.namelist()) == {
        "data-dictionary.csv", "data-dictionary.md", "participants.csv", "P0001/diary.csv", "P0001/person.toml",
        "P0002/diary.csv", "P0002/person.toml",
    }  # fmt: skip
    archive.extractall(here)
    read = read_diary(here / "P0002", load_knowledge(), now_s=aw.NOW_S)
    assert len(read.entries.of_kind(Kind.DOSE)) == 56


def test_no_arm_no_note_and_no_number_to_call_leaves(filled: World) -> None:
    from dataclasses import replace

    from speciosa.knowledge import load_knowledge
    from speciosa.store import details
    from speciosa.store.entries import add_row

    record = filled.people["P0001"].record
    details.save_person(record, replace(details.person_of(record), crisis="0800 111", emergency="112", latitude=52.5))
    add_row(record, Row("2026-02-28T20:00+01:00", "rating", "mood", "4", note="canary note"), load_knowledge())
    with aw.clock_at(aw.DURING_S):
        archive, bundles = taken(filled, "tables"), taken(filled, "fhir")
    for name, said in [(name, each.read(name).decode()) for each in (archive, bundles) for name in each.namelist()]:
        if not name.startswith("data-dictionary"):
            assert [word for word in ("canary", "0800 111", "52.5") if word in said] == []
    rows = list(csv.DictReader(io.StringIO(archive.read("P0001/diary.csv").decode())))
    codes = {row["name"] for row in rows if row["kind"] == "assignment"}
    assert codes
    assert all(len(code) == 4 for code in codes)


def test_the_arms_swapped_change_no_byte_of_what_leaves(filled: World) -> None:
    from speciosa.study.server.models import Allocated

    with aw.clock_at(aw.DURING_S):
        before = [bytes(taken(filled, tail).fp.getvalue()) for tail in ("tables", "fhir")]  # type: ignore[union-attr]
        Allocated.objects.update(body="another schedule", paper="{}")
        after = [bytes(taken(filled, tail).fp.getvalue()) for tail in ("tables", "fhir")]  # type: ignore[union-attr]
    assert before == after


def test_who_is_under_18_or_was_erased_is_left_out_and_named_so(filled: World) -> None:
    from speciosa.record import Person
    from speciosa.store.details import save_person

    save_person(filled.people["P0002"].record, Person(birth_year=2012))
    archive = taken(filled, "tables")
    assert not any(name.startswith("P0002") for name in archive.namelist())
    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(archive.read("participants.csv").decode()))}
    assert (rows["P0002"]["in"], rows["P0002"]["why_not"]) == ("no", "under 18, or may be")
    assert rows["P0001"]["in"] == "yes"
    page = filled.client("statistician").get("/study/leaf/exports/").content.decode()
    assert "P0002: under 18" in page
    assert filled.client("statistician").post("/study/leaf/exports/participants/P0002/fhir/").status_code == 400


def test_a_bundle_holds_what_was_written_and_nothing_that_was_worked_out(filled: World) -> None:
    answer = filled.client("investigator").post("/study/leaf/exports/participants/P0002/fhir/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="P0002.json"'
    kinds = {each["resource"]["resourceType"] for each in json.loads(answer.content)["entry"]}
    assert "MedicationAdministration" in kinds
    assert "Observation" in kinds
    assert "DetectedIssue" not in kinds
    archive = taken(filled, "fhir")
    assert archive.read("P0002.json") == answer.content


def test_every_export_is_a_step_in_the_trail_before_a_byte_leaves(filled: World) -> None:
    from speciosa.study.server.models import Link

    answer = filled.client("statistician").post("/study/leaf/exports/tables/")
    link = Link.objects.get(action="exported")
    assert json.loads(link.new) == {"form": "tables", "participants": ["P0001", "P0002"]}
    assert link.chain.name == "study leaf"
    answer.close()


def test_one_site_s_investigator_takes_their_own_site_alone(filled: World) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(person=filled.accounts["investigator"]).update(site=filled.south)
    archive = taken(filled, "tables", "investigator")
    assert not any(name.startswith("P0001") for name in archive.namelist())
    assert "P0001" not in archive.read("participants.csv").decode()
    client = filled.client("investigator")
    assert client.post("/study/leaf/exports/participants/P0001/fhir/").status_code == 404
    for role in ("clinician", "packer", "auditor", "administrator"):
        assert filled.client(role).get("/study/leaf/exports/").status_code == 404
        assert filled.client(role).post("/study/leaf/exports/tables/").status_code == 404
