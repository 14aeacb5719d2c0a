"""Sealing a trial: the same texts as the command writes, kept papers, a helper's code, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.store_fixture import cheap_hashing
from tests.unit.trial.made import NOW_S, daily, design, said

from speciosa.knowledge import load_knowledge
from speciosa.store import helper_code, sealing
from speciosa.store.trial_papers import paper_as_json, paper_of_json
from speciosa.trial import Eligibility, allocate, trial_rows, usual_amounts
from speciosa.values.errors import EntryError


@pytest.fixture
def made(tmp_path: Path) -> tuple[Any, ...]:
    """An allocation, and all that its papers need."""
    diary, knowledge = said(tmp_path / "diary", daily()), load_knowledge()
    usual = usual_amounts(diary, knowledge, now_s=NOW_S, offset_min=60)
    eligible = Eligibility.of(
        diary, knowledge, usual, now_s=NOW_S, answers={}, levels=("usual", "-25%"), clinician_agreed=False
    )
    when = sealing.Made(NOW_S, trial_rows.Place.of(diary), by_hand=True, paper="a4", language="en")
    return diary, allocate(design(), b"17"), usual, eligible, when


def test_it_needs_no_database_to_be_imported() -> None:
    code = "import sys, speciosa.store.sealing as s; sys.exit(any(each.startswith('django') for each in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_packing_sheet_of_the_seal_is_the_one_that_the_command_writes(made: tuple[Any, ...]) -> None:
    _, allocation, usual, eligible, when = made
    files, promise = sealing.papers_of(allocation, usual, eligible, when, clinician_agreed=False)
    found = sealing.sealed(allocation, usual, eligible, when, clinician_agreed=False)
    assert (found.body, found.promise) == (files["sealed.json"], promise)
    kept = paper_of_json(json.loads(json.dumps(paper_as_json(found.paper))), language="en")
    assert kept == found.paper
    assert sealing.packing_sheet_of(found.body, found.opening_code, kept) == files["packing-sheet.html"]


def test_what_is_kept_of_the_papers_tells_no_arm(made: tuple[Any, ...]) -> None:
    _, allocation, usual, eligible, when = made
    swapped = type(allocation)(
        allocation.trial, allocation.design, allocation.codes,
        tuple("usual" if each == "-25%" else "-25%" for each in allocation.arms), allocation.seed,
    )  # fmt: skip
    one, other = (
        paper_as_json(sealing.sealed(each, usual, eligible, when, clinician_agreed=False).paper)
        for each in (allocation, swapped)
    )
    assert {key for key in one if one[key] != other[key]} == {"commitment"}


def test_a_seal_of_another_trial_and_changed_rows_are_told_apart(made: tuple[Any, ...]) -> None:
    diary, allocation, usual, eligible, when = made
    found = sealing.sealed(allocation, usual, eligible, when, clinician_agreed=False)
    rows = trial_rows.planned_events(allocation, found.promise, now_s=NOW_S, place=when.place, seed_by_hand=True)
    with pytest.raises(EntryError, match="another diary or another trial"):
        sealing.revealed(diary, found.body.encode(), found.opening_code)
    planned = with_rows(diary, rows)
    assert sealing.revealed(planned, found.body.encode(), found.opening_code).arms == allocation.arms
    changed = with_rows(diary, [rows[0], rows[1]._replace(name="XXXX"), *rows[2:]])
    with pytest.raises(EntryError, match="rows in this diary were changed"):
        sealing.revealed(changed, found.body.encode(), found.opening_code)
    with pytest.raises(EntryError, match="opening code is another one"):
        sealing.revealed(planned, found.body.encode(), "0000-0000-0000-0000-0000")
    assert not sealing.opens(found.body.replace("text", "Text").encode(), found.opening_code)


def test_a_helper_s_code_opens_however_a_phone_spells_it_and_no_other_does() -> None:
    with cheap_hashing():
        kept = helper_code.wrapped("XYZT-4567", "Zwei warme Hände")
        assert helper_code.unwrapped(kept, "zweiwarme HA\u0308NDE") == "XYZT-4567"
        assert helper_code.unwrapped(kept, "zwei warme Hande") is None
        other = json.loads(kept) | {"salt": "00" * 16}
        assert helper_code.unwrapped(json.dumps(other), "Zwei warme Hände") is None
        with pytest.raises(EntryError, match="too short"):
            helper_code.wrapped("0123-4567", "a b c d e f g")
        assert "XYZT" not in kept  # no hexadecimal digits: chance can't put them there


def with_rows(diary: Any, rows: Any) -> Any:
    from speciosa.record import Columns, Diary

    events = sorted([*diary.history, *rows], key=lambda each: each.time_s)
    return Diary(Columns.of(each._replace(line=at) for at, each in enumerate(events, 1)), diary.person, diary.products)
