"""What somebody took, in a diary's words: kratom or something else, how much, and in which unit."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.knowledge import load_knowledge
from speciosa.record.readers.json_record import plain
from speciosa.record.substance import is_kratom
from speciosa.values.units import DOSE_UNITS, unit_of


class Amount(NamedTuple):
    """Value and unit of a row, and the source's words where they could not be used."""

    value: str
    unit: str
    words: str = ""


def known_as_kratom(name: str) -> bool:
    """Whether a name is a known word for kratom or a 7-OH product."""
    return is_kratom(name, (), load_knowledge())


def kind_of(name: str) -> str:
    """`dose` for kratom and 7-OH, `medicine` for anything else."""
    return "dose" if known_as_kratom(name) else "medicine"


def amount_of(number: float | None, unit: str, name: str) -> Amount:
    """An amount as a diary takes it: `unknown` where the unit is missing or none for kratom.

    A unit is never guessed; the words stay in the note.

    Examples
    --------
    >>> amount_of(2.5, "g", "kratom"), amount_of(2, "scoop", "kratom")
    (Amount(value='2.5', unit='g', words=''), Amount(value='unknown', unit='', words='amount: 2 scoop'))
    """
    if number is None:
        return Amount("unknown", "")
    spelled = unit_of(unit)
    if not spelled or (known_as_kratom(name) and spelled not in DOSE_UNITS):
        return Amount("unknown", "", f"amount: {plain(number)} {spelled or '(no unit)'}")
    return Amount(plain(number), spelled)


def kratom_product(strain: str) -> str:
    """The product name of a kratom tracker's strain, so that it is recognised as kratom.

    A strain that the tables know is a product of its own; any other one stands as the batch.

    Examples
    --------
    >>> kratom_product("Red Bali"), kratom_product("Grandpa's Best #2"), kratom_product("")
    ('Red Bali', "kratom#Grandpa's Best 2", 'kratom')
    """
    name = " ".join(strain.replace("#", " ").split())
    if not name:
        return "kratom"
    return name if known_as_kratom(name) else f"kratom#{name}"
