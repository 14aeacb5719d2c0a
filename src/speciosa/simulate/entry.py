"""One entry of a simulated diary, as the door would have admitted it."""

from __future__ import annotations

import math

from speciosa.record import Answer, Event, Food, Kind, Reason
from speciosa.values.timeline import Moment


def entry(
    when: Moment,
    kind: Kind,
    name: str,
    value: float = math.nan,
    unit: str = "",
    *,
    text: str = "",
    reason: Reason = Reason.NOT_SAID,
    food: Food = Food.NOT_SAID,
) -> Event:
    """An entry written down when it happened; it gets its id when the diary is put together."""
    answer = Answer.NONE if math.isnan(value) else Answer.GIVEN
    return Event(
        when.time_s, when.offset_min, kind, name, value, answer, text, unit, reason, food, recorded_s=when.time_s
    )


def declined(event: Event) -> Event:
    """The same question, asked and not answered."""
    return event._replace(value=math.nan, answer=Answer.DECLINED)


def minutes_on(when: Moment, minutes: int) -> Moment:
    """Some minutes later on the same clock."""
    return Moment(when.time_s + 60 * minutes, when.offset_min)


def whole_score(value: float) -> float:
    """A score as people give it: 0, 1, ... 10.

    Examples
    --------
    >>> whole_score(6.4), whole_score(-3.0), whole_score(12.0)
    (6.0, 0.0, 10.0)
    """
    return float(min(max(round(value), 0), 10))
