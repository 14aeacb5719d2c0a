"""`speciosa trial plan`: the design, the sealed schedule, the papers, and the promise in the diary."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative
from speciosa.cli.opened import NOT_KEPT, OpenRecord
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import progress, say, say_reading
from speciosa.cli.trial_design import Asked, design_for
from speciosa.cli.trial_diary import read_whole
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary, Event
    from speciosa.trial import Allocation, Eligibility, TrialDesign

SEALED = "sealed.json"


_AS_WE_CHOOSE = Asked()


def not_negative_where_given(type_: type, value: int | None) -> None:
    """A seed that was chosen is a number from 0 on."""
    if value is not None:
        not_negative(type_, value)


def plan(
    diary: Path | None = None,
    /,
    *,
    out: Path,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    said: Annotated[Asked, Parameter(name="*")] = _AS_WE_CHOOSE,
    paper: Literal["a4", "letter"] = "a4",
    language: str = "en",
    now: str = "",
    seed: Annotated[int | None, Parameter(validator=not_negative_where_given)] = None,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Plan your own blind trial: does less do as well?

    Example: speciosa trial plan my-diary --out for-my-helper

    Parameters
    ----------
    diary
        The diary's folder. Or name a store.
    out
        The folder for the sealed schedule and the papers, to be made. It is for your helper.
    said
        What the call says of the trial.
    paper
        Paper for printing.
    language
        Language of the papers. This version has en.
    now
        Plan at this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        For rehearsals: whoever knows the seed can work out the order. Without it: from the operating system.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.report import wording
    from speciosa.store.sealing import Made, papers_of
    from speciosa.trial import allocate, trial_rows

    wording(language)
    now_s, knowledge = instant(now), load_knowledge()
    _refuse_to_write_over(out)
    record = read_whole(diary, kept, knowledge, now_s=now_s, strict=strict, adds=True)
    read = record.diary
    _refuse_a_second(read, now_s)
    say_reading(read.reading)
    design, usual, eligible = design_for(read, said, knowledge, now_s)
    with progress("Drawing the order and sealing it ..."):
        allocation = allocate(design, secrets.token_bytes(32) if seed is None else str(seed).encode())
        made = Made(
            now_s, trial_rows.Place.of(read.as_of(now_s)), by_hand=seed is not None, paper=paper, language=language
        )
        files, commitment = papers_of(allocation, usual, eligible, made, clinician_agreed=said.clinician_agreed)
        events = trial_rows.planned_events(
            allocation, commitment, now_s=now_s, place=made.place, seed_by_hand=made.by_hand
        )  # fmt: skip
    _refuse_a_used_name(read, allocation)
    _write(record, out, files, events)
    _say_what_next(design, out, knowledge, record.named, eligible, by_hand=made.by_hand)


def _warn_of_silence(eligible: Eligibility) -> None:
    """A script can't be asked: what nobody answered stands in the papers, and is said where somebody looks."""
    if not eligible.unasked:
        return
    print(
        "speciosa: warning: nobody was asked about "
        f"{', '.join(each.code for each in eligible.unasked)}. Any of these is a reason against a trial. Nobody should "
        "begin before each is answered with no: name the answers with --answers FILE (lines like "
        f"{eligible.unasked[0].code} = false). The papers list them as not asked.",
        file=sys.stderr,
    )


def _refuse_to_write_over(out: Path) -> None:
    """A sealed schedule that was written over is lost for ever.

    Raises
    ------
    EntryError : there is one.
    """
    if (out / SEALED).exists():
        raise EntryError("a sealed schedule stands in this folder", where=str(out), todo="name another --out")


def _refuse_a_second(read: Diary, now_s: int) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.trial import Trial, TrialStatus

    known = read.as_of(now_s)
    for each in Trial.all_in(read):
        if TrialStatus.of(each, known, load_knowledge(), now_s=now_s).state in {"planned", "running"}:
            raise EntryError(
                "a trial is planned or under way in this diary",
                where=f"trial {each.name}",
                todo="write the event trial_stopped if it is over, or reveal it",
            )


def _refuse_a_used_name(read: Diary, allocation: Allocation) -> None:
    """The same seed gives the same name, and two trials can't share one.

    Raises
    ------
    EntryError : the diary has rows of a trial by this name.
    """
    from speciosa.trial import Trial

    if any(each.name == allocation.trial for each in Trial.all_in(read)):
        raise EntryError("a trial of this seed is in the diary already", where="--seed", todo="leave --seed out")


def _write(record: OpenRecord, out: Path, files: Mapping[str, str], events: Sequence[Event]) -> None:
    """The folder first, then the diary; if the diary can't take the promise, the folder is taken back."""
    from speciosa.record.whole_file import replacing

    written: list[Path] = []
    made = [each for each in (out, *out.parents) if not each.exists()]
    try:
        for name, text in files.items():
            with replacing(out / name) as file:
                file.write(text)
            written.append(out / name)
        record.add(events)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for folder in made:
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
        raise


def _say_what_next(
    design: TrialDesign, out: Path, knowledge: Knowledge, named: str, eligible: Eligibility, *, by_hand: bool
) -> None:  # fmt: skip
    """What was made and for whom: never an arm."""
    say("", f"Planned: {design.periods} periods of {design.period_d} days, {design.starts} to {design.last_day}.")
    say(f"A day is {design.capsules_a_day} capsules, in {len(design.capsules)} doses; at most your usual amount.")
    if design.capsules_a_day > knowledge.choice("trial_capsules_a_day_ask"):
        count = design.capsules_a_day * design.days
        say(f"That is much: {count:,} capsules in all. If they can't be packed or swallowed, it can't be blind.")
    if by_hand:
        say("A rehearsal: the seed was chosen by hand, so nothing is masked. For a real trial leave --seed out.")
    say(
        "",
        f"For your helper alone, unopened: {out} (packing-sheet.html, sealed.json, opening-code.txt).",
        f"For you: {out / 'trial-sheet.html'} and {out / 'protocol.html'}; they tell nothing of the order.",
        "Your diary now holds the promise: a hash of the order, and a code for each period.",
        "Stopping is always right: write the event trial_stopped.",
        f"Next: speciosa trial status {named}",
    )
    _warn_of_silence(eligible)
