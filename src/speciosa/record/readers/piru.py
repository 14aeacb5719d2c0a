"""Piru's own JSON export: doses within sessions and outside them.

A daily medicine (`isBackgroundMed`) that is no kratom becomes `medicine`, any other dose `dose`. What
Piru knows of a dose and a diary does not (salt, release form, grapefruit, tags) goes into the note;
check-ins keep their words and numbers as an `event`, because the file does not say their scales.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, accounted, noted
from speciosa.record.readers.epoch_time import at_epoch
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import Fields, each_of, outer_keys, plain, read_json
from speciosa.record.readers.taken import amount_of
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_NEWEST = 2
_DETAILS = {
    "productName": "product", "saltForm": "salt", "isomer": "isomer", "releaseForm": "release form",
    "drinkName": "drink",
}  # fmt: skip
_CHECK_IN = ("shulgin", "mood", "energy", "social", "worked", "heartRate")
_OTHER_LISTS = {
    "dailyDoseItems": "planned dose{s}", "inventory": "item{s} in stock", "labMeasurements": "laboratory value{s}",
    "routineOccurrences": "routine mark{s}", "customSubstances": "custom substance{s}",
}  # fmt: skip
_PLACES = "the places of {n} dose{s} were left aside: a diary does not keep them"
_NO_UNIT = "{n} dose{s} with an amount in a unit that cannot be used {stand} as unknown; the amount is in the note"


def _recognises(path: Path, head: bytes) -> bool:
    keys = outer_keys(path, head)
    return "piruExportVersion" in keys or {"sealed", "kind"} <= keys


def read(request: Request) -> Iterator[Found]:
    """Doses, session notes and check-ins, in the order of the file.

    Raises
    ------
    EntryError : encrypted, written by a newer Piru, or no such export.
    """
    top = Fields(read_json(request.file), "this file")
    _refuse_unreadable(top, request.file.name)
    reader = _Piru(request.zone, request.knowledge)
    numbers = count(1)
    for each in top.items("sessions"):
        yield from reader.session(each, numbers)
    yield from each_of(top, "orphanDoses", reader.dose, numbers)
    for key, what in _OTHER_LISTS.items():
        others = top.get(key)
        reader.aside.add(
            f"{{n}} {what} {{were}} left aside: a diary has no place for {{them}}",
            len(others) if isinstance(others, list) else 0,
        )
    yield from reader.aside.notes()


def _refuse_unreadable(top: Fields, where: str) -> None:
    if top.has("sealed"):
        raise EntryError(
            "this Piru file is encrypted",
            where=where,
            todo="export it from the app without a passphrase, then import that",
        )
    version = top.number("piruExportVersion")
    if version is None:
        raise EntryError("this is not a Piru export", where=where, todo="export it again")
    if version > _NEWEST:
        raise EntryError(
            f"this file was written by a newer Piru (export version {plain(version)}, known here up to {_NEWEST})",
            where=where,
            todo="choose the PsychonautWiki format in Piru's export",
        )


class _Piru:
    def __init__(self, zone: ZoneInfo, knowledge: Knowledge) -> None:
        self._zone, self._knowledge, self.aside = zone, knowledge, LeftAside()

    def session(self, value: object, numbers: Iterator[int]) -> Iterator[Found]:
        """The doses of one session, then its notes."""
        try:
            said = Fields(value, "this session")
        except EntryError as problem:
            yield Refused(next(numbers), problem.reason)
            return
        yield from each_of(said, "doses", self.dose, numbers)
        yield from each_of(said, "notes", self._check_in, numbers)
        if said.get("note") or said.get("title"):
            yield from accounted(next(numbers), self._session_note, said)

    def dose(self, value: object) -> Row:
        """One dose."""
        said = Fields(value, "this dose")
        substance = (said.text("substance") or said.text("displayNameSnapshot")).strip()
        product = kratom_in(substance, self._knowledge)
        name = product or substance
        number = None if said.flag("isUnknownDose") else said.number("amount")
        amount = amount_of(number, said.text("unit").strip(), name, self._knowledge)
        if amount.words:
            self.aside.add(_NO_UNIT)
        if said.text("locationName") or said.number("latitude") is not None:
            self.aside.add(_PLACES)
        route = said.text("route").strip()
        details = [f"{what} {words}" for key, what in _DETAILS.items() if (words := said.text(key).strip())]
        tags = [each for each in said.items("tags") if isinstance(each, str)]
        return Row(
            self._time(said, "timestamp"), "medicine" if said.flag("isBackgroundMed") and not product else "dose", name,
            amount.value, amount.unit, id=_id("dose", said),
            note=noted(
                said.text("notes"), amount.words, "estimate" if said.flag("isApproximate") else "",
                "" if route.lower() in {"", "oral"} else f"route {route}", *details,
                "with grapefruit" if said.flag("hadGrapefruit") else "", f"tags: {', '.join(tags)}" if tags else "",
            ),
        )  # fmt: skip

    def _check_in(self, value: object) -> Row:
        said = Fields(value, "this check-in")
        scores = [f"{key} {plain(score)}" for key in _CHECK_IN if (score := said.number(key)) is not None]
        words = [each for each in said.items("descriptors") if isinstance(each, str)]
        note = noted(said.text("text"), *scores, ", ".join(words))
        if not note:
            raise EntryError("this check-in is empty")
        name = f"check_in {said.text('kind').strip()}".strip()
        return Row(self._time(said, "timestamp"), "event", name, id=_id("note", said), note=note)

    def _session_note(self, said: Fields) -> Row:
        title, note = noted(said.text("title")), noted(said.text("note"))
        return Row(self._time(said, "startDate"), "event", "session", title, id=_id("session", said), note=note)

    def _time(self, said: Fields, key: str) -> str:
        milliseconds = said.number(key)
        if milliseconds is None:
            raise EntryError("this record has no time")
        return at_epoch(milliseconds / 1000, self._zone)


def _id(what: str, said: Fields) -> str:
    found = said.word("id")
    return f"piru-{what}-{found.lower()}" if found else ""


FORMAT = Format("piru", "Piru (JSON)", _recognises, read)
