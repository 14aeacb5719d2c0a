"""Who put a bundle together, with which version, from which record: so that anybody can make the same one again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid5

from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import moment
from speciosa.report.fhir.subject import NAMESPACE, Subject

_AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"


def device(subject: Subject) -> dict[str, Any]:
    """The software, by its version: the same resource in everybody's bundle."""
    made = subject.report.made
    return {
        "resourceType": "Device",
        "id": software_id(subject),
        "status": "active",
        "deviceName": [{"name": "speciosa", "type": "user-friendly-name"}],
        "type": concept(subject.words.say("Software for a person's own record; not a medical device")),
        "version": [{"value": made.version}, {"type": concept("knowledge"), "value": made.knowledge_version}],
    }


def software_id(subject: Subject) -> str:
    """The software's id: by its version, and the language of its type's words."""
    made = subject.report.made
    return str(uuid5(NAMESPACE, f"Device/{made.version}/{made.knowledge_version}/{made.language}"))


def software(subject: Subject) -> dict[str, str]:
    """A reference to the software."""
    return {"reference": f"urn:uuid:{software_id(subject)}"}


def provenance(subject: Subject, targets: Iterable[str]) -> dict[str, Any]:
    """Where every resource of the bundle comes from: the person wrote it down, the software put it into this form.

    Parameters
    ----------
    targets : full URLs of the resources.
    """
    made, say = subject.report.made, subject.words.say
    return {
        **subject.resource("Provenance", "export"),
        "target": [{"reference": each} for each in targets],
        "recorded": moment(made.now_s, made.offset_min),
        "activity": concept(say("Export of a person's own record")),
        "agent": [
            {"type": _agent("assembler", "Assembler"), "who": software(subject)},
            {"type": _agent("author", "Author"), "who": subject.person},
        ],
        "entity": [
            {
                "role": "source",
                "what": {
                    "identifier": {"system": "urn:ietf:rfc:3986",
                                   "value": f"urn:uuid:{uuid5(subject.space, made.fingerprint)}"},
                    "display": say("Record with fingerprint {fingerprint}", fingerprint=made.fingerprint),
                },
            }
        ],
    }  # fmt: skip


def _agent(code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": _AGENT, "code": code, "display": display}]}
