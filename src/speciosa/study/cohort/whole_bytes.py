"""Files of bytes that are on the disk as a whole, or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from speciosa.values.errors import EntryError

BESIDE = ".beside-"
"""How a file's name begins that is not whole yet; one that is left over was of a run that was killed."""


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file beside its place; moved there once the disk has all of it.

    Raises
    ------
    EntryError : there is no room, or no right to write.
    """
    with room_for(path.parent):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=BESIDE)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def room_for(where: Path) -> Iterator[None]:
    """What is written within the block, said in a plain sentence where it can't be.

    Raises
    ------
    EntryError : that.
    """
    try:
        yield
    except OSError as problem:
        what = "this can't be written; what was done before is kept"
        todo = "look at its permissions and at the room on the disk, then start again with the same call"
        raise EntryError(what, where=str(where), why=problem.strerror or "", todo=todo) from None
