"""What somebody took, where an app keeps number and unit apart: how much, and under which name."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import plain
from speciosa.values.units import DOSE_UNITS, unit_of


class Amount(NamedTuple):
    """Value and unit of a row, and the source's words where they could not be used."""

    value: str
    unit: str
    words: str = ""


def amount_of(number: float | None, unit: str, product: str) -> Amount:
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
    if not spelled or (kratom_in(product) and spelled not in DOSE_UNITS):
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
    return kratom_in(name) or (f"kratom#{name}" if name else "kratom")
