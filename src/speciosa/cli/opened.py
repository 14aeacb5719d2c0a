"""The record that a command works on, wherever it lies: a diary's folder, one file, or an encrypted store."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from speciosa.cli.asked import open_diary
from speciosa.cli.store_asked import Kept, default_store, open_store
from speciosa.cli.terminal import progress
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from speciosa.knowledge import Knowledge
    from speciosa.record import Columns, Diary, Event
    from speciosa.values.reading import Question, Reading

_MOST_NAMED = 10
NOT_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record, open for one command.

    Parameters
    ----------
    diary : what it says.
    photos : its photos by the name that an entry gives them, read when somebody looks at one.
    named : how a command names it, to be shown in a next command.
    add : writes checked entries into it.
    key : a UUID that stands for it; a diary's folder has one only where `person.toml` says so.
    """

    diary: Diary
    photos: Mapping[str, bytes]
    named: str
    add: Callable[[Sequence[Event]], None]
    key: str = ""


def opened(
    diary: Path | None, kept: Kept, knowledge: Knowledge, *, now_s: int, strict: bool, origin: str = ""
) -> OpenRecord:
    """Read the record that a call names.

    Parameters
    ----------
    diary, kept : one of the two names it.
    origin : what the command's own entries are marked with in a store; empty where it writes none.

    Raises
    ------
    EntryError : both or none are named, it can't be read, or nothing can be added to it though it has to be.
    """
    refuse_unless_one(diary, kept)
    if diary is not None:
        return _of_folder(diary, knowledge, now_s=now_s, strict=strict, appends=bool(origin))
    return _of_store(kept, knowledge, now_s=now_s, origin=origin)


def refuse_unless_one(diary: Path | None, kept: Kept) -> None:
    """End a call that names no record, or two.

    Raises
    ------
    EntryError : it does.
    """
    from speciosa.store.store_folder import KEY_FILE

    if diary is None and kept.store is None:
        raise EntryError("no diary is named", todo="name its folder, or an encrypted store with --store")
    if diary is not None and kept.store is not None:
        raise EntryError("a diary and a store are both named", where="--store", todo="name one of the two")
    if kept.store is None and kept.passphrase_file is not None:
        raise EntryError("a diary's folder has no passphrase", where="--passphrase-file", todo="name a --store, too")
    if diary is not None and (diary / KEY_FILE).exists() and not (diary / "diary.csv").exists():
        raise EntryError("this folder is an encrypted store", where=diary.name, todo="write --store before it")


def _of_folder(diary: Path, knowledge: Knowledge, *, now_s: int, strict: bool, appends: bool) -> OpenRecord:
    from speciosa.record.append import append_events
    from speciosa.record.photos import PhotoFolder

    if appends and not diary.is_dir() and diary.name != "diary.csv":
        todo = "put it into a folder as diary.csv, and name that"
        raise EntryError("a trial writes into a diary's folder", where=diary.name, todo=todo)
    read = open_diary(diary, knowledge, now_s=now_s, strict=strict)
    folder = diary if diary.is_dir() else diary.parent
    return OpenRecord(read, PhotoFolder(folder), str(diary), lambda events: append_events(folder, events))


def _of_store(kept: Kept, knowledge: Knowledge, *, now_s: int, origin: str) -> OpenRecord:
    path = kept.store or default_store()
    record = open_store(path, kept.passphrase_file)

    from django.db import transaction

    from speciosa.store.adding import write_events
    from speciosa.store.diary import diary_of
    from speciosa.store.photos import PhotoShelf

    gc.disable()  # as in `asked.open_diary`
    try:
        with progress("Reading the store ..."):
            read, shelf = diary_of(record), PhotoShelf(record)
            lined = replace(read, history=replace(read.history, line=_lines(read)))
            lined = replace(lined, reading=_reading(lined, shelf, knowledge, now_s=now_s))
    finally:
        gc.enable()

    def add(events: Sequence[Event]) -> None:
        with transaction.atomic():
            write_events(record, events, origin=origin)

    return OpenRecord(lined, shelf, f"--store {path}", add, read.person.record or record.key)


def _lines(read: Diary) -> NDArray[np.int32]:
    """The line that each entry has in a file of this diary: a note may hold line ends of its own."""
    import numpy as np

    breaks = np.zeros(len(read.history), dtype=np.int64)
    for words in (read.history.text, read.history.note):
        breaks += np.array([each.count("\n") for each in words.vocabulary], dtype=np.int64)[words.codes]
    lines = np.arange(2, len(breaks) + 2) + np.cumsum(breaks) - breaks  # the header is line 1
    return lines.astype(np.int32)


def _reading(read: Diary, shelf: Mapping[str, bytes], knowledge: Knowledge, *, now_s: int) -> Reading:
    """What reading a file of this diary would count and ask: of a store the same is asked."""
    from speciosa.record import Kind
    from speciosa.record.diary_file import _corrected
    from speciosa.record.plausible import plausibility_questions
    from speciosa.values.reading import Tally

    tally = Tally(rows=len(read.history))
    _corrected(read.history, tally)  # asks about entries that were corrected twice
    tally.questions += plausibility_questions(read, knowledge, now_s=now_s)
    tally.questions += _missing_photos(read.entries.of_kind(Kind.PHOTO), shelf)
    return tally.done(len(read.history))


def _missing_photos(photos: Columns, shelf: Mapping[str, bytes]) -> Iterator[Question]:
    """The same question that a folder's photos get: a report must not tell where its record lay."""
    from speciosa.record.template import EXAMPLE_IDS
    from speciosa.values.reading import Question

    there = set(shelf)
    names, ids = photos.text.tolist(), photos.id.tolist()
    missing = [at for at, name in enumerate(names) if name not in there and ids[at] not in EXAMPLE_IDS]
    if missing:
        ask = f"The file of this photo is not in the folder ({len(missing)} in all). Is its path right?"
        named = missing[:_MOST_NAMED]
        lines = tuple(int(photos.line[at]) for at in named)
        yield Question("photo_missing", ask, lines, tuple(ids[at] for at in named))
