"""What somebody took, where an app keeps number and unit apart: how much, and under which name."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import plain
from speciosa.record.substance import is_kratom
from speciosa.values.units import DOSE_UNITS, unit_of


class Amount(NamedTuple):
    """Value and unit of a row, and the source's words where they could not be used."""

    value: str
    unit: str
    words: str = ""


def amount_of(number: float | None, unit: str, product: str, knowledge: Knowledge) -> Amount:
    """An amount as a diary takes it: `unknown` where the unit is missing or none for kratom.

    A unit is never guessed; the words stay in the note.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> amount_of(2.5, "g", "kratom", load_knowledge())
    Amount(value='2.5', unit='g', words='')
    >>> amount_of(2, "scoop", "kratom", load_knowledge())
    Amount(value='unknown', unit='', words='amount: 2 scoop')
    """
    if number is None:
        return Amount("unknown", "")
    spelled = unit_of(unit)
    if not spelled or (spelled not in DOSE_UNITS and is_kratom(product, (), knowledge)):
        return Amount("unknown", "", f"amount: {plain(number)} {spelled or '(no unit)'}")
    return Amount(plain(number), spelled)


def kratom_product(strain: str, knowledge: Knowledge) -> str:
    """The product name of a kratom tracker's strain, so that it is recognised as kratom.

    A strain that the tables know is a product of its own; any other one stands as the batch.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [kratom_product(strain, load_knowledge()) for strain in ("Red Bali", "Grandpa's Best #2", "")]
    ['Red Bali', "kratom#Grandpa's Best 2", 'kratom']
    """
    name = " ".join(strain.replace("#", " ").split())
    return kratom_in(name, knowledge) or (f"kratom#{name}" if name else "kratom")
