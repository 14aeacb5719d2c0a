"""A record as a NONMEM data set: doses, blood levels and scores of one person, and a dictionary of its numbers.

`speciosa pk simulate` reads it as it is. No cell holds a word; what is missing is a point.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from speciosa.exposure import blood_level, intake, strength
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Event, Kind, Person, formula_guard
from speciosa.report.open_files.nonmem_columns import COLUMNS, HYDROXY_MG, LEAF_G, MITRAGYNINE_MG, NAMES, UNSAID
from speciosa.values.timeline import DAY_S, day_name

_LEVELS = ("mitragynine in blood, ng/mL", "7-hydroxymitragynine in blood, ng/mL")
_SCORES = (Kind.RATING, Kind.SCALE)
_BASIS = {strength.Basis.ASSAY: 1, strength.Basis.LABEL: 2, strength.Basis.POPULATION: 3}
_SEX = {"m": 1, "w": 2, "f": 2}
Cells = dict[str, str]
"""Cells of one row by column; what is not there is missing."""


@dataclass(frozen=True, slots=True)
class NonmemFile:
    """A data set and its dictionary.

    Parameters
    ----------
    table, dictionary : CSV, UTF-8.
    doses : with an amount. unsaid : doses without one, which have a row of EVID 2. observations : rows of EVID 0.
    left_out : how many entries of each kind this form has no row for; ``score without a number`` is one, too.
    """

    table: bytes = field(repr=False)
    dictionary: bytes = field(repr=False)
    doses: int
    unsaid: int
    observations: int
    left_out: Mapping[str, int]


def nonmem_file(diary: Diary, knowledge: Knowledge) -> NonmemFile:
    """What stands in a diary as NONMEM's rows, in the order of time; of one instant observations come before doses.

    Parameters
    ----------
    diary : as of the instant of asking: every entry that stands gets a row or is counted in `left_out`.

    Valid when: each dose was swallowed at once. A mean strength of leaf is no measurement: BASIS 3 says where it was
    taken.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> made = nonmem_file(Diary(Columns.of(())), load_knowledge())
    >>> made.table.decode()[:24], made.doses
    ('ID,TIME,EVID,AMT,CMT,DV,', 0)
    """
    doses, batches = intake.dose_by_dose(diary, knowledge)
    products = {each: at for at, each in enumerate(dict.fromkeys(_product(event) for event, _ in doses), 1)}
    scored = _score_keys(diary)
    rows = [(event.time_s, 1, event, _dose(event, found, batches, products)) for event, found in doses]
    rows += [(each.time_s, 0, each, _score(each, scored)) for each in _given_scores(diary)]
    rows += _levels(diary, knowledge)
    rows.sort(key=lambda each: each[:2])  # stable: of one instant the diary's own order
    origin_s = rows[0][0] if rows else 0
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(NAMES)
    for _, _, event, cells in rows:
        whole = _always(event, origin_s, diary.person) | cells
        writer.writerow([whole.get(name, ".") for name in NAMES])
    amounts = sum(cells["EVID"] == "1" for *_, cells in rows)
    return NonmemFile(
        text.getvalue().encode(), _dictionary(products, scored), amounts, len(doses) - amounts, len(rows) - len(doses),
        _left_out(diary, {event.id for _, _, event, _ in rows}),
    )  # fmt: skip


def _always(event: Event, origin_s: int, person: Person) -> Cells:
    """What every row has."""
    local_s = event.time_s + event.offset_min * 60
    day = day_name(local_s // DAY_S)
    cells = {
        "ID": "1", "TIME": _number(round((event.time_s - origin_s) / 3600, 6)), "CMT": "0", "MDV": "1", "RATE": "0",
        "ADDL": "0", "II": "0", "TPREC": str(int(event.precision)), "YMD": day.replace("-", ""),
        "CLOCK": _number(round(local_s % DAY_S / 3600, 6)), "TZMIN": str(event.offset_min),
    }  # fmt: skip
    if person.birth_year is not None:
        cells["AGE"] = str(int(day[:4]) - person.birth_year)
    if person.weight_kg is not None:
        cells["WT"] = _number(person.weight_kg)
    if sex := _SEX.get(person.sex.strip().lower()[:1]):
        cells["SEX"] = str(sex)
    return cells


def _dose(
    event: Event, found: intake.Taken | intake.Unknown | None, batches: Sequence[strength.Content],
    products: Mapping[str, int],
) -> Cells:  # fmt: skip
    """A dose; one that nobody can put a number on keeps its row, and says why it has none."""
    cells = {
        "EVID": "2", "CMT": "1", "PRODUCT": str(products[_product(event)]), "BATCH": "0",
        "FED": str(int(event.food)), "WHY": str(int(event.reason)), "UNSAID": "0",
    }  # fmt: skip
    if not isinstance(found, intake.Taken):
        return cells | {"UNSAID": str(UNSAID.index(found.reason if found else "declined") + 1)}
    cells["BATCH"] = str(found.batch + 1)
    basis = batches[found.batch].basis
    mitragynine, hydroxy = found.nominal_mg
    if not math.isnan(found.amt_g):
        cells["GRAMS"] = _number(found.amt_g)
    if not mitragynine and not hydroxy:
        return cells | {"UNSAID": str(UNSAID.index("zero") + 1)}
    if not mitragynine:
        amount, unit = hydroxy, HYDROXY_MG
    elif basis is strength.Basis.POPULATION and not math.isnan(found.amt_g):
        amount, unit = found.amt_g, LEAF_G
    else:
        amount, unit = mitragynine, MITRAGYNINE_MG
    return cells | {
        "EVID": "1", "AMT": _number(amount), "AMTU": str(unit), "MGAMT": _number(mitragynine / amount),
        "HMG": _number(hydroxy), "BASIS": str(_BASIS[basis]),
    }  # fmt: skip


def _score(event: Event, keys: Mapping[tuple[Kind, str, str], int]) -> Cells:
    return {"EVID": "0", "DV": _number(event.value), "MDV": "0", "DVID": str(keys[_key(event)])}


def _levels(diary: Diary, knowledge: Knowledge) -> Iterator[tuple[int, int, Event, Cells]]:
    """Blood levels in ng/mL, as far as the unit is known."""
    labs = diary.entries.of_kind(Kind.LAB)
    for at, event in enumerate(labs):
        alone = replace(diary, history=labs.take(np.array([at])))
        for level in blood_level.levels_of(alone, [], knowledge, -(2**62))[0]:
            cells = {"EVID": "0", "DV": _number(level.conc_ng_ml), "MDV": "0", "DVID": str(level.analyte + 1)}
            yield event.time_s, 0, event, cells


def _given_scores(diary: Diary) -> Iterator[Event]:
    for kind in _SCORES:
        yield from (each for each in diary.entries.of_kind(kind) if each.answer is Answer.GIVEN)


def _score_keys(diary: Diary) -> dict[tuple[Kind, str, str], int]:
    """A number for each thing that was scored on one scale: the leading outcome first, then by name."""
    keys = {_key(each) for each in _given_scores(diary)}
    lead = diary.leading_outcome
    ordered = sorted(keys, key=lambda each: (each[0] is not Kind.RATING or each[1] != lead, each[0], *each[1:]))
    return {key: at for at, key in enumerate(ordered, len(_LEVELS) + 1)}


def _key(event: Event) -> tuple[Kind, str, str]:
    return event.kind, event.name, event.unit


def _product(event: Event) -> str:
    return " ".join(event.name.split())


def _left_out(diary: Diary, used: set[str]) -> dict[str, int]:
    """Entries without a row, by kind."""
    counts: Counter[str] = Counter()
    for event in diary.entries:
        if event.id not in used:
            counts["score without a number" if event.kind in _SCORES else event.kind.value] += 1
    return dict(sorted(counts.items()))


def _dictionary(products: Mapping[str, int], scored: Mapping[tuple[Kind, str, str], int]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["column", "value", "meaning", "unit"])
    for each in COLUMNS:
        writer.writerow([each.name, "", each.meaning, each.unit])
        writer.writerows([each.name, code, says, ""] for code, says in each.codes)
    writer.writerow(["(any)", ".", "missing", ""])
    for at, says in enumerate(_LEVELS, 1):
        writer.writerow(["DVID", at, says, "ng/mL"])
    for (kind, name, unit), at in scored.items():
        writer.writerow(["DVID", at, formula_guard.guarded(name), unit if kind is Kind.RATING else "score"])
    for name, at in products.items():
        writer.writerow(["PRODUCT", at, formula_guard.guarded(name), ""])
    return text.getvalue().encode()


def _number(value: float) -> str:
    """A number as NONMEM takes it: up to twelve digits.

    >>> _number(2.0), _number(37.5), _number(1 / 3), _number(-0.0)
    ('2', '37.5', '0.333333333333', '0')
    """
    return f"{value + 0.0:.12g}" if value else "0"
