"""What a store writes is for its owner's eyes alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store_fixture import IN_POSTGRESQL, NOW_S, PASSPHRASE, cheap_hashing, close, made_store

from speciosa.store.opening import open_store
from speciosa.store.own_files import close_to_others, make_own, own_folder
from speciosa.store.store_folder import StoreFolder

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's"),
    pytest.mark.skipif(IN_POSTGRESQL, reason="its files are the server's"),
]


@pytest.fixture(params=[0o022, 0o000])
def careless(request: pytest.FixtureRequest) -> Iterator[None]:
    """An umask that lets others read, or even write."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_files(folder: Path) -> list[str]:
    """Files in a folder that others could look into."""
    return [each.name for each in folder.rglob("*") if each.is_file() and mode(each) & 0o077]


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("stood_before", [True, False])
def test_every_file_of_a_store_is_for_its_owner_alone(tmp_path: Path, stood_before: bool) -> None:
    from speciosa.store.backup import make_backup
    from speciosa.web.certificate import phone_certificate

    place = tmp_path / "deep" / "store"
    if stood_before:
        place.mkdir(parents=True)
        place.chmod(0o755)
    with made_store(place):
        phone_certificate(StoreFolder(place).phone, "192.168.1.20", (), now=datetime(2026, 5, 28, tzinfo=UTC))
        make_backup(place, now_s=NOW_S)
        names = {each.name for each in place.rglob("*")}
        assert {"store.db", "store.db-wal", "store.db-shm", "key.json", "authority.key", "server.key"} <= names
        assert open_files(place) == []
        assert mode(place) == (0o755 if stood_before else 0o700), "a folder of somebody else stays as it is"
        assert mode(StoreFolder(place).backups) == mode(StoreFolder(place).phone) == 0o700
        assert stood_before or mode(place.parent) == 0o700


@pytest.mark.usefixtures("careless")
def test_a_store_that_others_could_read_is_closed_to_them_when_it_is_opened(tmp_path: Path) -> None:
    from speciosa.store.backup import make_backup

    place = tmp_path / "store"
    with made_store(place):
        make_backup(place, now_s=NOW_S)
    for each in place.rglob("*"):
        each.chmod(0o755 if each.is_dir() else 0o644)
    with cheap_hashing():
        open_store(place, PASSPHRASE)
    try:
        assert open_files(place) == []
    finally:
        close()


def test_a_link_and_what_it_leads_to_stay_as_they_are(tmp_path: Path) -> None:
    theirs, link = tmp_path / "theirs", tmp_path / "link"
    theirs.write_bytes(b"x")
    theirs.chmod(0o644)
    link.symlink_to(theirs)
    close_to_others([link, tmp_path / "nowhere"])
    assert mode(theirs) == 0o644


def test_what_stands_in_a_file_is_not_touched_by_closing_it(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    file.write_bytes(b"pages")
    file.chmod(0o644)
    make_own(file)
    assert (file.read_bytes(), mode(file)) == (b"pages", 0o600)
    make_own(tmp_path / "nowhere" / "store.db")  # who opens it says what is wrong
    own_folder(tmp_path)
