"""Whether a medicine that slows the breath and kratom were written down near each other: said at once."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.knowledge import Urgency, load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person
from speciosa.store import entries
from speciosa.store.details import person_of, products_of
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S, parse_moment

_SLOW = "slow_breathing"
_SLEEPY = "sleepy"
_CAPSULE = "trial capsule"


def slows_breathing(record: Record, name: str, time: str) -> bool:
    """Whether the medicine can slow the breath together with kratom, and kratom is of the same day.

    Parameters
    ----------
    name : as the person wrote it. time: when it was taken, ISO 8601 with offset.
    """
    return _slows(name, person_of(record)) and _kratom_near(record, parse_moment(time, None).time_s)


def slow_breath_together(record: Record, events: Sequence[Event]) -> bool:
    """The same of entries that were just written down, whichever of the two came last: a medicine or a dose."""
    person = person_of(record)
    doses = [each for each in events if each.kind is Kind.DOSE and each.value != 0 and _is_kratom(record, each.name)]
    if any(_slowing_near(record, each.time_s, person) for each in doses):
        return True
    return any(_slows(each.name, person) and _kratom_near(record, each.time_s) for each in events if _is_taken(each))


def _slows(name: str, person: Person) -> bool:
    knowledge = load_knowledge()
    groups = {
        group
        for row in knowledge.interactions
        if _SLOW in row.now_with and row.urgency is not Urgency.WATCH
        for group in row.groups
    }
    named = [each.name for each in knowledge.medicine(person.meaning(name)).medicines]
    plain = " ".join(name.split()).casefold()
    told = {said for key, said in person.medicine_answers if " ".join(key.split()).casefold() == plain}
    return any(groups & set(knowledge.groups_of(each)) for each in named) or any(_SLEEPY in each for each in told)


def _kratom_near(record: Record, at_s: int) -> bool:
    """Whether a dose of kratom lies within a day: what slows the breath lasts over midnight."""
    return any(each.kind is Kind.DOSE and _is_kratom(record, each.name) for each in _near(record, at_s))


def _slowing_near(record: Record, at_s: int, person: Person) -> bool:
    """Whether something that slows the breath lies within a day."""
    return any(_is_taken(each) and _slows(each.name, person) for each in _near(record, at_s))


def _is_taken(event: Event) -> bool:
    return event.kind is Kind.MEDICINE and event.answer is not Answer.DECLINED and event.value != 0


def _is_kratom(record: Record, name: str) -> bool:
    known = Diary(Columns.of(()), products=products_of(record))
    return name == _CAPSULE or known.is_kratom(name, load_knowledge())


def _near(record: Record, at_s: int) -> list[Event]:
    return [each for each in entries.standing_since(record, at_s - DAY_S) if abs(each.time_s - at_s) <= DAY_S]
