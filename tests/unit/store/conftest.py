"""`store`: a store in a folder of its own, open, with one empty record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store_fixture import made_store, start

start()  # before a test module of this folder imports a model

if TYPE_CHECKING:
    from speciosa.store.models import Record


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Record]:
    """The open store's record; the folder is `tmp_path / "store"`."""
    with made_store(tmp_path / "store") as record:
        yield record
