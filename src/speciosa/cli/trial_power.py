"""`speciosa trial power`: what a trial of one's own could find out, for each length."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cyclopts import Parameter

from speciosa.cli.asked import instant, not_negative, refuse_if_off
from speciosa.cli.opened import NOT_KEPT
from speciosa.cli.store_asked import Kept
from speciosa.cli.terminal import prints, progress, say, say_reading, say_wrapped, terminal_width
from speciosa.cli.trial_diary import read_whole
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.record import Diary
    from speciosa.simulate import TrialPower

_BAR = 20
_INK = ("\u25cf", "\u00b7"), ("#", ".")
_OF = 10  # chances are told in so many of ten


class _Call(NamedTuple):
    """What the call asks for."""

    levels: tuple[str, ...]
    period_d: tuple[int, ...]
    blocks: tuple[int, ...]
    outcome: str
    margin: float
    now_s: int
    seed: int


def power(  # noqa: PLR0913  each is an option of its own
    diary: Path | None = None,
    /,
    *,
    kept: Annotated[Kept, Parameter(name="*")] = NOT_KEPT,
    levels: str = "usual,-25%",
    period_days: str = "10,12,14",
    blocks: str = "2,4,6,8",
    outcome: str = "",
    margin: float | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    now: str = "",
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
    strict: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Say how likely a trial of your own is to give a clear answer, for each length.

    Example: speciosa trial power my-diary

    Parameters
    ----------
    diary
        The diary's folder, or one CSV or xlsx file. Or name a store.
    levels
        The two amounts to compare: usual, -25%, -50% or none.
    period_days
        Days under one amount, 10 to 14.
    blocks
        Pairs of periods, 2 to 12.
    outcome
        The score that answers the question. Without it: your primary outcome.
    margin
        Points by which less may be worse and still does as well. Fixed beforehand. Without it: that of trial plan.
    json
        Print one JSON document instead.
    now
        As of this time, like 2026-03-01T08:05+01:00. Without it: now.
    seed
        Seed of every random draw: the same input and seed give the same chances.
    strict
        Stop at the first row that cannot be understood.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.values.json_form import SCHEMA, dump

    refuse_if_off("trial")
    now_s, knowledge = instant(now), load_knowledge()
    read = read_whole(diary, kept, knowledge, now_s=now_s, strict=strict).diary
    known = read.as_of(now_s)
    meant = knowledge.outcome(outcome).word if outcome else known.leading_outcome
    fixed = knowledge.choice("trial_margin_nrs") if margin is None else margin
    names, days, pairs = levels.split(","), _numbers(period_days, "--period-days"), _numbers(blocks, "--blocks")
    call = _Call(tuple(map(str.strip, names)), days, pairs, meant, fixed, now_s, seed)
    found = _power(known, knowledge, call)
    if json:
        print(dump({"schema": SCHEMA, "read": read.reading, **found.to_json()}), end="")
        return
    say_reading(read.reading)
    _say_power(found, call, sure=knowledge.choice("trial_not_worse_prob"))


def _numbers(said: str, option: str) -> tuple[int, ...]:
    """Whole numbers with commas between them.

    Raises
    ------
    EntryError : something else stands there.
    """
    try:
        return tuple(int(each) for each in said.split(","))
    except ValueError:
        raise EntryError(
            "these are no whole numbers", where=option, todo="write them with commas, like 10,12,14"
        ) from None


def _power(known: Diary, knowledge: Knowledge, call: _Call) -> TrialPower:
    """The chances, from the person's own scores, body and effect."""
    from speciosa.effect import estimate_effect
    from speciosa.exposure import expose
    from speciosa.simulate import TrialPower

    with progress("Working out how much was in your blood ..."):
        curve = expose(known, knowledge, seed=call.seed, now_s=call.now_s, grid_s=24 * 3600)
    with progress("Working out what a trial could find out ..."):
        effect = estimate_effect(known, curve, knowledge, outcome=call.outcome, now_s=call.now_s, seed=call.seed)
        return TrialPower.of(
            known, curve, effect, knowledge, levels=call.levels, period_d=call.period_d, blocks=call.blocks,
            margin=call.margin, now_s=call.now_s, seed=call.seed,
        )  # fmt: skip


def _say_power(found: TrialPower, call: _Call, *, sure: float) -> None:
    """The question, the rule, a line for each length, and what this does not say."""
    width = terminal_width()
    say("")
    say_wrapped(found.question, width)
    if found.designs:
        _say_rule(found, width, sure)
        _say_lines(found, width)
        _say_best(found, width)
    if "none" in call.levels:
        say("")
        say_wrapped(
            "Only with a clinician, and never from one day to the next. No such trial is planned here: if you take it "
            "most days, don't stop suddenly.",
            width,
        )
    elif found.designs:
        say("")
        say_wrapped(
            "This is about less against your usual amount. Whether it helps at all, against none, is another "
            "question: these chances say nothing about it, and no trial here takes you to none.",
            width,
        )
    if found.not_assessed:
        say("", "Not assessed:")
    for gap in found.not_assessed:
        say_wrapped(gap.why, width, "  - ")


def _say_rule(found: TrialPower, width: int, sure: float) -> None:
    say_wrapped(
        f"Clear means: at least {100 * sure:g} % sure that your score of {found.outcome} gets worse by less than "
        f"{found.margin:g} {'point' if found.margin == 1 else 'points'} (less does as well), or by more (it does "
        "not). Both are fixed before the start.",
        width,
        "  ",
    )
    say("")


def _say_lines(found: TrialPower, width: int) -> None:
    """Chance of a clear answer if less makes no difference, as a bar and in so many of ten."""
    full, empty = _INK[0] if prints("".join(_INK[0])) else _INK[1]
    say_wrapped("If less truly makes no difference, a clear answer comes in about:", width)
    for each in sorted(found.designs, key=lambda each: each.shape.days):
        filled = round(_BAR * each.clear_if_as_good)
        many = _so_many(each.clear_if_as_good)
        days = f"{each.shape.days:>4} days ({each.shape.blocks} pairs of {each.shape.period_d} days)"
        say(f"  {days:<30} {full * filled}{empty * (_BAR - filled)} {many}{_doubt(each.clear_if_as_good)}")
    say("")


def _so_many(chance: float) -> str:
    """Never all of ten: nothing is certain."""
    many = round(_OF * chance)
    return f"more than {_OF - 1} of {_OF}" if many == _OF else f"{many} of {_OF}"


def _doubt(chance: float) -> str:
    return "" if chance >= 0.5 else "  likely no clear answer"


def _say_best(found: TrialPower, width: int) -> None:
    """The shortest that will probably do, and what else may come out."""
    enough = [each for each in found.designs if min(each.clear_if_as_good, each.clear_if_worse) >= 0.8]
    shortest = min(enough, key=lambda each: each.shape.days, default=None)
    if shortest is None:
        longest = max(found.designs, key=lambda each: each.shape.days)
        text = (
            f"None of these lengths is likely enough to tell. Even after {longest.shape.days} days, no clear answer "
            f"would come in about {_OF - round(_OF * min(longest.clear_if_as_good, longest.clear_if_worse))} of "
            f"{_OF} trials. More pairs would help."
        )
    else:
        text = (
            f"The shortest of these that tells in 8 of 10 trials, whether less does as well or is worse by twice the "
            f"margin: {shortest.shape.days} days. No clear answer can still come out, above all where less is worse "
            f"by a little; averaged over what your record holds possible, a clear answer comes in about "
            f"{_so_many(shortest.assurance)}."
        )
    say_wrapped(text, width)
    wrong = max(each.false_as_good for each in found.designs)
    say_wrapped(
        f"Where less is worse by just the margin, a wrong “does as well” comes in about {100 * wrong:.0f} of 100. "
        "These are estimates for scores like yours so far; a bad season makes them too hopeful.",
        width,
    )
