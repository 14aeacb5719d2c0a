"""When the person said that they stopped taking something: an event or a strategy that says so."""

from __future__ import annotations

from collections.abc import Callable

from speciosa.record import Diary, Event, Kind
from speciosa.report.fhir.datatypes import line
from speciosa.values.timeline import DAY_S

_STOPPED, _STARTED = frozenset({"stopped", "stop", "abgesetzt"}), frozenset({"started", "start", "begonnen"})


def stop_of(diary: Diary, is_it: Callable[[str], bool], *, last_s: int | None) -> Event | None:
    """The last entry that says that something was stopped; None where it was taken or started after that.

    A last dose on the same local day does not undo it.

    Parameters
    ----------
    is_it : whether the words beside a stop mean this; they may be empty.
    last_s : when it was last taken, UTC seconds; None where no entry says that it was.
    """
    said = [*diary.entries.of_kind(Kind.EVENT), *diary.entries.of_kind(Kind.STRATEGY)]
    ours = [(each, *_said(each)) for each in said]
    stops = [each for each, word, what in ours if word in _STOPPED and is_it(what)]
    if not stops:
        return None
    last = max(stops, key=lambda each: each.time_s)
    again = any(each.time_s > last.time_s and word in _STARTED and is_it(what) for each, word, what in ours)
    offset_s = last.offset_min * 60
    again |= last_s is not None and (last_s + offset_s) // DAY_S > (last.time_s + offset_s) // DAY_S
    return None if again else last


def _said(entry: Event) -> tuple[str, str]:
    """The word that may be ``stopped``, and what of."""
    word, what = (entry.name, entry.text) if entry.kind is Kind.EVENT else (entry.text, entry.name)
    return line(word).casefold(), line(what)
