"""Whether a medicine that slows the breath was written down on a day with kratom: said at once, not by tomorrow."""

from __future__ import annotations

from speciosa.knowledge import Urgency, load_knowledge
from speciosa.record import Columns, Diary, Kind
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
    knowledge, person = load_knowledge(), person_of(record)
    groups = {
        group
        for row in knowledge.interactions
        if _SLOW in row.now_with and row.urgency is not Urgency.WATCH
        for group in row.groups
    }
    named = [each.name for each in knowledge.medicine(person.meaning(name)).medicines]
    plain = " ".join(name.split()).casefold()
    told = {said for key, said in person.medicine_answers if " ".join(key.split()).casefold() == plain}
    slows = any(groups & set(knowledge.groups_of(each)) for each in named) or any(_SLEEPY in each for each in told)
    return slows and _kratom_near(record, time)


def _kratom_near(record: Record, time: str) -> bool:
    """Whether a dose of kratom lies within a day: what slows the breath lasts over midnight."""
    at_s = parse_moment(time, None).time_s
    known, knowledge = Diary(Columns.of(()), products=products_of(record)), load_knowledge()
    return any(
        each.kind is Kind.DOSE
        and abs(each.time_s - at_s) <= DAY_S
        and (each.name == _CAPSULE or known.is_kratom(each.name, knowledge))
        for each in entries.standing_since(record, at_s - DAY_S)
    )
