from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from tests.unit.study.cohort.made_up import row

from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.values.errors import EntryError

RUN: dict[str, Any] = {"participants": "people", "outcome": "pain", "now": 5, "seed": 0, "without": []}


@pytest.fixture
def begun(tmp_path: Path) -> CohortFolder:
    folder = CohortFolder(tmp_path / "out")
    folder.begin(RUN)
    return folder


def everything(_id: str, _mark: str) -> bool:
    return True


def test_only_its_owner_may_look_in(begun: CohortFolder) -> None:
    assert begun.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "other", [{"now": 6}, {"seed": 1}, {"participants": "x"}, {"without": ["skin"]}, {"outcome": "mood"}]
)
def test_a_folder_of_another_run_is_left_alone(begun: CohortFolder, other: dict[str, Any]) -> None:
    with pytest.raises(EntryError, match="belongs to another run"):
        begun.begin({**RUN, **other})


@pytest.mark.parametrize("said", ["", "[]", "{}", "null"])
def test_a_damaged_or_foreign_run_file_is_said(begun: CohortFolder, said: str) -> None:
    (begun.path / "run.json").write_text(said)
    with pytest.raises(EntryError, match=r"run.json is damaged"):
        begun.begin(RUN)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(EntryError, match="something else"):
        CohortFolder(tmp_path).begin(RUN)
    with pytest.raises(EntryError, match="a file of this name"):
        CohortFolder(tmp_path / "thesis.txt").begin(RUN)


def test_what_was_kept_comes_back_in_the_order_asked_for(begun: CohortFolder) -> None:
    places = {"c": begun.add([row("c")])} | dict.fromkeys("ab", begun.add([row("a"), row("b")]))
    assert begun.kept(everything) == places
    asked = {id_: places[id_] for id_ in "cab"}
    assert [each["id"] for each in begun.rows({**asked, "d": row("d")})] == list("cabd")


def test_of_whoever_changed_or_withdrew_nothing_stays(begun: CohortFolder) -> None:
    begun.add([row("a"), row("b")])
    begun.add([row("c")])
    assert set(begun.kept(lambda id_, _: id_ == "a")) == {"a"}
    left = b"".join(each.read_bytes() for each in begun.path.rglob("*.parquet"))
    assert len(list(begun.path.rglob("*.parquet"))) == 1
    assert b"of b" not in left
    assert b"of c" not in left


def test_a_damaged_part_is_as_good_as_none(begun: CohortFolder) -> None:
    part = begun.add([row("a")])
    part.write_bytes(part.read_bytes()[:-20])
    assert begun.kept(everything) == {}


def test_what_a_killed_run_left_beside_its_place_is_cleared_away(begun: CohortFolder) -> None:
    (begun.path / "parts" / ".beside-x").write_bytes(b"half")
    begun.begin(RUN)
    assert not list(begun.path.rglob(".beside-*"))


def test_a_full_disk_is_said_and_leaves_what_was_there(begun: CohortFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    begun.add([row("a")])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EntryError, match="No space left on device; look at its permissions and at the room"):
        begun.add([row("b")])
    monkeypatch.undo()
    assert set(begun.kept(everything)) == {"a"}
    assert not list(begun.path.rglob(".beside-*"))


def test_the_same_rows_are_the_same_bytes_whatever_they_took(begun: CohortFolder) -> None:
    found = []
    for seconds in (1.0, 2.0):
        begun.write_participants([{**row("a"), "seconds": seconds}])
        found.append((begun.path / "participants.parquet").read_bytes())
    assert found[0] == found[1]
    assert "seconds" not in next(begun.participants())
