"""What every export has in common: where it may be written, and what a person is told before it goes anywhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.terminal import say, say_reading, say_wrapped, terminal_width
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.report import Wording

_HEAD_BYTES = 4_000
WARNING = "Once in your medical record it can't be taken back and may be seen by insurers, courts, employers."


def refuse_to_write_over(
    out: Path, *, suffixes: tuple[str, ...], example: str, heads: tuple[bytes, ...] = (), mark: bytes = b""
) -> None:  # fmt: skip
    """End a call that would write over something else, or whose file has another name than its kind.

    Parameters
    ----------
    suffixes : how the name may end, lower case. example : a name that would do.
    heads : how a file begins that an earlier call made: it can be made again, so it may be replaced.
    mark : what such a file also has near its beginning, where others' files of that kind begin alike.

    Raises
    ------
    EntryError : that.
    """
    if out.is_dir():
        raise EntryError("this is a folder, not a file", where="--out", todo=f"name a file, like {example}")
    if out.suffix.lower() not in suffixes:
        todo = f"name a file that ends in {' or '.join(suffixes)}, like {example}"
        raise EntryError("this export is a file of another kind", where="--out", todo=todo)
    if out.exists() and not _is_ours(out, heads, mark):
        what = "there is already a file of this name; it was left as it is"
        raise EntryError(what, where=str(out), todo="name another with --out, or move it away")


def refuse_a_used_folder(out: Path) -> None:
    """End a call that would write into a folder with something in it: it may be a diary, and that would be gone.

    Raises
    ------
    EntryError : it holds something, or is a file.
    """
    if out.is_dir() and any(out.iterdir()):
        raise EntryError("this folder is not empty; it was left as it is", where=str(out), todo="name a new one")
    if out.exists() and not out.is_dir():
        what = "there is already a file of this name; it was left as it is"
        raise EntryError(what, where=str(out), todo="name another with --out, or move it away")


def refuse_unless_it_can_be_made(folder: Path) -> None:
    """End a call whose folder can't be made or written into, before anything is worked out.

    Nothing stays behind of the looking.

    Raises
    ------
    EntryError : that.
    """
    there = next(each for each in (folder.absolute(), *folder.absolute().parents) if each.exists())
    if not there.is_dir():
        raise EntryError("this is a file, not a folder", where=str(there), todo="name another place with --out")
    try:
        with tempfile.NamedTemporaryFile(dir=there, prefix=".speciosa-"):
            pass
    except OSError as problem:
        todo = "look at its permissions and at the room on the disk, or name another place with --out"
        raise EntryError(
            "nothing can be written here", where=str(there), why=problem.strerror or "", todo=todo
        ) from None


def _is_ours(file: Path, heads: tuple[bytes, ...], mark: bytes) -> bool:
    if not heads:
        return False
    with file.open("rb") as opened:
        begun = opened.read(_HEAD_BYTES)
    return begun.startswith(heads) and mark in begun


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files that are all there at the end, or none: then what lay there before still does.

    Raises
    ------
    EntryError : the place takes no file, or is full; everything is as it was.
    """
    made = {folder for path in files for folder in path.resolve().parents if not folder.exists()}
    try:
        with _staged(files) as ready:
            _put_in_place(ready)
    except BaseException as problem:
        for folder in sorted(made, reverse=True):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        if isinstance(problem, OSError):
            where, why = str(next(iter(files))), problem.strerror or ""
            todo = "look at its permissions and at the room on the disk, or name another place with --out"
            raise EntryError(
                "this can't be written; nothing was left behind", where=where, why=why, todo=todo
            ) from None
        raise


@contextmanager
def _staged(files: Mapping[Path, bytes]) -> Iterator[dict[Path, tuple[Path, Path | None]]]:
    """Beside each place the new file, whole, and a copy of the old one where there is one; gone at the end."""
    ready: dict[Path, tuple[Path, Path | None]] = {}
    beside: list[Path] = []

    def empty(path: Path) -> tuple[int, Path]:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside.append(Path(name))
        return handle, beside[-1]

    try:
        for path, body in ((path.resolve(), body) for path, body in files.items()):  # a link stays a link
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, fresh = empty(path)
            with os.fdopen(handle, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            old = None
            if path.exists():
                handle, old = empty(path)
                os.close(handle)
                shutil.copy2(path, old)
                fresh.chmod(path.stat().st_mode & 0o777)
            ready[path] = fresh, old
        yield ready
    finally:
        for each in beside:
            each.unlink(missing_ok=True)


def _put_in_place(ready: Mapping[Path, tuple[Path, Path | None]]) -> None:
    """Move every new file to its place; where one can't be moved, put back what the others have replaced."""
    moved: list[Path] = []
    try:
        for path, (fresh, _) in ready.items():
            fresh.replace(path)
            moved.append(path)
    except BaseException:
        for path in moved:
            old = ready[path][1]
            with suppress(OSError):
                path.unlink() if old is None else old.replace(path)
        raise


def say_what_leaves(
    words: Wording, read: Diary, *, made: Iterable[str], holds: Iterable[str], stays: Iterable[str]
) -> None:
    """The summary: what was read, what was made, what is in it, what is not, and what to think of first.

    Parameters
    ----------
    made : where it lies. holds : what is in it. stays : what is not; each a line.
    """
    width = terminal_width()
    say_reading(read.reading)
    say("")
    for line in made:
        say_wrapped(line, width)
    for title, lines in ((words.say("In it:"), holds), (words.say("Not in it:"), stays)):
        if told := [line for line in lines if line]:
            say(title)
            for line in told:
                say_wrapped(line, width, "  - ")
    say_wrapped(words.say("It was written to this machine and sent nowhere."), width)
    say_wrapped(words.say(WARNING), width)
