"""A place for what has to be a file for a moment: in memory where the machine can, its owner's alone, gone at once."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  no predictable name is used in it
_PREFIX = ".working-speciosa-"
_LEFT_OVER_S = 6 * 3_600.0


def is_in_memory() -> bool:
    """Whether this machine has a folder that lies in memory; else the file touches the store's disk for that moment."""
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)


@contextmanager
def held_folder(beside: Path | None) -> Iterator[Path]:
    """A folder that only this person's account can look into, for as long as the block lasts.

    Parameters
    ----------
    beside : the store's folder: where it is made on a machine without a folder in memory; None: the machine's own.
    """
    base = MEMORY if is_in_memory() else beside or Path(tempfile.gettempdir())
    _sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))  # 0700
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Throw away what a killed process left here: nothing of ours takes hours."""
    for left in base.glob(f"{_PREFIX}*"):
        try:
            seen = left.stat()
        except OSError:
            continue
        ours = os.name != "posix" or seen.st_uid == os.getuid()
        if ours and time.time() - seen.st_mtime > _LEFT_OVER_S:
            shutil.rmtree(left, ignore_errors=True)
