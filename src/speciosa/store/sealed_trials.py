"""Trials that were sealed here: planned in one step with their promise, opened with the helper's code."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction

from speciosa.record import Event
from speciosa.report.trial_paper import TrialPaper
from speciosa.store import helper_code, sealing, trial_papers
from speciosa.store.adding import serialise, write_events
from speciosa.store.diary import diary_of
from speciosa.store.models import Record, Sealed
from speciosa.store.opening import arrived_s
from speciosa.trial import Allocation, Eligibility, Trial, TrialStatus, UsualDay, trial_rows
from speciosa.values.errors import EntryError

ORIGIN = "trial"


def plan(
    record: Record, allocation: Allocation, usual: UsualDay, eligible: Eligibility, made: sealing.Made, *,
    clinician_agreed: bool, code: str,
) -> Sealed:  # fmt: skip
    """Seal a trial, wrap its opening code with the helper's, and write the promise into the record: all or nothing.

    Raises
    ------
    EntryError : the helper's code is too short, or a trial is planned or running already; nothing was written.
    """
    found = sealing.sealed(allocation, usual, eligible, made, clinician_agreed=clinician_agreed)
    wrapped = helper_code.wrapped(found.opening_code, code)
    rows = trial_rows.planned_events(
        allocation, found.promise, now_s=made.now_s, place=made.place, seed_by_hand=made.by_hand
    )
    with transaction.atomic():
        serialise(record)
        refuse_a_second(record, made.now_s)
        _write(record, rows)
        return Sealed.objects.create(
            record=record, trial=allocation.trial, commitment=found.promise, body=found.body, helper=wrapped,
            paper=json.dumps(trial_papers.paper_as_json(found.paper)), made_s=arrived_s(),
        )  # fmt: skip


def refuse_a_second(record: Record, now_s: int) -> None:
    """One trial at a time.

    Raises
    ------
    EntryError : one is planned or running.
    """
    from speciosa.knowledge import load_knowledge  # noqa: PLC0415

    diary = diary_of(record)
    for each in Trial.all_in(diary):
        at_s = max(now_s, each.planned_s)  # a clock that was set back makes no trial undone
        if TrialStatus.of(each, diary.as_of(at_s), load_knowledge(), now_s=at_s).state in {"planned", "running"}:
            raise EntryError("a trial is planned or under way already", todo="see how it goes, or stop it first")


def sealed_of(record: Record, trial: str) -> Sealed | None:
    """What was sealed for a trial; None where it was planned elsewhere."""
    return Sealed.objects.filter(record=record, trial=trial).order_by("-pk").first()


def latest(record: Record) -> Sealed | None:
    """The trial that was sealed here last."""
    return Sealed.objects.filter(record=record).exclude(helper="").order_by("-pk").first()


def paper_of(kept: Sealed, *, language: str) -> TrialPaper:
    """What its papers say, in the reader's language."""
    return trial_papers.paper_of_json(json.loads(kept.paper), language=language)


def packing_sheet(kept: Sealed, opening_code: str, *, language: str) -> str:
    """The helper's page.

    Raises
    ------
    EntryError : the opening code is another one.
    """
    return sealing.packing_sheet_of(kept.body, opening_code, paper_of(kept, language=language))


def opening_code_of(kept: Sealed, code: str) -> str:
    """The opening code, out of what somebody typed: it itself, or the helper's.

    Raises
    ------
    EntryError : it is neither.
    """
    if kept.helper and (found := helper_code.unwrapped(kept.helper, code)) is not None:
        return found
    if sealing.opens(kept.body.encode(), code):
        return code
    raise EntryError(
        "this code is another one", todo="type the helper's code, or the opening code of the packing sheet"
    )


def emergency(record: Record, trial: Trial, body: bytes, opening_code: str, *, now_s: int) -> tuple[str, float]:
    """What the capsules of the period that runs hold: the arm, and grams of powder in one. It is noted first.

    Raises
    ------
    EntryError : the code or the schedule is another one, or no period is running; nothing was written.
    """
    period = trial.at(now_s)
    with transaction.atomic():
        serialise(record)
        diary = diary_of(record)
        found = _own(sealing.revealed(diary, body, opening_code), trial)
        _write(record, [trial_rows.emergency_event(diary, trial, now_s=now_s)])
    assert period is not None  # the row above asks for one
    arm = found.arms[period.number - 1]
    return arm, trial.design.capsule_amount_g(arm)


def reveal(record: Record, trial: Trial, body: bytes, opening_code: str, *, now_s: int) -> Sequence[Event]:
    """Put arms and grams where codes and capsules stood, all or nothing; what stood there stays in its history.

    Raises
    ------
    EntryError : the code or the schedule is another one, or the trial's rows were changed; nothing was written.
    """
    with transaction.atomic():
        serialise(record)
        diary = diary_of(record)
        found = _own(sealing.revealed(diary, body, opening_code), trial)
        rows = trial_rows.revealed_events(diary, found.trial, found.arms, found.nonce, now_s=now_s)
        _write(record, rows)
        Sealed.objects.filter(record=record, trial=trial.name, opened_s=None).update(opened_s=arrived_s())
    return rows


def _own(found: sealing.Revealed, trial: Trial) -> sealing.Revealed:
    if found.trial.name != trial.name:
        raise EntryError("this sealed schedule belongs to another trial", todo="take that of the trial on this page")
    return found


def _write(record: Record, rows: Sequence[Event]) -> None:
    for each in write_events(record, rows, origin=ORIGIN):
        if each.why:
            raise EntryError(each.why)
