"""What changed when: starts, stops, products, phones, lamps, periods of a trial."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.record import Answer, Columns, Event, Kind
from speciosa.values.timeline import Precision, format_moment

_FOR_MACHINES = frozenset({"trial_planned", "trial_revealed"})  # their text is a promise in hexadecimal digits
_KINDS = (Kind.STRATEGY, Kind.EVENT, Kind.ASSIGNMENT)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that says that something changed.

    `what`: the kind. `name`, `text`: as the person wrote them. `period`: number of a trial's
    period, None for other kinds. `masked`: what stands in `name` is a capsule code.
    """

    what: Kind
    time_s: int
    offset_min: int
    day: int
    day_only: bool
    name: str
    text: str
    period: int | None
    masked: bool

    def to_json(self) -> dict[str, object]:
        """Keys as the fields; ``time`` with offset (noon where only the day is known)."""
        return {
            "time": format_moment(self.time_s, self.offset_min), "day_only": self.day_only, "kind": self.what.value,
            "name": self.name, "text": self.text, "period": self.period, "masked": self.masked,
        }  # fmt: skip


def changes_of(entries: Columns) -> tuple[Change, ...]:
    """Every change, in the order of time."""
    found = []
    for kind in _KINDS:
        chosen = entries.of_kind(kind)
        found += [_change(kind, event, day) for event, day in zip(chosen, chosen.day().tolist(), strict=True)]
    return tuple(sorted(found, key=lambda each: each.time_s))


def _change(kind: Kind, event: Event, day: int) -> Change:
    numbered = kind is Kind.ASSIGNMENT and event.answer is Answer.GIVEN
    return Change(
        what=kind,
        time_s=event.time_s,
        offset_min=event.offset_min,
        day=day,
        day_only=event.precision is Precision.DAY,
        name=event.name,
        text="" if event.name in _FOR_MACHINES else event.text,
        period=int(event.value) if numbered else None,
        masked=event.unit == "masked",
    )
