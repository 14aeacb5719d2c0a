"""From many people to a row: bias, coverage, claims, and how sure a claim has to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from bench.effect_calibration.cases import USUAL, Case

Array = NDArray[np.float64]
_MOST = 0.05
"""Of people without an effect, who may ever get a claim: the contract's."""
SURE = (0.95, 0.96, 0.965, 0.97, 0.975, 0.98, 0.985, 0.99)


class Score(NamedTuple):
    """One analysis over many people; shares are of those with a number."""

    answered: int
    bias: float
    rmse: float
    coverage: float
    width: float


class Claims(NamedTuple):
    """Of so many people: at the last look, ever on the way, and those that pointed the wrong way."""

    people: int
    last: int
    ever: int
    wrong: int


def score(truth: Array, mean: Array, low: Array, high: Array) -> Score:
    """How an analysis does.

    Examples
    --------
    >>> score(np.zeros(2), np.array([1.0, -1.0]), np.array([-1.0, -3.0]), np.array([3.0, -0.5]))
    Score(answered=2, bias=0.0, rmse=1.0, coverage=0.5, width=3.25)
    """
    told = np.isfinite(mean)
    error = mean[told] - truth[told]
    inside = (low[told] <= truth[told]) & (truth[told] <= high[told])
    return Score(
        int(told.sum()), float(error.mean()), float(np.sqrt((error**2).mean())), float(inside.mean()),
        float((high[told] - low[told]).mean()),
    )  # fmt: skip


def our_score(found: Sequence[Case]) -> Score:
    """The room's own answers at the record's end."""
    columns = np.array([(each.truth, each.last.mean, each.last.low, each.last.high) for each in found])
    return score(*columns.T)


def usual_score(found: Sequence[Case], number: int) -> Score:
    """One of the usual analyses of the same people."""
    columns = np.array([(each.truth, *each.usual[number]) for each in found])
    return score(*columns.T)


def usual_claims(found: Sequence[Case]) -> tuple[float, ...]:
    """Share of people of whom each usual analysis says that there is an effect, in the order of `USUAL`."""
    return tuple(float(np.mean([each.usual[at].claims for each in found])) for at in range(len(USUAL)))


def our_claims(found: Sequence[Case], sure: float, noticed: float) -> Claims:
    """What the room would claim with these thresholds."""

    def told(case: Case) -> list[int]:
        return [each.claims(sure, noticed) for each in (*case.path, case.last)]

    said = [told(each) for each in found]
    wrong = [any(sign * np.sign(-case.truth) < 0 for sign in signs) for case, signs in zip(found, said, strict=True)]
    return Claims(len(found), sum(each[-1] != 0 for each in said), sum(any(each) for each in said), sum(wrong))


def at_most(count: int, people: int, level: float = 0.95) -> float:
    """Upper confidence bound of a share (Clopper and Pearson).

    Examples
    --------
    >>> round(at_most(0, 59), 3)
    0.05
    """
    return 1.0 if count >= people else float(beta.ppf(level, count + 1, people - count))


def smallest_sure(null: dict[str, Sequence[Case]], noticed: float) -> float | None:
    """The smallest threshold at which no kind of people, and all of them with confidence, stay within one in twenty."""

    def holds(sure: float) -> bool:
        found = [our_claims(each, sure, noticed) for each in null.values()]
        ever, people = sum(each.ever for each in found), sum(each.people for each in found)
        return at_most(ever, people) <= _MOST and all(each.ever <= _MOST * each.people for each in found)

    return _first(SURE, holds)


def _first(values: Sequence[float], holds: Callable[[float], bool]) -> float | None:
    """The smallest value from which on it always holds."""
    kept = None
    for value in sorted(values, reverse=True):
        if not holds(value):
            break
        kept = value
    return kept
