"""The questions of a study and its answers, from participants' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speciosa.effect import Grade
from speciosa.effect.pooling import Pooled, PopulationPrior
from speciosa.effect.pooling.evidence import Evidence
from speciosa.knowledge import Knowledge, Outcome
from speciosa.study.cohort.result import ParticipantResult
from speciosa.study.pooled.flow import Flow, ShownFlow, shown_flow
from speciosa.study.pooled.means import Answered, Less, Packets, less_of, levels_of, pooled_of
from speciosa.study.pooled.slopes import SideEffect, Slope, side_effects_of, skin_of, trait_of
from speciosa.study.pooled.spread import Spread, spread_of
from speciosa.study.pooled.suppression import Count, Limit, partition
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

_MISFIT = "Its number does not fit among the others, so it is set aside."


@dataclass(frozen=True, slots=True, eq=False)
class StudyAnswers:
    """What a study found.

    Parameters
    ----------
    outcome, notice : what was asked about, and a difference that people notice.
    released, limit : whether small counts are hidden, and below which numbers.
    flow : who took part.
    grades : people by the grade of their own number.
    periods : trial periods planned and done, over all people.
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
    periods: tuple[int, int]
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
    effect = pooled_of(packets, "effect", next(streams), prior, limit, len(packets))
    aside = len(packets) - effect.pooled.n if isinstance(effect, Answered) else 0
    shown = shown_flow(flow or Flow.none(), rows, {_MISFIT: aside}, limit.cell)
    chance = {id_: each for id_, each in packets.items() if each.effect.grade.randomised}
    stream = next(streams)
    whole = isinstance(effect, Answered) and effect.pooled.n == effect.pooled.n_randomised
    randomised = None if whole or not chance else pooled_of(chance, "effect", stream, prior, limit, len(packets))
    levels, level_gaps = levels_of(packets, next(streams), prior, limit)
    less = less_of(packets, knowledge, next(streams), prior, limit)
    spread = _spread(effect, packets, knowledge)
    side_effects, side_gaps = side_effects_of(rows, knowledge, next(streams), limit=limit)
    trait = trait_of(rows, knowledge, next(streams), limit=limit, prior=prior)
    skin = skin_of(rows, knowledge, next(streams), limit=limit)
    asked = (effect, randomised, less, spread, trait, skin)
    gaps = [each for each in asked if isinstance(each, NotAssessed)]
    return StudyAnswers(
        about, knowledge.choice("effect_notice"), released, limit, shown, _grades(packets, limit.cell),
        (sum(row.trial_periods_planned for row in rows), sum(row.trial_periods_done for row in rows)),
        effect, randomised, less, levels, spread, trait, side_effects, skin, (*gaps, *level_gaps, *side_gaps),
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
    evidence = Evidence.of([packets[file].effect for file in _kept(effect.pooled, packets)])
    return spread_of(effect.pooled, evidence.variance, notice=knowledge.choice("effect_notice"))


def _kept(pooled: Pooled, packets: Packets) -> list[str]:
    out = {each.file for each in pooled.rejected}
    return [file for file in packets if file not in out]


def _grades(packets: Packets, least: int) -> tuple[tuple[Grade, Count], ...]:
    counted = Counter(each.effect.grade for each in packets.values())
    grades = (Grade.RANDOMISED_MASKED, Grade.RANDOMISED_OPEN, Grade.OBSERVATIONAL)
    return tuple(zip(grades, partition([counted[grade] for grade in grades], least), strict=True))
