"""Something taken, as CSV exports write it in free words: a dose of kratom, or another medicine."""

from __future__ import annotations

import re

from speciosa.knowledge import load_knowledge
from speciosa.record.readers.accounting import noted
from speciosa.record.row import Row
from speciosa.values.units import DOSE_UNITS, unit_of

_AMOUNT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(.*)$")
_KRATOM = re.compile(r"\b(?:kratom|mitragyna(?:\s+speciosa)?)\b", re.IGNORECASE)
_SEVEN_OH = re.compile(r"\b(?:7-?oh|7-?(?:hydroxymitragynine|hmg))\b", re.IGNORECASE)


def kratom_in(name: str) -> str:
    """The diary's name for a kratom or 7-OH product; empty where it is another substance.

    A name that the table of substances lacks stays readable behind ``#``, where it counts as a batch.

    Examples
    --------
    >>> kratom_in("Red Bali"), kratom_in("Kratom (super green)"), kratom_in("ibuprofen")
    ('Red Bali', 'kratom#super green', '')
    """
    name = " ".join(name.replace("#", " ").split())
    if load_knowledge().substance(name):
        return name
    for pattern, product in ((_SEVEN_OH, "7-hydroxymitragynine"), (_KRATOM, "kratom")):
        if pattern.search(name):
            rest = " ".join(pattern.sub(" ", name).split()).strip(" ()[]-,:;/")
            if load_knowledge().substance(rest):
                return rest
            return f"{product}#{rest}" if rest else product
    return ""


def split_amount(text: str) -> tuple[str, str]:
    """Number and unit of an amount written as one text; number empty where there is none to be sure of.

    Examples
    --------
    >>> split_amount("400 mg"), split_amount("0,5 tablets"), split_amount("1,000 mg"), split_amount("a few")
    (('400', 'mg'), ('0.5', 'tablet'), ('', ''), ('', ''))
    """
    found = _AMOUNT.match(" ".join(text.split()))
    # "1,000" is a thousand to one reader and one to another
    if not found or re.search(r",\d{3}$", found[1]):
        return "", ""
    return found[1].replace(",", "."), unit_of(found[2])


def taken(time: str, name: str, number: str, unit: str, *, line: int, note: str = "", precision: str = "") -> Row:
    """A row for something taken; an amount that is not certain becomes ``unknown``, its words go to the note.

    Parameters
    ----------
    number, unit : as the app has them; either may be empty.
    """
    product = kratom_in(name)
    spelled = unit_of(unit)
    is_number = re.fullmatch(r"\d+(\.\d+)?", number) is not None
    if is_number and spelled and (not product or spelled in DOSE_UNITS):
        return Row(
            time,
            "dose" if product else "medicine",
            product or name,
            number,
            spelled,
            precision=precision,
            note=note,
            line=line,
        )
    said = " ".join(part for part in (number, unit) if part)
    note = noted(f"amount: {said}" if said else "", note)
    return Row(
        time, "dose" if product else "medicine", product or name, "unknown", precision=precision, note=note, line=line
    )
