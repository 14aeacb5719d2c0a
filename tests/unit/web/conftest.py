"""The app over an unlocked store, without a server: a client that may look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store_fixture import PASSPHRASE, made_store, start

os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.web.settings"
start()  # before a test module of this folder imports a model

if TYPE_CHECKING:
    from django.test import Client

    from speciosa.store.models import Record


@dataclass(frozen=True, slots=True)
class App:
    """`client`: Django's test client, let in. `record`: the store's record. `path`: the store's folder."""

    client: Client
    record: Record
    path: Path


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """An open app with an empty store and no worker: what would be asked of it is noted nowhere."""
    monkeypatch.setenv("SPECIOSA_STORE", str(tmp_path / "store"))
    with made_store(tmp_path / "store") as record:
        from django.test import Client

        from speciosa.web import attempts, working

        attempts.was_right()
        monkeypatch.setattr(working, "ask", lambda _request: None)
        client = Client(HTTP_HOST="127.0.0.1:8137")
        answer = client.post("/unlock", {"passphrase": PASSPHRASE})
        assert answer.status_code == 302
        yield App(client, record, tmp_path / "store")
