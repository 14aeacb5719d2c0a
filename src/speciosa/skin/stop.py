"""When the person stopped taking kratom, if they did and stayed off it."""

from __future__ import annotations

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Event, Kind

_SAME_DAY_S = 86_400


def stopped_at(diary: Diary, knowledge: Knowledge, *, now_s: int) -> int | None:
    """The last stop that no dose of kratom followed, UTC seconds; None where there is none.

    A stop is an ``event`` named ``stopped`` or a ``strategy`` ``kratom`` with ``stop``. A last dose on the same day
    does not undo it.

    Parameters
    ----------
    now_s : the instant of asking, UTC seconds.
    """
    stops = [each.time_s for each in diary.entries if _is_stop(each, diary, knowledge) and each.time_s <= now_s]
    if not stops:
        return None
    taken = diary.kratom_doses(knowledge)
    doses = taken.time_s[taken.value != 0]
    begun = [each.time_s for each in diary.entries if _is_start(each, diary, knowledge)]
    last = max(stops)
    again = (doses > last + _SAME_DAY_S).any() or any(each > last for each in begun)
    return None if again else last


def _is_stop(entry: Event, diary: Diary, knowledge: Knowledge) -> bool:
    if entry.kind is Kind.STRATEGY:
        return entry.text == "stop" and diary.is_kratom(entry.name, knowledge)
    return entry.kind is Kind.EVENT and entry.name == "stopped" and _of_kratom(entry.text, diary, knowledge)


def _is_start(entry: Event, diary: Diary, knowledge: Knowledge) -> bool:
    if entry.kind is Kind.STRATEGY:
        return entry.text == "start" and diary.is_kratom(entry.name, knowledge)
    return entry.kind is Kind.EVENT and entry.name == "started" and _of_kratom(entry.text, diary, knowledge)


def _of_kratom(text: str, diary: Diary, knowledge: Knowledge) -> bool:
    """A stop of nothing named is a stop of kratom; one of something else is not."""
    return not text.strip() or diary.is_kratom(text, knowledge)
