"""The text table of rules: how a line of `rules.txt` becomes a record.

A line is ``key | rows that set it off | rows that just don't``, or ``key | see test_FILE.py`` where a long record is
needed. Rows are parted by ``;``:

    d-3 symptom jaundice                 three days before the last entry, at 10:00
    d-3 21:30 symptom nausea 6           a score; with a unit: d-3 medicine naltrexone 50 mg
    d-27..d0/2 08:00,20:00 dose kratom 2 g (withdrawal)
                                         every second day, twice; with its reason
    d-9 event product_changed = new shop a text
    leaf, leaf 4                         a dose of 3 g, or of 4 g, of leaf on the day before; d-60 leaf on another day
    person pregnant = true               a line of person.toml
    product shot,kratom,extract,,,,,label
                                         a line of products.csv

Every record ends with a score of pain at 20:00 on day 0. Behind the rows that set it off, ``-> this_week`` says what
to do where that is not what the rule's own row says.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

RULES_FILE = Path(__file__).parent / "rules.txt"
LAST_DAY = date(2026, 5, 24)
PRODUCTS_HEADER = "product,substance,form,mitragynine_mg_per_g,hydroxymitragynine_mg_per_g,unit_weight_g,batch,basis"
_LAST = "d0 20:00 rating pain 4"
_ROW = re.compile(
    r"d(?P<first>-?\d+)(?:\.\.d(?P<last>-?\d+))?(?:/(?P<step>\d+))?"
    r"(?:\s+(?P<clocks>\d\d:\d\d(?:,\d\d:\d\d)*))?\s+(?P<what>\S.*)"
)
_ENTRY = re.compile(
    r"(?P<kind>\w+)\s+(?P<name>.+?)(?:\s+(?P<value>-?\d+(?:\.\d+)?)(?:\s+(?P<unit>[A-Za-z/%]+))?)?"
    r"(?:\s+\((?P<reason>\w+)\))?(?:\s+=\s+(?P<text>.+))?"
)
_WITH_UNIT = frozenset({"dose", "medicine", "lab", "sleep", "activity", "sun"})


@dataclass(frozen=True)
class RuleLine:
    """One rule of the tables with its examples. `see`: the test module that has them instead."""

    key: str
    fires: str
    misses: str
    act: str
    see: str


@dataclass(frozen=True)
class Record:
    """Rows of a diary, `person.toml` and `products.csv`, as text."""

    rows: tuple[str, ...]
    person: str
    products: str


def rule_lines(text: str) -> tuple[RuleLine, ...]:
    """Every line that is no comment.

    >>> rule_lines("liver | d-3 symptom jaundice -> today | d-3 symptom jaundice 0")[0].act
    'today'
    """
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, fires, *misses = (part.strip() for part in line.split(" | "))
        if fires.startswith("see "):
            found.append(RuleLine(key, "", "", "", fires.removeprefix("see ")))
            continue
        (missing,) = misses
        rows, _, act = fires.partition(" -> ")
        found.append(RuleLine(key, rows.strip(), missing, act.strip(), ""))
    return tuple(found)


def record_of(notation: str) -> Record:
    """The record that a cell describes.

    >>> record_of("d-1 symptom dark urine; person sex = 'f'").rows[0]
    '2026-05-23T10:00+02:00,symptom,dark urine,,,,,,,e1,,'
    """
    rows: list[str] = []
    person, products = [], []
    for part in (*notation.split(";"), _LAST):
        said = part.strip()
        if said.startswith("person "):
            person.append(said.removeprefix("person "))
        elif said.startswith("product "):
            products.append(said.removeprefix("product "))
        elif said:
            rows += _rows(said if said.startswith("d") else f"d-1 08:00 {said}", first_id=len(rows) + 1)
    listed = "\n".join([PRODUCTS_HEADER, *products, ""]) if products else ""
    return Record(tuple(rows), "\n".join(person), listed)


def _rows(said: str, *, first_id: int) -> list[str]:
    found = _ROW.fullmatch(said)
    if not found:
        raise ValueError(f"not a row: {said!r}")
    first, last = int(found["first"]), int(found["last"] or found["first"])
    days = range(first, last + 1, int(found["step"] or 1))
    clocks = (found["clocks"] or "10:00").split(",")
    cells = _cells(found["what"])
    times = [f"{LAST_DAY + timedelta(days=day)}T{clock}+02:00" for day in days for clock in clocks]
    return [_csv([time, *cells, f"e{first_id + at}", "", ""]) for at, time in enumerate(times)]


def _cells(what: str) -> list[str]:
    """Kind, name, value, unit, reason, food, precision, recorded."""
    if re.fullmatch(r"leaf( [\d.]+)?", what):
        what = f"dose kratom leaf powder {what.removeprefix('leaf').strip() or 3} g"
    found = _ENTRY.fullmatch(what)
    if not found:
        raise ValueError(f"not an entry: {what!r}")
    if found["unit"] and found["kind"] not in _WITH_UNIT:
        raise ValueError(f"a {found['kind']} has no unit here: {what!r}")
    return [found["kind"], found["name"], found["text"] or found["value"] or "", found["unit"] or "",
            found["reason"] or "", "", "", ""]  # fmt: skip


def _csv(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
