"""Records of a real PostgreSQL: tests/postgresql/run makes one for the moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from tests.conftest import ROOT
from tests.store_fixture import POSTGRESQL
from tests.unit.study.cohort.filled_database import KEYS, PEOPLE
from tests.unit.study.cohort.made_up import Here

from speciosa.knowledge import Knowledge
from speciosa.study.cohort import study_database
from speciosa.study.cohort.cohort_folder import CohortFolder
from speciosa.study.cohort.participant import work_out
from speciosa.study.cohort.question import CohortQuestion
from speciosa.study.cohort.result import State
from speciosa.study.cohort.run import run_cohort
from speciosa.study.cohort.study_database import StudyDatabase
from speciosa.values.errors import EntryError

ASKED = CohortQuestion("pain", PEOPLE.end_s, 0)


def python(url: str, *words: str) -> str:
    environ = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "SPECIOSA_POSTGRESQL": url,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "SPECIOSA_STUDY_PLAIN": "1",
    }
    done = subprocess.run([sys.executable, *words], env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


class Gone:
    """A connection whose server went away."""

    closed = False

    def cursor(self) -> Any:
        raise OperationalError

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def filled() -> Iterator[Callable[[str], str]]:
    """Make a database of its own, filled, and say its address."""
    if not POSTGRESQL:
        pytest.skip("needs a PostgreSQL: run tests/postgresql/run, which makes one for the moment")
    import psycopg

    made: list[str] = []
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:

        def make(kind: str) -> str:
            name = f"cohort_{kind}_{os.getpid()}"
            server.execute(f"CREATE DATABASE {name}".encode())
            made.append(name)
            url = f"{POSTGRESQL} dbname={name}"
            python(url, str(Path(__file__).with_name("filled_database.py")), kind)
            return url

        yield make
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def answer(url: str, out: Path, workers: int) -> Any:
    words = ("study", "cohort", "--database", url, "--workers", str(workers), "--out", str(out), "--json")
    return json.loads(python("", "-m", "speciosa", *words, "--now", "2025-02-05T00:00Z"))


def test_records_are_worked_out_under_their_keys_as_the_same_diaries_in_folders_are(
    filled: Callable[[str], str], tmp_path: Path, knowledge: Knowledge
) -> None:
    url = filled("store")
    found = answer(url, tmp_path / "out", 2)
    assert found["participants"]["worked_out"] == 3
    rows = list(CohortFolder(tmp_path / "out").participants())
    assert [row["id"] for row in rows] == list(KEYS)
    with Here() as executor:
        run_cohort(PEOPLE, ASKED, executor, CohortFolder(tmp_path / "folders"), knowledge)
    plainly = list(CohortFolder(tmp_path / "folders").participants())
    counted = ("days", "ratings", "doses", "grade", "state")
    assert [[row[name] for name in counted] for row in rows] == [[row[name] for name in counted] for row in plainly]

    before = (tmp_path / "out" / "participants.parquet").read_bytes()
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM store_detail WHERE record_id IN (SELECT id FROM store_record WHERE key < 'b')")
    answer(url, tmp_path / "out", 1)
    after = {row["id"]: row["fingerprint"] for row in CohortFolder(tmp_path / "out").participants()}
    changed = [row["id"] for row in rows if row["fingerprint"] != after[row["id"]]]
    assert changed == [KEYS[0]]
    assert before


def test_participants_of_a_study_have_the_studys_numbers(filled: Callable[[str], str], tmp_path: Path) -> None:
    answer(filled("study"), tmp_path, 1)
    assert [row["id"] for row in CohortFolder(tmp_path).participants()] == ["L-001", "L-002"]


def test_it_can_only_read(filled: Callable[[str], str]) -> None:
    code = (
        "import sys; from speciosa.study.cohort.study_database import _reading\n"
        "with _reading(sys.argv[1]) as cursor: cursor.execute('DELETE FROM store_record')"
    )
    url = filled("store")
    with pytest.raises(AssertionError, match="ReadOnlySqlTransaction"):
        python("", "-c", code, url)


def test_no_password_stands_in_the_results_name() -> None:
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'speciosa[study]'")
    assert StudyDatabase("postgresql://reader:hush@host/leaf").name == "PostgreSQL leaf at host"
    assert "hush" not in StudyDatabase("host=h dbname=d password=hush").name


def test_no_password_stands_in_a_traceback() -> None:
    assert "hush" not in repr(StudyDatabase("postgresql://reader:hush@host/leaf"))


def test_a_database_that_stops_answering_is_asked_again_by_the_next_start(
    monkeypatch: pytest.MonkeyPatch, knowledge: Knowledge
) -> None:
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'speciosa[study]'")
    source = StudyDatabase("host=127.0.0.1 port=1 dbname=leaf")
    gone = Gone()
    monkeypatch.setattr(study_database, "_connection", lambda _: gone)
    monkeypatch.setattr("django.db.transaction.atomic", nullcontext)
    monkeypatch.setattr(StudyDatabase, "fingerprint", lambda *_, **__: "as it was")
    row = work_out("a", source, ASKED, knowledge)
    assert (row.state, row.fingerprint) == (State.FAILED, "")  # without a mark it is done again
    assert row.why == "The record can't be read: the database can't be read (OperationalError)."
    assert gone.closed  # the next participant gets a new connection
    with pytest.raises(EntryError, match="check the address"):
        source.listed()


def test_what_is_no_address_is_said() -> None:
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'speciosa[study]'")
    with pytest.raises(EntryError, match="no address of a PostgreSQL"):
        _ = StudyDatabase("nonsense").name
