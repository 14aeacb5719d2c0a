"""Units as people write them, one spelling inside."""

from __future__ import annotations

import re

_SPELLINGS = {
    "g": "g gram grams gramm gm",
    "mg": "mg milligram milligrams milligramm",
    "ug": "ug µg μg mcg microgram micrograms",
    "ml": "ml millilitre milliliter millilitres milliliters",
    "capsule": "capsule capsules cap caps kapsel kapseln",
    "tablet": "tablet tablets tab tabs pill pills tablette tabletten",
    "tsp": "tsp teaspoon teaspoons tl teelöffel",
    "serving": "serving servings portion portionen",
    "h": "h hr hrs hour hours std stunden",
    "min": "min mins minute minutes minuten",
    "steps": "steps step schritte",
    "nrs": "nrs",
}
_KNOWN = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_SCORE = re.compile(r"^score_(-?\d+)_(-?\d+)$")

MASS_MG = {"g": 1000.0, "mg": 1.0, "ug": 0.001}
DOSE_UNITS = ("g", "mg", "ml", "capsule", "tablet", "tsp", "serving")


def unit_of(text: str) -> str:
    """The one spelling of a unit; an unknown word stays as it was written.

    Examples
    --------
    >>> unit_of("Grams"), unit_of("µg"), unit_of("puff")
    ('g', 'ug', 'puff')
    """
    return _KNOWN.get(text.strip().lower(), text.strip())


def score_bounds(unit: str) -> tuple[float, float] | None:
    """Lowest and highest answer of a rating's unit; None for a unit that is no rating scale.

    ``nrs`` is 0 to 10. ``score_0_4`` is an ordinal scale of another app's, kept as it was: it is
    never stretched onto 0 to 10.

    Examples
    --------
    >>> score_bounds("nrs"), score_bounds("score_0_4"), score_bounds("g")
    ((0.0, 10.0), (0.0, 4.0), None)
    """
    if unit == "nrs":
        return 0.0, 10.0
    found = _SCORE.match(unit)
    if not found or int(found[1]) >= int(found[2]):
        return None
    return float(found[1]), float(found[2])


def in_mg(amount: float, unit: str) -> float | None:
    """An amount of mass in milligrams; None where the unit is not one of mass.

    Examples
    --------
    >>> in_mg(2.5, "g"), in_mg(2, "capsule")
    (2500.0, None)
    """
    return amount * MASS_MG[unit] if unit in MASS_MG else None
