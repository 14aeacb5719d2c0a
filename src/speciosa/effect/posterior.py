"""The answer to "does it help me": what the record says about one outcome, and what it cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed


class State(StrEnum):
    """What may be said of the effect."""

    HELPS = "probably_helps"
    WORSE = "probably_worse"
    NO_CLEAR_DIFFERENCE = "no_clear_difference"
    NOT_ENOUGH_DATA = "not_enough_data"


class Grade(StrEnum):
    """What kind of evidence a number is. Never mixed, never worded alike."""

    ASSOCIATION_ONLY = "association_only"
    OBSERVATIONAL = "observational"
    RANDOMISED_OPEN = "randomised_open"
    RANDOMISED_MASKED = "randomised_masked"

    @property
    def randomised(self) -> bool:
        return self in (Grade.RANDOMISED_OPEN, Grade.RANDOMISED_MASKED)


class Middle(NamedTuple):
    """A median with a central 95 % interval."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """One question that a person deciding today may ask.

    Parameters
    ----------
    name : ``settled``, ``stopping_days_1_14``, ``stopping_days_15_60``, ``one_step_less`` or ``acute_now``.
    says : what is subtracted from what, in one sentence.
    grade : of this contrast alone.
    difference : draws in the outcome's unit; None where the record cannot answer.
    why_null : the reason then; else empty.
    prob_not_worse : of `one_step_less`: probability that less is worse by less than the margin.
    margin : that margin, in the outcome's unit.
    """

    name: str
    says: str
    grade: Grade
    difference: Draws | None
    why_null: str = ""
    prob_not_worse: float | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How fast the effect wears off, days, and which share of it is lost in settled use."""

    half_time_d: Middle
    share_lost: Middle


@dataclass(frozen=True, slots=True)
class Rebound:
    """How far above the level without it the outcome goes after stopping, and for how many days."""

    peak: Middle
    days: Middle


@dataclass(frozen=True, slots=True, eq=False)
class DoseResponse:
    """The effect of the usual pattern with every dose made smaller in proportion.

    Parameters
    ----------
    dose : [level], ascending, up to the usual dose: the middle dose of the pattern at that level.
    unit : of `dose`: ``g``, or the activity's own; empty for a strategy, which has no dose.
    mean, low, high : [level], the effect and its 95 % interval, the outcome's unit.
    tried_low, tried_high : the range of single doses taken.
    share : [level], of every dose of the usual pattern.
    recorded : [level, draw], the effect before anything is allowed for, points.
    """

    dose: NDArray[np.float64]
    unit: str
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    tried_low: float
    tried_high: float
    share: tuple[float, ...] = ()
    recorded: tuple[NDArray[np.float64], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LevelEffect:
    """The effect with every dose of the usual pattern made smaller to `relative_dose` of it, and its own prior.

    `location`, `scale`, `df`: of a Student's t, or with `df` None of a normal; the outcome's unit.
    """

    relative_dose: float
    grade: Grade
    difference: Draws
    location: float
    scale: float
    df: float | None


@dataclass(frozen=True, slots=True, eq=False)
class ForPooling:
    """What pooling people needs: numbers whose prior is known, and allowed for within it.

    Parameters
    ----------
    effect : as `EffectPosterior.effect`, but the allowance widens what the record says and not the answer:
        posterior ~ prior x wider likelihood. The same draws where chance decided.
    allowance : SD of what was not recorded, the outcome's unit; 0 where chance decided.
    levels : by relative dose, ascending, as far as the record identifies them.
    """

    effect: Draws
    allowance: float
    levels: tuple[LevelEffect, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the answer moves under other assumptions.

    Parameters
    ----------
    sceptical, optimistic : mean effect under the other two priors.
    state_changes : whether one of them would change the state.
    tipping_point_rho : correlation of what was not recorded with the exposure at which the effect's
        mean would be zero; None where no correlation below one does it.
    prior_mean, prior_sd : of the effect, default prior, the outcome's unit.
    moved : how far the posterior moved: 1 - posterior SD / prior SD.
    """

    sceptical: float
    optimistic: float
    state_changes: bool
    tipping_point_rho: float | None
    prior_mean: float
    prior_sd: float
    moved: float


@dataclass(frozen=True, slots=True)
class Looks:
    """When the state was last decided, and when it will be again, UTC seconds; None before the first look.

    `state` is decided from what was known at `last_s`; numbers use everything up to now.
    """

    last_s: int | None
    next_s: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the posterior was computed.

    `method`: ``importance``, ``smc`` or ``nuts``. `tried`: the steps that led there. `likelihood`:
    ``normal``, ``heavy_tailed`` or ``censored``. `rated_before_share`: of the doses that count, those with a
    rating in the minutes before.
    """

    method: str
    k_hat: float
    ess: float
    n_ratings: int
    n_doses: int
    evaluations: int = 0
    tried: tuple[str, ...] = ()
    likelihood: str = "normal"
    rated_before_share: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What it did day by day: the outcome's difference to a day without any, [day] each.

    `day`: local days since 1970. `low`, `median`, `high`: central 90 % over the draws, NaN on days without.
    `recorded`: mean rating of that day, NaN where there is none.
    """

    day: NDArray[np.int64]
    recorded: NDArray[np.float64]
    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EffectPosterior:
    """What the record says about one outcome.

    Parameters
    ----------
    outcome, label : the rated word, and what the page calls it.
    of : what it is the effect of: ``kratom``, another substance, an activity or a strategy.
    unit, better : of the outcome; ``lower`` or ``higher``.
    primary : whether this is the one outcome that was chosen beforehand: only that one carries a verdict.
    state, reasons : what may be said, and why no more: plain sentences.
    evidence_grade : of `effect`.
    effect : draws of the mean outcome over `horizon_d` days on the usual pattern minus on none, both
        started washed out; None where no number is earned. Draws of an observational answer already
        allow for what was not recorded.
    notice, much : differences that people notice, and call much, in the outcome's unit.
    contrasts : the five questions of a person deciding today, always all five for kratom.
    settle_in_d : days of record after which a verdict would be likely; None where unknown. Filled in by `simulate`.
    not_assessed : what was not looked at, and why.
    withheld : the question was not asked: by age, or because this copy does not answer it.
    """

    outcome: str
    label: str
    of: str
    unit: str
    better: str
    primary: bool
    state: State
    reasons: tuple[str, ...]
    evidence_grade: Grade
    horizon_d: int
    notice: float
    much: float
    diagnostics: Diagnostics
    effect: Draws | None = None
    contrasts: tuple[Contrast, ...] = ()
    tolerance: Tolerance | None = None
    rebound: Rebound | None = None
    dose_response: DoseResponse | None = None
    sensitivity: Sensitivity | None = None
    course: Course | None = None
    for_pooling: ForPooling | None = None
    looks: Looks = Looks(None, None, 0)
    settle_in_d: int | None = None
    settle_in_blocks: int | None = None
    not_assessed: tuple[NotAssessed, ...] = ()
    sources: tuple[str, ...] = ()
    withheld: bool = False

    @property
    def contrasts_asked(self) -> bool:
        """Whether the five contrasts are asked: of kratom they are, of an activity or a strategy they are not."""
        return self.of == "kratom"

    def prob_relief(self, points: float) -> float | None:
        """Probability that the outcome is better by at least so many points; None without a number.

        Parameters
        ----------
        points : 0 or more, in the outcome's unit.
        """
        if self.effect is None:
            return None
        relief = -self.effect.values if self.better == "lower" else self.effect.values
        return float((relief >= points).mean())
