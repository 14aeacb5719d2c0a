from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import ROOT

from speciosa.study.server import secret_file, serving
from speciosa.values.errors import EntryError

_CALL = """
import sys
from pathlib import Path
from speciosa.cli.study_serve import serve
serve(store=Path(sys.argv[1]), passphrase_file=Path(sys.argv[2]), admin="ada@clinic.example")
"""
NAMES = ("SPECIOSA_STUDY_PLAIN", "SPECIOSA_STUDY_HOSTS", "SPECIOSA_POSTGRESQL", "SPECIOSA_STUDY_STORE")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing is set, and what is set meanwhile is gone afterwards."""
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return monkeypatch


def test_on_this_machine_alone_it_speaks_in_plain(plain: pytest.MonkeyPatch) -> None:
    address = serving.own_address("127.0.0.1", None, None, None)
    assert address.url.startswith("http://127.0.0.1:")
    assert os.environ["SPECIOSA_STUDY_PLAIN"] == "1"
    assert serving.link_base(address) == f"http://localhost:{address.port}"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "clinic.example"])
@pytest.mark.parametrize("said", ["", "1"])
def test_beyond_this_machine_it_refuses_to_speak_in_plain(plain: pytest.MonkeyPatch, host: str, said: str) -> None:
    plain.setenv("SPECIOSA_STUDY_PLAIN", said)
    with pytest.raises(EntryError, match="would travel in plain"):
        serving.own_address(host, None, None, None)


def test_behind_a_proxy_it_needs_a_name_and_links_begin_with_it(plain: pytest.MonkeyPatch) -> None:
    plain.setenv("SPECIOSA_STUDY_PLAIN", "proxy")
    with pytest.raises(EntryError, match="by which name"):
        serving.own_address("0.0.0.0", None, None, None)
    plain.setenv("SPECIOSA_STUDY_HOSTS", "study.example,other.example")
    address = serving.own_address("0.0.0.0", None, None, None)
    assert serving.link_base(address) == "https://study.example"


def test_a_certificate_has_a_key_and_both_are_there(plain: pytest.MonkeyPatch, here: Path) -> None:
    file = here / "a.pem"
    file.touch()
    with pytest.raises(EntryError, match="a certificate has a key"):
        serving.own_address("127.0.0.1", None, file, None)
    with pytest.raises(EntryError, match="not there"):
        serving.own_address("127.0.0.1", None, file, here / "b.pem")
    plain.setenv("SPECIOSA_STUDY_PLAIN", "1")
    assert serving.own_address("127.0.0.1", None, file, file).url.startswith("https://")
    assert "SPECIOSA_STUDY_PLAIN" not in os.environ


def test_the_tables_lie_in_one_place(plain: pytest.MonkeyPatch, here: Path) -> None:
    with pytest.raises(EntryError, match="nobody says where the study's tables lie"):
        serving.own_place(None, None)
    plain.setenv("SPECIOSA_POSTGRESQL", "dbname=study")
    assert serving.own_place(None, None) == (None, None)
    with pytest.raises(EntryError, match="named twice"):
        serving.own_place(here, here)
    with pytest.raises(EntryError, match="one process alone"):
        serving.refuse_workers(here, 2)


def test_a_secret_is_made_once_for_its_owner_alone_and_never_anew(here: Path) -> None:
    path = secret_file.secret_file(here / "pilot")
    assert secret_file.make_secret(path)
    body = path.read_bytes()
    assert (len(body), path.stat().st_mode & 0o777) == (32, 0o600)
    assert not secret_file.make_secret(path)
    assert path.read_bytes() == body
    assert secret_file.secret_file(None, str(here)) == here / "study.secret"
    with pytest.raises(EntryError, match="nobody says where the server's secret lies"):
        secret_file.secret_file(None)


def test_a_secret_that_others_may_read_or_that_is_short_is_refused(here: Path) -> None:
    path = here / "secret"
    path.write_bytes(b"x" * 32)
    path.chmod(0o640)
    with pytest.raises(EntryError, match="others may read"):
        secret_file.make_secret(path)
    path.chmod(0o600)
    path.write_bytes(b"x" * 31)
    with pytest.raises(EntryError, match="less than 32 bytes"):
        secret_file.make_secret(path)


def test_a_pilot_begins_answers_ends_cleanly_and_never_begins_without_its_secret(here: Path) -> None:
    with served(here) as (running, lines):
        link = next(each.strip() for each in lines if "/accounts/first/" in each)
        base = link.partition("/accounts/")[0]
        assert urllib.request.urlopen(f"{base}/health").status == 200
        assert "Set your password" in urllib.request.urlopen(link).read().decode()
        running.terminate()
        assert running.wait(timeout=30) == 0
    assert any(re.fullmatch(r"  [0-9A-Z-]{20,}\n", each) for each in lines)
    (here / "pilot.secret").unlink()
    with served(here) as (again, said):
        assert again.wait(timeout=60) != 0
        assert "the server's secret is gone" in "".join(said)
    assert not (here / "pilot.secret").exists()


def test_a_store_that_is_somebody_s_diary_is_left_alone(here: Path) -> None:
    words(here)
    made = """
import sys
from pathlib import Path
from speciosa.store import opening
opening.start_django("speciosa.store.settings")
opening.create_store(Path(sys.argv[1]), "four quiet words here", now_s=1767225600)
from speciosa.knowledge import load_knowledge
from speciosa.record.row import Row
from speciosa.store import entries
entries.add_row(entries.own_record(), Row("2026-03-01T08:05+01:00", "rating", "pain", "6", id="a"), load_knowledge())
"""
    environ = {each: value for each, value in os.environ.items() if not each.startswith(("SPECIOSA", "DJANGO"))}
    subprocess.run([sys.executable, "-c", made, str(here / "pilot")], check=True, env=environ, cwd=ROOT)
    with served(here) as (running, said):
        assert running.wait(timeout=60) != 0
    assert "somebody's own diary" in "".join(said)


def words(here: Path) -> Path:
    file = here / "words.txt"
    file.write_text("four quiet words here\n")
    return file


@contextmanager
def served(here: Path) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The server in a process of its own, once it answers or has ended, and what it said."""
    environ = {each: value for each, value in os.environ.items() if not each.startswith(("SPECIOSA", "DJANGO"))}
    running = subprocess.Popen(
        [sys.executable, "-c", _CALL, str(here / "pilot"), str(words(here))], stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, env=environ, cwd=ROOT,
    )  # fmt: skip
    lines: list[str] = []
    try:
        assert running.stdout is not None
        for line in running.stdout:
            lines.append(line)
            if line.startswith("The server answers at"):
                break
        yield running, lines
    finally:
        running.kill()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()
