"""Does it help: one answer as the page and the terminal show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import Contrast, EffectPosterior
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.difference import Difference, difference_of
from speciosa.report.dose_harms import DoseHarms, dose_harms
from speciosa.report.effect_gaps import answered, effect_gaps, null_reasons
from speciosa.report.effect_json import effect_json
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

__all__ = ["DOTS", "Effect", "effect_json", "effect_of"]

DOTS = 50
"""So many equally likely answers are drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What the page says of one outcome.

    Parameters
    ----------
    posterior : the answer itself.
    difference : its middle and range; None where there is no answer. `dots`: [50], ascending.
    contrasts : what a person deciding today asks, and the record can answer. `unanswered`: what it can't, by
        the reason why.
    harms : what was written down after doses, by their size; None where no dose can be counted.
    as_well : a trial says that one step less does about as well.
    after_only : most doses have no score just before them.
    wears_off : True: it does less than it did. False: it does not, or hardly. None: cannot be said.
    noticeable : a difference that people notice is not unlikely, in the likelier direction.
    withheld : the question may not be asked here: nothing of it is shown.
    gaps : what was not looked at; `not_known`: why another number is missing.
    document : the same for scripts, without timings.
    ended_day : local day of the last entry where the record ended long ago; None: it goes on.
    """

    posterior: EffectPosterior
    difference: Difference | None
    dots: NDArray[np.float64] | None
    contrasts: tuple[Contrast, ...]
    unanswered: tuple[tuple[str, tuple[Contrast, ...]], ...]
    harms: DoseHarms | None
    as_well: bool
    after_only: bool
    wears_off: bool | None
    noticeable: bool
    withheld: bool
    gaps: tuple[NotAssessed, ...]
    not_known: tuple[NotAssessed, ...]
    document: Mapping[str, object]
    ended_day: int | None = None

    @property
    def is_kratom(self) -> bool:
        """Whether it is about kratom."""
        return self.posterior.of == "kratom"

    @property
    def lower(self) -> int:
        """How many of the dots are lower."""
        return 0 if self.dots is None else int((self.dots < 0).sum())

    @property
    def small(self) -> bool:
        """Whether the whole interval is smaller than a difference that people notice."""
        found = self.difference
        return found is not None and max(-found.low, found.high) < self.posterior.notice


def effect_of(posterior: EffectPosterior, diary: Diary, knowledge: Knowledge) -> Effect:
    """What to show of an answer.

    Parameters
    ----------
    diary : as known at the instant of asking; what was written down after doses is counted in it.
    """
    has = answered(posterior)
    effect = posterior.effect if has else None
    share, wears = posterior.diagnostics.rated_before_share, knowledge.choice("effect_wears_off_share")
    lost = posterior.tolerance.share_lost if has and posterior.tolerance else None
    step_less = next((each for each in posterior.contrasts if each.name == "one_step_less"), None)
    response = posterior.dose_response if has else None
    harms = None
    if response is not None and response.unit and len(response.dose):
        harms = dose_harms(diary, knowledge, of=posterior.of, usual=float(response.dose[-1]), unit=response.unit)
    return Effect(
        posterior=posterior,
        difference=difference_of(effect, notice=posterior.notice) if effect else None,
        dots=effect.dots(DOTS) if effect else None,
        contrasts=tuple(each for each in posterior.contrasts if each.difference is not None),
        unanswered=_by_reason(tuple(each for each in posterior.contrasts if each.difference is None)),
        harms=harms,
        as_well=_as_well(step_less, knowledge),
        after_only=share is not None and share < knowledge.choice("effect_before_share_low"),
        wears_off=None if lost is None else True if lost.low >= wears else False if lost.high < 2 * wears else None,
        noticeable=effect is not None
        and _noticed(effect, posterior.notice) >= knowledge.choice("effect_noticed_chance_small"),
        withheld=posterior.withheld,
        gaps=effect_gaps(posterior),
        not_known=null_reasons(posterior),
        document=effect_json(posterior),
    )


def _by_reason(contrasts: tuple[Contrast, ...]) -> tuple[tuple[str, tuple[Contrast, ...]], ...]:
    """Each reason once, with all that it leaves unanswered."""
    found: dict[str, tuple[Contrast, ...]] = {}
    for each in contrasts:
        found[each.why_null] = (*found.get(each.why_null, ()), each)
    return tuple(found.items())


def _noticed(effect: Draws, notice: float) -> float:
    """Probability of a difference of at least `notice` in the likelier direction."""
    toward = effect.values if effect.mean > 0 else -effect.values
    return float((toward >= notice).mean())


def _as_well(contrast: Contrast | None, knowledge: Knowledge) -> bool:
    """Only a trial of it may say so."""
    if contrast is None or not contrast.grade.randomised or contrast.prob_not_worse is None:
        return False
    return contrast.prob_not_worse >= knowledge.choice("trial_not_worse_prob")
