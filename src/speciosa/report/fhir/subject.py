"""Whom all resources of a bundle are about, and the ids that they keep from one export to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Event
from speciosa.report.fhir.codings import local, public_codes
from speciosa.report.fhir.datatypes import moment, plain
from speciosa.report.report import Report
from speciosa.report.wording import Wording, wording
from speciosa.values.errors import EntryError

NAMESPACE = UUID("1a2fc69c-7ae9-406e-bf2f-10e1aa232d0f")
_TEST_DATA = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST", "display": "test health data",
}  # fmt: skip
_LATER_S = 60


@dataclass(frozen=True, slots=True)
class Subject:
    """One person's record on its way out.

    Parameters
    ----------
    report, diary, knowledge, words : the report, what was known at its instant, the tables, and the report's language.
    space : the name space of this record's ids; says nothing about who it is.
    codes : the public codes by their key.
    notes : whether notes go along, because somebody asked for them.
    firsts : of an entry that corrects another, the id of the one that was written first.
    """

    report: Report
    diary: Diary
    knowledge: Knowledge
    words: Wording
    space: UUID
    codes: Mapping[str, dict[str, str]]
    notes: bool
    firsts: Mapping[str, str] = field(repr=False)

    def id_of(self, kind: str, key: str) -> str:
        """The id of a resource: the same at every export of this record, another in every other record."""
        return str(_named(self.space, f"{kind}/{key}"))

    def resource(self, kind: str, key: str) -> dict[str, Any]:
        """The first fields of a resource; one of a made-up person says so."""
        made = {"resourceType": kind, "id": self.id_of(kind, key)}
        return made | ({"meta": self._made_up()} if self.report.simulated else {})

    def of_entry(self, kind: str, event: Event) -> dict[str, Any]:
        """The first fields of an entry's resource; a correction keeps the id of what it corrects."""
        return self.resource(kind, self.key_of(event))

    def key_of(self, event: Event) -> str:
        """What identifies an entry within its record."""
        return f"entry/{self.firsts.get(event.id, event.id)}"

    def reference(self, kind: str, key: str) -> dict[str, str]:
        """A reference to a resource of this bundle."""
        return {"reference": f"urn:uuid:{self.id_of(kind, key)}"}

    @property
    def person(self) -> dict[str, str]:
        """A reference to the person."""
        return self.reference("Patient", "person")

    def later(self, event: Event) -> dict[str, str]:
        """When an observation was written down, where that was later."""
        late = event.recorded_s > event.time_s + _LATER_S
        return {"issued": moment(event.recorded_s, event.offset_min)} if late else {}

    def note(self, event: Event) -> dict[str, Any]:
        """An entry's note, if notes go along."""
        text = plain(event.note) if self.notes else ""
        return {"note": [{"authorReference": self.person, "text": text}]} if text else {}

    def _made_up(self) -> dict[str, Any]:
        said = self.words.say("Example: this person is made up by a computer.")
        return {"security": [_TEST_DATA], "tag": [local("simulated", said)]}


def record_key(whole: Diary) -> str:
    """A UUID that stands for a record, so that its entries keep their ids: the one that the person's record has.

    Without one, one made of the entry that was written down first: it changes where that entry is erased.

    Parameters
    ----------
    whole : the record with everything in it, whatever leaves.

    Returns
    -------
    empty where there is neither.

    Examples
    --------
    >>> from speciosa.record import Kind
    >>> record_key(Diary(Columns.of([Event(0, 0, Kind.SLEEP, "night", id="e1")])))[:8]
    'b8342eff'
    """
    history = whole.history
    if whole.person.record or not len(history):
        return whole.person.record
    at = min(range(len(history)), key=lambda i: (history.recorded_s[i], history.time_s[i], history.id[i]))
    first = history.event(at)  # two people's differ in time, in id or in words
    return str(_named(NAMESPACE, "\x1f".join([first.id, *map(str, first[:8]), str(first.recorded_s)])))


def subject_of(report: Report, diary: Diary, knowledge: Knowledge, *, record: str, notes: bool) -> Subject:
    """The subject of a bundle.

    Parameters
    ----------
    record : a UUID of this record that never changes, e.g. the store's; without it `record_key`.

    Raises
    ------
    EntryError : there is neither a key nor an entry, so that two people's exports could not be told apart.
    """
    known = diary.as_of(report.made.now_s)
    anchor = record or record_key(known)
    if not anchor:
        raise EntryError("there is no entry in this record yet, so there is nothing to export", todo="add an entry")
    return Subject(
        report, known, knowledge, wording(report.made.language), _space(anchor), public_codes(knowledge),
        notes, _firsts(known.history),
    )  # fmt: skip


def _space(key: str) -> UUID:
    """The name space of a record: its UUID, or one made of whatever else stands for it."""
    try:
        return UUID(key)
    except ValueError:
        return _named(NAMESPACE, key)


def _named(space: UUID, name: str) -> UUID:
    """The id of a name within a space; half a surrogate pair, which is no letter, is a name, too."""
    return uuid5(space, name.encode("utf-8", "backslashreplace").decode())


def _firsts(history: Columns) -> dict[str, str]:
    """Each correction's id to that of the entry at the beginning of its chain."""
    ids, before = history.id.tolist(), history.supersedes.tolist()
    follows = {each: corrected for each, corrected in zip(ids, before, strict=True) if corrected}
    firsts: dict[str, str] = {}
    for each in follows:
        first, seen = each, {each}
        while first in follows and follows[first] not in seen:
            first = follows[first]
            seen.add(first)
        firsts[each] = first
    return firsts
