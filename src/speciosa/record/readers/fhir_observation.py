"""Observations and questionnaires of a FHIR file: scores, nights and laboratory values whose code is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import noted
from speciosa.record.readers.fhir_resource import (
    Coded,
    Whole,
    coded,
    fields_in,
    moment_of,
    notes_of,
    quantity,
    refuse_unless,
    row_id,
)
from speciosa.record.readers.json_record import Fields, plain
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_LOINC = "http://loinc.org"
_FINAL = {
    "final": "", "amended": "", "corrected": "", "preliminary": "", "registered": "it has no result yet",
    "cancelled": "it was cancelled", "entered-in-error": "whoever wrote this says that it was an error",
    "unknown": "",
}  # fmt: skip
_ABSENT = {"asked-declined": "declined", "unknown": "unknown", "asked-unknown": "unknown"}
_LABS = {"alt": "ALT", "ast": "AST", "alp": "ALP", "ggt": "GGT", "bilirubin": "bilirubin", "inr": "INR"}
_ITEM = re.compile(r"^([a-z0-9]+)[_.](\d{1,2})$")
_RANGED = re.compile(r"^(.{1,200}?), (-?\d+) (?:to|bis) (-?\d+)(?:, .*)?$")
_OWN = re.compile(
    r"^(?:(?P<goal>Goal): (?P<g>.+); reached so far, 0 to 10|(?P<strategy>Tried): (?P<s>.+) \(start, stop, or the date "
    r"of a review\)|(?P<event>Event): (?P<e>.+)|(?P<sun>Hours in the sun)|(?P<sleep>Hours of sleep))$"
)
_SCORED = frozenset({"mood", "anxiety", "sleep_quality", "energy", "interference", "pain"})
What = tuple[str, str, str]
"""Kind, name and unit of a row; an empty unit is the kind's own."""


def observed(said: Fields, full_url: str, whole: Whole) -> Iterator[Row]:
    """The rows of an Observation: its value, its parts, and the upper limit beside a laboratory's value.

    Raises
    ------
    EntryError : it can't be read, or its code is not known here.
    """
    refuse_unless(said, _FINAL)
    time = moment_of(said, "effectiveDateTime", "effectiveInstant", "effectivePeriod", "issued")
    recorded = said.text("issued").strip() if said.has("effectiveDateTime", "issued") else ""
    concept = coded(said.inner("code"))
    what, value = _what(said, concept, whole), _value(said)
    read_apart = any(each.text("reference") in whole.answered for each in fields_in(said, "derivedFrom"))
    parts = [] if read_apart else [
        (found, number) for each in fields_in(said, "component")
        if (found := _by_code(coded(each.inner("code")), whole.knowledge)) and (number := _value(each))
    ]  # fmt: skip
    if what is None and not parts:
        raise EntryError("a diary has no place for this observation, or its code is not known here")
    if what is not None and value is None and not parts:
        raise EntryError("it holds no value that is a number")
    if what is not None and value is not None:
        row = _row(time, what, value, said)
        yield row._replace(id=row_id(said, full_url), recorded=recorded, note=notes_of(said))
        if what[0] == "lab":
            yield from _limits(said, row, full_url)
    for part, answer in parts:
        yield _row(time, part, answer, said)._replace(id=row_id(said, full_url, part[1]), recorded=recorded)


def answered(said: Fields, full_url: str, whole: Whole) -> Iterator[Row]:
    """The single answers of a questionnaire whose items are named as a diary names them.

    Raises
    ------
    EntryError : its items have other names, or nothing was answered.
    """
    if said.text("status").strip() == "entered-in-error":
        raise EntryError(_FINAL["entered-in-error"])
    time, found = moment_of(said, "authored"), 0
    for each in fields_in(said, "item"):
        name = each.text("linkId").strip()
        if not _is_item(name, whole.knowledge):
            continue
        found += 1
        answers = list(fields_in(each, "answer"))
        number = next((said_number for key in ("valueInteger", "valueDecimal")
                       for one in answers if (said_number := one.number(key)) is not None), None)  # fmt: skip
        value = "declined" if not answers else "" if number is None else plain(number)
        if value:
            yield Row(time, "scale", name, value, id=row_id(said, full_url, name))
    if not found:
        raise EntryError("the questions of this questionnaire are not known here")


def items_known(said: Fields, knowledge: Knowledge) -> bool:
    """Whether `answered` reads a questionnaire."""
    try:
        return any(_is_item(each.text("linkId").strip(), knowledge) for each in fields_in(said, "item"))
    except EntryError:
        return False


def _is_item(name: str, knowledge: Knowledge) -> bool:
    match = _ITEM.match(name)
    return bool(match) and "." in name and match is not None and match[1] in knowledge.instruments


def _what(said: Fields, concept: Coded, whole: Whole) -> What | None:
    """What the observation is, by its code; of a laboratory's value by its name; of our own by its words."""
    found = _by_code(concept, whole.knowledge)
    if found == ("rating", "pain", "") and (site := coded(said.inner("bodySite")).name) and whole.own:
        return "rating", f"{site} pain", ""
    if found:
        return found
    groups = {code for each in fields_in(said, "category") for _, code, _ in coded(each).codings}
    if "laboratory" in groups and said.has("valueQuantity") and concept.name:
        return "lab", concept.name[:200], ""
    return _own(said, concept, groups, whole.knowledge) if whole.own else None


def _by_code(concept: Coded, knowledge: Knowledge) -> What | None:
    keys = {each.code: each.key for each in knowledge.codes if each.system == "loinc"}
    for system, code, _ in concept.codings:
        key = keys.get(code, "") if system == _LOINC else ""
        scale, _, part = key.rpartition("_")
        if key in {"pain_now", "pain_reported"}:
            return "rating", "pain", ""
        if key == "sleep_duration":
            return "sleep", "night", ""
        if key in _LABS:
            return "lab", _LABS[key], ""
        if scale in knowledge.instruments and part.isdecimal():
            return "scale", f"{scale}.{part}", ""
        # the number on the code of a whole questionnaire is its score, but where that may be a sum or a mean
        is_sum = scale in knowledge.instruments and knowledge.instruments[scale].scoring == "sum"
        if scale in knowledge.instruments and (part in {"total", "score"} or (part == "panel" and is_sum)):
            return "scale", scale, ""
    return None


def _own(said: Fields, concept: Coded, groups: set[str], knowledge: Knowledge) -> What | None:
    """An observation of our own export, by the words in which it was written."""
    if "survey" not in groups or not said.has("effectiveDateTime"):
        return None
    word = next((code for system, code, _ in concept.codings if system.startswith("urn:uuid:")), "")
    if found := _OWN.match(concept.text):
        kind = next(each for each in ("goal", "strategy", "event", "sun", "sleep") if found[each])
        names = {"goal": found["g"], "strategy": found["s"], "event": word or found["e"], "sun": "exposure"}
        return kind, names.get(kind) or "night", ""
    number, unit = quantity(said.inner("valueQuantity"))
    ranged = _RANGED.match(concept.text)
    title = ranged[1] if ranged else concept.text
    if scale := next((key for key, each in knowledge.instruments.items() if each.title == title), ""):
        return "scale", scale, ""
    if ranged:
        low, high = int(ranged[2]), int(ranged[3])
        name = word or ranged[1]
        scored = name in _SCORED or name.endswith(" pain") or not word
        return "rating" if scored else "symptom", name, "" if (low, high) == (0, 10) else f"score_{low}_{high}"
    if unit in {"min", "h", "steps"} and number is not None:
        return "activity", concept.name, unit
    if unit == "score" and not concept.codings:
        return "scale", concept.name, ""
    return ("symptom", word, "") if word and said.has("valueCodeableConcept") else None


def _value(said: Fields) -> str | None:
    """What stands in the value column; None where nothing fits."""
    if said.has("valueQuantity"):
        number, _ = quantity(said.inner("valueQuantity"))
        return None if number is None else plain(number)
    for key in ("valueInteger", "valueDecimal"):
        if (number := said.number(key)) is not None:
            return plain(number)
    if said.has("valueString"):
        return said.text("valueString").strip()
    if said.has("valueCodeableConcept"):
        text = coded(said.inner("valueCodeableConcept")).name
        return text if re.fullmatch(r"\d{1,2}", text) else ""
    absent = coded(said.inner("dataAbsentReason"))
    return next((_ABSENT[code] for _, code, _ in absent.codings if code in _ABSENT), None)


def _row(time: str, what: What, value: str, said: Fields) -> Row:
    """The row of a value; one that its kind can't hold is refused with the kind's own reason."""
    kind, name, unit = what
    given = quantity(said.inner("valueQuantity"))[1]
    if kind == "sleep":
        unit = given or "h"
    if kind == "lab":
        unit = given or ("ratio" if name == "INR" else "")
    if kind in {"rating", "scale", "sleep", "lab"} and not value:
        raise EntryError("its answer is a word, and a number is needed")
    return Row(time, kind, name, value, unit)


def _limits(said: Fields, row: Row, full_url: str) -> Iterator[Row]:
    """The laboratory's upper limit."""
    for each in fields_in(said, "referenceRange"):
        number, unit = quantity(each.inner("high"))
        if number is not None:
            uln = f"{row.name}.uln"
            yield row._replace(name=uln, value=plain(number), unit=unit or row.unit, id=row_id(said, full_url, "uln"),
                               note=noted("the laboratory's upper limit"))  # fmt: skip
            return
