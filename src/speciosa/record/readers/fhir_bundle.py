"""FHIR R4: a bundle of any type, or one resource, of other people's making.

Single doses, lists of medicines, scores and laboratory values become entries; what a diary has no place for is refused
with that reason, and what only holds a bundle together is counted. A file about two people is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, accounted
from speciosa.record.readers.fhir_medication import administered, listed
from speciosa.record.readers.fhir_observation import answered, items_known, observed
from speciosa.record.readers.fhir_people import people
from speciosa.record.readers.fhir_resource import Whole, coded, fields_in, kind_of, medicine_of
from speciosa.record.readers.format import Format, Found, Note, Request
from speciosa.record.readers.json_record import Fields, outer_keys, read_json
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_HOLDING = frozenset({
    "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Medication",
    "Composition", "Provenance", "Questionnaire", "BodyStructure", "Substance", "Endpoint",
})  # fmt: skip
"""Resources that say who, where and of what: read where others point at them, else counted."""
_LISTS = frozenset({"MedicationStatement", "MedicationUsage", "MedicationRequest", "MedicationDispense"})
_RULED_OUT = frozenset({"refuted", "entered-in-error"})
_COUNTED = (
    "Lines of lists of medicines that were read: {n}. Each counts as taken on its day, the amount unknown. Take back "
    "those that you don't take."
)
_GO_ON = (
    "Of these the file calls {n} active: each counts as taken until you write that you stopped it. Write the event "
    "stopped, with its name, for those that are over."
)
_PAGE = "This file is one page of several. Ask for the others, too."
_STRENGTH = "Strengths of products stand in this file and were not taken over: write them into products.csv."


class _Entry(NamedTuple):
    """One entry of a file: its number from 1, its own address, and the resource or why there is none."""

    number: int
    url: str
    said: Fields | None
    why: str = ""


def _recognises(path: Path, head: bytes) -> bool:
    return "resourceType" in outer_keys(path, head)


def read(request: Request) -> Iterator[Found]:
    """Every resource in the order of the file.

    Raises
    ------
    EntryError : no FHIR at all, an answer that says what went wrong, or records of more than one person.
    """
    top = Fields(read_json(request.file), "this file")
    if top.text("resourceType") == "OperationOutcome":
        todo = "ask for your record once more"
        raise EntryError(
            "this file is a server's message that something went wrong", where=request.file.name, todo=todo
        )
    is_bundle = top.text("resourceType") == "Bundle"
    entries = list(_entries(top)) if is_bundle else [_Entry(1, "", top)]
    _refuse_two_people(entries, request.file.name)
    whole = _whole(entries, request.knowledge)
    aside, lists, active = LeftAside(), 0, 0
    for each in entries:
        if each.said is None:
            yield Refused(each.number, each.why)
            continue
        kind = _type_of(each.said)
        if kind in _HOLDING:
            aside.add(f"{{n}} record{{s}} of the kind {kind} {{were}} left aside: a diary has no place for {{them}}")
            continue
        found = list(accounted(each.number, _rows, each, whole))
        read_here = kind in _LISTS and any(isinstance(one, Row) for one in found)
        lists, active = lists + read_here, active + (read_here and each.said.get("status") == "active")
        yield from found
    yield from _notes(top, entries, lists, active)
    yield from aside.notes()


def _entries(bundle: Fields) -> Iterator[_Entry]:
    for number, value in enumerate(bundle.items("entry"), 1):
        try:
            entry = Fields(value, "this entry")
            request, said = entry.inner("request"), entry.inner("resource")
            if said is None:
                is_delete = request is not None and request.text("method") == "DELETE"
                why = "this entry asks to delete a record" if is_delete else "this entry holds no resource"
                yield _Entry(number, "", None, why)
            else:
                yield _Entry(number, entry.text("fullUrl").strip(), said)
        except EntryError as problem:
            yield _Entry(number, "", None, problem.reason)


def _rows(entry: _Entry, whole: Whole) -> Row | list[Row]:
    """What one resource becomes.

    Raises
    ------
    EntryError : nothing, and why.
    """
    assert entry.said is not None  # the caller saw to it
    kind = kind_of(entry.said)
    if kind == "MedicationAdministration":
        return administered(entry.said, entry.url, whole)
    if kind in _LISTS:
        return list(listed(entry.said, entry.url, whole))
    if kind == "Observation":
        return list(observed(entry.said, entry.url, whole))
    if kind == "QuestionnaireResponse":
        return list(answered(entry.said, entry.url, whole))
    if kind == "Condition":
        raise EntryError("a diary has no place for Condition: conditions stand in person.toml")
    raise EntryError(f"a diary has no place for {kind}")


def _whole(entries: list[_Entry], knowledge: Knowledge) -> Whole:
    """What resources lean on, gathered before the first is read."""
    by_reference: dict[str, Fields] = {}
    single: set[str] = set()
    known: set[str] = set()
    own = False
    for each in entries:
        if each.said is None:
            continue
        names = [name for name in (each.url, _local(each.said)) if name]
        by_reference.update(dict.fromkeys(names, each.said))
        kind = _type_of(each.said)
        if kind == "QuestionnaireResponse" and items_known(each.said, knowledge):
            known.update(names)
        own |= kind == "Device" and _is_ours(each.said)
    whole = Whole(by_reference, knowledge)
    for each in entries:
        if each.said is not None and _type_of(each.said) == "MedicationAdministration":
            single |= _name_of(each.said, whole)
    return Whole(by_reference, knowledge, frozenset(single), frozenset(known), own)


def _name_of(said: Fields, whole: Whole) -> set[str]:
    try:
        return {medicine_of(said, whole)[0].casefold()} if said.text("status") == "completed" else set()
    except EntryError:
        return set()


def _type_of(said: Fields) -> str:
    """What a resource says it is; empty where it says nothing that could be one."""
    kind = said.get("resourceType")
    return kind if isinstance(kind, str) else ""


def _local(said: Fields) -> str:
    kind, own = _type_of(said), said.get("id")
    return f"{kind}/{own}" if kind and isinstance(own, str) else ""


def _is_ours(said: Fields) -> bool:
    try:
        return any(each.text("name") == "speciosa" for each in fields_in(said, "deviceName"))
    except EntryError:
        return False


def _refuse_two_people(entries: list[_Entry], where: str) -> None:
    """A diary is one person's.

    Raises
    ------
    EntryError : the resources are about two.
    """
    about = people((each.said, each.url) for each in entries if each.said is not None)
    if len(about) > 1:
        todo = "export your own record alone"
        raise EntryError(f"this file holds the records of {len(about)} people", where=where, todo=todo)


def _notes(top: Fields, entries: list[_Entry], lists: int, active: int) -> Iterator[Note]:
    if not entries:
        yield Note("This bundle is empty.")
    if lists:
        yield Note(_COUNTED.replace("{n}", str(lists)))
    if active:
        yield Note(_GO_ON.replace("{n}", str(active)))
    links = top.get("link")
    if isinstance(links, list) and any(isinstance(each, dict) and each.get("relation") == "next" for each in links):
        yield Note(_PAGE)
    for each in entries:
        kind = _type_of(each.said) if each.said is not None else ""
        born = each.said.get("birthDate") if each.said is not None and kind == "Patient" else None
        if isinstance(born, str) and born[:4].isdecimal() and len(born) >= len("1980"):
            yield Note(f"The file says born in {born[:4]}: if that is right, write birth_year = {born[:4]} into "
                       "person.toml")  # fmt: skip
    if named := _conditions(entries):
        listed = ", ".join(f'"{each}"' for each in named)
        yield Note(f"The file names conditions, and a diary has no row for them. Those that are right belong into your "
                   f"own file: write conditions = [{listed}] into person.toml")  # fmt: skip
    if any(each.said is not None and _type_of(each.said) == "Medication" and each.said.get("ingredient")
           for each in entries):  # fmt: skip
        yield Note(_STRENGTH)


def _conditions(entries: list[_Entry]) -> list[str]:
    """What the conditions are called, each once: what is over counts, what was ruled out does not."""
    named: dict[str, None] = {}
    for each in entries:
        if each.said is None or _type_of(each.said) != "Condition":
            continue
        try:
            words = coded(each.said.inner("code")).name.replace('"', "'")
            ruled = {code for _, code, _ in coded(each.said.inner("verificationStatus")).codings}
        except EntryError:
            continue
        if words and not ruled & _RULED_OUT:
            named[words] = None
    return list(named)


FORMAT = Format("fhir", "FHIR R4 bundle or resource (JSON)", _recognises, read)
