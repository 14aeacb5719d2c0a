"""`speciosa study power`: what many people's trials could find out together, by people, days and blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from speciosa.cli.asked import not_negative
from speciosa.cli.terminal import progress, say, say_wrapped, terminal_width
from speciosa.cli.trial_power import _numbers as numbers_in
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.knowledge import Knowledge
    from speciosa.study.planning.cohort_power import StudyPower

_QUESTION = "Does a quarter less do as well as people's usual amount, on average?"
_FEWEST, _MOST = 100, 100_000


def power(
    *,
    people: str = "20,40,80",
    days: str = "80,120",
    blocks: str = "4,6",
    difference: Annotated[float | None, Parameter(name=["--difference", "--margin"])] = None,
    between: float = 0.7,
    studies: int = 1000,
    json: Annotated[bool, Parameter(negative=())] = False,
    seed: Annotated[int, Parameter(validator=not_negative)] = 0,
) -> None:
    """Say how likely a study of many blind trials is to give a clear answer, by people, days and blocks.

    Example: speciosa study power --people 20,40,80 --days 80,120 --blocks 4,6

    Parameters
    ----------
    people
        How many people send a packet in the end.
    days
        Days of each one's trial.
    blocks
        Blocks of each one's trial: pairs of periods, one under either amount.
    difference
        The difference that matters, points: less may be worse by less than this, on average. Without it: a trial's own.
    between
        How much people differ in that: SD of the true difference between them, points.
    studies
        Made-up studies for each line.
    json
        Print one JSON document instead.
    seed
        Seed of every random draw: the same seed gives the same chances.
    """
    from speciosa.knowledge import load_knowledge
    from speciosa.study.planning.cohort_power import study_designs, study_power
    from speciosa.values.json_form import SCHEMA, dump
    from speciosa.values.reading import Reading

    if not _FEWEST <= studies <= _MOST:
        raise EntryError(f"choose {_FEWEST} to {_MOST:,} made-up studies", where="--studies")
    knowledge = load_knowledge()
    margin = knowledge.choice("trial_margin_nrs") if difference is None else difference
    asked = [
        numbers_in(said, option) for said, option in ((people, "--people"), (days, "--days"), (blocks, "--blocks"))
    ]
    designs, unfit = study_designs(*asked)
    with progress("Making up studies ...", "designs") as show:
        found = study_power(
            designs, knowledge, margin=margin, between=between, seed=seed, studies=studies, show=show
        )  # fmt: skip
    assumed = assumptions(knowledge, between, studies)
    if json:
        document = {
            "schema": SCHEMA, "read": Reading(), "question": _QUESTION, "margin": margin, "between_person_sd": between,
            "sure": knowledge.choice("trial_not_worse_prob"), "studies": studies, "designs": found,
            "unfit": [{"days": length, "blocks": count} for length, count in unfit], "assumptions": assumed,
        }  # fmt: skip
        print(dump(document), end="")
        return
    _say(found, unfit, assumed, knowledge, margin)


def assumptions(knowledge: Knowledge, between: float, studies: int) -> tuple[str, ...]:
    """What the chances rest on, each a sentence."""
    least, most = (knowledge.choice(f"trial_period_d_{end}") for end in ("least", "most"))
    return (
        "Everybody counted sends a packet: for those who drop out or never send, begin with more.",
        "Each one's trial compares the usual amount with a quarter less, in pairs of periods in an order by chance.",
        "Capsules are taken as assigned, with a score before each dose and one at bedtime.",
        "Scores go up and down as is believed of anybody before a score was seen.",
        f"People's true differences are a bell curve with an SD of {between:g} points.",
        f"Chances are counts among {studies:,} made-up studies; ± is their standard error.",
        f"In the app a period has {least:g} to {most:g} days; other lengths are worked out all the same.",
    )


def _say(
    found: tuple[StudyPower, ...], unfit: tuple[tuple[int, int], ...], assumed: tuple[str, ...], knowledge: Knowledge,
    margin: float,
) -> None:  # fmt: skip
    width = terminal_width()
    say_wrapped(_QUESTION, width)
    sure, unit = 100 * knowledge.choice("trial_not_worse_prob"), "point" if margin == 1 else "points"
    say_wrapped(
        f"Clear means: at least {sure:g} % sure that the mean over people gets worse by less than {margin:g} {unit} "
        "(less does as well), or by more (it does not). Both are fixed before the start.",
        width,
        "  ",
    )
    say("", "  people   days  each one's trial   as well  worse  wrongly")
    for each in found:
        design = each.design
        trial = f"{design.blocks} x 2 x {design.period_d} days"
        chances = [_percent(chance) for chance in (each.clear_if_as_good, each.clear_if_worse, each.false_as_good)]
        say(
            f"  {design.people:>6,}  {design.days:>5}  {trial:<17} {chances[0]:>8} {chances[1]:>6} {chances[2]:>8}"
            f"   ± {100 * each.error:.1f}"
        )
    for length, count in unfit:
        say(f"  {length} days can't be cut into {2 * count} periods of whole days.")
    for line in (
        "as well: less makes no difference on average, and the study says that it does as well;",
        f"worse: less is worse by {2 * margin:g} on average, and the study says that it is worse;",
        f"wrongly: less is worse by just {margin:g}, and the study says that it does as well.",
    ):
        say_wrapped(line, width, "  ")
    say("", "What this assumes:")
    for line in assumed:
        say_wrapped(line, width, "  - ")
    say("")
    say_wrapped(
        "This is about less against the usual amount. Whether kratom helps at all, against none, is another question: "
        "these chances say nothing about it. A mean that does as well says nothing about one person.",
        width,
    )


def _percent(chance: float) -> str:
    """Whole percents, never nought and never all: nothing is certain."""
    return "< 1 %" if chance < 0.01 else "> 99 %" if chance > 0.99 else f"{100 * chance:.0f} %"
