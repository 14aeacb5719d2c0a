"""Everything that is being tried against the pain, and when each will be looked at again.

Kratom is one among the others and stands where it was first named. What the record says of each is what went along
with it: people begin things when they are at their worst, and mend by themselves from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from speciosa.record import Columns, Kind
from speciosa.safety.before_since import BeforeSince, Kept, before_and_since, kept_outcomes
from speciosa.safety.goals import far_goals
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import day_name, offset_at

if TYPE_CHECKING:
    from speciosa.safety.case import Case

_SHOWN = 3
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Beside:
    """Something else that was begun or stopped in the weeks that are compared. days: on which both went on."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Strategy:
    """One thing that is tried.

    Parameters
    ----------
    name : as written, lower case. kind: ``kratom``, ``medicine``, ``activity`` or ``other``.
    from_day, until_day : local days since 1970 of its latest start and of the stop after it; None: not written down.
    review_day : when it is to be looked at again, as last said; None: no date.
    overdue : that day has come, and nothing was written about it since.
    ids : of its entries.
    record : what went before it and along with it. beside: what else changed then.
    time_s : of its latest entry, UTC seconds.
    """

    name: str
    kind: str
    from_day: int | None
    until_day: int | None
    review_day: int | None
    overdue: bool
    ids: tuple[str, ...]
    record: tuple[BeforeSince, ...]
    beside: tuple[Beside, ...]
    time_s: int

    @property
    def says(self) -> str:
        """What the record says of it, and what it cannot say."""
        told = [each.says for each in self.record if each.before is not None]
        changed = ""
        if self.beside:
            listed = ", ".join(f"{each.name} ({each.days} days together)" for each in self.beside)
            changed = f" Other things changed in that time, too: {listed}."
        if not told:
            none = "What went along with it can't be said: too few scores before or since, or no day of a start."
            return f"{none}{changed}"
        return f"{' '.join(told)} That went along with it; your record can't say what it came from.{changed}"


def strategies_of(case: Case) -> tuple[Strategy, ...]:
    """Every strategy of the record, kratom as one among them, in the order of their first mention."""
    rows = case.diary.entries.of_kind(Kind.STRATEGY)
    if not len(rows):
        return ()
    courses = [_Course.of(rows.take(rows.name.equal(name)), name, case) for name in dict.fromkeys(rows.name.tolist())]
    kratom = _kratom_course(case, courses)
    others, kept, today = ([*courses, kratom] if kratom else courses), kept_outcomes(case), _today(case)
    return tuple(_strategy(each, others, kept, case, today) for each in courses)


def review_due(case: Case) -> Sighting | None:
    """A strategy's review date has come, and nothing was written about it since."""
    due = [each for each in strategies_of(case) if each.overdue]
    if not due:
        return None
    says = [f"“{each.name}” was to be looked at again on {day_name(each.review_day or 0)}. {each.says}" for each in due]
    if len(due) > _SHOWN:
        says = [*says[:_SHOWN], f"{len(due) - _SHOWN} more are due."]
    if any(each.kind in {"kratom", "medicine"} for each in due):
        says.append(case.knowledge.advice["dont_stop_suddenly"].text)
    ids = tuple(name for each in due for name in each.ids)
    return Sighting(max(each.time_s for each in due), ids, " ".join(says))


def goal_far(case: Case) -> Sighting | None:
    """A goal that was scored for weeks and has not come nearer."""
    far = far_goals(case)
    if not far:
        return None
    ids = tuple(name for each in far for name in each.ids)
    return Sighting(max(each.time_s for each in far), ids, " ".join(each.says for each in far[:_SHOWN]))


@dataclass(frozen=True, slots=True)
class _Course:
    """When something went on, by what was written down."""

    name: str
    kind: str
    rows: Columns
    from_day: int | None
    until_day: int | None

    @classmethod
    def of(cls, rows: Columns, name: str, case: Case) -> _Course:
        from_day: int | None = None
        until_day: int | None = None
        for word, day in zip(rows.text.tolist(), rows.day().tolist(), strict=True):
            if word == "start" and (from_day is None or until_day is not None):
                from_day, until_day = day, None
            elif word == "stop" and until_day is None:
                until_day = day
        return cls(name, _kind(name, case), rows, from_day, until_day)


def _strategy(course: _Course, others: list[_Course], kept: tuple[Kept, ...], case: Case, today: int) -> Strategy:
    rows = course.rows
    end_day = int(case.diary.entries.day()[-1])
    review_day, overdue = _review(rows, today)
    until = end_day if course.until_day is None else course.until_day
    long_d = int(case.knowledge.choice("safety_strategy_window_d"))
    return Strategy(
        name=course.name, kind=course.kind, from_day=course.from_day, until_day=course.until_day,
        review_day=review_day, overdue=overdue, ids=tuple(rows.id.tolist()),
        record=tuple(
            before_and_since(each, from_day=course.from_day, until_day=until, long_d=long_d) for each in kept
        ),
        beside=_beside(course, others, case, end_day), time_s=int(rows.time_s[-1]),
    )  # fmt: skip


def _review(rows: Columns, today: int) -> tuple[int | None, bool]:
    """The date last given, and whether it has come without a word since; a stop after it was written ends it."""
    dated = [at for at, word in enumerate(rows.text.tolist()) if word not in {"start", "stop"}]
    if not dated:
        return None, False
    review_day = date.fromisoformat(rows.text[dated[-1]]).toordinal() - _EPOCH_DAY
    later = range(dated[-1] + 1, len(rows))
    days = rows.day()
    looked = any(days[at] >= review_day or rows.text[at] == "stop" for at in later)
    return review_day, review_day <= today and not looked


def _kind(name: str, case: Case) -> str:
    if case.diary.is_kratom(name, case.knowledge):
        return "kratom"
    if case.knowledge.medicine(name).medicines:
        return "medicine"
    return "activity" if name in case.diary.entries.names(Kind.ACTIVITY) else "other"


def _kratom_course(case: Case, courses: list[_Course]) -> _Course | None:
    """Kratom changes a record whether or not it was written down as a strategy."""
    if not len(case.kratom) or any(each.kind == "kratom" for each in courses):
        return None
    return _Course("kratom", "kratom", case.kratom, int(case.kratom.day()[0]), None)


def _beside(course: _Course, others: list[_Course], case: Case, end_day: int) -> tuple[Beside, ...]:
    """What was begun or stopped between the first of the weeks before and the last of the weeks with it."""
    if course.from_day is None:
        return ()
    first = course.from_day - int(case.knowledge.choice("safety_strategy_window_d"))
    last = end_day if course.until_day is None else course.until_day
    found = []
    for other in others:
        turns = [day for day in (other.from_day, other.until_day) if day is not None and first <= day <= last]
        if other.name == course.name or other.from_day is None or not turns:
            continue
        until = end_day if other.until_day is None else other.until_day
        together = min(last, until) - max(course.from_day, other.from_day) + 1
        found.append(Beside(other.name, max(0, together)))
    return tuple(found)


def _today(case: Case) -> int:
    """Local day of asking, by the person's zone or else by the clock of their last entry."""
    zone, offsets = case.diary.person.zone, case.diary.entries.offset_min
    offset_min = offset_at(case.now_s, zone) if zone else int(offsets[-1]) if len(offsets) else 0
    return int((case.now_s + offset_min * 60) // 86_400)
