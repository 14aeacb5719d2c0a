"""What lies in a store's folder, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DATABASE, KEY_FILE = "store.db", "key.json"


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """``store.db`` (encrypted), ``key.json`` (the wrapped key), ``backups/``, ``inbox/``, ``phone/``."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    @property
    def key_file(self) -> Path:
        return self.path / KEY_FILE

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def inbox(self) -> Path:
        return self.path / "inbox"

    @property
    def phone(self) -> Path:
        return self.path / "phone"

    @property
    def exists(self) -> bool:
        return self.key_file.exists() or self.database.exists()
