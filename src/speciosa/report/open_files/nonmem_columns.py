"""The columns of a NONMEM data set of one person, and what their numbers mean."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column: its name, what it means, its unit, and what its codes mean."""

    name: str
    meaning: str
    unit: str = ""
    codes: tuple[tuple[int, str], ...] = ()


LEAF_G, MITRAGYNINE_MG, HYDROXY_MG = 2, 1, 3
"""Codes of AMTU: what a unit of AMT is."""

UNSAID = (
    "masked_trial", "amount_unknown", "amount_impossible", "no_label", "no_label_hydroxy", "no_weight", "zero",
    "declined",
)  # fmt: skip
"""Why a dose has no AMT; the codes of UNSAID are 1, 2, ..."""
_UNSAID_SAYS = (
    "capsule of a trial whose order is sealed", "nobody said how much", "more than anybody could take",
    "a product whose strength only its packet could say", "a 7-OH product whose strength only its packet could say",
    "nobody said what one piece weighs", "the amount is zero", "asked, and not answered",
)  # fmt: skip
_NOT_SAID = (0, "not said")

COLUMNS = (
    Column("ID", "the one person of this file"),
    Column("TIME", "time since the first row", "h"),
    Column("EVID", "kind of row", "", ((0, "observation"), (1, "dose"), (2, "dose without an amount: see UNSAID"))),
    Column("AMT", "amount of a dose, in the unit that AMTU names"),
    Column("CMT", "compartment; of a dose the first (gut)", "", ((1, "gut"), (0, "none"))),
    Column("DV", "what was observed; DVID says what it is"),
    Column("MDV", "DV is missing", "", ((0, "no"), (1, "yes"))),
    Column("RATE", "of an infusion; always 0: everything was swallowed", "1/h"),
    Column("ADDL", "further doses of this row; always 0: each dose has its own row"),
    Column("II", "time between such doses; always 0", "h"),
    Column("DVID", "what DV is; the key stands below"),
    Column("AMTU", "what a unit of AMT is", "", (
        (MITRAGYNINE_MG, "mg mitragynine"), (LEAF_G, "g of product, its strength not known"),
        (HYDROXY_MG, "mg 7-hydroxymitragynine, taken as such"),
    )),
    Column("MGAMT", "mg mitragynine in a unit of AMT: with f = MGAMT in the model, every dose counts in mg. Where the "
                    "strength of leaf is not known, what leaf usually holds", "mg"),
    Column("HMG", "7-hydroxymitragynine in the dose, as far as a label or an assay says", "mg"),
    Column("GRAMS", "product swallowed, where the amount is a weight or can be turned into one", "g"),
    Column("BASIS", "where the strength comes from", "", ((1, "assay"), (2, "label"), (3, "what leaf usually holds"))),
    Column("UNSAID", "why a dose has no AMT", "", (
        (0, "it has one"), *enumerate(_UNSAID_SAYS, 1),
    )),
    Column("PRODUCT", "product; the key stands below"),
    Column("BATCH", "doses of one number share one strength; 0: not known"),
    Column("FED", "food in the stomach at a dose", "", (_NOT_SAID, (1, "yes"), (2, "no"))),
    Column("WHY", "reason of a dose, as the person said it", "", (
        _NOT_SAID, (1, "planned"), (2, "pain"), (3, "mood"), (4, "withdrawal"), (5, "social"), (6, "other"),
    )),
    Column("TPREC", "how exactly TIME is known", "", ((0, "clock"), (1, "part of day"), (2, "day alone: noon"))),
    Column("AGE", "years that begin with this calendar year, less the year of birth", "year"),
    Column("SEX", "as the person said it", "", ((1, "male"), (2, "female"))),
    Column("WT", "body weight, as it is known today", "kg"),
    Column("YMD", "local day as a number: 20260301 is 2026-03-01. It is not called DATE, which NONMEM would read"),
    Column("CLOCK", "local time of day", "h"),
    Column("TZMIN", "local time minus UTC", "min"),
)  # fmt: skip
NAMES = tuple(each.name for each in COLUMNS)
