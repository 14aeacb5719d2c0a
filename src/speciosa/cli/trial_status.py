"""`speciosa trial status`: where a trial stands, and never which arm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import instant
from speciosa.cli.opened import NOT_KEPT
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import say, say_reading
from speciosa.cli.trial_diary import latest_trial, read_whole

if TYPE_CHECKING:
    from speciosa.trial import TrialStatus

_STATES = {
    "planned": "It has not begun yet.", "running": "It is running.", "over": "Its last day is over.",
    "ended_early": "It ended early.", "revealed": "It was revealed.",
}  # fmt: skip


def status(
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Say where your trial stands: days left, capsules, answers, what is due. Never what is in the capsules.

    Example: speciosa trial status my-diary

    Parameters
    ----------
    diary
        The diary's folder. Or name a store.
    kept
        An encrypted store in place of a diary.
    json
        Print one JSON document instead.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.trial import TrialStatus
    from speciosa.values.gaps import NotAssessed
    from speciosa.values.json_form import SCHEMA, dump

    now_s, knowledge = instant(now), load_knowledge()
    record = read_whole(diary, kept, knowledge, now_s=now_s, strict=strict)
    read = record.diary
    trial = latest_trial(read, now_s=now_s)
    found = None if trial is None else TrialStatus.of(trial, read.as_of(now_s), knowledge, now_s=now_s)
    gaps = [NotAssessed("trial", "No trial is planned in this diary.")] if found is None else []
    if json:
        print(dump({"schema": SCHEMA, "read": read.reading, "trial": found, "not_assessed": gaps}), end="")
        return
    say_reading(read.reading)
    say("")
    if found is None:
        say(f"{gaps[0].why} Plan one with: speciosa trial plan {record.named} --out for-my-helper")
    else:
        _say_status(found)


def _say_status(found: TrialStatus) -> None:
    trial, design = found.trial, found.trial.design
    say(f"Trial {trial.name}, {design.starts} to {design.last_day}. {_STATES[found.state]}")
    if trial.seed_by_hand:
        say("A rehearsal: the seed was chosen by hand, so nothing is masked.")
    if found.ending is not None:
        say(f"Why: {found.ending.why}", found.ending.then)
    elif found.state in {"planned", "running"}:
        say("Stopping is always right: write the event trial_stopped.")
    if found.state == "running" and found.period is not None:
        say(f"Period {found.period.number} of {design.periods}, capsule code {found.period.code}.")
        say(f"Days left: {found.period_days_left} of this period, {found.days_left} in all.")
    _say_taken(found)
    _say_answers(found)
    if found.permutation is not None:
        from speciosa.values.gaps import NotAssessed

        test = found.permutation
        if isinstance(test, NotAssessed):
            say(f"Without a model: {test.why}")
        else:
            say(
                f"Without a model: the lower level's scores lie {test.difference:+.1f} from the usual one's. Of "
                f"{test.sequences:,} orders that chance could have drawn, {test.p:.0%} would look as much like "
                f"“not worse by {design.margin_nrs:g}”."
            )
    if found.masking is not None:
        held = {True: "it held", False: "it did not hold", None: "too few guesses to say"}[found.masking.held]
        say(f"Masking, by the guesses: {held}.")
    elif found.state in {"over", "ended_early"}:
        say("Next, with your helper: speciosa trial reveal DIARY --sealed sealed.json")


def _say_taken(found: TrialStatus) -> None:
    taken = found.taken
    if taken.assigned:
        say(f"Capsules: {taken.taken:g} written down of {taken.assigned:g}.")
    if taken.silent_days:
        say(f"Days without an entry: {taken.silent_days}.")
    if taken.other_doses:
        say(f"Doses of kratom beside the capsules: {taken.other_doses}.")


def _say_answers(found: TrialStatus) -> None:
    design = found.trial.design
    say(f"Answers to the evening questions: {found.answers}.", f"Guesses: {len(found.guesses)} of {design.periods}.")
    if found.guesses_due and found.state != "revealed":
        periods = ", ".join(str(each) for each in found.guesses_due)
        say(f"A guess is missing for period {periods}. Write: event, guess, and usual, less or dont_know.")
    if found.looks_due and found.state != "revealed":
        say(f"Pairs that are over: {found.looks_due} of {design.blocks}. Nothing is shown before the end.")
    if found.emergency_reveals:
        say(f"Emergency reveals: {found.emergency_reveals}.")
