"""What a trial of one's own could find out: does less do as well?

The answer is read from what chance decides, the assigned levels, and from nothing else: the difference between the
levels' periods, with what is left over from the period before, against the scores' own ups and downs. Given those, it
is normal, and its variance depends on the days alone and not on what will be scored. So no record has to be made up:

    estimate ~ Normal(d I / (I + 1/p^2), s^2 I / (I + 1/p^2)^2),   posterior SD = s / sqrt(I + 1/p^2)

with d the true difference, p its prior SD and I what the days tell of it, both in SDs of a score's scatter s. Averaged
over orders of levels, bodies and ways of wandering that are equally likely for this person.

The rule, fixed beforehand: "does as well" where P(worse by less than the margin) reaches `trial_not_worse_prob`;
"worse" where P(worse by more than it) does; else no clear answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from speciosa.effect import EffectPosterior, Grade, score_noise
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.simulate.planned_days import Habits, TrialShape, trial_shapes
from speciosa.simulate.score_habits import Scored, habits_and_noise
from speciosa.trial import Eligibility, UsualDay, trial_rows, usual_amounts
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed

Array = NDArray[np.float64]
_DRAWS = 64
_BELIEVED = 500
_STREAM = 6  # of the seed: other rooms draw from others


@dataclass(frozen=True, slots=True)
class DesignPower:
    """How likely a clear answer is, for one length.

    Parameters
    ----------
    shape : levels, days of a period, pairs.
    error : SD of the difference that the days would leave, points; its median.
    clear_if_as_good : chance of "does as well" where less makes no difference at all.
    clear_if_worse : chance of "worse" where less is worse by twice the margin.
    false_as_good : chance of "does as well" where less is worse by exactly the margin: a wrong answer.
    assurance : chance of either answer, averaged over what is believed of the difference.
    """

    shape: TrialShape
    error: float
    clear_if_as_good: float
    clear_if_worse: float
    false_as_good: float
    assurance: float

    def to_json(self) -> dict[str, object]:
        return {
            "levels": self.shape.levels, "period_days": self.shape.period_d, "blocks": self.shape.blocks,
            "days": self.shape.days, "error": self.error, "chance_clear_if_as_good": self.clear_if_as_good,
            "chance_clear_if_worse": self.clear_if_worse, "false_as_good": self.false_as_good,
            "assurance": self.assurance,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrialPower:
    """What trials of several lengths could find out.

    Parameters
    ----------
    question : that the levels randomise, in words.
    outcome : the rated word.
    margin : points by which less may be worse and still does as well.
    designs : by days of a period, then by blocks; none where nothing can be said.
    not_assessed : what was not looked at, and why.
    """

    question: str
    outcome: str
    margin: float
    designs: tuple[DesignPower, ...]
    not_assessed: tuple[NotAssessed, ...]

    @classmethod
    def of(
        cls, diary: Diary, curve: ExposureCurve | NotAssessed, effect: EffectPosterior, knowledge: Knowledge, *,
        levels: Sequence[str], period_d: Sequence[int], blocks: Sequence[int], margin: float, now_s: int, seed: int,
    ) -> TrialPower:  # fmt: skip
        """The chance of a clear answer, for each design.

        Parameters
        ----------
        diary : as known now.
        curve : the person's exposure, with its ledger.
        effect : what their record says of the effect on the outcome that the trial is about.
        levels, period_d, blocks : of `trial_shapes`: two levels, days of a period, pairs of periods.
        margin : above 0, points of a scale from 0 to 10.
        seed : of the draws.

        Raises
        ------
        EntryError : levels, lengths or margin are none of a trial.

        Valid when: the scores of the trial come as often and wander as the ones before, and capsules are taken as
        assigned.

        Examples
        --------
        >>> from speciosa.effect import estimate_effect
        >>> from speciosa.knowledge import load_knowledge
        >>> from speciosa.record import Columns
        >>> gap, empty, knowledge = NotAssessed("exposure", "No doses."), Diary(Columns.of([])), load_knowledge()
        >>> effect = estimate_effect(empty, gap, knowledge, outcome="pain", now_s=0, seed=0)
        >>> said = {"levels": ("usual", "-25%"), "period_d": (10,), "blocks": (4,), "margin": 1.0}
        >>> TrialPower.of(empty, gap, effect, knowledge, **said, now_s=0, seed=0).designs
        ()
        """
        if not 0 < margin <= knowledge.choice("trial_margin_most_nrs"):
            raise EntryError(
                "the margin has to be above 0 and small", todo="choose the least change that matters to you"
            )
        shapes = trial_shapes(levels, period_d, blocks, knowledge)
        question = question_of(shapes[0])
        offset_min = trial_rows.Place.of(diary).offset_at(now_s)
        usual = usual_amounts(diary, knowledge, now_s=now_s, offset_min=offset_min)
        gap = _not_for(diary, usual, curve, knowledge, now_s)
        if gap or isinstance(usual, NotAssessed) or isinstance(curve, NotAssessed):
            return cls(question, effect.outcome, margin, (), gap)
        scored = habits_and_noise(
            diary, curve, usual, knowledge, outcome=effect.outcome, now_s=now_s,
            rng=np.random.default_rng([seed, _STREAM, 0]), count=_DRAWS,
        )  # fmt: skip
        believed, unsure = _believed(effect, shapes[0], knowledge, np.random.default_rng([seed, _STREAM, 1]))
        designs = tuple(
            design_power(
                each, scored, believed, knowledge, margin=margin, rng=np.random.default_rng([seed, _STREAM, 2])
            )
            for each in shapes
        )  # one stream for all: lengths are compared on the same people
        return cls(question, effect.outcome, margin, designs, (*scored.gaps, *unsure))

    def to_json(self) -> dict[str, object]:
        return {
            "question": self.question, "outcome": self.outcome, "margin": self.margin, "designs": self.designs,
            "not_assessed": self.not_assessed,
        }  # fmt: skip


def question_of(shape: TrialShape) -> str:
    """The question that these levels randomise."""
    names = {"usual": "your usual amount", "-25%": "a quarter less", "-50%": "half of it", "none": "none at all"}
    high, low = (names.get(each, each.removeprefix("-") + " less") for each in shape.levels)
    return f"Does {low} do as well as {high}?"


def design_power(
    shape: TrialShape, scored: Scored, believed: Array, knowledge: Knowledge, *, margin: float, rng: np.random.Generator
) -> DesignPower:
    """The chances of one design.

    Parameters
    ----------
    scored : when scores are given and how they wander.
    believed : [draw], points by which less may be worse.
    margin : points.
    """
    told, prior = information_of(shape, scored.habits, scored.noise, knowledge, rng)
    sd = scored.noise.sd
    precision = told + prior
    reach = ndtri(knowledge.choice("trial_not_worse_prob")) * sd / np.sqrt(precision)

    def below(bound: Array, worse: Array) -> Array:
        """P(estimate < bound) where less is truly worse by so much, [worse]; averaged over the draws."""
        middle = worse[:, None] * told / precision
        chance: Array = ndtr((bound - middle) / (sd * np.sqrt(told) / precision)).mean(axis=1)
        return chance

    cases = np.array([0.0, margin, 2 * margin])
    as_good, worse = below(margin - reach, cases), 1 - below(margin + reach, cases)
    either = below(margin - reach, believed) + 1 - below(margin + reach, believed)
    return DesignPower(
        shape, float(np.median(sd / np.sqrt(precision))), float(as_good[0]), float(worse[2]), float(as_good[1]),
        float(either.mean()),
    )  # fmt: skip


def information_of(
    shape: TrialShape, habits: Habits, noise: score_noise.ScoreNoise, knowledge: Knowledge, rng: np.random.Generator
) -> tuple[Array, float]:
    """What the days of a design tell of the difference, I [draw], and what was believed of it, 1/p^2.

    I is the difference's part of X' Omega^-1 X that level, trend, day and week leave.

    Parameters
    ----------
    noise : the draws.
    """
    gone = habits.less(shape, shape.orders(rng, len(noise)))
    days = gone.shape[1]
    time_h = (24.0 * np.arange(days)[:, None] + habits.hour_h).ravel()
    kept = rng.random(len(time_h)) < habits.kept_share
    kept[[0, -1]] = True
    time_h = time_h[kept]
    kinds, calendar = score_noise.calendar_columns(time_h, np.tile(habits.hour_h, days)[kept])
    own = gone.reshape(len(noise), -1)[:, kept, None]
    columns = np.concatenate([own, np.broadcast_to(calendar, (len(noise), *calendar.shape))], axis=2)
    gram, _ = score_noise.products(columns, np.diff(time_h, prepend=time_h[:1]), noise.tau_h, noise.rho)
    sds = score_noise.column_sds(("effect", *kinds), knowledge)
    inverse = np.linalg.inv(gram + np.diag(1.0 / sds**2))
    prior = float(1.0 / sds[0] ** 2)
    told: Array = 1.0 / np.asarray(inverse[:, 0, 0], dtype=np.float64) - prior
    return told, prior


def _not_for(
    diary: Diary, usual: UsualDay | NotAssessed, curve: ExposureCurve | NotAssessed, knowledge: Knowledge, now_s: int
) -> tuple[NotAssessed, ...]:
    """Why nothing can be planned for this person; empty where it can."""
    offered = Eligibility.of(
        diary, knowledge, usual, now_s=now_s, answers={}, levels=("usual", "-25%"), clinician_agreed=True
    )
    young = [each.why for each in offered.refused if each.code == "under_18"]
    missing = [each.why for each in (usual, curve) if isinstance(each, NotAssessed)]
    return tuple(NotAssessed("trial_power", why) for why in (young or missing)[:1])


def _believed(
    effect: EffectPosterior, shape: TrialShape, knowledge: Knowledge, rng: np.random.Generator
) -> tuple[Array, tuple[NotAssessed, ...]]:
    """By how much less may be worse, points [draw]: the effect itself times what is taken away of the dose.

    A response that levels off loses less than that with a step down, so it is a cautious belief.
    """
    lost = shape.high - shape.low
    if effect.effect is not None and effect.evidence_grade is not Grade.ASSOCIATION_ONLY:
        per_point = effect.notice / knowledge.choice("effect_notice")  # back to a scale from 0 to 10
        values = effect.effect.values[:: max(1, len(effect.effect.values) // _BELIEVED)] / per_point
        return (-values if effect.better == "lower" else values) * lost, ()
    why = (
        "Your record does not yet say how much it does for you, so the chance over all that may be true is that of "
        "anybody."
    )
    values = rng.normal(0.0, knowledge.choice("effect_effect_sd"), _BELIEVED)
    return values * lost, (NotAssessed("trial_own_effect", why),)
