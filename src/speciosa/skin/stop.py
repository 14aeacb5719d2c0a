"""When the person stopped taking kratom, if they did and stayed off it."""

from __future__ import annotations

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Event, Kind

_SAME_DAY_S = 86_400
_EVENTS = {"stop": "stopped", "start": "started"}


def stopped_at(diary: Diary, knowledge: Knowledge, *, now_s: int) -> int | None:
    """The last stop that no dose of kratom followed, UTC seconds; None where there is none.

    A stop is an ``event`` named ``stopped`` or a ``strategy`` ``kratom`` with ``stop``. A last dose on the same day
    does not undo it.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    said = [*diary.entries.of_kind(Kind.EVENT), *diary.entries.of_kind(Kind.STRATEGY)]
    stops = [each.time_s for each in said if _says(each, "stop", diary, knowledge) and each.time_s <= now_s]
    if not stops:
        return None
    taken = diary.kratom_doses(knowledge)
    doses = taken.time_s[taken.value != 0]
    last = max(stops)
    begun = any(each.time_s > last and _says(each, "start", diary, knowledge) for each in said)
    again = (doses > last + _SAME_DAY_S).any() or begun
    return None if again else last


def _says(entry: Event, word: str, diary: Diary, knowledge: Knowledge) -> bool:
    """Whether an event or a strategy says ``stop`` or ``start`` of kratom."""
    if entry.kind is Kind.STRATEGY:
        return entry.text == word and diary.is_kratom(entry.name, knowledge)
    return entry.name == _EVENTS[word] and _of_kratom(entry.text, diary, knowledge)


def _of_kratom(text: str, diary: Diary, knowledge: Knowledge) -> bool:
    """A stop of nothing named is a stop of kratom; one of something else is not."""
    return not text.strip() or diary.is_kratom(text, knowledge)
