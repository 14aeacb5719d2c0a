"""What a trial compares, for how long, and in how many capsules: fixed before it begins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from speciosa.knowledge import Knowledge
from speciosa.trial.levels import USUAL, share_of
from speciosa.trial.usual import UsualDay
from speciosa.values.errors import EntryError

_HUNDREDTHS = 100
_MORE_CAPSULES = 4


@dataclass(frozen=True, slots=True)
class TrialDesign:
    """A trial of dose levels in paired blocks.

    Parameters
    ----------
    starts : ISO date of the first local day.
    product : name of the powder, ``name#batch`` where the batch has a name: one homogenised batch.
    dose_hours_h : local hours of the day's doses, [dose].
    capsules : how many capsules each dose is, [dose]; the same at every level.
    capsule_g : powder in one capsule at the usual level, g. At another level: times its share.
    levels : arms from the highest amount to the lowest; none lies above ``usual``.
    period_d : days under one arm.
    blocks : sets of periods that hold each level once.
    margin_nrs : points by which less may be worse and still counts as "does as well"; fixed beforehand.
    outcome : the rated word that answers the question.
    step_most : largest step between neighbouring periods, as a share of the usual amount.
    most_equal_borders : how many borders between blocks may have the same level on both sides; None: any.

    Examples
    --------
    >>> design = TrialDesign("2026-03-02", "kratom leaf powder#2", (8.0, 14.0), (5, 5), 0.5)
    >>> design.periods, design.days, design.last_day, design.amount_g("-25%")
    (8, 80, '2026-05-20', 3.75)
    """

    starts: str
    product: str
    dose_hours_h: tuple[float, ...]
    capsules: tuple[int, ...]
    capsule_g: float
    levels: tuple[str, ...] = (USUAL, "-25%")
    period_d: int = 10
    blocks: int = 4
    margin_nrs: float = 1.0
    outcome: str = "pain"
    step_most: float = 0.25
    most_equal_borders: int | None = None

    @property
    def periods(self) -> int:
        return self.blocks * len(self.levels)

    @property
    def days(self) -> int:
        return self.periods * self.period_d

    @property
    def last_day(self) -> str:
        return (date.fromisoformat(self.starts) + timedelta(days=self.days - 1)).isoformat()

    @property
    def capsules_a_day(self) -> int:
        return sum(self.capsules)

    def amount_g(self, level: str) -> float:
        """Grams of powder a day at a level."""
        return self.capsules_a_day * self.capsule_amount_g(level)

    def capsule_amount_g(self, level: str) -> float:
        """Grams of powder in one capsule of a level, to the milligram."""
        return round(self.capsule_g * share_of(level), 3)

    def first_day_of(self, period: int) -> str:
        """ISO date of the first local day of a period, counted from 1; the one after the last is the trial's end."""
        return (date.fromisoformat(self.starts) + timedelta(days=(period - 1) * self.period_d)).isoformat()

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def of_json(cls, said: dict[str, Any]) -> TrialDesign:
        """The design that `to_json` wrote."""
        lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
        return cls(**{each.name: lists[each.name] for each in fields(cls)})

    @classmethod
    def of_usual(cls, usual: UsualDay, knowledge: Knowledge, *, starts: str, **chosen: Any) -> TrialDesign:
        """The design for a person's own usual day; what is not chosen is our own choice.

        Parameters
        ----------
        chosen : any of the fields; what is None is left to us.

        Raises
        ------
        EntryError : the trial is too short, too long, or needs more capsules than anybody will swallow.
        """
        capsules, capsule_g = in_capsules(usual.amt_g, knowledge.choice("trial_capsule_g"))
        said: dict[str, Any] = {key: value for key, value in chosen.items() if value is not None}
        first = cls(
            starts, usual.product, usual.hours_h, capsules, capsule_g,
            period_d=int(knowledge.choice("trial_period_d")), blocks=int(knowledge.choice("trial_blocks")),
            margin_nrs=knowledge.choice("trial_margin_nrs"), step_most=knowledge.choice("trial_step_most"),
        )  # fmt: skip
        design = replace(first, **said)
        _refuse_what_nobody_should_try(design, knowledge)
        return design


def in_capsules(amt_g: Sequence[float], most_g: float) -> tuple[tuple[int, ...], float]:
    """How many capsules each dose is, and how much powder is in one.

    One filling serves all doses, so that any capsule of a period is like any other. Of the fillings
    that divide one of the doses, the one is taken that loses least: count times filling is never
    above the dose.

    Parameters
    ----------
    amt_g : doses, g, each above 0.
    most_g : what a capsule holds, g.

    Examples
    --------
    >>> in_capsules([2.5, 2.5, 3.0], 0.5)
    ((5, 5, 6), 0.5)
    >>> in_capsules([2.3, 2.3], 0.5)
    ((5, 5), 0.46)
    """
    tried = []
    for dose_g in set(amt_g):
        fewest = math.ceil(dose_g / most_g - 1e-9)
        for count in range(fewest, fewest + _MORE_CAPSULES):
            filling_g = math.floor(dose_g / count * _HUNDREDTHS + 1e-6) / _HUNDREDTHS
            if filling_g > 0:
                counts = tuple(math.floor(each / filling_g + 1e-6) for each in amt_g)
                tried.append((-round(sum(counts) * filling_g, 6), sum(counts), counts, filling_g))
    if not tried:
        raise EntryError("a dose is too small to be put into a capsule", todo="weigh your doses to a tenth of a gram")
    return min(tried)[2:]


def _refuse_what_nobody_should_try(design: TrialDesign, knowledge: Knowledge) -> None:
    bounds = {
        "period_d": ("a period", "trial_period_d_least", "trial_period_d_most", "days"),
        "blocks": ("a trial", "trial_blocks_least", "trial_blocks_most", "pairs"),
    }
    for name, (what, least, most, unit) in bounds.items():
        low, high = knowledge.choice(least), knowledge.choice(most)
        if not low <= getattr(design, name) <= high:
            raise EntryError(f"{what} has {low:g} to {high:g} {unit}", todo="choose a number within")
    if not 0 < design.margin_nrs <= knowledge.choice("trial_margin_most_nrs"):
        raise EntryError("the margin has to be above 0 and small", todo="choose the least change that matters to you")
    if 0 in design.capsules:
        raise EntryError("one of your doses is too small beside the others", todo="weigh your doses for a week first")
    most_capsules = int(knowledge.choice("trial_capsules_a_day_most"))
    if design.capsules_a_day > most_capsules:
        raise EntryError(
            f"your usual day would be {design.capsules_a_day} capsules, more than the {most_capsules} up to which a "
            "blind trial can be done",
            todo="talk to a clinician about another way to try less",
        )
    if not design.outcome.strip():
        raise EntryError("the trial has no outcome", todo="name the score that answers your question, like pain")
