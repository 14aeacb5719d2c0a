"""Reading a file that somebody brings, in a process of its own: what it holds, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary, Kind, Person, Product, packed_diary, read_diary
from speciosa.record.importing import read_import
from speciosa.record.person_file import person_toml
from speciosa.record.row import REQUIRED_COLUMNS
from speciosa.store.found import Found
from speciosa.values.errors import EntryError
from speciosa.values.reading import Question, Reading

OWN = "diary"
"""The format of speciosa's own diary: a ZIP of its folder, or a bare CSV file."""
_HEAD = 4_096
_ROWS = "Reading: {done} rows so far."


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file to read.

    `name`: as the person knows it. `format_name`: of `formats`, or empty to recognise it. `zone_name`: for local times
    without an offset. `now_s`: UTC seconds. `known`: every entry of the record. `products`: the person's own.
    """

    name: str
    format_name: str
    zone_name: str
    now_s: int
    known: Columns = field(repr=False)
    products: tuple[Product, ...] = ()


def read_found(file: Path, wanted: Wanted, folder: Path, step: Callable[[str, int, int], None]) -> Found:
    """Read one file.

    Parameters
    ----------
    folder : for what has to be unpacked; its owner's alone, and thrown away afterwards.
    step : told now and then how many rows were read.

    Raises
    ------
    EntryError : the file can't be read, or nobody knows its kind.
    """
    try:
        if wanted.format_name == OWN or (not wanted.format_name and _is_own(file)):
            return _own(file, wanted, folder, step)
        return _foreign(file, wanted, step)
    except EntryError as problem:
        named = problem.where.replace(file.name, wanted.name)
        todo = "choose its kind from the list, and try again" if "--format" in problem.todo else problem.todo
        raise EntryError(problem.what, where=named.replace("--format", "kind"), why=problem.why, todo=todo) from None


def _is_own(file: Path) -> bool:
    if packed_diary.is_packed_diary(file):
        return True
    with file.open("rb") as opened:
        head = opened.read(_HEAD).decode("utf-8-sig", "replace")
    columns = {cell.strip().strip('"').lower() for cell in head.partition("\n")[0].replace(";", ",").split(",")}
    return set(REQUIRED_COLUMNS) <= columns


def _own(file: Path, wanted: Wanted, folder: Path, step: Callable[[str, int, int], None]) -> Found:
    place = folder / OWN
    place.mkdir()
    if packed_diary.is_packed_diary(file):
        photos = packed_diary.unpacked_diary(file, place)
    else:
        photos = {}
        (place / packed_diary.DIARY_FILE).write_bytes(file.read_bytes())
    if not (place / packed_diary.PERSON_FILE).exists():
        (place / packed_diary.PERSON_FILE).write_text(person_toml(Person(time_zone=wanted.zone_name)), encoding="utf-8")
    diary = read_diary(place, load_knowledge(), now_s=wanted.now_s, progress=lambda rows: step(_ROWS, rows, 0))
    shown = set(diary.history.of_kind(Kind.PHOTO).text.tolist())
    reading = replace(diary.reading, questions=_asked(diary.reading, diary, set(photos)))
    kept = {name: body for name, body in photos.items() if name in shown}
    return Found(diary, OWN, "speciosa", wanted.zone_name, 0, reading, kept, is_own=True)


def _asked(reading: Reading, diary: Diary, photos: set[str]) -> tuple[Question, ...]:
    """The questions, without those about photos that came along in the archive."""
    missing = [each for each in diary.entries.of_kind(Kind.PHOTO).text.tolist() if each not in photos]
    return tuple(each for each in reading.questions if each.code != "photo_missing" or missing)


def _foreign(file: Path, wanted: Wanted, step: Callable[[str, int, int], None]) -> Found:
    columns, receipt = read_import(
        file, wanted.known, load_knowledge(), zone_name=wanted.zone_name, now_s=wanted.now_s, products=wanted.products,
        format_name=wanted.format_name, progress=lambda rows: step(_ROWS, rows, 0),
    )  # fmt: skip
    diary = Diary(columns, Person(time_zone=wanted.zone_name))
    return Found(
        diary, receipt.format, receipt.title, receipt.time_zone, receipt.corrected, receipt.reading, {}, is_own=False
    )
