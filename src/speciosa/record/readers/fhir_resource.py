"""One FHIR resource of other people's making: who is meant, what it is called, when it was, how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.readers.accounting import noted
from speciosa.record.readers.json_record import Fields
from speciosa.values.errors import EntryError

_KIND = re.compile(r"^[A-Z][A-Za-z]{1,40}$")
_PARTIAL = re.compile(r"^\d{4}(-\d{2})?$")
_BRACES = re.compile(r"^\{(.*)\}$")
_UNITS = {"[tsp_us]": "tsp", "[iU]": "IU", "mL": "ml", "1": "", "tbl": "tablet"}


@dataclass(frozen=True, slots=True)
class Whole:
    """What a resource of a file may lean on.

    Parameters
    ----------
    by_reference : every resource of the file by each name that a reference may use.
    knowledge : codes, outcomes, instruments, substances.
    single_doses : names, in lower case, of what the file has single doses of.
    answered : references of questionnaires of which the file has single answers.
    own : our own export.
    """

    by_reference: Mapping[str, Fields] = field(repr=False)
    knowledge: Knowledge = field(repr=False)
    single_doses: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    own: bool = False


class Coded(NamedTuple):
    """A concept: in words, and its codes as (system, code, display)."""

    text: str
    codings: tuple[tuple[str, str, str], ...]

    @property
    def name(self) -> str:
        """Its words, else those of its first code."""
        return self.text or next((display or code for _, code, display in self.codings), "")


def kind_of(said: Fields) -> str:
    """The resource's type.

    Raises
    ------
    EntryError : it names none.
    """
    kind = said.text("resourceType")
    if not _KIND.match(kind):
        raise EntryError("this entry says of no resource what it is")
    return kind


def fields_in(said: Fields, key: str) -> Iterator[Fields]:
    """The objects of a list; a list that is missing has none."""
    return (Fields(each, f"an item of its {key}") for each in said.items(key))


def coded(said: Fields | None) -> Coded:
    """A CodeableConcept; empty where there is none."""
    if said is None:
        return Coded("", ())
    codings = tuple(
        (each.text("system").strip(), each.word("code"), " ".join(each.text("display").split()))
        for each in fields_in(said, "coding")
    )
    return Coded(" ".join(said.text("text").split()), codings)


def refuse_unless(said: Fields, good: Mapping[str, str]) -> str:
    """The resource's status, if it may be read.

    Parameters
    ----------
    good : statuses that may be read; of others why not, by status, is said in plain words.

    Raises
    ------
    EntryError : it may not.
    """
    status = said.text("status").strip()
    why = good.get(status, "its status is not known here" if status else "it has no status")
    if why:
        raise EntryError(why)
    return status


def moment_of(said: Fields, *keys: str) -> str:
    """The first of these times that is there, a period by its start.

    Raises
    ------
    EntryError : none is there, or it is only a month or a year.
    """
    for key in keys:
        text = said.text(key).strip() if not key.endswith("Period") else _start(said, key)
        if text:
            return whole_date(text)
    raise EntryError("it has no date")


def whole_date(text: str) -> str:
    """A date or an instant as it stands.

    Raises
    ------
    EntryError : it is a month or a year.
    """
    if _PARTIAL.match(text):
        raise EntryError("its date is only a month or a year", todo="write it into your diary with a day")
    return text


def is_whole(text: str) -> bool:
    """Whether a date has a day."""
    return bool(text) and not _PARTIAL.match(text)


def medicine_of(said: Fields, whole: Whole) -> tuple[str, Fields | None]:
    """What the medicine is called, and its own resource where the file has that.

    Raises
    ------
    EntryError : it names none.
    """
    both = said.inner("medication") if said.has("medication") else None  # as R5 writes it
    concept = coded(both.inner("concept") if both else said.inner("medicationCodeableConcept"))
    if concept.name:
        return concept.name, None
    pointer = both.inner("reference") if both else said.inner("medicationReference")
    if pointer is None:
        raise EntryError("it names no medicine")
    found = _pointed(said, pointer.text("reference").strip(), whole)
    name = (coded(found.inner("code")).name if found else "") or " ".join(pointer.text("display").split())
    if not name:
        raise EntryError("its medicine is kept in another file")
    return name, found


def quantity(said: Fields | None) -> tuple[float | None, str]:
    """Number and unit of a quantity; a comparison like "less than" has no number."""
    if said is None or said.text("comparator"):
        return None, ""
    unit = said.text("unit").strip() or said.text("code").strip()
    unit = _BRACES.sub(r"\1", unit)
    return said.number("value"), _UNITS.get(unit, unit)


def row_id(said: Fields, full_url: str, part: str = "") -> str:
    """A name that is the same at the next import, and another in every other system; empty where nothing names it."""
    own = said.text("id").strip()
    if not own and not full_url:
        return ""
    owner = next((each.text("reference") for key in ("subject", "patient") if (each := said.inner(key))), "")
    text = "\x1f".join([said.text("resourceType"), full_url or own, "" if full_url else owner])
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"fhir-{digest}{f'-{part}' if part else ''}"


def notes_of(said: Fields) -> str:
    """The words beside a resource."""
    return noted(*(each.text("text") for each in fields_in(said, "note")))


def _start(said: Fields, key: str) -> str:
    period = said.inner(key)
    return (period.text("start").strip() or period.text("end").strip()) if period else ""


def _pointed(said: Fields, reference: str, whole: Whole) -> Fields | None:
    if reference.startswith("#"):
        inside = (each for each in fields_in(said, "contained") if f"#{each.text('id')}" == reference)
        return next(inside, None)
    return whole.by_reference.get(reference.partition("/_history/")[0])
