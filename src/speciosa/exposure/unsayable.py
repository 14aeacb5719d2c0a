"""Where a curve cannot be drawn, and why: after a dose that nobody can put a number on, and in holes of the record."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure.intake import ANALYTES, Intake, Unknown
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_WHY = {
    "masked_trial": "The capsules of a blind trial are not looked at before the trial is opened.",
    "amount_unknown": "A dose of {product} has no amount.",
    "amount_impossible": "A dose of {product} is more than anybody could take. Is the unit right (g, mg or capsules)?",
    "no_label": "Extracts, shots, resins and tablets differ too much to guess what is in {product}. Its packet may say "
    "how much mitragynine is in a gram: write that into products.csv, with the weight of one piece.",
    "no_label_hydroxy": "7-OH products differ too much to guess what is in {product}. Its packet says how many "
    "milligrams of 7-OH one piece holds: write the dose in mg, or the strength into products.csv.",
    "no_weight": "Nobody said what one piece or measure of {product} weighs. Weigh one and write it into products.csv "
    "(unit_weight_g); for tea, write the grams of leaf.",
}


class Stretch(NamedTuple):
    """A time about which nothing can be said, UTC seconds, and of which analytes (positions in `ANALYTES`)."""

    from_s: int
    until_s: int
    analytes: tuple[int, ...]


def stretches_of(intake: Intake, holes: list[tuple[int, int]], knowledge: Knowledge) -> list[Stretch]:
    """Every stretch about which nothing can be said.

    After a dose of unknown size until `unknown_strength_washout_d` later, and in the record's holes.
    After the last entry the curves go on as if nothing had been taken, which `reasons` says.
    """
    washout_s = int(knowledge.choice("unknown_strength_washout_d") * DAY_S)
    found = [Stretch(each.time_s, each.time_s + washout_s, _analytes(each)) for each in intake.unknown]
    return found + [Stretch(begin, end, (0, 1)) for begin, end in holes]


def holes_of(diary: Diary, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Times without any entry that are long enough to hide doses: (from a day after the last entry, to the next)."""
    times = diary.logged.time_s
    at = np.flatnonzero(np.diff(times) > _longest_s(knowledge))
    return [(int(times[each]) + DAY_S, int(times[each + 1])) for each in at]


def blanked(
    conc_ng_ml: NDArray[np.float64], time_s: NDArray[np.int64], stretches: list[Stretch]
) -> NDArray[np.float64]:
    """The curves with NaN where nothing can be said; changes what is given."""
    for stretch in stretches:
        begin, end = np.searchsorted(time_s, [stretch.from_s, stretch.until_s])
        for analyte in stretch.analytes:
            conc_ng_ml[:, analyte, begin:end] = np.nan
    return conc_ng_ml


def reasons(intake: Intake, knowledge: Knowledge) -> tuple[NotAssessed, ...]:
    """Why doses could not be told, once for each reason and product, and how long the curve stays away."""
    days = f"{knowledge.choice('unknown_strength_washout_d'):g}"
    counts = Counter((each.reason, each.product) for each in intake.unknown)
    found = []
    for (reason, product), count in counts.items():
        doses = "this dose" if count == 1 else f"each of these {count} doses"
        why = f"{_WHY[reason].format(product=product)} The curve is left out for {days} days after {doses}."
        found.append(NotAssessed(f"exposure_{reason}", why))
    return tuple(found)


def silences(
    diary: Diary, holes: list[tuple[int, int]], knowledge: Knowledge, *, now_s: int
) -> tuple[NotAssessed, ...]:
    """What the times without any entry mean for the curves."""
    found = []
    days = f"{knowledge.choice('coverage_gap_d'):g}"
    if holes:
        are = "is a hole" if len(holes) == 1 else f"are {len(holes)} holes"
        why = f"There {are} of more than {days} days in the record. Doses may be missing there, so the curve is left "
        found.append(NotAssessed("exposure_holes", f"{why}out, and may be too low in the days after."))
    if now_s - int(diary.entries.time_s[-1]) > _longest_s(knowledge):
        why = f"There is no entry in the last {days} days. The curve goes on as if nothing had been taken since."
        found.append(NotAssessed("exposure_since_last_entry", why))
    return tuple(found)


def _longest_s(knowledge: Knowledge) -> float:
    return knowledge.choice("coverage_gap_d") * DAY_S


def _analytes(unknown: Unknown) -> tuple[int, ...]:
    return (1,) if unknown.reason == "no_label_hydroxy" else tuple(range(len(ANALYTES)))
