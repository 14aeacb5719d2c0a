"""What the sheet of a dose offers: products, amounts, reasons; and the row that it makes."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.store.as_row import value_of
from speciosa.store.details import products_of
from speciosa.store.models import Record
from speciosa.values.errors import EntryError
from speciosa.values.units import DOSE_UNITS
from speciosa.web import entry_words, recent
from speciosa.web.saving import number_of

_USUAL = ("kratom leaf powder", "kratom capsules", "kratom tea", "7-oh tablets")
_MOST_PRODUCTS, _MOST_AMOUNTS, _FEW = 6, 6, 3
_UNKNOWN = "unknown"


def offered(record: Record, words: Wording) -> dict[str, Any]:
    """What can be tapped: the person's own products first, then what they took lately, then the usual words."""
    doses = recent.last_doses(record)
    names = [each.name.partition("#")[0] for each in doses] + [each.product for each in products_of(record)]
    names = list(dict.fromkeys(names))[:_MOST_PRODUCTS]
    names += [each for each in _USUAL if each not in names][: max(0, _FEW + 1 - len(names))]
    amounts = {f"{value_of(each)} {each.unit}": entry_words.amount(words, each) for each in doses}
    batch = doses[0].name.partition("#")[2] if doses else ""
    return {
        "products": [(each, entry_words.product_name(words, each)) for each in names],
        "last_product": names[0],
        "amounts": list(amounts.items())[:_MOST_AMOUNTS],
        "unknown": _UNKNOWN,
        "units": [(each, unit_name(words, each)) for each in DOSE_UNITS],
        "known_words": sorted(load_knowledge().substances),
        "reasons": [(each.name.lower(), said) for each, said in entry_words.reasons(words).items()],
        "foods": [(each.name.lower(), said) for each, said in entry_words.foods(words).items()],
        "batch": batch,
    }


def unit_name(words: Wording, unit: str) -> str:
    """A unit in a list to choose from."""
    said = {
        "capsule": words.say("capsules"), "tablet": words.say("tablets"), "tsp": words.say("teaspoons"),
        "serving": words.say("servings"),
    }  # fmt: skip
    return said.get(unit, unit)


def dose_row(said: QueryDict, time: str, recorded: str) -> Row:
    """The row that a filled sheet makes. What was typed goes before what was tapped.

    Raises
    ------
    EntryError : no product, no amount, or no number.
    """
    name = " ".join((said.get("other", "").strip() or said.get("product", "").strip()).split())
    if not name:
        raise EntryError("no product was chosen", todo="tap one, or write its name")
    batch = said.get("batch", "").replace("#", " ").strip()
    typed, tapped = said.get("amount", "").strip(), said.get("tapped", "").strip()
    if not (typed or tapped):
        raise EntryError("no amount was chosen", todo="tap one, write one, or tap that you don't know")
    value, _, unit = (number_of(typed), "", said.get("unit", "")) if typed else tapped.partition(" ")
    return Row(
        time, Kind.DOSE.value, f"{name}#{batch}" if batch and "#" not in name else name, value, unit,
        reason=said.get("reason", ""), food=said.get("food", ""), recorded=recorded, note=said.get("note", ""),
    )  # fmt: skip
