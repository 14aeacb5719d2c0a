"""What a careful reader would ask about an entry that was just made: it is kept as it stands, and asked about."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary, Event, Kind
from speciosa.record.plausible import FAR_ABOVE, plausibility_questions
from speciosa.store import entries
from speciosa.store.details import person_of, products_of
from speciosa.store.models import Record
from speciosa.values.timeline import DAY_S
from speciosa.web.clock import now_s

AMOUNT = "dose_size"
"""The question whether an amount is right: the page asks it with the amount."""
_OF_A_DAY = frozenset({Kind.DOSE, Kind.NO_DOSE})


def questions_about(record: Record, events: Sequence[Event]) -> list[tuple[str, str]]:
    """Questions about entries that were just made, each with the id of the entry that a correction would mend.

    `AMOUNT` stands for its question.
    """
    if not events:
        return []
    new = {each.id for each in events}
    around = list(events)
    if any(each.kind in _OF_A_DAY for each in events):
        since_s = min(each.time_s for each in events) - DAY_S
        others = entries.standing_since(record, since_s) if since_s > now_s() - 30 * DAY_S else []
        around += [each for each in others if each.kind in _OF_A_DAY and each.id not in new]
    apart = [each._replace(supersedes="") for each in around]  # what was corrected is not here
    diary = Diary(Columns.of(apart), person_of(record), products_of(record))
    found = plausibility_questions(diary, load_knowledge(), now_s=now_s())
    return [
        (AMOUNT if each.code == AMOUNT else each.ask, next(iter(new.intersection(each.ids)), each.ids[0]))
        for each in found
        if new.intersection(each.ids) or (each.code == "dose_and_none" and _same_day(each.ids, around, events))
    ]


def is_far_above(record: Record, dose: Event) -> bool:
    """Whether the amount would be much too much, if it is no slip."""
    diary = Diary(Columns.of([dose._replace(supersedes="")]), products=products_of(record))
    return any(each.ask == FAR_ABOVE for each in plausibility_questions(diary, load_knowledge(), now_s=now_s()))


def odd_amounts(record: Record, doses: Sequence[Event]) -> frozenset[str]:
    """Ids of those doses whose amount is asked about: nothing that may be a slip is offered for repeating."""
    if not doses:
        return frozenset()
    apart = [each._replace(supersedes="") for each in doses]
    found = plausibility_questions(
        Diary(Columns.of(apart), products=products_of(record)), load_knowledge(), now_s=now_s()
    )
    return frozenset(each_id for each in found if each.code == AMOUNT for each_id in each.ids)


def _same_day(ids: Sequence[str], around: Sequence[Event], events: Sequence[Event]) -> bool:
    """Whether a day that has a dose and the word none is the day of a new entry."""
    days = {_day(each) for each in around if each.id in ids}
    return any(_day(each) in days for each in events)


def _day(event: Event) -> int:
    return (event.time_s + 60 * event.offset_min) // DAY_S
