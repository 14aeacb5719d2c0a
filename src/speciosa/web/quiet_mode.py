"""While a blind trial runs, a page shows no answer that could tell what is in the capsules. Warnings always show."""

from __future__ import annotations

import json

from speciosa.knowledge import load_knowledge
from speciosa.record import Diary, Kind
from speciosa.trial import share_of
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S

NAME = "blind"
"""The kept answer with the times."""
HIDDEN = frozenset({"effect", "exposure", "leading", "others", "changes", "scales", "plan", "headline", "causality"})
"""Sections that compare times or draw scores over a trial's periods."""
_STOPPED, _MASKED, _NONE = "trial_stopped", "masked", "none"


def blind_times(diary: Diary) -> list[tuple[int, int]]:
    """From when to when a blind trial runs, UTC seconds: sealed periods until they are opened or the person stops.

    Examples
    --------
    >>> from speciosa.record import Columns
    >>> blind_times(Diary(Columns.of([])))
    []
    """
    rows = diary.entries.of_kind(Kind.ASSIGNMENT)
    starts = rows.time_s.tolist()
    alone_s = int(load_knowledge().choice("trial_last_period_days")) * DAY_S  # a last period that nothing ends
    ends = [*starts[1:], starts[-1] + alone_s] if starts else []
    stops = diary.entries.of_kind(Kind.EVENT, _STOPPED).time_s.tolist()
    found = []
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if rows.unit[at] != _MASKED or _is_known(rows.name[at]) or any(starts[0] <= each <= start for each in stops):
            continue
        found.append((start, min([end, *(each for each in stops if start < each < end)])))
    return found


def written(times: list[tuple[int, int]]) -> str:
    """As they are kept."""
    return json.dumps(times)


def runs_blind(kept: bytes, now_s: int) -> bool:
    """Whether one runs at this instant, by what was kept.

    Examples
    --------
    >>> runs_blind(b"[[100, 200]]", 150), runs_blind(b"[[100, 200]]", 200), runs_blind(b"", 150)
    (True, False, False)
    """
    return any(start <= now_s < end for start, end in json.loads(kept or b"[]"))


def _is_known(name: str) -> bool:
    """Whether it names an arm; a sealed period has a code."""
    try:
        share_of(name)
    except EntryError:
        return name.strip().lower() == _NONE
    return True
