"""Skin: the colour of each session and its change over time, with the place on the body. Never what caused it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from typing import Any

from speciosa.report import skin_sentences
from speciosa.report.fhir.codings import category, concept, local
from speciosa.report.fhir.datatypes import interval, known, moment, quantity
from speciosa.report.fhir.provenance import software
from speciosa.report.fhir.subject import Subject
from speciosa.report.skin_panel import Panel
from speciosa.skin import series

_METHOD = "Photo with a printed colour card; CIELAB under D65, 2 degree observer"


def skin(subject: Subject, photos: Collection[str]) -> list[dict[str, Any]]:
    """One Observation a session and one for the change at each place.

    Parameters
    ----------
    photos : ids of the entries whose photo is in the bundle, too.
    """
    found = subject.report.skin
    if found is None:
        return []
    sessions = [_session(subject, panel, each, photos) for panel in found.panels for each in panel.course.sessions]
    return [*sessions, *(_change(subject, each) for each in found.panels if each.course.sessions)]


def _session(subject: Subject, panel: Panel, session: series.Session, photos: Collection[str]) -> dict[str, Any]:
    say, colour = subject.words.say, [float(each) for each in session.lab]
    ita_deg = math.degrees(math.atan2(colour[0] - 50.0, colour[2]))
    values = (("L*", "skin-l", colour[0], "1"), ("a*", "skin-a", colour[1], "1"), ("b*", "skin-b", colour[2], "1"),
              (say("Individual typology angle (ITA)"), "skin-ita", ita_deg, "deg"))  # fmt: skip
    made = _observation(
        subject, panel, f"skin/{session.site}/{session.event_ids[0]}", say("Skin colour"), "skin-colour"
    )
    made["effectiveDateTime"] = moment(session.time_s, session.offset_min)
    shown = [each for each in session.event_ids if each in photos]
    if shown:
        made["derivedFrom"] = [
            subject.reference("Media", f"entry/{subject.firsts.get(each, each)}") for each in shown
        ]  # fmt: skip
    made["component"] = [
        {"code": concept(name, local(code, name)), "valueQuantity": quantity(float(f"{value:.4g}"), unit)}
        for name, code, value, unit in values
        if known(value)
    ]  # fmt: skip
    return made


def _change(subject: Subject, panel: Panel) -> dict[str, Any]:
    say, course = subject.words.say, panel.course
    first, last = course.sessions[0], course.sessions[-1]
    key = f"skin-change/{course.site}"
    made = _observation(subject, panel, key, say("Change of skin colour since the first photos"), "skin-change")
    made["effectivePeriod"] = {
        "start": moment(first.time_s, first.offset_min), "end": moment(last.time_s, last.offset_min),
    }  # fmt: skip
    told = say("As the person was told: {said}", said=skin_sentences.state_says(subject.words, panel))
    kind = course.kind.value.replace("_", " ")
    made["valueCodeableConcept"] = concept(told, local(f"skin-change-{course.kind.value}", kind))
    components = list(_estimates(subject, course))
    return made | ({"component": components} if components else {})


def _estimates(subject: Subject, course: series.SiteCourse) -> Iterator[dict[str, Any]]:
    say = subject.words.say
    for name, code, found, unit in (
        (say("Colour difference (delta E 2000)"), "skin-delta-e", course.delta_e_00, "1"),
        (say("Change of the typology angle"), "skin-ita-change", course.ita_deg_change, "deg"),
        (say("Changed area within the window"), "skin-extent", course.extent_cm2, "cm2"),
    ):
        if found is None or not all(map(known, (found.mean, found.low_95, found.high_95))):
            continue
        mean, low, high = (float(f"{each:.3g}") for each in (found.mean, found.low_95, found.high_95))
        yield {"code": concept(name, local(code, name)), "valueQuantity": quantity(mean, unit)}
        ends = say("{what}, 95 % interval", what=name)
        yield {"code": concept(ends, local(f"{code}-interval-95", ends)), "valueRange": interval(low, high, unit)}


def _observation(subject: Subject, panel: Panel, key: str, name: str, code: str) -> dict[str, Any]:
    site = local(panel.course.site, panel.label)
    return {
        **subject.resource("Observation", key), "status": "final", "category": list(category("exam")),
        "code": concept(name, local(code, name)), "subject": subject.person, "performer": [subject.person],
        "bodySite": concept(panel.label, site), "method": {"text": subject.words.say(_METHOD)},
        "device": software(subject),
    }  # fmt: skip
