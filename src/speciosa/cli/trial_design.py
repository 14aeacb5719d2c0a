"""What a call asks of a trial, and the design that the person's own record allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from speciosa.cli.asked import refuse_if_off
from speciosa.cli.terminal import say
from speciosa.cli.trial_answers import answers_in, asked, can_ask, refuse_unknown
from speciosa.values.errors import EntryError
from speciosa.values.timeline import DAY_S, day_name

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.trial import Eligibility, TrialDesign, UsualDay, trial_rows

_LEVELS = {25: ("usual", "-25%"), 50: ("-25%", "-50%")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the call says of the trial; what is left out is our own choice.

    Parameters
    ----------
    less
        How much less: 25 (a quarter), or 50 once a quarter less went well.
    starts
        First day, like 2026-03-09. Without it: in a week.
    period_days
        Days under one amount, 10 to 14. Without it: 10.
    blocks
        Pairs of periods, 2 to 12. Without it: 4.
    margin
        Points by which less may be worse and still does as well. Fixed now. Without it: 1.
    outcome
        The score that answers the question. Without it: your primary outcome.
    batch
        Name of the one batch that all capsules are made of. Without it: the batch in use.
    answers
        A TOML file with answers, like: seizures = false.
    clinician_agreed
        A clinician knows of this trial and agreed.
    """

    less: Literal[25, 50] = 25
    starts: str = ""
    period_days: int | None = None
    blocks: int | None = None
    margin: float | None = None
    outcome: str = ""
    batch: str = ""
    answers: Path | None = None
    clinician_agreed: Annotated[bool, Parameter(negative=())] = False


def design_for(read: Diary, said: Asked, knowledge: Knowledge, now_s: int) -> tuple[TrialDesign, UsualDay, Eligibility]:
    """The design that the record allows.

    Raises
    ------
    EntryError : a trial is not offered; the reasons stand on standard output.
    """
    from speciosa.trial import Eligibility, TrialDesign, trial_rows, usual_amounts
    from speciosa.values.gaps import NotAssessed

    refuse_if_off("trial")
    known = read.as_of(now_s)
    place = trial_rows.Place.of(known)
    usual = usual_amounts(known, knowledge, now_s=now_s, offset_min=place.offset_at(now_s))
    given = dict(answers_in(said.answers))

    def eligible() -> Eligibility:
        return Eligibility.of(
            known, knowledge, usual, now_s=now_s, answers=given, levels=_LEVELS[said.less],
            clinician_agreed=said.clinician_agreed,
        )  # fmt: skip

    found = eligible()
    refuse_unknown(given, found.codes, said.answers)
    sits_there = can_ask()
    if found.unasked and not found.refused and sits_there:
        given |= asked([(each.code, each.asks) for each in found.unasked])
        found = eligible()
    _refuse(found)
    if sits_there:
        _refuse_silence(found)
    if isinstance(usual, NotAssessed):
        raise EntryError("a trial isn't offered now", why=usual.why)
    first_day = _first_day(said.starts, now_s, place, knowledge)
    batch = " ".join(said.batch.split())
    product = f"{usual.product.partition('#')[0]}#{batch}" if batch else None
    design = TrialDesign.of_usual(
        usual, knowledge, starts=first_day, levels=_LEVELS[said.less], period_d=said.period_days, blocks=said.blocks,
        margin_nrs=said.margin, product=product,
        outcome=" ".join(said.outcome.lower().split()) or known.leading_outcome,
    )  # fmt: skip
    return design, usual, found


def _refuse(found: Eligibility) -> None:
    if not found.refused:
        return
    say("", "A trial isn't offered now:", *(f"  - {each.why} Talk to: {each.talk_to}." for each in found.refused), "")
    say("If you take kratom most days, don't stop suddenly. You can go on keeping your diary.")
    first = found.refused[0]
    more = f" (and {len(found.refused) - 1} more)" if len(found.refused) > 1 else ""
    raise EntryError(f"a trial isn't offered now{more}", why=first.why.rstrip("."), todo=f"talk to {first.talk_to}")


def _refuse_silence(found: Eligibility) -> None:
    """Silence is not "no": who sits at the terminal and left a question open plans no trial.

    Raises
    ------
    EntryError : a question is open; which ones stands on standard output.
    """
    if not found.unasked:
        return
    say("", "Still open, so no trial is planned:", *(f"  - {each.asks}" for each in found.unasked), "")
    raise EntryError(
        f"{len(found.unasked)} questions are still open: {', '.join(each.code for each in found.unasked)}"
        if len(found.unasked) > 1 else f"a question is still open: {found.unasked[0].code}",
        why="what nobody said is not a no",
        todo="answer each with y or n, or name a file with --answers FILE that has lines like "
        f"{found.unasked[0].code} = false; if you would rather not say, talk it over with a clinician first",
    )  # fmt: skip


def _first_day(starts: str, now_s: int, place: trial_rows.Place, knowledge: Knowledge) -> str:
    """ISO date of the first day: tomorrow at the earliest.

    Raises
    ------
    EntryError : no date, or one that is too early.
    """
    today = (now_s + place.offset_at(now_s) * 60) // DAY_S
    if not starts:
        return day_name(today + int(knowledge.choice("trial_packing_d")))
    try:
        chosen = date.fromisoformat(starts)
    except ValueError:
        raise EntryError("this is no date", where="--starts", todo="write one like 2026-03-09") from None
    if chosen <= date.fromisoformat(day_name(today)):
        raise EntryError("a trial begins tomorrow at the earliest", where="--starts", todo="give the helper some days")
    return chosen.isoformat()
