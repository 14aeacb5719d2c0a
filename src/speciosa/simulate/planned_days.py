"""A trial that has not begun: when scores will be given, and how much of the usual exposure is left at each.

Twice the dose is twice the concentration, so the exposure under any order of levels is a sum over the days before:

    share(day d, hour j) = sum over lags l of level(d - l) w(l, j),   sum over l of w(l, j) = 1

with w from the person's own body and pattern: what a level leaves over into the next period is part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.trial import UsualDay, share_of
from speciosa.values.errors import EntryError, FitError
from speciosa.values.timeline import DAY_S, HOUR_S

Array = NDArray[np.float64]
_LAGS = 31  # days: fifteen half-lives of the middle body


@dataclass(frozen=True, slots=True)
class TrialShape:
    """Two levels in paired blocks.

    Parameters
    ----------
    levels : the higher and the lower one.
    high, low : their shares of the usual amount, 1 >= high > low >= 0.
    period_d, blocks : days of a period; pairs of periods.
    """

    levels: tuple[str, str]
    high: float
    low: float
    period_d: int
    blocks: int

    @property
    def days(self) -> int:
        return 2 * self.blocks * self.period_d

    def orders(self, rng: np.random.Generator, count: int) -> Array:
        """Levels day by day, every pair in an order of its own, [draw, day]."""
        first = rng.integers(2, size=(count, self.blocks))
        pairs = np.stack([first, 1 - first], axis=2).reshape(count, 2 * self.blocks)
        return np.where(np.repeat(pairs, self.period_d, axis=1) == 1, self.low, self.high)


def trial_shapes(
    levels: Sequence[str], period_d: Sequence[int], blocks: Sequence[int], knowledge: Knowledge
) -> tuple[TrialShape, ...]:
    """Designs of two levels: every length of a period with every number of pairs.

    Parameters
    ----------
    levels : two of ``usual``, ``-25%``, ``-50%``, ``none``, in any order.
    period_d, blocks : at least one each, within what a trial may have.

    Raises
    ------
    EntryError : one of them is none that a trial could have.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [each.days for each in trial_shapes(("-25%", "usual"), (10, 14), (4,), load_knowledge())]
    [80, 112]
    """
    shares = [share_of(each) for each in levels]
    if len(shares) != 2 or shares[0] == shares[1]:
        raise EntryError("a trial compares two levels", todo="name two, like usual,-25%")
    for what, unit, asked, bounds in (
        ("a period", "days", period_d, "trial_period_d"), ("a trial", "pairs of periods", blocks, "trial_blocks"),
    ):  # fmt: skip
        least, most = knowledge.choice(f"{bounds}_least"), knowledge.choice(f"{bounds}_most")
        if not asked or not all(least <= each <= most for each in asked):
            raise EntryError(f"{what} has {least:g} to {most:g} {unit}", todo="choose numbers within")
    higher = int(np.argmax(shares))
    names = (levels[higher], levels[1 - higher])
    return tuple(
        TrialShape(names, max(shares), min(shares), days, pairs)
        for days in sorted(set(period_d))
        for pairs in sorted(set(blocks))
    )


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """When a person gives scores, and what a day's doses leave.

    Parameters
    ----------
    hour_h : [score of a day], local hours, ascending.
    kept_share : of the days and hours that get their score, above 0 to 1.
    left : [draw, lag, score of a day], the weights w.
    """

    hour_h: Array
    kept_share: float
    left: Array

    def less(self, shape: TrialShape, levels: Array) -> Array:
        """How far the exposure has gone from the higher to the lower level at each score, [draw, day, score of a day].

        0: as if the higher level had always been taken; 1: the lower one.

        Parameters
        ----------
        levels : [draw, day], of `TrialShape.orders`; before the first day it was the higher one.
        """
        count, days = levels.shape
        before = np.full((count, _LAGS - 1), shape.high)
        known = np.concatenate([before, levels], axis=1)
        windows = np.lib.stride_tricks.sliding_window_view(known, _LAGS, axis=1)[:, :, ::-1]  # [draw, day, lag]
        share = windows[:, :days] @ self.left[np.arange(count) % len(self.left)]
        gone: Array = (shape.high - share) / (shape.high - shape.low)
        return gone


def habits_of(scored: Array, kept_share: float, usual: UsualDay, curve: ExposureCurve) -> Habits:
    """What is needed of a person to plan their days.

    Parameters
    ----------
    scored : [score of a day], local hours.
    usual : their usual doses.
    curve : with its ledger: whose body it is.
    """
    if curve.ledger is None:
        raise FitError("a curve without its ledger cannot be asked about other doses")
    dose_s = np.rint(np.array(usual.hours_h) * HOUR_S).astype(np.int64)
    order = np.argsort(dose_s, kind="stable")
    amount = np.zeros((2, len(dose_s)))
    amount[0] = np.array(usual.amt_g)[order]  # the scale is of no matter: shares are asked for
    asked_s = (np.arange(_LAGS)[:, None] * DAY_S + np.rint(scored * HOUR_S).astype(np.int64)).ravel()
    conc = curve.ledger.conc_of(dose_s[order], amount, asked_s).reshape(-1, _LAGS, len(scored))
    total = conc.sum(axis=1, keepdims=True)
    some = (total > 0).all(axis=(1, 2))
    return Habits(scored, kept_share, np.ascontiguousarray(conc[some] / total[some]))
