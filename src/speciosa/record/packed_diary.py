"""A diary's folder as one ZIP file: what `speciosa` reads and writes, its photos beside it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from speciosa.record.diary import Diary
from speciosa.record.diary_writer import cells_of, write_products, write_rows
from speciosa.record.folder import DIARY_FILE, PERSON_FILE, PRODUCTS_FILE, SPREADSHEET_FILE
from speciosa.record.person import Person
from speciosa.record.person_file import person_toml
from speciosa.values.errors import EntryError

__all__ = [
    "DIARY_FILE",
    "PERSON_FILE",
    "PICTURES",
    "PRODUCTS_FILE",
    "diary_files",
    "is_packed_diary",
    "unpacked_diary",
    "zipped",
]

MOST_BYTES = 1_000_000_000
"""Unpacked: five years of a busy diary with its photos stay far below."""
_MOST_MEMBERS = 20_000
_MOST_TIMES = 200
"""A member that grows to more than so many times its packed size is no diary and no photo."""
PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".webp")
"""How the name of a photo ends."""
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


def diary_files(diary: Diary) -> dict[str, bytes]:
    """The files of a diary's folder, by name; equal diaries give the same bytes.

    Examples
    --------
    >>> from speciosa.record.columns import Columns
    >>> list(diary_files(Diary(Columns.of(()))))
    ['diary.csv']
    """
    rows = io.StringIO(newline="")
    write_rows(rows, (cells_of(event) for event in diary.history), header=True)
    files = {DIARY_FILE: rows.getvalue().encode("utf-8", "surrogateescape")}
    if diary.person != Person():
        files[PERSON_FILE] = person_toml(diary.person).encode()
    if diary.products:
        products = io.StringIO(newline="")
        write_products(products, diary.products)
        files[PRODUCTS_FILE] = products.getvalue().encode()
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP that says nothing of when or where it was made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, body in files.items():
            member = zipfile.ZipInfo(name)  # its date is the format's first day
            packed = not name.lower().endswith(PICTURES)
            member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            member.external_attr = 0o600 << 16
            archive.writestr(member, body)
    return whole.getvalue()


def is_packed_diary(file: Path) -> bool:
    """Whether a file is a ZIP that holds a diary."""
    try:
        with zipfile.ZipFile(file) as archive:
            return any(PurePosixPath(each).name == DIARY_FILE for each in archive.namelist())
    except _BROKEN:
        return False


def unpacked_diary(file: Path, folder: Path) -> dict[str, bytes]:
    """Put a ZIP's diary into a folder; its photos come back as bytes, by the path that entries name.

    Names in the archive are never paths here: only three known files are written, under our own names.

    Raises
    ------
    EntryError : damaged, locked, or far larger than a diary is.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
                raise EntryError("this archive unpacks to far more than a diary holds", todo="take another file")
            if any(each.file_size > _MOST_TIMES * max(each.compress_size, 1_000) for each in members):
                raise EntryError("this archive unpacks to far more than a diary holds", todo="take another file")
            if any(each.flag_bits & 1 for each in members):
                raise EntryError("this archive is locked with a password", todo="pack it again without one")
            paths = (PurePosixPath(each.filename) for each in members)
            top = min((each for each in paths if each.name == DIARY_FILE), key=lambda each: len(each.parts)).parent
            photos: dict[str, bytes] = {}
            for each in members:
                inside = PurePosixPath(each.filename)
                if each.is_dir() or not inside.is_relative_to(top):
                    continue
                name = inside.relative_to(top)
                if name.as_posix() in {DIARY_FILE, PERSON_FILE, PRODUCTS_FILE, SPREADSHEET_FILE}:
                    (folder / name.name).write_bytes(_read(archive, each))
                elif name.suffix.lower() in PICTURES and ".." not in name.parts:
                    photos[name.as_posix()] = _read(archive, each)
    except _BROKEN:
        raise EntryError("this archive is damaged", where=file.name, todo="pack it again") from None
    return photos


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A member's bytes: no more of them than its head says.

    Raises
    ------
    EntryError : it holds more.
    """
    with archive.open(member) as opened:
        body = opened.read(member.file_size + 1)
    if len(body) > member.file_size:
        raise EntryError("this archive is damaged", todo="pack it again")
    return body
