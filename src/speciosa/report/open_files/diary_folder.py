"""Everything that a person entered, as the folder that `speciosa` itself reads, with a data dictionary beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind, packed_diary, words
from speciosa.report.open_files.data_dictionary import dictionary_csv, dictionary_markdown

DICTIONARY_FILES = ("data-dictionary.csv", "data-dictionary.md")
_OURS = frozenset({
    packed_diary.DIARY_FILE, packed_diary.PERSON_FILE, packed_diary.PRODUCTS_FILE, *DICTIONARY_FILES, "diary.xlsx",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class DiaryFolder:
    """The files of an export, and what stayed.

    Parameters
    ----------
    files : path below the folder to bytes.
    entries : how many rows diary.csv has: corrections and what they correct among them.
    notes_kept_back : how many entries lost their note, because notes were not asked for.
    photos_in, photos_kept_back : photos that are in, and that entries name and that were not asked for.
    photos_missing : named by an entry, and not there or no picture's name; the entry is in.
    """

    files: Mapping[str, bytes] = field(repr=False)
    entries: int
    notes_kept_back: int
    photos_in: int
    photos_kept_back: int
    photos_missing: int


def diary_folder(
    diary: Diary, knowledge: Knowledge, *, photos: Mapping[str, bytes] | None = None, notes: bool = False
) -> DiaryFolder:
    """A diary as files that `read_diary` reads back: as an equal diary, if notes are in.

    Parameters
    ----------
    diary : the whole record, its history of corrections included.
    photos : the diary's photo paths to their bytes; None: they stay.
    notes : whether the person's own words beside entries leave, too.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> list(diary_folder(Diary(Columns.of(())), load_knowledge()).files)
    ['diary.csv', 'data-dictionary.csv', 'data-dictionary.md']
    """
    has_note = int((~diary.history.note.equal("")).sum())
    leaving = diary if notes else without_notes(diary)
    files = packed_diary.diary_files(leaving)
    files |= zip(DICTIONARY_FILES, (dictionary_csv(knowledge), dictionary_markdown(knowledge)), strict=True)
    named = sorted(set(diary.history.of_kind(Kind.PHOTO).text.tolist()))
    pictures = {} if photos is None else {each: body for each in named if (body := _picture(each, photos)) is not None}
    return DiaryFolder(
        files | pictures, len(diary.history), 0 if notes else has_note, len(pictures),
        len(named) if photos is None else 0, 0 if photos is None else len(named) - len(pictures),
    )  # fmt: skip


def without_notes(diary: Diary) -> Diary:
    """The same diary without the words that stand beside its entries."""
    bare = words.Words(np.zeros(len(diary.history), dtype=np.int32), ("",))
    return replace(diary, history=replace(diary.history, note=bare))


def _picture(name: str, photos: Mapping[str, bytes]) -> bytes | None:
    """A photo's bytes. An entry that names another file of the folder must not bring that along, or be it."""
    path = PurePosixPath(name)
    if name.casefold() in _OURS or path.suffix.lower() not in packed_diary.PICTURES or ".." in path.parts:
        return None
    return photos.get(name)
