"""The questions of a study and its answers, from participants' rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speciosa.effect import Grade
from speciosa.effect.pooling import PopulationPrior
from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.packet import Summary
from speciosa.knowledge import Knowledge, Outcome
from speciosa.study.cohort.result import ParticipantResult
from speciosa.study.pooled.flow import Flow, ShownFlow, shelf_of, shown_flow
from speciosa.study.pooled.means import (
    Answered,
    Less,
    Packets,
    answered,
    enough_of_a_kind,
    less_of,
    levels_of,
)
from speciosa.study.pooled.pools import pools_of
from speciosa.study.pooled.slopes import SideEffect, Slope, side_effects_of, skin_of, trait_of
from speciosa.study.pooled.spread import Spread, spread_of
from speciosa.study.suppression import Count, Limit, Shelf
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

_MISFIT = "Its number does not fit among the others, so it is set aside."
_FEW_OF_A_KIND = "Fewer than {least} people gave a number of its kind, so none of that kind is published."
_OTHER_NUMBER = "Its trial compares amounts and no time without: it has no number of the effect, but of less."


@dataclass(frozen=True, slots=True, eq=False)
class StudyAnswers:
    """What a study found.

    Parameters
    ----------
    outcome, notice : what was asked about, and a difference that people notice.
    released, limit : whether small counts are hidden, and below which numbers.
    flow : who took part.
    grades : people by the grade of their own number: of the effect, or of less where that is all their record tells.
    periods : trial periods planned and done, over all people; None where few have a trial.
    effect, randomised : mean effect of all, and of those alone whose number is randomised; None where these are all.
    less, levels, spread, trait, side_effects, skin : see their classes; `levels` by relative dose.
    not_assessed : every question without an answer, or not a whole one.
    """

    outcome: Outcome
    notice: float
    released: bool
    limit: Limit
    flow: ShownFlow
    grades: tuple[tuple[Grade, Count], ...]
    periods: tuple[int, int] | None
    effect: Answered | NotAssessed
    randomised: Answered | NotAssessed | None
    less: Less | NotAssessed
    levels: tuple[tuple[float, Answered], ...]
    spread: Spread | NotAssessed
    trait: Slope | NotAssessed
    side_effects: tuple[SideEffect, ...]
    skin: Slope | NotAssessed
    not_assessed: tuple[NotAssessed, ...]


def answers_of(
    rows: Sequence[ParticipantResult], knowledge: Knowledge, rng: np.random.Generator, *, released: bool,
    flow: Flow | None = None,
    outcome: str = "",
) -> StudyAnswers:  # fmt: skip
    """Answer every question that the rows can answer.

    Parameters
    ----------
    rows : each participant once, one outcome.
    rng : the same state and rows give the same bytes, whatever the order of the rows.
    released : hide counts below ``study_cell_least``, what rests on fewer people than ``study_release_people_least``,
        and everybody's own number.
    flow : what whoever runs the study counted.
    outcome : what was asked about, where no packet says so.

    Raises
    ------
    EntryError : there is no row, or packets are about different outcomes.
    """
    rows = sorted(rows, key=lambda row: row.id)
    packets = {row.id: row.packet for row in rows if row.packet is not None}
    about = _outcome(rows, packets, knowledge, outcome)
    limit = Limit.of(knowledge) if released else Limit(0, 0)
    prior = PopulationPrior.of(knowledge)
    # a stream for each question: what is asked besides changes no answer
    streams = iter(rng.spawn(7))
    flow = flow or Flow.none()
    shelf = shelf_of(flow, rows, limit.cell)
    kinds = enough_of_a_kind(packets, "effect", limit)
    pools = pools_of(packets, streams, prior, limit)
    effect = answered(pools.effect, packets, limit, shelf)
    whole = isinstance(effect, Answered) and effect.pooled.n == effect.pooled.n_randomised
    randomised = None if whole or pools.randomised is None else answered(pools.randomised, packets, limit, shelf)
    shown = shown_flow(flow, rows, _apart(packets, effect, kinds, limit), shelf)
    grades = _grades(packets, shelf)
    levels, level_gaps = levels_of(pools.levels, packets, limit, shelf)
    less = less_of(pools.less, packets, knowledge, limit, shelf)
    spread = _spread(effect, packets, knowledge)
    side_effects, side_gaps = side_effects_of(rows, knowledge, next(streams), limit=limit, shelf=shelf)
    of_kinds = [row for row in rows if row.id in kinds]
    trait = trait_of(of_kinds, knowledge, next(streams), limit=limit, shelf=shelf, prior=prior)
    skin = skin_of(rows, knowledge, next(streams), limit=limit, shelf=shelf)
    asked = (effect, randomised, less, spread, trait, skin)
    gaps = [each for each in asked if isinstance(each, NotAssessed)]
    return StudyAnswers(
        about, knowledge.choice("effect_notice"), released, limit, shown, grades, _periods(rows, limit.cell), effect,
        randomised, less, levels, spread, trait, side_effects, skin, (*gaps, *level_gaps, *side_gaps),
    )  # fmt: skip


def _outcome(rows: Sequence[ParticipantResult], packets: Packets, knowledge: Knowledge, asked: str) -> Outcome:
    if not rows:
        raise EntryError("there is no participant in these rows", todo="run speciosa study cohort first")
    words = sorted({each.outcome for each in packets.values()})
    if len(words) > 1:
        raise EntryError("these packets are about different outcomes", todo="run the cohort for one outcome")
    return knowledge.outcome(words[0] if words else asked or "pain")


def _spread(effect: Answered | NotAssessed, packets: Packets, knowledge: Knowledge) -> Spread | NotAssessed:
    if isinstance(effect, NotAssessed):
        return NotAssessed("spread", effect.why)
    for gap in effect.pooled.not_assessed:
        return NotAssessed("spread", gap.why)
    evidence = Evidence.of(_kept(effect, packets))
    return spread_of(effect.pooled, evidence.variance, notice=knowledge.choice("effect_notice"))


def _kept(effect: Answered, packets: Packets) -> list[Summary]:
    """The numbers that a pool was made of."""
    numbers = (each.number(effect.pooled.of) for id_, each in packets.items() if id_ in effect.people)
    return [number for number in numbers if number is not None]


def _apart(packets: Packets, effect: Answered | NotAssessed, kinds: Packets, limit: Limit) -> dict[str, str]:
    """Who has a packet and does not count in the mean, and why."""
    out = {id_: _OTHER_NUMBER for id_, each in packets.items() if each.number("effect") is None}
    out |= {id_: _FEW_OF_A_KIND.format(least=limit.people) for id_ in packets if id_ not in kinds and id_ not in out}
    inside = effect.people if isinstance(effect, Answered) else kinds
    return out | {id_: _MISFIT for id_ in kinds if id_ not in inside}


def _grades(packets: Packets, shelf: Shelf) -> tuple[tuple[Grade, Count], ...]:
    """Of the effect; where a packet has none, of the first number that it holds."""
    found = {id_: next(iter(each.numbers.values())).grade for id_, each in packets.items()}
    grades = (Grade.RANDOMISED_MASKED, Grade.RANDOMISED_OPEN, Grade.OBSERVATIONAL)
    return tuple((grade, shelf.count(id_ for id_, each in found.items() if each is grade)) for grade in grades)


def _periods(rows: Sequence[ParticipantResult], least: int) -> tuple[int, int] | None:
    """Planned and done."""
    planned, done = (np.array([getattr(row, f"trial_periods_{what}") for row in rows]) for what in ("planned", "done"))
    if any(0 < np.count_nonzero(each) < least for each in (planned, done)):
        return None
    return int(planned.sum()), int(done.sum())
