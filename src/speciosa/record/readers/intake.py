"""Something taken, as other apps write it in free words: a dose of kratom, or another medicine."""

from __future__ import annotations

import re

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, noted
from speciosa.record.row import Row
from speciosa.record.substance import mentions_kratom, named_in
from speciosa.values.units import DOSE_UNITS, unit_of

_AMOUNT = re.compile(r"^([0-9]+(?:[.,][0-9]+)?) ?(.*)$")
_ONLY_MENTIONED = (
    "{n} time{s} a tag that mentions kratom was kept as an activity, not as a dose: "
    "only a tag that is a product's whole name says that some was taken"
)


def kratom_in(name: str, knowledge: Knowledge) -> str:
    """The diary's name for a kratom or 7-OH product; empty where it is another substance.

    What counts as kratom is what `substance_of` takes for it. A name that the table of substances
    lacks stays readable behind ``#``, where it counts as a batch.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [kratom_in(name, load_knowledge()) for name in ("Red Bali", "Kratom (super green)", "kratom-free tea")]
    ['Red Bali', 'kratom#super green', '']
    """
    plain = " ".join(name.replace("#", " ").split())
    if knowledge.substance(plain):
        return plain
    substance, rest = named_in(plain)
    if not substance:
        return ""
    known = knowledge.substance(rest)
    if known and known.substance == substance:
        return rest
    return f"{substance}#{rest}" if rest else substance


def ticked(time: str, tag: str, knowledge: Knowledge, aside: LeftAside) -> Row:
    """A row for a tag of an app that asks for no amounts: a dose only where the whole tag is a known product.

    Parameters
    ----------
    tag : the person's own words, often about what was not taken: ``no kratom``, ``craving``.
    aside : counts the tags that speak of kratom and are no dose.
    """
    if knowledge.substance(tag):
        return Row(time, "dose", tag, "unknown")
    if mentions_kratom(tag):
        aside.add(_ONLY_MENTIONED)
    return Row(time, "activity", tag)


def split_amount(text: str) -> tuple[str, str]:
    """Number and unit of an amount written as one text; both empty unless it is one number and words.

    Examples
    --------
    >>> split_amount("400 mg"), split_amount("0,5 tablets"), split_amount("1,000 mg"), split_amount("1/2 tablet")
    (('400', 'mg'), ('0.5', 'tablet'), ('', ''), ('', ''))
    """
    found = _AMOUNT.match(" ".join(text.split()))
    # "1,000" is a thousand to one reader and one to another
    if not found or re.search(r",[0-9]{3}$", found[1]):
        return "", ""
    # a sign or a digit behind the number says that it is not the amount: 1/2, 1-2, 2 x 400, 10 000
    if not all(each.isalpha() or each in "% " for each in found[2]):
        return "", ""
    return found[1].replace(",", "."), unit_of(found[2])


def taken(
    time: str,
    name: str,
    number: str,
    unit: str,
    *,
    line: int,
    knowledge: Knowledge,
    note: str = "",
    precision: str = "",
) -> Row:
    """A row for something taken; an amount that is not certain becomes ``unknown``, its words go to the note.

    Parameters
    ----------
    number, unit : as the app has them; either may be empty.
    """
    product = kratom_in(name, knowledge)
    spelled = unit_of(unit)
    row = Row(time, "dose" if product else "medicine", product or name, precision=precision, line=line)
    is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", number) is not None
    if is_number and spelled and (not product or spelled in DOSE_UNITS):
        return row._replace(value=number, unit=spelled, note=note)
    said = " ".join(part for part in (number, unit) if part)
    return row._replace(value="unknown", note=noted(f"amount: {said}" if said else "", note))
