"""Whether the name of a dose is one of kratom, and what the person says that it is where it is not known."""

from __future__ import annotations

from dataclasses import replace

from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary, Kind
from speciosa.record.person_file import checked_product
from speciosa.record.row import Row
from speciosa.store.details import products_of, save_products
from speciosa.store.models import Record

KINDS_ASKED = ("kratom", "7-hydroxymitragynine")
"""What a dose may be of."""
ELSE = "else"
"""The answer that it is something else."""


def is_known(record: Record, name: str) -> bool:
    """Whether a dose of this name counts as one of kratom or of 7-OH."""
    return Diary(Columns.of(()), products=products_of(record)).is_kratom(name, load_knowledge())


def keep_product(record: Record, name: str, substance: str) -> None:
    """Keep a name as a product of the person, so that each dose of it counts.

    Parameters
    ----------
    name : as in the diary; ``name#batch`` names a batch, of which nothing is known yet.
    substance : of `KINDS_ASKED`.

    Raises
    ------
    EntryError : it can't be a product's name.
    """
    plain, here = name.partition("#")[0], products_of(record)
    if any(_plain(each.product) == _plain(plain) for each in here):
        same = [replace(each, substance=substance) if _plain(each.product) == _plain(plain) else each for each in here]
        save_products(record, same)
        return
    save_products(record, [*here, checked_product({"product": plain, "substance": substance})])


def medicine_row(row: Row) -> Row:
    """The same as another medicine: its name, its amount and its time, without what only a dose of kratom has."""
    unit = "" if row.value in {"", "unknown"} else row.unit
    return row._replace(kind=Kind.MEDICINE.value, name=row.name.partition("#")[0], unit=unit, reason="", food="")


def _plain(name: str) -> str:
    return " ".join(name.split()).lower()
