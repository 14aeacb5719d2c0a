"""PsychonautWiki Journal's JSON export, also written by Piru and others.

An ingestion becomes a `dose`; a dose in a custom unit is a count of it and is resolved into the unit
behind it. Somebody else's doses (`consumerName`) are refused. Empty means fasted, half full and more
fed; a quarter full is neither, and the note keeps the app's word. Times are instants: the local offset
is that of the zone in which the import runs. The app numbers nothing, so that an ingestion is known
again by the moment at which it was entered and its substance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, StableIds, accounted, noted
from speciosa.record.readers.epoch_time import at_epoch
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.intake import kratom_in
from speciosa.record.readers.json_record import Fields, each_of, outer_keys, plain, read_json
from speciosa.record.readers.taken import amount_of
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

_OWN_KEYS = frozenset({"substanceCompanions", "customSubstances", "customUnits", "exportSource"})
_STOMACH = {
    "EMPTY": ("fasted", ""), "QUARTERFULL": ("", "stomach a quarter full"), "HALFFULL": ("fed", "stomach half full"),
    "FULL": ("fed", "stomach full"), "VERYFULL": ("fed", "stomach very full"),
}  # fmt: skip
_SOMEBODY_ELSE = "{n} dose{s} {are} somebody else's and {were} left out"
_NO_UNIT = "{n} dose{s} with an amount in a unit that cannot be used {stand} as unknown; the amount is in the note"
_TITLES = "the titles of {n} experience{s} without a text were left aside"
_PLACES = "the places of {n} experience{s} were left aside: a diary does not keep them"
_CUSTOM = "{n} description{s} of custom substances {were} left aside: a diary has no place for {them}"


class _Unit(NamedTuple):
    """A custom unit: how much of which unit one of it is; `amount` None where nobody knows."""

    name: str
    amount: float | None
    spread: float
    unit: str
    is_estimate: bool


def _recognises(path: Path, head: bytes) -> bool:
    keys = outer_keys(path, head)
    return "experiences" in keys or len(keys & _OWN_KEYS) > 1


def read(request: Request) -> Iterator[Found]:
    """Doses, timed notes, ratings and the texts of experiences, in the order of the file.

    Raises
    ------
    EntryError : the file as a whole is no such export.
    """
    top = Fields(read_json(request.file), "this file")
    if not top.has("experiences"):
        raise EntryError("this file has no experiences in it", where=request.file.name, todo="export it again")
    reader = _Journal(request.zone, request.knowledge, _custom_units(top))
    reader.aside.add(_CUSTOM, len(top.items("customSubstances")))
    numbers = count(1)
    for each in top.items("experiences"):
        yield from reader.experience(each, numbers)
    yield from reader.aside.notes()


class _Journal:
    """Reads experiences, and keeps what their records share."""

    def __init__(self, zone: ZoneInfo, knowledge: Knowledge, units: dict[str, _Unit]) -> None:
        self._zone, self._knowledge, self._units, self._ids = zone, knowledge, units, StableIds()
        self.aside = LeftAside()

    def experience(self, value: object, numbers: Iterator[int]) -> Iterator[Found]:
        """Everything in one experience, each record with a number of its own."""
        try:
            said = Fields(value, "this experience")
        except EntryError as problem:
            yield Refused(next(numbers), problem.reason)
            return
        yield from each_of(said, "ingestions", self._dose, numbers)
        yield from each_of(said, "timedNotes", self._note, numbers)
        yield from each_of(said, "ratings", lambda each: self._rating(each, said), numbers)
        if said.get("text"):
            yield from accounted(next(numbers), self._text, said)
        elif said.get("title"):
            self.aside.add(_TITLES)
        if said.get("location") is not None:
            self.aside.add(_PLACES)

    def _dose(self, value: object) -> Row:
        said = Fields(value, "this ingestion")
        if said.text("consumerName").strip():
            self.aside.add(_SOMEBODY_ELSE)
            raise EntryError("somebody else took this dose")
        substance = said.text("substanceName").strip()
        name = kratom_in(substance, self._knowledge) or substance
        number, unit, spread, words = self._amount(said)
        amount = amount_of(number, unit, name, self._knowledge)
        if amount.words:
            self.aside.add(_NO_UNIT)
        food, stomach = _fullness(said.text("stomachFullness"))
        row = Row(
            self._time(said, "time"), "dose", name, amount.value, amount.unit, food=food,
            recorded=self._time(said, "creationDate", optional=True),
            note=noted(
                said.text("notes"), amount.words, words, spread, _route(said.text("administrationRoute")), stomach,
                f"until {ended}" if (ended := self._time(said, "endTime", optional=True)) else "",
            ),
        )  # fmt: skip
        entered = said.number("creationDate")
        if entered is None:
            return row
        key = f"journal-{plain(entered)}-{'-'.join(name.lower().split())}"
        return row._replace(id=self._ids.of(key, (row.time, row.value, row.unit, row.note)))

    def _amount(self, said: Fields) -> tuple[float | None, str, str, str]:
        """Amount, unit, its spread in words, and the count of a custom unit in words."""
        dose, spread = said.number("dose"), said.number("estimatedDoseStandardDeviation") or 0.0
        estimate = said.flag("isDoseAnEstimate")
        key = said.word("customUnitId")
        if not key:
            unit = said.text("units").strip()
            return dose, unit, _spread_words(estimate, spread, unit), ""
        own = self._units.get(key)
        if own is None or own.amount is None or dose is None:
            called = (own.name if own else said.text("units").strip()) or "of a unit that the file does not describe"
            words = f"{plain(dose)} {called}" if dose is not None else ""
            return None, "", _spread_words(estimate or bool(own and own.is_estimate), 0.0, ""), words
        # count and content vary independently: the variance of a product
        total = math.sqrt((dose * own.spread) ** 2 + (own.amount * spread) ** 2 + (own.spread * spread) ** 2)
        words = f"{plain(dose)} {own.name} of {plain(own.amount)} {own.unit}"
        return dose * own.amount, own.unit, _spread_words(estimate or own.is_estimate, total, own.unit), words

    def _note(self, value: object) -> Row:
        said = Fields(value, "this timed note")
        text = noted(said.text("note"))
        if not text:
            raise EntryError("this note is empty")
        recorded = self._time(said, "creationDate", optional=True)
        return Row(self._time(said, "time"), "event", "timed_note", recorded=recorded, note=text)

    def _rating(self, value: object, experience: Fields) -> Row:
        said = Fields(value, "this rating")
        option = said.text("option").strip()
        if not option:
            raise EntryError("this rating has no option")
        recorded = self._time(said, "creationDate", optional=True)
        if time := self._time(said, "time", optional=True):
            return Row(time, "event", "shulgin_rating", noted(option), recorded=recorded)
        time = self._time(experience, "sortDate", optional=True) or self._time(experience, "creationDate")
        return Row(time, "event", "shulgin_rating", noted(option), recorded=recorded, note="for the whole experience")

    def _text(self, said: Fields) -> Row:
        time = self._time(said, "sortDate", optional=True) or self._time(said, "creationDate")
        return Row(time, "event", "experience", noted(said.text("title")), note=noted(said.text("text")))

    def _time(self, said: Fields, key: str, *, optional: bool = False) -> str:
        milliseconds = said.number(key)
        if milliseconds is not None:
            return at_epoch(milliseconds / 1000, self._zone)
        if optional:
            return ""
        raise EntryError("this record has no time")


def _custom_units(top: Fields) -> dict[str, _Unit]:
    """Custom units by id. One that cannot be read is as good as missing: its doses say so."""
    units = {}
    for each in top.items("customUnits"):
        try:
            said = Fields(each)
            units[said.word("id")] = _Unit(
                said.text("name").strip() or said.text("unit").strip() or "custom unit",
                said.number("dose"),
                said.number("estimatedDoseStandardDeviation") or 0.0,
                said.text("originalUnit").strip(),
                said.flag("isEstimate"),
            )
        except EntryError:
            continue
    return units


def _fullness(word: str) -> tuple[str, str]:
    return _STOMACH.get(word.strip().upper(), ("", f"stomach: {word}" if word.strip() else ""))


def _route(word: str) -> str:
    return "" if word.strip().upper() in {"", "ORAL"} else f"route {word.strip().lower()}"


def _spread_words(is_estimate: bool, spread: float, unit: str) -> str:
    if math.isfinite(spread) and spread > 0:
        return f"estimate, standard deviation {plain(spread)} {unit}"
    return "estimate" if is_estimate else ""


FORMAT = Format("psychonautwiki", "PsychonautWiki Journal (JSON)", _recognises, read)
