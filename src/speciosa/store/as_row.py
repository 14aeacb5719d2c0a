"""An entry as the row of text that would say the same: where a correction begins."""

from __future__ import annotations

from speciosa.record import Answer, Event, Food, Reason
from speciosa.record.row import Row
from speciosa.values.timeline import Precision


def row_of(event: Event) -> Row:
    """The row, without id, without what it supersedes, and without when it was written down.

    Examples
    --------
    >>> from speciosa.record import Kind
    >>> row_of(Event(0, 60, Kind.RATING, "pain", 6.0, Answer.GIVEN, unit="nrs"))[:5]
    ('1970-01-01T01:00:00+01:00', 'rating', 'pain', '6', 'nrs')
    """
    return Row(
        event.local_time, event.kind.value, event.name, value_of(event), event.unit,
        "" if event.reason is Reason.NOT_SAID else event.reason.name.lower(),
        "" if event.food is Food.NOT_SAID else event.food.name.lower(),
        "" if event.precision is Precision.CLOCK else event.precision.name.lower(),
        note=event.note,
    )  # fmt: skip


def value_of(event: Event) -> str:
    """The value as it is typed.

    Examples
    --------
    >>> from speciosa.record import Kind
    >>> value_of(Event(0, 0, Kind.DOSE, "kratom", answer=Answer.UNKNOWN))
    'unknown'
    """
    if event.answer is Answer.GIVEN:
        return (
            str(int(event.value)) if event.value == int(event.value) and abs(event.value) < 1e15 else repr(event.value)
        )
    return {Answer.UNKNOWN: "unknown", Answer.DECLINED: "declined"}.get(event.answer, event.text)
