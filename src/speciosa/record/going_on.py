"""What somebody said that they started and not that they stopped: it goes on, whatever else is written down."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.knowledge import Knowledge
from speciosa.record.columns import Columns
from speciosa.record.kinds import Kind

_STARTED, _STOPPED = frozenset({"started", "start", "begonnen"}), frozenset({"stopped", "stop", "abgesetzt"})


class GoingOn(NamedTuple):
    """A medicine that was started. `written`: as it stands there. `since_s`: of the entry `id`, UTC seconds."""

    written: str
    since_s: int
    id: str


def going_on(entries: Columns, knowledge: Knowledge) -> tuple[GoingOn, ...]:
    """Every medicine of which the last word is that it was started, in the order of time.

    An `event` called ``started`` names it in its text; one called ``stopped`` ends it, under the same words or under
    another name of the same medicine. A stop without words ends none: it may be about anything.

    Parameters
    ----------
    entries : those that stand, in the order of time.

    Valid when: starts and ends were written down. An end that nobody wrote down makes it go on for ever.
    """
    events = entries.of_kind(Kind.EVENT)
    going: dict[str, tuple[GoingOn, frozenset[str]]] = {}
    for time_s, word, text, entry in zip(
        events.time_s.tolist(), events.name.tolist(), events.text.tolist(), events.id.tolist(), strict=True
    ):
        said, written = word.strip().casefold(), " ".join(text.split())
        if not written or said not in _STARTED | _STOPPED:
            continue
        key = written.casefold()
        meant = frozenset(each.name for each in knowledge.medicine(written).medicines)
        if said in _STARTED:
            going[key] = (GoingOn(written, time_s, entry), meant)
            continue
        going = {
            other: (each, its) for other, (each, its) in going.items() if other != key and not (its and its <= meant)
        }
    return tuple(each for each, _ in going.values())
