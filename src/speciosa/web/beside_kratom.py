"""Whether a medicine that slows the breath and kratom were written down near each other: said at once, and on Today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from speciosa.knowledge import Urgency, load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person
from speciosa.store import entries
from speciosa.store.details import person_of, products_of
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S, parse_moment

_SLOW = "slow_breathing"
_SLEEPY = "sleepy"
_CAPSULE = "trial capsule"
_ALCOHOL = "alcohol"

Slowing = dict[str, list[str]]
"""What slows the breath with kratom, as the session holds it; empty for nothing. `names`: as written; of a name that
is not known here, `perhaps` holds what it may have been meant to be. `keep`: medicines that nobody stops alone."""


@dataclass(slots=True)
class _Found:
    names: dict[str, None] = field(default_factory=dict)
    perhaps: dict[str, None] = field(default_factory=dict)
    keep: dict[str, None] = field(default_factory=dict)

    @property
    def said(self) -> Slowing:
        found = {"names": list(self.names), "perhaps": list(self.perhaps), "keep": list(self.keep)}
        return found if self.names or self.perhaps else {}


def slows_breathing(record: Record, name: str, time: str) -> Slowing:
    """The medicine, if it can slow the breath together with kratom, and kratom is of the same day.

    Parameters
    ----------
    name : as the person wrote it. time: when it was taken, ISO 8601 with offset.
    """
    return _slowing([name], person_of(record)) if _kratom_near(record, parse_moment(time, None).time_s) else {}


def slow_breath_together(record: Record, events: Sequence[Event]) -> Slowing:
    """The same of entries that were just written down, whichever of the two came last: a medicine or a dose."""
    doses = [each for each in events if _is_dose(record, each)]
    near = [other.name for each in doses for other in _near(record, each.time_s) if _is_taken(other)]
    own = [each.name for each in events if _is_taken(each) and _kratom_near(record, each.time_s)]
    return _slowing([*own, *near], person_of(record))


def slow_breath_now(record: Record, now: int) -> Slowing:
    """What stands on Today for as long as both are of the last day.

    Parameters
    ----------
    now : UTC seconds.
    """
    lately = [each for each in entries.standing_since(record, now - DAY_S) if each.time_s <= now]
    if not any(_is_dose(record, each) for each in lately):
        return {}
    return _slowing([each.name for each in lately if _is_taken(each)], person_of(record))


def _slowing(names: Iterable[str], person: Person) -> Slowing:
    """Those of the names that can slow the breath: sure ones, and what an unknown one may mean."""
    knowledge, slow, found = load_knowledge(), _slow_groups(), _Found()
    answers = {_plain(key): said for key, said in person.medicine_answers}
    for name in dict.fromkeys(names):
        known = knowledge.medicine(person.meaning(name))
        slows = [each.name for each in known.medicines if slow & set(knowledge.groups_of(each.name))]
        if slows or _SLEEPY in answers.get(_plain(name), ()):
            found.names[name] = None
            if not slows or any(_ALCOHOL not in knowledge.groups_of(each) for each in slows):
                found.keep[name] = None
        elif not known.medicines:
            maybe = [each.name for each in known.maybe if slow & set(knowledge.groups_of(each.name))]
            found.perhaps |= dict.fromkeys(maybe[:1])
    return found.said


def _slow_groups() -> set[str]:
    return {
        group
        for row in load_knowledge().interactions
        if _SLOW in row.now_with and row.urgency is not Urgency.WATCH
        for group in row.groups
    }


def _kratom_near(record: Record, at_s: int) -> bool:
    """Whether a dose of kratom lies within a day: what slows the breath lasts over midnight."""
    return any(_is_dose(record, each) for each in _near(record, at_s))


def _is_taken(event: Event) -> bool:
    return event.kind is Kind.MEDICINE and event.answer is not Answer.DECLINED and event.value != 0


def _is_dose(record: Record, event: Event) -> bool:
    return event.kind is Kind.DOSE and event.value != 0 and _is_kratom(record, event.name)


def _is_kratom(record: Record, name: str) -> bool:
    known = Diary(Columns.of(()), products=products_of(record))
    return name == _CAPSULE or known.is_kratom(name, load_knowledge())


def _near(record: Record, at_s: int) -> list[Event]:
    return [each for each in entries.standing_since(record, at_s - DAY_S) if abs(each.time_s - at_s) <= DAY_S]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
