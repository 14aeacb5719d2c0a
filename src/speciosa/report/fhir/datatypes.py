"""FHIR's plain values: strings that it may hold, dates and times, decimals, quantities in UCUM units."""

from __future__ import annotations

import math
import re
from typing import Any

from speciosa.record import Event
from speciosa.values.timeline import DAY_S, Precision, day_name, format_moment

UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_REPLACED = "\ufffd"
# C0 and C1 controls, lone surrogates and noncharacters: no JSON or XML that a server keeps may hold them
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MOST_OFFSET_MIN = 14 * 60  # what FHIR's pattern of a time allows
_MOST_CHARACTERS = 100_000  # below the megabyte of a FHIR string in any encoding
_UNITS = {
    "g": ("g", "g"), "mg": ("mg", "mg"), "ug": ("µg", "ug"), "ml": ("mL", "mL"), "h": ("h", "h"), "min": ("min", "min"),
    "capsule": ("capsule", "{capsule}"), "tablet": ("tablet", "{tablet}"), "tsp": ("teaspoon", "{teaspoon}"),
    "serving": ("serving", "{serving}"), "steps": ("steps", "{steps}"), "nrs": ("score", "{score}"),
    "score": ("score", "{score}"), "points": ("score", "{score}"), "deg": ("deg", "deg"), "cm2": ("cm2", "cm2"),
    "1": ("", "1"), "u/l": ("U/L", "U/L"), "units/l": ("U/L", "U/L"), "iu/l": ("IU/L", "[IU]/L"),
    "mg/dl": ("mg/dL", "mg/dL"), "g/dl": ("g/dL", "g/dL"), "g/l": ("g/L", "g/L"), "mg/l": ("mg/L", "mg/L"),
    "ug/l": ("µg/L", "ug/L"), "ug/dl": ("µg/dL", "ug/dL"), "ng/ml": ("ng/mL", "ng/mL"), "ng/l": ("ng/L", "ng/L"),
    "ug/ml": ("µg/mL", "ug/mL"), "pg/ml": ("pg/mL", "pg/mL"), "umol/l": ("µmol/L", "umol/L"),
    "mmol/l": ("mmol/L", "mmol/L"), "nmol/l": ("nmol/L", "nmol/L"), "%": ("%", "%"), "ratio": ("ratio", "1"),
    "inr": ("INR", "{INR}"), "kg": ("kg", "kg"),
}  # fmt: skip


def plain(text: str) -> str:
    r"""A person's text as a FHIR string may hold it: every space an ordinary one, what no server keeps replaced.

    Letters of every script and emoji stay. Empty where nothing but spaces was there.

    Examples
    --------
    >>> plain(" caf\u00e9\u00a0\x07\n\u0e1b\u0e27\u0e14 "), plain("\x00"), plain(" \u2003")
    ('café �\nปวด', '�', '')
    """
    clean = _FORBIDDEN.sub(_REPLACED, text[:_MOST_CHARACTERS])
    return "".join(" " if each.isspace() and each not in "\n\r\t" else each for each in clean).strip()


def line(text: str) -> str:
    """The same in one line, for names and titles."""
    return " ".join(plain(text).split())


def decimal(value: float) -> float | int:
    """A number with the digits that were entered and none of binary arithmetic: ``20 / 60`` has ten.

    Examples
    --------
    >>> decimal(20 / 60), decimal(400.0), decimal(2.5)
    (0.3333333333, 400, 2.5)
    """
    rounded = float(f"{value:.10g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def quantity(value: float, unit: str) -> dict[str, Any]:
    """A number with its unit: in UCUM where that has the unit, else the unit as it was written.

    Examples
    --------
    >>> quantity(3.0, "g"), quantity(2, "puff")
    ({'value': 3, 'unit': 'g', 'system': 'http://unitsofmeasure.org', 'code': 'g'}, {'value': 2, 'unit': 'puff'})
    """
    return {"value": decimal(value), **unit_of(unit)}


def unit_of(unit: str) -> dict[str, Any]:
    """The unit of a quantity without its number."""
    folded = "".join(unit.lower().replace("µ", "u").replace("μ", "u").split())
    if unit.startswith("score_"):
        folded = "score"
    if folded not in _UNITS:
        return {"unit": line(unit)} if line(unit) else {}
    shown, code = _UNITS[folded]
    return {**({"unit": shown} if shown else {}), "system": UCUM, "code": code}


def moment(time_s: int, offset_min: int) -> str:
    """An instant with the entry's own offset; in UTC where FHIR does not know that offset.

    Examples
    --------
    >>> moment(1772348700, 60), moment(1772348700, 870)
    ('2026-03-01T08:05:00+01:00', '2026-03-01T07:05:00+00:00')
    """
    return format_moment(time_s, offset_min if abs(offset_min) <= _MOST_OFFSET_MIN else 0)


def date_of(time_s: int, offset_min: int) -> str:
    """The local day."""
    return day_name((time_s + offset_min * 60) // DAY_S)


def when(event: Event) -> str:
    """When an entry was: to the second where the clock was read, else the day alone."""
    if event.precision is Precision.CLOCK:
        return moment(event.time_s, event.offset_min)
    return date_of(event.time_s, event.offset_min)


def absent(code: str, display: str) -> dict[str, Any]:
    """Why there is no value: one of FHIR's reasons."""
    return {"coding": [{"system": ABSENT, "code": code, "display": display}]}


def interval(low: float, high: float, unit: str) -> dict[str, Any]:
    """A range, both ends in one unit."""
    return {"low": quantity(low, unit), "high": quantity(high, unit)}


def known(value: float) -> bool:
    """Whether it is a number that JSON knows."""
    return math.isfinite(value)
