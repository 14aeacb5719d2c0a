"""What a backup says of itself, in the clear: when it was made, by which version, how much it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from speciosa.store.content import Content
from speciosa.values.errors import EntryError

FORMAT = 1
RESTORE_TODO = "take another backup"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Parameters
    ----------
    format : of the file, 1.
    version : of speciosa that made it.
    schema : the newest change of the tables.
    made_s : when, by the clock, UTC seconds.
    entries, photos : how many.
    content : keyed hash over all rows (`content.content_of`).
    members : SHA-256 of each other member, 64 hex digits.
    """

    format: int
    version: str
    schema: str
    made_s: int
    entries: int
    photos: int
    content: str
    members: dict[str, str]

    @property
    def says(self) -> Content:
        return Content(self.schema, self.entries, self.photos, self.content)

    @classmethod
    def of(cls, said: Content, *, version: str, made_s: int, members: dict[str, str]) -> Manifest:
        """The manifest of what a database holds."""
        return cls(FORMAT, version, said.schema, made_s, said.entries, said.photos, said.digest, members)

    @classmethod
    def read(cls, raw: bytes, name: str) -> Manifest:
        """The manifest that somebody's file holds.

        Raises
        ------
        EntryError : it is damaged, or of a newer form; `name` is the backup's.
        """
        try:
            said: dict[str, Any] = json.loads(raw)
            manifest: Manifest | None = cls(**{each.name: said[each.name] for each in fields(cls)})
        except (ValueError, TypeError, KeyError, RecursionError):
            manifest = None
        if manifest is None or not manifest.is_sound:
            raise EntryError("this backup is damaged", where=name, todo=RESTORE_TODO)
        if manifest.format != FORMAT:
            todo = "install the newest version of speciosa"
            raise EntryError("this backup was made by a newer version", where=name, todo=todo)
        return manifest

    def written(self) -> bytes:
        """As it stands in the backup."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()

    @property
    def is_sound(self) -> bool:
        """Whether each word of a foreign file is of the kind that it has to be."""
        numbers = (self.format, self.made_s, self.entries, self.photos)
        words = (self.version, self.schema, self.content)
        return (
            isinstance(self.members, dict)
            and all(type(each) is int and 0 <= each < 1 << 40 for each in numbers)
            and all(isinstance(each, str) for each in words)
        )
