"""Which store this process serves: what the command told it."""

from __future__ import annotations

import os
from pathlib import Path

from speciosa.store.store_folder import StoreFolder

STORE, PASSPHRASE_FILE, START = "SPECIOSA_STORE", "SPECIOSA_PASSPHRASE_FILE", "SPECIOSA_START"
"""Environment of the server process: the store's folder, a passphrase file, a link's one-time token."""


def folder() -> StoreFolder:
    """Where the store lies."""
    return StoreFolder(Path(os.environ[STORE]))
