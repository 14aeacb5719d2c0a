"""Every dose, and every day that is known to be without: MedicationAdministration."""

from __future__ import annotations

from typing import Any

from speciosa.record import Answer, Columns, Event, Food, Kind, Reason
from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import date_of, line, quantity, when
from speciosa.report.fhir.products import Shelf
from speciosa.report.fhir.subject import Subject

_UNKNOWN = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                           "valueCode": "unknown"}]}  # fmt: skip
_REASONS = {
    Reason.PLANNED: "Planned", Reason.PAIN: "For pain", Reason.MOOD: "For mood",
    Reason.WITHDRAWAL: "As recorded: because of feeling ill without it", Reason.SOCIAL: "In company",
    Reason.OTHER: "Another reason",
}  # fmt: skip
_FOOD = {Food.FED: "with food", Food.FASTED: "on an empty stomach"}


def taken(rows: Columns) -> Columns:
    """Doses without those that the person was asked about and did not answer: nobody knows whether they took place."""
    return rows.take(rows.answer != Answer.DECLINED)


def administrations(subject: Subject, rows: Columns, shelf: Shelf | None) -> list[dict[str, Any]]:
    """A resource a dose.

    Parameters
    ----------
    rows : doses that took place, and doses of zero, which did not.
    shelf : the record's products; None for other medicines, which are named in words alone.
    """
    return [_administration(subject, each, shelf) for each in rows]


def days_without(subject: Subject) -> list[dict[str, Any]]:
    """The local days on which the person said "none": not done, which is not the same as silence."""
    said = (each for each in subject.diary.entries.of_kind(Kind.NO_DOSE) if each.answer is Answer.NONE)
    return [
        {
            **subject.of_entry("MedicationAdministration", each),
            "status": "not-done",
            "statusReason": [concept(subject.words.say("None on this day, as the person said"))],
            "medicationCodeableConcept": concept(each.name),
            "subject": subject.person,
            "effectiveDateTime": date_of(each.time_s, each.offset_min),
            "performer": [{"actor": subject.person}],
            **subject.note(each),
        }
        for each in said
    ]


def _administration(subject: Subject, event: Event, shelf: Shelf | None) -> dict[str, Any]:
    made = subject.of_entry("MedicationAdministration", event)
    made["status"] = "not-done" if event.value == 0 else "completed"
    if shelf is None:
        made["medicationCodeableConcept"] = concept(event.name.partition("#")[0])
    else:
        made["medicationReference"] = shelf.reference(shelf.batch_of(event))
    made |= {"subject": subject.person, "effectiveDateTime": when(event), "performer": [{"actor": subject.person}]}
    if event.reason in _REASONS:
        made["reasonCode"] = [concept(subject.words.say(_REASONS[event.reason]))]
    given = event.answer is Answer.GIVEN
    dose = quantity(event.value, event.unit) if given else {**_UNKNOWN, **_unit(event)}
    food = _FOOD.get(event.food)
    made["dosage"] = {**({"text": subject.words.say(food)} if food else {}), "dose": dose}
    return made | subject.note(event)


def _unit(event: Event) -> dict[str, Any]:
    return {"unit": line(event.unit)} if line(event.unit) else {}
