"""Codes and the words beside them: public codes from the knowledge tables, words of our own in a local system."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from speciosa.knowledge import Knowledge
from speciosa.report.fhir.datatypes import line

LOCAL = "urn:uuid:ca7de7ea-3555-4fa9-bd15-4cdaf18b29b2"
"""Our own code system. It is no web address: whoever meets a code of it has its words beside it."""
DEPENDENCE = frozenset({"withdrawal", "craving"})
"""Outcomes that get no code of any system: they are quoted as recorded, in words."""
_SYSTEMS = {"loinc": "http://loinc.org", "unii": "http://fdasis.nlm.nih.gov"}
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_UNNAMED = "-"


def public_codes(knowledge: Knowledge) -> Mapping[str, dict[str, str]]:
    """Every code on which two independent sources agree, by its key in the table of codes."""
    return {
        each.key: {"system": _SYSTEMS[each.system], "code": each.code, "display": each.display}
        for each in knowledge.codes
    }


def local(code: str, display: str) -> dict[str, str]:
    """A code of our own system with its words."""
    return {"system": LOCAL, "code": code, "display": line(display) or _UNNAMED}


def concept(text: str, *codings: dict[str, str] | None) -> dict[str, Any]:
    """A concept in words, and in whatever codes are agreed on.

    Examples
    --------
    >>> concept("Gloom", None)
    {'text': 'Gloom'}
    """
    said = {"text": line(text) or _UNNAMED}
    coded = [each for each in codings if each]
    return {"coding": coded, **said} if coded else said


@cache
def category(code: str) -> tuple[dict[str, Any], ...]:
    """What kind of observation it is: ``survey`` is what a person says of themselves."""
    return ({"coding": [{"system": _CATEGORY, "code": code, "display": code.capitalize()}]},)
