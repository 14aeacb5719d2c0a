"""What the card's colours are taken for: paper and ink, assumed or measured by the card's owner."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.card import Card
from speciosa.skin.colour import linear_of, xyz_from, xyz_of
from speciosa.values.errors import EntryError

_WHERE = "the card's measured values"
PAPER = "paper"
"""The name of the bare paper among measured values."""


@dataclass(frozen=True, slots=True, eq=False)
class CardInk:
    """XYZ under D65 of what is printed, white of a perfect diffuser at Y = 1.

    Parameters
    ----------
    patches : [patch, 3], in the card's order.
    paper : [3].
    measured : by an instrument, on this very card; else assumed.
    """

    patches: NDArray[np.float64]
    paper: NDArray[np.float64]
    measured: bool


def assumed_ink(card: Card, knowledge: Knowledge) -> CardInk:
    """What a home printer makes of the patches, as far as anybody can know.

    The paper reflects `skin_paper_reflectance` of the light, evenly; each patch has its sRGB colour
    relative to that paper. A perfect white would be 1: taking paper for it reads skin 3 to 4 L* too light.

    *Valid when* printed at the printer's usual quality on plain white paper. What is off costs
    absolute values, hardly a change seen with the same card.
    """
    reflectance = knowledge.choice("skin_paper_reflectance")
    srgb = np.array([each.srgb for each in card.patches]) / 255
    paper = xyz_of(np.ones(3))
    return CardInk(xyz_of(linear_of(srgb)) * reflectance, paper * reflectance, measured=False)


def measured_ink(text: str, card: Card) -> CardInk | None:
    """The same from the owner's own measurement of this card.

    Parameters
    ----------
    text : CSV with the columns ``patch,L,a,b``: CIELAB under D65, 2 degree observer, every patch by
        its name and one row ``paper``. With a column ``card``, only the rows of this card's number count.

    Returns
    -------
    None where the file has a column ``card`` and no row of this one.

    Raises
    ------
    EntryError : a patch is missing, unknown or no colour.
    """
    names = [*(each.name for each in card.patches), PAPER]
    found: dict[str, NDArray[np.float64]] = {}
    others = False
    for line, row in _rows(text):
        if (row.get("card") or str(card.card_id)).strip() != str(card.card_id):
            others = True
            continue
        name, lab = _colour(line, row)
        if name not in names:
            raise _wrong("this card has no such patch", line, "see the names with: speciosa skin card --json")
        if name in found:
            raise _wrong("a patch has two values", line, "leave one row for each patch")
        found[name] = xyz_from(lab)
    if others and not found:
        return None
    missing = [each for each in names if each not in found]
    if missing:
        raise EntryError(
            "a patch has no value", where=_WHERE, why=missing[0], todo="see the names with: speciosa skin card --json"
        )
    return CardInk(np.array([found[each] for each in names[:-1]]), found[PAPER], measured=True)


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Line and cells of each row."""
    lines = text.splitlines()
    try:
        return list(enumerate(csv.DictReader(lines), start=2))
    except csv.Error as problem:
        raise EntryError("this is no table", where=_WHERE, why=str(problem), todo="save it as CSV") from None


def _colour(line: int, row: dict[str, str]) -> tuple[str, NDArray[np.float64]]:
    """Name and CIELAB of one row."""
    try:
        lab = np.array([float(row[each]) for each in ("L", "a", "b")])
        name = row["patch"].strip()
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _wrong("a row is no colour", line, "give it as patch,L,a,b with numbers") from None
    if not (np.isfinite(lab).all() and 0 < lab[0] <= 100 and np.abs(lab[1:]).max() < 128):
        raise _wrong("a colour is outside of CIELAB", line, "check its numbers")
    return name, lab


def _wrong(what: str, line: int, todo: str) -> EntryError:
    return EntryError(what, where=f"{_WHERE}, line {line}", todo=todo)
