"""What trials of each length could find out: worked out beside the app, and kept as numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Diary
from speciosa.values.timeline import DAY_S

NAME = "power"
"""The kept answer; it has no words, so one language keeps it for all."""
LANGUAGE = "en"
PERIODS_D = (10, 12, 14)


@dataclass(frozen=True, slots=True)
class Chance:
    """Of one length. `good`, `worse`: chance of a clear answer where less makes no difference, where it is worse by
    twice the margin.
    """

    less: int
    margin: float
    period_d: int
    blocks: int
    good: float
    worse: float

    @property
    def days(self) -> int:
        return 2 * self.period_d * self.blocks


@dataclass(frozen=True, slots=True)
class Power:
    """`outcome`: the score that the chances are about. `chances`: of each length. `why`: why there are none."""

    outcome: str
    chances: tuple[Chance, ...]
    why: str

    def of(self, less: int, margin: float, period_d: int, blocks: int) -> Chance | None:
        """The chance of a length; None where none was worked out."""
        wanted = (less, margin, period_d, blocks)
        return next(
            (each for each in self.chances if (each.less, each.margin, each.period_d, each.blocks) == wanted), None
        )


def margins(knowledge: Knowledge) -> tuple[float, ...]:
    """How much worse still counts as "as well", points: what the page offers."""
    usual = knowledge.choice("trial_margin_nrs")
    return usual, 2 * usual


def pairs(knowledge: Knowledge) -> range:
    """How many pairs of periods a trial may have."""
    return range(int(knowledge.choice("trial_blocks_least")), int(knowledge.choice("trial_blocks_most")) + 1)


def read_power(body: bytes) -> Power:
    """The chances as they were kept."""
    said = json.loads(body)
    return Power(said["outcome"], tuple(Chance(*each) for each in said["chances"]), said["why"])


def work_out(diary: Diary, levels: Sequence[tuple[int, tuple[str, str]]], *, now_s: int) -> bytes:
    """The chances of every length that the page offers: the worker's part, some seconds.

    Parameters
    ----------
    levels : how much less, in percent, and the two arms of it.
    now_s : UTC seconds.
    """
    from speciosa.effect import estimate_effect  # noqa: PLC0415  the app itself is spared them
    from speciosa.exposure import expose  # noqa: PLC0415
    from speciosa.simulate import TrialPower  # noqa: PLC0415

    knowledge, known = load_knowledge(), diary.as_of(now_s)
    curve = expose(known, knowledge, seed=0, now_s=now_s, grid_s=DAY_S)
    effect = estimate_effect(known, curve, knowledge, outcome=known.leading_outcome, now_s=now_s, seed=0)
    chances, why = [], ""
    for less, arms in levels:
        for margin in margins(knowledge):
            found = TrialPower.of(
                known, curve, effect, knowledge, levels=arms, period_d=PERIODS_D, blocks=pairs(knowledge),
                margin=margin, now_s=now_s, seed=0,
            )  # fmt: skip
            why = why or next((each.why for each in found.not_assessed if not found.designs), "")
            chances += [
                (less, margin, each.shape.period_d, each.shape.blocks, each.clear_if_as_good, each.clear_if_worse)
                for each in found.designs
            ]
    return json.dumps({"outcome": known.leading_outcome, "chances": chances, "why": why}).encode()
