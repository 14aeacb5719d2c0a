"""Participants as folders: each a diary, its name the participant's id."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from speciosa.effect.pooling import Rejected
from speciosa.knowledge import Knowledge
from speciosa.record import read_diary
from speciosa.record.photos import PhotoFolder
from speciosa.study.cohort.source import Listed, Opened
from speciosa.values.errors import EntryError
from speciosa.values.json_form import fingerprint

_TABLES = frozenset({".csv", ".toml", ".xlsx"})
"""Files that are read whole; of the others name and size say whether they changed."""
_A_FILE = "This is a file, not a participant's folder; put a diary into a folder of its own."
_UNPRINTABLE = "The folder's name holds signs that can't be printed; give it another one."
_ALIKE = "Another folder's name is the same but for capital letters or accents; give each a name of its own."


@dataclass(frozen=True, slots=True)
class DiaryFolders:
    """The folders of one folder.

    Parameters
    ----------
    folder : absolute. On several machines it has to lie at the same place on each.
    """

    folder: Path

    @property
    def name(self) -> str:
        return str(self.folder)

    def listed(self) -> Listed:
        """Every folder, by name; files, names that can't be printed and names that are too alike are rejected.

        Raises
        ------
        EntryError : there is no such folder, or no folder in it.
        """
        self.refuse_if_gone()
        with os.scandir(self.folder) as found:
            is_folder = {each.name: each.is_dir() for each in found}
        folders = [name for name, is_one in is_folder.items() if is_one]
        alike = Counter(map(_plain, folders))
        rejected, ids = [Rejected(_shown(each), _A_FILE) for each, is_one in is_folder.items() if not is_one], []
        for name in folders:
            why = _UNPRINTABLE if not name.isprintable() else _ALIKE if alike[_plain(name)] > 1 else ""
            if why:
                rejected.append(Rejected(_shown(name), why))
            else:
                ids.append(name)
        if not folders:
            todo = "name the folder that holds a folder for each participant"
            raise EntryError("no participant's folder is in it", where=_shown(self.folder.name), todo=todo)
        return Listed(tuple(sorted(ids)), tuple(sorted(rejected)))

    def refuse_if_gone(self) -> None:
        """Stop where the folder can't be seen.

        Raises
        ------
        EntryError : that.
        """
        if not self.folder.is_dir():
            what = "this is a file" if self.folder.exists() else "there is no such folder here"
            raise EntryError(what, where=str(self.folder), todo="name a folder that holds a folder for each diary")

    def fingerprint(self, id_: str, *, photos: bool) -> str:
        """Of the tables' bytes, and of the names and sizes of the photos."""
        folder = self.folder / id_
        tables = sorted(each for each in folder.iterdir() if each.suffix.lower() in _TABLES and each.is_file())
        parts: list[object] = [each for path in tables for each in (path.name, path.read_bytes())]
        if photos:
            others = (each for each in sorted(folder.rglob("*")) if each.suffix.lower() not in _TABLES)
            parts += [[each.relative_to(folder).as_posix(), each.stat().st_size] for each in others if each.is_file()]
        return fingerprint(*parts)

    def opened(self, id_: str, knowledge: Knowledge, *, now_s: int) -> Opened:
        """The diary of the folder."""
        folder = self.folder / id_
        return Opened(read_diary(folder, knowledge, now_s=now_s), PhotoFolder(folder))


def _plain(name: str) -> str:
    """Names that some file systems take for the same are the same here."""
    return unicodedata.normalize("NFC", name).casefold()


def _shown(name: str) -> str:
    return name if name.isprintable() else ascii(name)[1:-1]
