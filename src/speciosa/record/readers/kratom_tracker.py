"""Herbal Tracker+ (before: KratomTracker): its JSON backup, or a bare list of dosages.

The app keeps grams. A strain that the tables know is the product, any other the batch of ``kratom``;
the note keeps name and code. Doses of deleted strains are kept. The ratings that newer versions of
the app throw away (`effects`, 1 to 5) are imported on their own scale. Times without a zone are local.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import LeftAside, noted
from speciosa.record.readers.format import Format, Found, Request
from speciosa.record.readers.json_record import Fields, each_of, outer_keys, read_json
from speciosa.record.readers.taken import kratom_product
from speciosa.record.row import Row
from speciosa.values.errors import EntryError

_NEWEST = 1
_DOSAGE = frozenset({"strainId", "amount", "timestamp"})
_RATED = {
    "mood": ("mood",), "energy": ("energy",), "pain_relief": ("painRelief", "pain_relief"), "anxiety": ("anxiety",),
    "focus": ("focus",),
}  # fmt: skip
_GONE = "{n} dose{s} of a strain that the file no longer names {were} kept as kratom"
_OTHER_UNIT = "the app was set to another unit than grams; its file says grams, so amounts were read as g: check one"


def _recognises(path: Path, head: bytes) -> bool:
    keys = outer_keys(path, head)
    return keys >= _DOSAGE or "dosages" in keys or {"strains", "effects"} <= keys or {"strains", "version"} <= keys


def read(request: Request) -> Iterator[Found]:
    """Dosages, then effects, in the order of the file.

    Raises
    ------
    EntryError : no such backup, or one of a newer version.
    """
    decoded = read_json(request.file)
    top = Fields({"dosages": decoded} if isinstance(decoded, list) else decoded, "this file")
    version = top.get("version")
    if isinstance(version, int) and version > _NEWEST:
        raise EntryError(
            f"this backup was written by a newer app (version {version})",
            where=request.file.name,
            todo="export it as CSV",
        )
    if not top.has("dosages") and not top.has("effects"):
        raise EntryError("this file has no dosages in it", where=request.file.name, todo="export it again")
    aside = LeftAside()
    strains = _strains(top, aside)
    numbers = count(1)
    yield from each_of(top, "dosages", lambda each: _dose(each, strains, aside, request.knowledge), numbers)
    yield from each_of(top, "effects", _ratings, numbers)
    if _measured_otherwise(top):
        aside.add(_OTHER_UNIT)
    yield from aside.notes()


def _strains(top: Fields, aside: LeftAside) -> dict[str, tuple[str, str]] | None:
    """Name and code by id; None where the file lists no strains at all."""
    if not top.has("strains"):
        return None
    found = {}
    for each in top.items("strains"):
        try:
            said = Fields(each)
            found[said.word("id")] = said.text("name").strip(), said.word("code")
        except EntryError:
            aside.add("{n} strain{s} of the file could not be read")
    return found


def _dose(value: object, strains: dict[str, tuple[str, str]] | None, aside: LeftAside, knowledge: Knowledge) -> Row:
    said = Fields(value, "this dosage")
    own = said.word("strainId")
    name, code = (strains or {}).get(own, ("", ""))
    strain = f"strain {name}" + (f" ({code})" if code else "") if name else f"strain {own}" if own else ""
    if strains is not None and own not in strains:
        aside.add(_GONE)
        strain = "strain no longer in the file"
    amount = said.word("amount")
    if not amount:
        raise EntryError("this dosage has no amount")
    return Row(
        said.text("timestamp").strip(), "dose", kratom_product(name, knowledge), amount, "g",
        id=_id("dose", said), note=noted(said.text("notes"), strain),
    )  # fmt: skip


def _ratings(value: object) -> Iterator[Row]:
    said = Fields(value, "this effect")
    dose, lasted = said.word("dosageId"), said.number("duration")
    note = noted(
        said.text("notes"),
        f"after dose kratomtracker-dose-{dose}" if dose else "",
        f"lasted {lasted:g} min" if lasted is not None else "",
    )
    found = False
    for name, keys in _RATED.items():
        score = next((word for key in keys if (word := said.word(key))), "")
        if score:
            found = True
            own = _id("effect", said)
            yield Row(
                said.text("timestamp").strip(),
                "rating",
                name,
                score,
                "score_1_5",
                id=f"{own}-{name}" if own else "",
                note=note,
            )
    if not found:
        raise EntryError("this effect holds no rating")


def _measured_otherwise(top: Fields) -> bool:
    settings = top.get("settings")
    unit = settings.get("measurementUnit") if isinstance(settings, dict) else None
    return isinstance(unit, str) and unit.strip().lower() not in {"", "g", "gram", "grams"}


def _id(what: str, said: Fields) -> str:
    found = said.word("id")
    return f"kratomtracker-{what}-{found}" if found else ""


FORMAT = Format("kratom-tracker", "Herbal Tracker+ / KratomTracker backup (JSON)", _recognises, read)
