"""The person: by a pseudonym, unless they ask to be known."""

from __future__ import annotations

from typing import Any

from speciosa.report.fhir.datatypes import line
from speciosa.report.fhir.subject import Subject

_GENDERS = {"f": "female", "female": "female", "w": "female", "m": "male", "male": "male", "d": "other",
            "x": "other", "diverse": "other", "other": "other"}  # fmt: skip


def patient(subject: Subject, *, identified: bool) -> dict[str, Any]:
    """The Patient resource.

    Parameters
    ----------
    identified : year of birth and country go along. Without it there is a pseudonym and the sex alone. A record holds
        no name, so none leaves: whoever takes the file in matches it to a chart with the person beside them.
    """
    told, made = subject.diary.person, subject.resource("Patient", "person")
    made["identifier"] = [{"use": "secondary", "system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{made['id']}"}]
    if told.sex:
        made["gender"] = _GENDERS.get(told.sex.strip().lower(), "unknown")
    if identified and told.birth_year is not None and told.birth_year >= 1000:
        made["birthDate"] = f"{told.birth_year:04d}"
    if identified and line(told.country):
        made["address"] = [{"use": "home", "country": line(told.country)}]
    return made
