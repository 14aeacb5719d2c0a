"""A record as one FHIR R4 (4.0.1) bundle: what a hospital's interface takes in."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.report.fhir.datatypes import moment
from speciosa.report.fhir.doses import administrations, days_without, taken
from speciosa.report.fhir.effect import effect_answer
from speciosa.report.fhir.findings import findings
from speciosa.report.fhir.laboratory import laboratory
from speciosa.report.fhir.medicine_list import other_medicines, patterns
from speciosa.report.fhir.patient import patient
from speciosa.report.fhir.photos import media, photo_entries
from speciosa.report.fhir.products import Shelf
from speciosa.report.fhir.provenance import device, provenance
from speciosa.report.fhir.questionnaires import questionnaires
from speciosa.report.fhir.scores import observations
from speciosa.report.fhir.side_effects import adverse_events
from speciosa.report.fhir.skin import skin
from speciosa.report.fhir.subject import Subject, subject_of
from speciosa.report.report import Report

PARTS = ("doses", "medicines", "scores", "effect", "findings", "skin")
"""The parts of a bundle, each of which may stay away: the same as of the paper for a doctor."""
Resource = dict[str, Any]


def fhir_bundle(
    report: Report, diary: Diary, knowledge: Knowledge, *, identified: bool = False,
    photos: Mapping[str, bytes] | None = None, parts: Collection[str] = PARTS, notes: bool = False, record: str = "",
) -> Resource:  # fmt: skip
    """A record and its report as a bundle of type ``transaction``; a plain dictionary, the same for the same input.

    A ``collection`` says nothing of what to do with it. A transaction in which every entry is a ``PUT`` to an id of
    its own does: sent to a server for the first time it creates, sent again it updates, whole or not at all; a
    program that only reads it loses nothing. So the ids may not change from one export to the next. Each is a UUID
    (version 5) of the record and the entry: a correction keeps the id of what it corrects, and an
    entry more leaves all other ids alone. What stands for the record is `record`, else `record_key`; neither can
    be read from an id, nor does one person's id ever meet another's.

    What stands today is in it: a corrected value is gone, and so is what was taken back (it is not sent as deleted:
    whoever took in an earlier export has to be told). No resource is a Condition. What is about dependence is quoted
    as recorded, without a code. Trial assignments stay away, and so do doses that the person was asked about and did
    not answer: nobody knows whether they took place.

    Parameters
    ----------
    report : as from `story.tell` on the same diary: its instant, version, language and findings.
    identified : year of birth and country go along; without it a pseudonym and the sex alone (see `patient`).
    photos : the diary's photo paths to their bytes, of those that the person ticked; as given, so without the place.
    parts : of `PARTS`; what is not among them is not in the bundle.
    notes : whether notes go along; only where somebody asked for them.
    record : a UUID of this record that never changes, e.g. the store's.

    Raises
    ------
    EntryError : there is neither an entry nor a `record`.

    Valid when: `report` was made from `diary`. Public codes are those of ``codes.csv``; all else is in words, beside
    codes of our own system (`codings.LOCAL`).

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns, Diary, Event, Kind
    >>> from speciosa.story import tell
    >>> diary = Diary(Columns.of([Event(0, 0, Kind.SLEEP, "night", 7.5, 0, unit="h", id="e1")]))
    >>> told = tell(diary, load_knowledge(), photos={}, now_s=60, seed=0, language="en")
    >>> [each["resource"]["resourceType"] for each in fhir_bundle(told, diary, load_knowledge())["entry"]]
    ['Patient', 'Device', 'Observation', 'Observation', 'Provenance']
    """
    subject = subject_of(report, diary, knowledge, record=record, notes=notes)
    resources = _resources(subject, parts, photos or {})
    entries = [_entry(each) for each in (patient(subject, identified=identified), device(subject), *resources)]
    entries.append(_entry(provenance(subject, [each["fullUrl"] for each in entries])))
    head = subject.resource("Bundle", "export")
    return {
        **head, "language": report.made.language, "type": "transaction",
        "timestamp": moment(report.made.now_s, report.made.offset_min), "entry": entries,
    }  # fmt: skip


def bundle_json(bundle: Resource) -> bytes:
    """The bundle as UTF-8, one entry a line; the same bytes for the same bundle.

    Examples
    --------
    >>> print(bundle_json({"resourceType": "Bundle", "type": "transaction", "entry": [{"fullUrl": "urn:a"}]}).decode())
    {"resourceType":"Bundle","type":"transaction","entry":[
    {"fullUrl":"urn:a"}
    ]}
    <BLANKLINE>
    """
    head = _dumped({key: value for key, value in bundle.items() if key != "entry"})
    lines = ",\n".join(_dumped(each) for each in bundle["entry"])
    return f'{head[:-1]},"entry":[\n{lines}\n]}}\n'.encode()


def _resources(subject: Subject, parts: Collection[str], photos: Mapping[str, bytes]) -> list[Resource]:
    """Everything that is not about the export itself."""
    doses, others = _doses(subject)
    shelf = Shelf(subject)
    made: list[Resource] = []
    if "doses" in parts:
        made += shelf.medications(shelf.batch_of(each) for each in doses)
        made += administrations(subject, doses, shelf)
        made += days_without(subject)
        made += patterns(subject, doses, shelf)
    if "medicines" in parts:
        # without an amount it may be a line of a list, and nobody said that it took place: the statement has it
        made += administrations(subject, others.take(others.answer == Answer.GIVEN), None)
        made += other_medicines(subject)
    if "scores" in parts:
        made += [*observations(subject), *questionnaires(subject), *laboratory(subject)]
    if "skin" in parts:
        ticked = photo_entries(subject, photos)
        made += [media(subject, each, photos[each.text]) for each in ticked]
        made += skin(subject, {each.id for each in ticked})
    if "effect" in parts:
        made += effect_answer(subject)
    if "findings" in parts:
        suspects = _suspects(doses, shelf) if "doses" in parts else []
        made += findings(subject, {each["id"] for each in made})
        made += adverse_events(subject, suspects)
    return made


def _doses(subject: Subject) -> tuple[Columns, Columns]:
    """Doses of kratom and of 7-OH products, and all else that was taken."""
    entries = subject.diary.entries
    words = [subject.diary.is_kratom(each, subject.knowledge) for each in entries.name.vocabulary]
    is_dose, is_medicine = (np.equal(entries.kind, list(Kind).index(each)) for each in (Kind.DOSE, Kind.MEDICINE))
    ours = is_dose & np.array([*words, False], dtype=bool)[entries.name.codes]
    return taken(entries.take(ours)), taken(entries.take((is_dose | is_medicine) & ~ours))


def _suspects(doses: Columns, shelf: Shelf) -> list[tuple[int, dict[str, str]]]:
    """When each product was taken first."""
    first: dict[str, tuple[int, dict[str, str]]] = {}
    for event in doses.take(doses.value != 0):
        reference = shelf.reference(shelf.batch_of(event))
        first.setdefault(reference["reference"], (event.time_s, reference))
    return list(first.values())


def _entry(resource: Resource) -> Resource:
    return {
        "fullUrl": f"urn:uuid:{resource['id']}",
        "resource": resource,
        "request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"},
    }


def _dumped(value: Resource) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
