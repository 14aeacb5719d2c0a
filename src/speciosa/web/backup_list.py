"""The backups that there are: where each lies, when it was made, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speciosa.report import Wording
from speciosa.store.backup import backups_in
from speciosa.store.backup_file import read_manifest
from speciosa.store.manifest import Manifest
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.web.imports import size_says
from speciosa.web.local_clock import offset_min


@dataclass(frozen=True, slots=True)
class Listed:
    """One backup in the list: where, and what it says of itself; `manifest` is None where that can't be read."""

    path: Path
    manifest: Manifest | None
    size: int


def listed(folders: Sequence[Path]) -> list[Listed]:
    """The backups of some folders, the newest first; those that can't be read last."""
    found = []
    for each in [backup for folder in folders for backup in backups_in(folder)]:
        try:
            manifest: Manifest | None = read_manifest(each)
        except (EntryError, OSError):
            manifest = None
        found.append(Listed(each, manifest, each.stat().st_size))
    return sorted(found, key=lambda each: -(each.manifest.made_s if each.manifest else 0))


def chosen(name: str, folders: Sequence[Path]) -> Path:
    """The backup that a form names by its path: one of the list, and nothing else.

    Raises
    ------
    EntryError : it is not there.
    """
    for each in [backup for folder in folders for backup in backups_in(folder)]:
        if str(each) == name:
            return each
    raise EntryError("this backup is no longer there", todo="load the page again")


def lines(words: Wording, record: Record | None, found: Sequence[Listed]) -> list[dict[str, str]]:
    """The list in words. Without a record (locked) times are UTC."""
    said = []
    for each in found:
        made = when(words, record, each.manifest.made_s) if each.manifest else ""
        holds = ""
        if each.manifest:
            entries_say = words.count("{n} entry", "{n} entries", each.manifest.entries)
            photos_say = words.count("{n} photo", "{n} photos", each.manifest.photos)
            holds = words.say("{entries}, {photos}", entries=entries_say, photos=photos_say)
        said.append({
            "path": str(each.path), "name": each.path.name, "folder": str(each.path.parent), "when": made,
            "holds": holds, "size": size_says(words, each.size),
        })  # fmt: skip
    return said


def when(words: Wording, record: Record | None, at_s: int) -> str:
    """An instant in words: local time, or UTC without a record."""
    return words.moment(at_s, offset_min(record, at_s) if record is not None else 0)
