"""The check that needs no model: would another order of the same arms have looked like this, too?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.trial.design import TrialDesign
from speciosa.trial.levels import share_of
from speciosa.trial.sequences import Sequences
from speciosa.values.gaps import NotAssessed

_MOST_EXACT = 20_000
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class PermutationTest:
    """What re-drawing the order says.

    Parameters
    ----------
    difference : mean of the lowest level's periods minus mean of the highest level's, in the outcome's unit.
    p : share of orders that look at least as far out as the one that was drawn.
    sequences : orders that were looked at.
    exact : all of them, not a sample.
    """

    difference: float
    p: float
    sequences: int
    exact: bool


def permutation_p(
    means: NDArray[np.float64],
    arms: tuple[str, ...],
    design: TrialDesign,
    *,
    margin: float | None = None,
    better: str = "lower",
    rng: np.random.Generator | None = None,
    draws: int = 9_999,
) -> PermutationTest | NotAssessed:
    """Permutation test over all admissible sequences of the design.

    p = share of sequences whose |difference| is at least the observed one. With a margin: share whose
    difference is at most as bad as the observed one, after the margin was taken off the lowest level's periods
    (is less not worse by the margin?).

    Parameters
    ----------
    means : mean outcome of each period, [period]; NaN where nothing was recorded.
    arms : the arm that each period had, [period].
    margin : points, above 0; None asks whether there is any difference.
    better : ``lower`` or ``higher``, which end of the outcome is the good one.
    rng, draws : used only where there are too many sequences to look at all.

    Returns
    -------
    the test; not assessed where some order would leave a level without any score.

    Valid when: the order was drawn from these sequences, whatever the trend or the correlation of the outcome.
    What one period leaves in the next is not taken off: it makes levels look more alike than they are.

    Examples
    --------
    >>> design = TrialDesign("2026-03-02", "leaf", (8.0,), (5,), 0.5, blocks=4)
    >>> worse_on_less = np.array([5.0, 7.0, 7.0, 5.0, 5.0, 7.0, 7.0, 5.0])
    >>> arms = ("usual", "-25%", "-25%", "usual", "usual", "-25%", "-25%", "usual")
    >>> permutation_p(worse_on_less, arms, design)
    PermutationTest(difference=2.0, p=0.125, sequences=16, exact=True)
    """
    ranked = sorted(range(len(design.levels)), key=lambda at: share_of(design.levels[at]))
    low, high = ranked[0], ranked[-1]
    taken = np.array([design.levels.index(arm) for arm in arms], dtype=np.int8)
    sequences = Sequences(design)
    exact = len(sequences) <= _MOST_EXACT or rng is None
    orders = sequences.levels() if exact or rng is None else np.vstack([taken, sequences.drawn(rng, draws)])
    values = np.array(means, dtype=np.float64)
    if not _every_order_has_scores(values, orders, (low, high)):
        return NotAssessed("permutation", "A whole period has no score, and the other orders can't be looked at.")
    difference = float(_differences(values, taken[None], low, high)[0])
    if margin is None:
        found = np.abs(_differences(values, orders, low, high))
        p = float(np.mean(found >= abs(difference) - _TIE))
    else:
        sign = 1.0 if better == "lower" else -1.0
        shifted = sign * values - margin * (taken == low)
        found = _differences(shifted, orders, low, high)
        p = float(np.mean(found <= sign * difference - margin + _TIE))
    return PermutationTest(difference, p, len(orders), exact)


def _differences(values: NDArray[np.float64], orders: NDArray[np.int8], low: int, high: int) -> NDArray[np.float64]:
    """Mean of the periods at `low` minus mean of those at `high`, [order]; periods without a score do not count."""
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)

    def mean_at(level: int) -> NDArray[np.float64]:
        at = (orders == level) & there
        return np.asarray((at * filled).sum(axis=1) / at.sum(axis=1))

    return mean_at(low) - mean_at(high)


def _every_order_has_scores(values: NDArray[np.float64], orders: NDArray[np.int8], levels: tuple[int, int]) -> bool:
    there = ~np.isnan(values)
    return all(bool(((orders == level) & there).any(axis=1).all()) for level in levels)
