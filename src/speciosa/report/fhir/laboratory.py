"""Laboratory values as they were entered, each with the upper limit that stood beside it."""

from __future__ import annotations

from typing import Any

from speciosa.record import Answer, Event, Kind
from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import line, quantity, unit_of
from speciosa.report.fhir.scores import observation
from speciosa.report.fhir.subject import Subject

_LIMIT = ".uln"
_ACTIVITY, _MASS = frozenset({"U/L", "[IU]/L"}), frozenset({"mg/dL", "mg/L", "g/L", "ug/dL"})
_CODES = {
    "ALT": ("alt", _ACTIVITY), "AST": ("ast", _ACTIVITY), "ALP": ("alp", _ACTIVITY), "GGT": ("ggt", _ACTIVITY),
    "bilirubin": ("bilirubin", _MASS), "INR": ("inr", None),
}  # fmt: skip
"""Tests whose public code is agreed on, and the units in which that code is meant."""


def laboratory(subject: Subject) -> list[dict[str, Any]]:
    """Every laboratory value; the rows of upper limits stand beside the values that were held against them."""
    liver = subject.report.watch.screened.liver
    read = {each.ids[0]: each for each in liver.values} if liver else {}
    rows = (each for each in subject.diary.entries.of_kind(Kind.LAB) if not each.name.lower().endswith(_LIMIT))
    found = []
    for event in rows:
        value = read.get(event.id)
        made = observation(subject, event, _code(subject, event, value.test if value else ""), "laboratory")
        if event.answer is Answer.GIVEN:
            made["valueQuantity"] = quantity(event.value, event.unit)
        if value is not None and value.limit is not None:
            limit = {"high": quantity(value.limit, event.unit)}
            text = subject.words.say("Upper limit as entered beside the value")
            made["referenceRange"] = [{**limit, "text": text}]
        found.append(made)
    return found


def _code(subject: Subject, event: Event, test: str) -> dict[str, Any]:
    key, units = _CODES.get(test, ("", None))
    fits = units is None or unit_of(event.unit).get("code") in units
    return concept(line(event.name), subject.codes.get(key) if fits else None)
