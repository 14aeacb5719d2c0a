"""What many people's trials could find out together: does less do as well, on average?

Each person's trial leaves an error of their own, with the variance that `simulate.power` reads from the days alone.
What they send is pooled as `effect.pooling` does it, here with bell curves, for which the second stage is exact but
for one number:

    y_i ~ N(mu, tau^2 + v_i)   mu ~ N(0, 1.5^2)   tau ~ half-N(1)   mu | tau is normal, tau on a grid

The rule, fixed beforehand, is a trial's own: "does as well" where P(mu < margin) reaches `trial_not_worse_prob`,
"worse" where P(mu > margin) does; else no clear answer. Studies are made up, and chances counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from speciosa.effect.pooling import PopulationPrior
from speciosa.exposure import ExposureCurve, expose
from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.simulate import Calendar, Design, simulate_person
from speciosa.simulate.planned_days import TrialShape
from speciosa.simulate.power import information_of
from speciosa.simulate.score_habits import Scored, habits_and_noise
from speciosa.trial import usual_amounts
from speciosa.values.errors import EntryError, FitError
from speciosa.values.gaps import NotAssessed

Array = NDArray[np.float64]
LEVELS, _HIGH, _LOW = ("usual", "-25%"), 1.0, 0.75
_PEOPLE_DRAWN = 256
"""Bodies, orders and ways in which scores wander, of which everybody in a made-up study has one."""
_GRID = 48
_STREAM = 10  # of the seed: other rooms draw from others
_STARTS, _RECORD_D = "2025-01-20", 28


@dataclass(frozen=True, slots=True)
class PlannedStudy:
    """So many people, each in a trial of so many blocks (pairs of periods) of `period_d` days a period."""

    people: int
    period_d: int
    blocks: int

    @property
    def days(self) -> int:
        return 2 * self.blocks * self.period_d


@dataclass(frozen=True, slots=True)
class StudyPower:
    """How likely a clear answer is.

    Parameters
    ----------
    design : of the study.
    person_error : SD of the difference that one person's days leave, points; the middle person's.
    clear_if_as_good : chance of "does as well" where less makes no difference on average.
    clear_if_worse : chance of "worse" where less is worse by twice the margin.
    false_as_good : chance of "does as well" where less is worse by just the margin: a wrong answer.
    error : Monte Carlo standard error of the chances, the largest of the three.
    """

    design: PlannedStudy
    person_error: float
    clear_if_as_good: float
    clear_if_worse: float
    false_as_good: float
    error: float

    def to_json(self) -> dict[str, object]:
        return {
            "people": self.design.people, "days": self.design.days, "period_days": self.design.period_d,
            "blocks": self.design.blocks, "person_error": self.person_error,
            "chance_clear_if_as_good": self.clear_if_as_good, "chance_clear_if_worse": self.clear_if_worse,
            "false_as_good": self.false_as_good, "monte_carlo_error": self.error,
        }  # fmt: skip


def study_designs(
    people: Sequence[int], days: Sequence[int], blocks: Sequence[int]
) -> tuple[tuple[PlannedStudy, ...], tuple[tuple[int, int], ...]]:
    """Every number of people with every length and number of blocks that fit; and the (days, blocks) that do not.

    Parameters
    ----------
    people : 2 to 10,000. days : of a whole trial, 4 to 1,000. blocks : pairs of periods, 2 to 50.

    Raises
    ------
    EntryError : a number is out of its range.

    Examples
    --------
    >>> found, unfit = study_designs([20], [60, 120], [6, 50])
    >>> [(each.days, each.period_d) for each in found], unfit
    ([(60, 5), (120, 10)], ((60, 50), (120, 50)))
    """
    for what, asked, least, most in (
        ("a study has {} to {} people", people, 2, 10_000), ("a trial has {} to {} days", days, 4, 1_000),
        ("a trial has {} to {} blocks", blocks, 2, 50),
    ):  # fmt: skip
        if not asked or not all(least <= each <= most for each in asked):
            raise EntryError(what.format(least, f"{most:,}"), todo="choose numbers within")
    pairs = [(length, count) for length in sorted(set(days)) for count in sorted(set(blocks))]
    fits = [(length, count) for length, count in pairs if length % (2 * count) == 0]
    found = tuple(
        PlannedStudy(many, length // (2 * count), count) for many in sorted(set(people)) for length, count in fits
    )
    return found, tuple(each for each in pairs if each not in fits)


def study_power(
    designs: Sequence[PlannedStudy], knowledge: Knowledge, *, margin: float, between: float, seed: int, studies: int,
    show: Callable[[int], None] = lambda _: None,
) -> tuple[StudyPower, ...]:  # fmt: skip
    """The chances of each design.

    Parameters
    ----------
    margin : points by which less may be worse, on average, and still does as well; above 0.
    between : SD of the true difference between people, points, 0 or more.
    studies : made up for each case.
    show : told how many designs are done.

    Raises
    ------
    EntryError : margin or spread is out of its range.

    Valid when: everybody sends a packet, gives a score before each dose and one at bedtime, and takes the capsules as
    assigned; scores wander as is believed of anybody.
    """
    most = knowledge.choice("trial_margin_most_nrs")
    if not (0 < margin <= most and 0 <= between <= most):
        what = f"difference and spread are points of a scale from 0 to 10: above 0, at most {most:g}"
        raise EntryError(what, where="--difference, --between", todo="choose the least change that matters")
    scored = anybody_s_scores(knowledge, seed=seed)
    rng = np.random.default_rng([seed, _STREAM, 1])
    errors: dict[tuple[int, int], Array] = {}
    found = []
    for at, each in enumerate(designs, start=1):
        key = each.period_d, each.blocks
        if key not in errors:
            errors[key] = person_variance(each, scored, knowledge, rng)
        found.append(_power_of(each, errors[key], knowledge, margin, between, rng, studies))
        show(at)
    return tuple(found)


def anybody_s_scores(knowledge: Knowledge, *, seed: int) -> Scored:
    """When somebody who takes the usual amounts of the simulation would score, and how anybody's scores wander."""
    made = simulate_person(Design.usual(knowledge, Calendar(_STARTS, _RECORD_D, "UTC")), knowledge, seed=seed).diary
    history = made.history
    doses = type(made)(history.of_kind(Kind.DOSE), made.person, made.products)
    now_s = int(doses.entries.time_s[-1])
    curve = expose(doses, knowledge, seed=seed, now_s=now_s, grid_s=24 * 3600)
    usual = usual_amounts(doses, knowledge, now_s=now_s, offset_min=0)
    if not isinstance(curve, ExposureCurve) or isinstance(usual, NotAssessed):
        raise FitError("the example person has no usual day", todo="please report it")
    rng = np.random.default_rng([seed, _STREAM, 0])
    return habits_and_noise(
        doses, curve, usual, knowledge, outcome="pain", now_s=now_s, rng=rng, count=_PEOPLE_DRAWN
    )  # fmt: skip


def person_variance(design: PlannedStudy, scored: Scored, knowledge: Knowledge, rng: np.random.Generator) -> Array:
    """Variance of one person's difference between the levels, what was assumed of it taken out, points^2, [draw]."""
    shape = TrialShape(LEVELS, _HIGH, _LOW, design.period_d, design.blocks)
    told, _ = information_of(shape, scored.habits, scored.noise, knowledge, rng)
    variance: Array = scored.noise.sd**2 / np.maximum(told, 1e-9)
    return variance


def chance_below(y: Array, variance: Array, bound: float, prior: PopulationPrior) -> Array:
    """P(mu < bound) once people's differences are pooled, [study].

    Parameters
    ----------
    y, variance : [study, person].
    bound : points.
    """
    spread = prior.between_scale * np.geomspace(0.01, 4.0, _GRID)
    log_weight = np.log(spread) - 0.5 * (spread / prior.between_scale) ** 2  # steps are even on the log scale
    total, below = np.empty((len(y), _GRID)), np.empty((len(y), _GRID))
    for at, tau in enumerate(spread):
        share = 1.0 / (variance + tau**2)
        precision = share.sum(axis=1) + 1.0 / prior.mean_sd**2
        mean = (share * y).sum(axis=1) / precision
        square = (share * y**2).sum(axis=1) - precision * mean**2
        total[:, at] = log_weight[at] + 0.5 * (np.log(share).sum(axis=1) - np.log(precision) - square)
        below[:, at] = ndtr((bound - mean) * np.sqrt(precision))
    weight = np.exp(total - total.max(axis=1, keepdims=True))
    chance: Array = (weight * below).sum(axis=1) / weight.sum(axis=1)
    return chance


def _power_of(
    design: PlannedStudy, variance: Array, knowledge: Knowledge, margin: float, between: float,
    rng: np.random.Generator, studies: int,
) -> StudyPower:  # fmt: skip
    """Count clear answers of made-up studies; the three truths share their chances."""
    prior, sure = PopulationPrior.of(knowledge), knowledge.choice("trial_not_worse_prob")
    own = variance[rng.integers(len(variance), size=(studies, design.people))]
    apart = rng.normal(0.0, 1.0, own.shape) * np.sqrt(own + between**2)
    as_good, at_margin, worse = (
        chance_below(apart + truth, own, margin, prior) for truth in (0.0, margin, 2 * margin)
    )  # fmt: skip
    clear, clear_worse, wrong = (
        float(each.mean()) for each in (as_good >= sure, worse <= 1 - sure, at_margin >= sure)
    )  # fmt: skip
    error = max(math.sqrt(max(each * (1 - each), 1 / studies) / studies) for each in (clear, clear_worse, wrong))
    return StudyPower(design, float(np.sqrt(np.median(variance))), clear, clear_worse, wrong, error)
