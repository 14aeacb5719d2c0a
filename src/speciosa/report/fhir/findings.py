"""What screening found: DetectedIssue; what is about dependence is quoted as it was recorded, and gets no code."""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice
from typing import Any

from speciosa.knowledge import Urgency
from speciosa.report import safety_sentences
from speciosa.report.fhir.codings import category, concept
from speciosa.report.fhir.datatypes import moment, plain
from speciosa.report.fhir.provenance import software
from speciosa.report.fhir.subject import Subject
from speciosa.report.urgent import Shown

_SEVERITY = {Urgency.NOW: "high", Urgency.SOON: "moderate", Urgency.WATCH: "low"}
_MOST_EVIDENCE = 20
_DEPENDENCE = "dependence"


def findings(subject: Subject, exported: Collection[str]) -> list[dict[str, Any]]:
    """Each finding, most urgent first.

    Parameters
    ----------
    exported : ids of the resources of the bundle, which a finding may point at.
    """
    made = []
    for shown in subject.report.findings:
        if shown.finding.part == _DEPENDENCE:
            made += _quoted(subject, shown)
        else:
            made.append(_issue(subject, shown, exported))
    return made


def _issue(subject: Subject, shown: Shown, exported: Collection[str]) -> dict[str, Any]:
    found, report, words = shown.finding, subject.report, subject.words
    link = next((each.link for each in subject.knowledge.cite(found.sources) if each.link), "")
    evidence = _evidence(subject, shown, exported)
    act = safety_sentences.act_says(words, found.act, report.watch.help, shown.past_d)
    parts = (_seen(subject, shown), words.say(found.because), act)
    return {
        **subject.resource("DetectedIssue", f"finding/{found.code}"),
        "status": "preliminary",
        "code": concept(words.say(found.title)),
        "severity": _SEVERITY[found.urgency],
        "patient": subject.person,
        "identifiedDateTime": moment(report.made.now_s, report.made.offset_min),
        "author": software(subject),
        **({"evidence": [{"detail": evidence}]} if evidence else {}),
        "detail": plain(words.say("As the person was told: {said}", said=" ".join(each for each in parts if each))),
        **({"reference": link} if link else {}),
    }


def _quoted(subject: Subject, shown: Shown) -> list[dict[str, Any]]:
    """The sentence of the record alone: no title, no urgency, no code."""
    said, report = plain(_seen(subject, shown)), subject.report
    if not said:
        return []
    return [
        {
            **subject.resource("Observation", f"quoted/{shown.finding.code}"),
            "status": "preliminary",
            "category": list(category("survey")),
            "code": concept(subject.words.say("In the record, as the person was told")),
            "subject": subject.person,
            "effectiveDateTime": moment(report.made.now_s, report.made.offset_min),
            "valueString": said,
            "device": software(subject),
        }
    ]


def _seen(subject: Subject, shown: Shown) -> str:
    words = subject.words
    if shown.finding.seen:
        return safety_sentences.dated(words, shown.finding.seen)
    return f"{safety_sentences.entries_say(words, shown.entries)}." if shown.entries else ""


def _evidence(subject: Subject, shown: Shown, exported: Collection[str]) -> list[dict[str, str]]:
    """The latest entries behind it that are in the bundle."""
    keys = [f"entry/{subject.firsts.get(each, each)}" for each in reversed(shown.finding.why)]
    kinds = ("Observation", "MedicationAdministration", "Media")
    found = (subject.reference(kind, key) for key in keys for kind in kinds if subject.id_of(kind, key) in exported)
    return list(islice(found, _MOST_EVIDENCE))
