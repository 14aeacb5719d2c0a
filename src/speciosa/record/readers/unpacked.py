"""One file out of a zip archive, read piece by piece and never further than it may go."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from speciosa.record.spreadsheet import refuse_zip_bomb
from speciosa.values.errors import EntryError

_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError)
_AGAIN = "export it again"


class Bounded:
    """Reads on until more has come out than may.

    Raises
    ------
    EntryError : while reading: damaged, or larger than `most_bytes`.
    """

    def __init__(self, source: IO[bytes], most_bytes: int, where: str) -> None:
        self._source, self._left, self._where = source, most_bytes, where

    def read(self, size: int) -> bytes:
        """The next bytes; empty at the end."""
        try:
            piece = self._source.read(size)
        except _BROKEN:
            raise EntryError("this archive is damaged", where=self._where, todo=_AGAIN) from None
        self._left -= len(piece)
        if self._left < 0:
            raise EntryError("this archive unpacks to far more than it should", where=self._where, todo=_AGAIN)
        return piece


def names_in(file: Path) -> list[str]:
    """The names in an archive; none where the file is no archive that can be opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except _BROKEN:
        return []


@contextmanager
def member_of(
    file: Path, wanted: Callable[[str], bool], *, most_bytes: int, streamed: bool = False
) -> Iterator[Bounded]:
    """The first file in the archive whose name is wanted.

    Parameters
    ----------
    streamed : the reader keeps nothing of it, so that its size is bounded by `most_bytes` alone, not
        by how far it was packed.

    Raises
    ------
    EntryError : no archive, damaged, locked, a zip bomb, or no such file in it.
    """
    with ExitStack() as stack:
        try:
            if not streamed:
                refuse_zip_bomb(file)
            archive = stack.enter_context(zipfile.ZipFile(file))
            found = next((each for each in archive.infolist() if wanted(each.filename)), None)
            if found is None:
                raise EntryError("the file that should be in this archive is missing", where=file.name, todo=_AGAIN)
            if found.flag_bits & 1:
                raise EntryError(
                    "this archive is locked with a password", where=file.name, todo="export it without one"
                )
            opened = stack.enter_context(archive.open(found))
        except _BROKEN:
            raise EntryError("this archive is damaged", where=file.name, todo=_AGAIN) from None
        yield Bounded(opened, most_bytes, file.name)
