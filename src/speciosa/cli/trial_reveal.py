"""`speciosa trial reveal`: check the promise, and put arms and amounts into the diary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant
from speciosa.cli.opened import NOT_KEPT, OpenRecord
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say, say_reading
from speciosa.cli.trial_diary import read_whole
from speciosa.values.errors import EntryError, SpeciosaError

if TYPE_CHECKING:
    from speciosa.record import Diary
    from speciosa.trial import Allocation, Trial
    from speciosa.trial.concealment import Opened

CODE_FILE = "opening-code.txt"
_MOST_BYTES = 1_000_000


def reveal(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    sealed: Path,
    code: str = "",
    emergency: Annotated[bool, Parameter(negative=())] = False,
    out: Path | None = None,
    now: str = "",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """End the masking: check that nothing was changed since day 0, and write the amounts into your diary.

    Example: speciosa trial reveal my-diary --sealed for-my-helper/sealed.json

    Parameters
    ----------
    diary
        The diary's folder. Or name a store.
    kept
        An encrypted store in place of a diary.
    sealed
        The sealed schedule that trial plan wrote.
    code
        The opening code of the packing sheet. Without it: opening-code.txt beside the sealed schedule.
    emergency
        Tell what is in the current period's capsules, and nothing else. It is noted and counted.
    out
        A folder for the opened schedule and its nonce, so that anybody can check the hash.
    now
        Reveal at this time, like 2026-03-01T08:05+01:00. Without it: now.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge

    now_s, knowledge = instant(now), load_knowledge()
    record = read_whole(diary, kept, knowledge, now_s=now_s, strict=strict, adds=True)
    read = record.diary
    with progress("Opening the seal ..."):
        opened = _opened(sealed, code)
    trial, allocation = _promised(read, opened)
    if emergency:
        _emergency(record, trial, allocation, now_s)
        return
    say_reading(read.reading)
    _reveal(record, trial, allocation, opened, now_s)
    if out is not None:
        _publish(opened, out)


def _opened(sealed: Path, code: str) -> Opened:
    """What is behind the seal.

    Raises
    ------
    EntryError : a file is not there, was changed, or the code is another one.
    """
    from speciosa.trial.concealment import open_sealed

    beside = sealed.parent / CODE_FILE
    try:
        file = sealed.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise EntryError("this sealed schedule is not there", where=str(sealed), todo="check the name") from None
    if not code and not beside.exists():
        raise EntryError("no opening code", where="--code", todo="copy it from the packing sheet")
    text = code or beside.read_text(encoding="utf-8-sig", errors="replace").strip().partition("\n")[0]
    try:
        return open_sealed(file, text)
    except SpeciosaError as problem:
        raise problem.at(sealed.name) from None


def _promised(read: Diary, opened: Opened) -> tuple[Trial, Allocation]:
    """The diary's trial that this schedule was promised for.

    Raises
    ------
    EntryError : the diary knows no such promise.
    """
    from speciosa.trial import Allocation, Trial

    trial = next((each for each in Trial.all_in(read) if each.commitment == opened.commitment), None)
    if trial is None:
        raise EntryError(
            "this sealed schedule belongs to another diary or another trial: its hash is not the promised one",
            todo="take the sealed.json that was made together with this diary's trial",
        )
    allocation = Allocation.of_schedule(opened.schedule)
    if allocation.codes != tuple(each.code for each in trial.periods) or allocation.design != trial.design:
        todo = "put the diary back as it was; a copy will do"
        raise EntryError("the trial's rows in this diary were changed", todo=todo)
    return trial, allocation


def _emergency(record: OpenRecord, trial: Trial, allocation: Allocation, now_s: int) -> None:
    """The current period's arm, on the screen alone; the diary gets the row that counts it, first."""
    from speciosa.trial import trial_rows

    record.add([trial_rows.emergency_event(record.diary, trial, now_s=now_s)])
    design = trial.design
    for period in [each for each in trial.periods if each.start_s <= now_s < each.end_s]:
        arm = allocation.arms[period.number - 1]
        say(f"Period {period.number}, code {period.code}: {arm}.")
        say(f"A capsule holds {design.capsule_amount_g(arm):g} g of leaf powder, a day {design.amount_g(arm):.3g} g.")
    say(
        "If somebody can't be woken or breathes slowly: call the emergency number now.",
        "This was noted in the diary. The other periods stay sealed.",
    )


def _reveal(record: OpenRecord, trial: Trial, allocation: Allocation, opened: Opened, now_s: int) -> None:
    from speciosa.trial import trial_rows

    read = record.diary
    outside = trial_rows.masked_doses(read, trial)[1]
    events = trial_rows.revealed_events(read, trial, allocation.arms, opened.nonce, now_s=now_s)
    say("", "The hash is the one that was promised: nothing was changed since the trial was planned.")
    if not events:
        say("This trial was revealed already. Nothing was written.")
        return
    early = now_s < trial.end_s and trial.revealed_s is None
    record.add(events)
    if early:
        say("The trial's last day is still to come. From now on nothing is masked.")
    say("", *(f"  {p.number}. {p.code}: {arm}" for p, arm in zip(trial.periods, allocation.arms, strict=True)), "")
    doses = sum(each.kind == "dose" for each in events)
    say(f"{doses} capsule doses now stand in your diary as grams. What stood there before is still in its history.")
    if len(outside):
        say(f"{len(outside)} capsule doses lie outside the trial's days and stay as they are.")
    say("After days on less, more than your usual amount can be too much. Don't stop suddenly.")


def _publish(opened: Opened, out: Path) -> None:
    """The exact bytes that were hashed: ``nonce.bin`` and ``schedule.json``."""
    from speciosa.record.whole_file import replacing

    for name, text in (("schedule.json", opened.schedule.decode()), ("nonce.hex", opened.nonce.hex() + "\n")):
        with replacing(out / name) as file:
            file.write(text)
    say("", f"For anybody who wants to check: {out / 'schedule.json'} and {out / 'nonce.hex'}.")
