"""Medicines of a FHIR file: single doses, and lists of what is taken, prescribed or handed out.

A single dose becomes `dose` or `medicine`. A line of a list says that something is taken, not when a dose was: it
becomes `medicine` with the amount `unknown` on the day of which the list speaks, a start an `event` called ``started``
and an end one called ``stopped``. What a list calls active has a start in any case: it counts as taken until an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from speciosa.record.readers.accounting import noted
from speciosa.record.readers.fhir_resource import (
    Whole,
    coded,
    fields_in,
    is_whole,
    medicine_of,
    moment_of,
    notes_of,
    quantity,
    refuse_unless,
    row_id,
    whole_date,
)
from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import Fields, plain
from speciosa.record.readers.taken import amount_of
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_IN_ERROR = "whoever wrote this says that it was an error"
_GIVEN = {
    "completed": "", "in-progress": "", "stopped": "", "unknown": "", "not-done": "",
    "on-hold": "it was put on hold, so nobody knows whether it was taken", "entered-in-error": _IN_ERROR,
}  # fmt: skip
_LISTED = {
    "active": "", "completed": "", "stopped": "", "on-hold": "", "unknown": "", "recorded": "", "ended": "",
    "in-progress": "", "intended": "it was only meant to be taken", "draft": "it is only a draft",
    "not-taken": "it says that this is not taken", "cancelled": "it was cancelled before it began",
    "preparation": "it was never handed out", "declined": "it was never handed out",
    "entered-in-error": _IN_ERROR,
}  # fmt: skip
_OVER = frozenset({"completed", "stopped", "ended"})
_ACTIVE = frozenset({"active"})
_NOT_ORDERED = frozenset({"proposal", "plan", "option"})
_WHENCE = {
    "MedicationStatement": "from a list of medicines", "MedicationRequest": "from a prescription",
    "MedicationDispense": "handed out by a pharmacy",
}  # fmt: skip
_REASONS = {
    "planned": "planned", "for pain": "pain", "for mood": "mood", "in company": "social", "another reason": "other",
    "as recorded: because of feeling ill without it": "withdrawal",
}  # fmt: skip
_FOOD = {"with food": "fed", "on an empty stomach": "fasted"}
_ALKALOIDS = ("mitragynin", "kratom")
_TRIAL_CAPSULE = "trial capsule"


def administered(said: Fields, full_url: str, whole: Whole) -> Row:
    """One dose that was taken, or a day that is known to be without one.

    Raises
    ------
    EntryError : it was not taken, or can't be read.
    """
    status = refuse_unless(said, _GIVEN)
    called, thing = medicine_of(said, whole)
    name, is_dose = _named(called, thing, whole)
    time = moment_of(said, "effectiveDateTime", "effectivePeriod", "occurenceDateTime", "occurencePeriod")
    dosage = said.inner("dosage")
    number, unit = quantity(dosage.inner("dose") if dosage else None)
    if status == "not-done" and number != 0:
        if is_dose and len(time) == len("2026-03-01") and dosage is None:
            return Row(time, "no_dose", "kratom", id=row_id(said, full_url), note=notes_of(said))
        raise EntryError("it says that this was not taken")
    if status == "stopped":
        number = None
    amount = amount_of(number, unit, name, whole.knowledge)
    reason, why = _reason(said)
    words = dosage.text("text").strip() if dosage else ""
    food = _FOOD.get(words.lower(), "")
    return Row(
        time, "dose" if is_dose else "medicine", name, amount.value, amount.unit, reason if is_dose else "",
        food, id=row_id(said, full_url),
        note=noted(notes_of(said), amount.words, "" if food else words, why,
                   "stopped before its end" if status == "stopped" else ""),
    )  # fmt: skip


def listed(said: Fields, full_url: str, whole: Whole) -> Iterator[Row]:
    """A line of a list: that it is taken, and since when and until when, as far as that is said.

    Raises
    ------
    EntryError : it is not taken, or can't be read.
    """
    kind = said.text("resourceType")
    status = refuse_unless(said, _LISTED)
    if said.flag("doNotPerform"):
        raise EntryError("it says that this must not be taken")
    if said.text("intent").strip() in _NOT_ORDERED:
        raise EntryError("it was only proposed or planned, and nobody prescribed it")
    called, thing = medicine_of(said, whole)
    name, is_kratom = _named(called, thing, whole)
    if called.partition(" (")[0].casefold() in whole.single_doses:
        raise EntryError("its single doses are in this file and were read instead")
    if is_kratom:
        raise EntryError("it says how this is taken in general, and a diary holds single doses")
    start, end, asserted = _dates(said)
    # what a pharmacy has handed out is done with for the pharmacy alone
    is_over = (status in _OVER and kind != "MedicationDispense") or _ended(end, asserted, status)
    whence = noted(_WHENCE[kind], status, _dosage(said), f"since {start}" if start and not is_whole(start) else "",
                   f"until {end}" if end and not (is_over and is_whole(end)) else "", notes_of(said))  # fmt: skip
    taken_on = _last_day(said, end) if is_over else asserted or start
    taken_on = next((each for each in (taken_on, start, asserted, end) if is_whole(each)), "")
    if not taken_on:
        raise EntryError("it has no date with a day", todo="name it under medicines in person.toml if you take it")
    since = start if is_whole(start) else taken_on
    if since != taken_on or (status in _ACTIVE and not is_over):
        yield Row(since, "event", "started", name, id=row_id(said, full_url, "start"), note=_WHENCE[kind])
    yield Row(taken_on, "medicine", name, "unknown", id=row_id(said, full_url), note=whence)
    if is_over and is_whole(end):
        yield Row(end, "event", "stopped", name, id=row_id(said, full_url, "stop"), note=_WHENCE[kind])


def _named(called: str, thing: Fields | None, whole: Whole) -> tuple[str, bool]:
    """The diary's name, with its batch, and whether it is a dose of kratom or of a 7-OH product."""
    plain_name = " ".join(called.replace("#", " ").split())
    batch = thing.inner("batch") if thing is not None else None
    lot = " ".join(batch.word("lotNumber").replace("#", " ").split()) if batch else ""
    inside = " ".join(coded(each.inner("itemCodeableConcept")).name for each in fields_in(thing, "ingredient")
                      ) if thing is not None else ""  # fmt: skip
    product = kratom_in(plain_name, whole.knowledge)
    is_kratom = bool(product) or plain_name.casefold() == _TRIAL_CAPSULE
    is_kratom |= any(each in inside.casefold() for each in _ALKALOIDS)
    if not is_kratom:
        return plain_name, False
    name = product or plain_name
    return (f"{name}#{lot}" if lot and "#" not in name else name), True


def _reason(said: Fields) -> tuple[str, str]:
    """Why, in the diary's word, else as a note."""
    words = [coded(each).name for each in fields_in(said, "reasonCode")]
    known = next((_REASONS[each.lower()] for each in words if each.lower() in _REASONS), "")
    return known, "" if known else noted(*(f"reason: {each}" for each in words if each))


def _dates(said: Fields) -> tuple[str, str, str]:
    """Start, end, and the day on which somebody said so; each may be a month or a year, or empty."""
    kind = said.text("resourceType")
    period = said.inner("effectivePeriod") if kind == "MedicationStatement" else None
    start, end = (period.text("start").strip(), period.text("end").strip()) if period else ("", "")
    if kind == "MedicationStatement":
        return start or said.text("effectiveDateTime").strip(), end, said.text("dateAsserted").strip()
    if kind == "MedicationDispense":
        return "", "", said.text("whenHandedOver").strip() or said.text("whenPrepared").strip()
    for each in fields_in(said, "dosageInstruction"):
        timing = each.inner("timing")
        repeat = timing.inner("repeat") if timing else None
        bounds = repeat.inner("boundsPeriod") if repeat else None
        if bounds:
            start, end = bounds.text("start").strip(), bounds.text("end").strip()
    return start, end, said.text("authoredOn").strip()


def _last_day(said: Fields, end: str) -> str:
    """A day on which something was taken that is over: its last, or the only one that is named.

    Raises
    ------
    EntryError : nobody says when that was; the day on which somebody said so is none.
    """
    if day := end or said.text("effectiveDateTime").strip():
        return whole_date(day)
    raise EntryError("it is over, and nobody says when")


def _ended(end: str, asserted: str, status: str) -> bool:
    """Whether an end had come when the list was made: the end of a prescription mostly lies ahead."""
    if is_whole(end) and is_whole(asserted):
        return end[:10] <= asserted[:10]
    return bool(end) and status != "active"


def _dosage(said: Fields) -> str:
    """How it is to be taken, in the file's words."""
    return noted(*(_one_dosage(each) for key in ("dosage", "dosageInstruction") for each in fields_in(said, key)))


def _one_dosage(each: Fields) -> str:
    if words := each.text("text").strip():
        return words
    rates = [quantity(rate.inner("doseQuantity")) for rate in fields_in(each, "doseAndRate")]
    return noted(*(f"{plain(number)} {unit}".strip() for number, unit in rates if number is not None))
