"""The rows that a trial adds to a diary: its promise, later its arms. None is ever rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from speciosa.record import Answer, Columns, Diary, Event, Kind
from speciosa.trial.allocation import ALGORITHM, Allocation
from speciosa.trial.planned import CAPSULE, EMERGENCY, PLANNED, REVEALED, STOPPED, Trial, promise_text, row_id
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Moment, format_moment, offset_at, parse_moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person's days begin: their home zone, or without one the offset of their last entry."""

    zone: ZoneInfo | None
    last_offset_min: int

    @classmethod
    def of(cls, diary: Diary) -> Place:
        entries = diary.entries
        return cls(diary.person.zone, int(entries.offset_min[-1]) if len(entries) else 0)

    def offset_at(self, time_s: int) -> int:
        """Local minus UTC at an instant, minutes."""
        return self.last_offset_min if self.zone is None else offset_at(time_s, self.zone)

    def midnight(self, day: str) -> Moment:
        """The instant at which a local day, an ISO date, begins."""
        offset = "" if self.zone else format_moment(0, self.last_offset_min)[-6:]
        return parse_moment(f"{day}T00:00{offset}", self.zone)


def planned_events(
    allocation: Allocation, commitment: str, *, now_s: int, place: Place, seed_by_hand: bool
) -> tuple[Event, ...]:
    """The promise, a row at the local midnight at which each period starts, and one where the trial ends.

    Parameters
    ----------
    allocation : only its name, design and codes are written; no byte depends on the arms but the hash.
    commitment : `concealment.commitment` of the schedule.

    The last row gives the level back that the trial came from, unit ``open``.
    """
    design, name = allocation.design, allocation.trial
    text = promise_text(name, commitment, ALGORITHM, design, seed_by_hand=seed_by_hand)
    here = Moment(now_s, place.offset_at(now_s))
    rows = [_row(here, Kind.EVENT, PLANNED, id_=row_id(name), text=text)]
    starts = [place.midnight(design.first_day_of(each)) for each in range(1, design.periods + 2)]
    for number, code in enumerate(allocation.codes, start=1):
        rows.append(_assigned(starts[number - 1], code, number, "masked", row_id(name, f"p{number}")))
    rows.append(_assigned(starts[-1], design.levels[0], design.periods + 1, "open", row_id(name, "end")))
    return tuple(rows)


def revealed_events(
    diary: Diary, trial: Trial, arms: tuple[str, ...], nonce: bytes, *, now_s: int
) -> tuple[Event, ...]:
    """Rows that supersede codes by arms and capsules by grams, and one that says so.

    What was superseded before is left alone, so that a second time adds only what came in between.

    Parameters
    ----------
    arms : of the opened schedule, [period]; the hash has been checked.
    nonce : with the schedule it lets anybody check the promise.
    """
    rows: list[Event] = []
    for period, arm in zip(trial.periods, arms, strict=True):
        old = row_id(trial.name, f"p{period.number}")
        if row_id(trial.name, f"p{period.number}-arm") not in diary.history.id.vocabulary:
            when = Moment(period.start_s, period.offset_min)
            new = _assigned(when, arm, period.number, "masked", f"{old}-arm")
            rows.append(new._replace(supersedes=old, recorded_s=max(now_s, period.start_s)))
    rows += _doses(diary, trial, arms, now_s=now_s)
    rows += _never_begun(diary, trial, now_s=now_s)
    if trial.revealed_s is None:
        here = Moment(now_s, Place.of(diary).offset_at(now_s))
        text = f"trial={trial.name}; nonce={nonce.hex()}"
        rows.append(_row(here, Kind.EVENT, REVEALED, id_=row_id(trial.name, "revealed"), text=text))
    return tuple(rows)


def emergency_event(diary: Diary, trial: Trial, *, now_s: int) -> Event:
    """The row that counts an emergency reveal; the arm stays out of the diary.

    Raises
    ------
    EntryError : no period is running.
    """
    period = trial.at(now_s)
    if period is None:
        raise EntryError(
            "no period of the trial is running now", where=f"trial {trial.name}", todo="reveal the whole trial instead"
        )
    before = sum(each.startswith(row_id(trial.name, "emergency")) for each in diary.history.id.vocabulary)
    text = f"trial={trial.name}; period={period.number}"
    here = Moment(now_s, Place.of(diary).offset_at(now_s))
    return _row(here, Kind.EVENT, EMERGENCY, id_=row_id(trial.name, f"emergency-{before + 1}"), text=text)


def masked_doses(diary: Diary, trial: Trial) -> tuple[Columns, Columns]:
    """Capsules that stand in the diary: those of the trial's days, and those of none."""
    doses = diary.entries.of_kind(Kind.DOSE, CAPSULE)
    inside = (doses.time_s >= trial.start_s) & (doses.time_s < trial.end_s)
    return doses.take(inside), doses.take(~inside)


def _doses(diary: Diary, trial: Trial, arms: tuple[str, ...], *, now_s: int) -> Iterator[Event]:
    """Each masked dose again with its product and its grams; its note stays where it was written."""
    for event in masked_doses(diary, trial)[0]:
        period = trial.at(event.time_s)
        if period is None or (event.answer is Answer.GIVEN and event.unit != "capsule"):
            continue
        each_g = trial.design.capsule_amount_g(arms[period.number - 1])
        yield event._replace(
            name=trial.design.product, value=round(event.value * each_g, 6), unit="g", id=f"{event.id}-arm",
            supersedes=event.id, recorded_s=max(now_s, event.recorded_s), note="", line=0,
        )  # fmt: skip


def _never_begun(diary: Diary, trial: Trial, *, now_s: int) -> Iterator[Event]:
    """Periods after the person's stop were never assigned: they are taken back, and the level before the trial stands.

    A stop is an `event` called ``trial_stopped``.
    """
    stops = diary.entries.of_kind(Kind.EVENT, STOPPED)
    inside = np.flatnonzero((stops.time_s >= trial.planned_s) & (stops.time_s < trial.end_s))
    if not len(inside) or row_id(trial.name, "back") in diary.history.id.vocabulary:
        return
    stop = stops.event(int(inside[0]))
    later = [each for each in trial.periods if each.start_s > stop.time_s]
    here = Moment(now_s, stop.offset_min)
    for period in later:
        old = row_id(trial.name, f"p{period.number}-arm")
        taken = _row(here, Kind.EVENT, "retracted", id_=row_id(trial.name, f"p{period.number}-off"))
        yield taken._replace(supersedes=old)
    number = trial.design.periods - len(later) + 1
    when = Moment(max(stop.time_s, trial.planned_s), stop.offset_min)
    back = _assigned(when, trial.design.levels[0], number, "open", row_id(trial.name, "back"))
    yield back._replace(recorded_s=max(now_s, when.time_s))


def _assigned(when: Moment, name: str, number: int, unit: str, id_: str) -> Event:
    return _row(when, Kind.ASSIGNMENT, name, id_=id_)._replace(value=float(number), answer=Answer.GIVEN, unit=unit)


def _row(when: Moment, kind: Kind, name: str, *, id_: str, text: str = "") -> Event:
    return Event(when.time_s, when.offset_min, kind, name, text=text, recorded_s=when.time_s, id=id_)
