"""A diary folder's photos, read only when somebody looks at one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

_MOST_BYTES = 100_000_000


class PhotoFolder(Mapping[str, bytes]):
    """The diary's photo paths to their bytes.

    A path that leads out of the folder, through a link too, is not there; neither is a file of
    more than 100 MB.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def __getitem__(self, name: str) -> bytes:
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
                raise KeyError(name)
            return path.read_bytes()
        except (OSError, ValueError, RuntimeError):  # no name that a file can have, a ring of links, not ours to read
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return (each.relative_to(self._folder).as_posix() for each in sorted(self._folder.rglob("*")) if each.is_file())

    def __len__(self) -> int:
        return sum(1 for _ in self)
