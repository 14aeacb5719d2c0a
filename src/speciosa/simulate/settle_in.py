"""How much longer until the record would probably settle it: more days as they are now, or more pairs of a trial.

What a record tells of a difference grows with its days. The answer then moves by as much as its spread shrinks:

    own SD:      1 / s(x)^2 = 1 / prior^2 + told (1 + x / days so far)
    later mean:  Normal(mean now, s(0)^2 - s(x)^2)

and the smallest x is looked for at which the rule of the verdict would be met with probability `settle_prob`. What was
never written down does not shrink with more of the same days, and stays.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from speciosa.effect import Arms, EffectPosterior, State, arms_of
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_LESS = "one_step_less"


def settled_in(effect: EffectPosterior, diary: Diary, knowledge: Knowledge, *, now_s: int) -> EffectPosterior:
    """The same answer, and how much more would probably settle it.

    Parameters
    ----------
    diary : as known now.
    now_s : the instant of asking, UTC seconds.

    Examples
    --------
    >>> from speciosa.effect import estimate_effect
    >>> from speciosa.exposure import expose
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Columns
    >>> knowledge, empty = load_knowledge(), Diary(Columns.of([]))
    >>> nothing = expose(empty, knowledge, seed=0)
    >>> asked = estimate_effect(empty, nothing, knowledge, outcome="pain", now_s=0, seed=0)
    >>> settled_in(asked, empty, knowledge, now_s=0).settle_in_d is None
    True
    """
    days, blocks = settle_in(effect, diary, knowledge, now_s=now_s)
    return replace(effect, settle_in_d=days, settle_in_blocks=blocks)


def settle_in(
    effect: EffectPosterior, diary: Diary, knowledge: Knowledge, *, now_s: int
) -> tuple[int | None, int | None]:
    """More days, and more pairs of a trial, after which a verdict is likely.

    None where it is settled already or can't be known.

    With too few days or scores for any number: the days until there would be enough for one.
    Not within a year, or no verdict on this outcome at all, is None as well.

    Parameters
    ----------
    diary : as known now.
    now_s : UTC seconds.
    """
    arms = arms_of(diary)
    if arms.sealed or effect.withheld:
        return None, None
    if effect.state is State.NOT_ENOUGH_DATA:
        return _days_missing(effect, diary, knowledge), None
    blocks = _blocks(effect, arms, knowledge) if len(arms) else None
    return (_days(effect, knowledge, now_s) if effect.state is State.NO_CLEAR_DIFFERENCE else None), blocks


def _days_missing(effect: EffectPosterior, diary: Diary, knowledge: Knowledge) -> int | None:
    """Until there are as many days and scores as any number needs; None where something else is missing."""
    days_least, least = knowledge.choice("effect_fewest_days"), knowledge.choice("effect_fewest_ratings")
    rows = diary.entries.of_kind(Kind.RATING)
    codes = [
        code for code in np.unique(rows.name.codes)
        if knowledge.outcome(rows.name.vocabulary[code]).word == effect.outcome
    ]  # fmt: skip
    day = rows.take(np.isin(rows.name.codes, codes)).day()
    if not len(day):
        return None
    days, scores = int(day[-1] - day[0]) + 1, len(day)
    missing = max(days_least - days, (least - scores) * days / scores)
    return None if missing <= 0 else math.ceil(min(missing, knowledge.choice("settle_longest_d")))


def _days(effect: EffectPosterior, knowledge: Knowledge, now_s: int) -> int | None:
    """Days until a look at which the state would probably be a verdict."""
    if effect.effect is None or effect.sensitivity is None or effect.course is None or not effect.primary:
        return None
    mean, sd, prior = abs(effect.effect.mean), effect.effect.sd, effect.sensitivity.prior_sd
    slack = min(_slack(effect, knowledge), 0.95 * sd)
    own = sd**2 - slack**2
    told = 1 / own - 1 / prior**2
    so_far = int(effect.course.day[-1] - effect.course.day[0]) + 1
    later = _looks_in(effect, knowledge, now_s)
    if told <= 0 or not len(later):
        return None
    own_later = 1 / (1 / own + told * later / so_far)
    total = np.sqrt(own_later + slack**2)
    sure, noticed = knowledge.choice("effect_state_prob"), knowledge.choice("effect_state_notice_prob")
    needed = np.maximum(ndtri(sure) * total, effect.notice + ndtri(noticed) * total)
    return _first(_beyond(mean, needed, own - own_later), later, knowledge)


def _blocks(effect: EffectPosterior, arms: Arms, knowledge: Knowledge) -> int | None:
    """Pairs until "less does as well", or "worse", would probably be said of a trial of levels."""
    found = next((each for each in effect.contrasts if each.name == _LESS), None)
    if found is None or found.difference is None or found.margin is None or not found.grade.randomised:
        return None
    sure = ndtri(knowledge.choice("trial_not_worse_prob"))
    sign = (
        -1.0 if effect.better == "lower" else 1.0
    )  # usual minus less: below zero, where lower is better, less is worse
    beyond = sign * found.difference.mean - found.margin
    own = found.difference.sd**2
    if abs(beyond) >= sure * math.sqrt(own):
        return None
    period_d = float((arms.end_s - arms.start_s).mean()) / DAY_S
    later = np.arange(1, int(knowledge.choice("settle_longest_d") // (2 * period_d)) + 1, dtype=np.float64)
    own_later = own / (1 + 2 * later / len(arms))
    return _first(_beyond(abs(beyond), sure * np.sqrt(own_later), own - own_later), later, knowledge)


def _beyond(mean: float, needed: Array, moves: Array) -> Array:
    """Chance that a mean that may still move lies further out than needed, on either side."""
    spread = np.sqrt(np.maximum(moves, 1e-12))
    chance: Array = ndtr((mean - needed) / spread) + ndtr((-mean - needed) / spread)
    return chance


def _first(chance: Array, later: Array, knowledge: Knowledge) -> int | None:
    enough = np.flatnonzero(chance >= knowledge.choice("settle_prob"))
    return math.ceil(later[enough[0]]) if len(enough) else None


def _looks_in(effect: EffectPosterior, knowledge: Knowledge, now_s: int) -> Array:
    """Days until each of the looks of the coming year: between them the state does not change."""
    if effect.looks.next_s is None:
        return np.empty(0)
    first = max((effect.looks.next_s - now_s) / DAY_S, 0.0)
    return np.arange(first, knowledge.choice("settle_longest_d") + 1e-9, knowledge.choice("effect_look_every_d"))


def _slack(effect: EffectPosterior, knowledge: Knowledge) -> float:
    """SD of the effect's error from what was not recorded: it does not shrink with more of the same days."""
    if effect.evidence_grade.randomised or effect.effect is None or effect.sensitivity is None:
        return 0.0
    share = effect.diagnostics.rated_before_share
    unrated = 0.0 if share is None else 1.0 - share
    rho_sd = knowledge.choice("effect_unrecorded_sd") + unrated * knowledge.choice("effect_unrecorded_sd_unrated")
    tipping = effect.sensitivity.tipping_point_rho
    return rho_sd * abs(effect.effect.mean) / (1.0 if tipping is None else max(tipping, 1e-6))
