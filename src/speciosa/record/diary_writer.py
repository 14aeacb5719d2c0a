"""Writing a diary folder so that nothing is ever half-written, and appending to one."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO

from speciosa.record.diary import Diary
from speciosa.record.event import Event
from speciosa.record.folder import DIARY_FILE, PRODUCTS_FILE
from speciosa.record.formula_guard import guarded
from speciosa.record.kinds import Answer, Food, Reason
from speciosa.record.person import Person, Product
from speciosa.record.person_file import write_person
from speciosa.record.row import COLUMNS
from speciosa.record.whole_file import replacing
from speciosa.values.timeline import Precision, format_moment


def write_diary(diary: Diary, folder: Path) -> None:
    """Write a diary as a folder that `read_diary` reads back as an equal diary."""
    with replacing(folder / DIARY_FILE) as file:
        write_rows(file, (cells_of(event) for event in diary.history), header=True)
    if diary.person != Person():
        write_person(folder, diary.person)
    if diary.products:
        with replacing(folder / PRODUCTS_FILE) as file:
            write_products(file, diary.products)


def cells_of(event: Event) -> list[str]:
    """An entry as the cells of `diary.csv`; `kind`s default unit and reason are written out.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, which the reader
    takes off again.
    """
    if event.answer is Answer.GIVEN:
        value = _number(event.value)
    else:
        value = {Answer.UNKNOWN: "unknown", Answer.DECLINED: "declined"}.get(event.answer, event.text)
    recorded = "" if event.recorded_s == event.time_s else format_moment(event.recorded_s, event.offset_min)
    cells = [
        event.local_time, event.kind.value, event.name, value, event.unit,
        "" if event.reason is Reason.NOT_SAID else event.reason.name.lower(),
        "" if event.food is Food.NOT_SAID else event.food.name.lower(),
        "" if event.precision is Precision.CLOCK else event.precision.name.lower(),
        recorded, event.id, event.supersedes, event.note,
    ]  # fmt: skip
    return [guarded(cell) for cell in cells]


def write_rows(file: IO[str], rows: Iterable[list[str]], *, header: bool) -> None:
    """Rows as CSV."""
    writer = csv.writer(file, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    writer.writerows(rows)


def write_products(file: IO[str], products: Iterable[Product]) -> None:
    """`products.csv`, one line a product."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([each.name for each in fields(Product)])
    for product in products:
        said = asdict(product).values()
        writer.writerow([
            "" if each is None else _number(each) if isinstance(each, float) else guarded(each) for each in said
        ])  # fmt: skip


def _number(value: float) -> str:
    """Shortest text that reads back as the same number."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
