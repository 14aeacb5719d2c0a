"""What was taken on a day with kratom: doses, grams, and the milligrams of mitragynine in them, then and now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.report.days import MONTH_D
from speciosa.report.exposure_panel import Spread, spread_of
from speciosa.report.middle import Middle, middle_of
from speciosa.values.timeline import DAY_S

_STREAM = 23  # of the seed: other rooms draw from others
_DRAWS = 400


@dataclass(frozen=True, slots=True)
class DayAmounts:
    """A day with kratom, over some days of the record.

    Parameters
    ----------
    first_day, last_day : local days, both counted. days : those with a dose.
    doses : doses on such a day. grams : of product on one; None where no amount is a weight.
    mitragynine_mg, hydroxy_mg : mean of what such a day held, nine in ten answers between its ends; None where no
        day can be told, or there is none of it.
    """

    first_day: int
    last_day: int
    days: int
    doses: Middle
    grams: Middle | None
    mitragynine_mg: Spread | None
    hydroxy_mg: Spread | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The last 30 days with what is known of them, and the first 30 where they lie apart; `ends_now`: as in `Course`.

    `basis`: the weakest knowledge of strength behind the milligrams, as in `Exposure`. `untold`: doses that have no
    number.
    """

    first: DayAmounts | None
    last: DayAmounts
    ends_now: bool
    basis: str
    untold: int


def amounts_of(curve: ExposureCurve, *, today: int, seed: int) -> Amounts | None:
    """Then and now; None for a curve that does not know its doses.

    mg of a day = sum of dose x strength of its batch x what one portion holds, batch and portion drawn once a story:
    a bag that is too strong is so on every day.

    Parameters
    ----------
    today : local day of asking. seed : of the draws.
    """
    if curve.ledger is None or not len(curve.ledger.intake.time_s):
        return None
    intake = curve.ledger.intake
    day = (intake.time_s + intake.offset_min.astype(np.int64) * 60) // DAY_S
    untold_day = np.array([(each.time_s + each.offset_min * 60) // DAY_S for each in intake.unknown], dtype=np.int64)
    every = np.concatenate([day, untold_day])
    start, end = int(every.min()), int(every.max())
    ends_now = end > today - MONTH_D
    until = max(today, end) if ends_now else end
    counted = _Counted(curve, day, untold_day, every, seed)
    last = counted.over(until - MONTH_D + 1, until)
    apart = until - start + 1 >= 2 * MONTH_D
    first = counted.over(start, start + MONTH_D - 1) if apart else None
    return None if last is None else Amounts(first, last, ends_now, curve.basis, len(intake.unknown))


class _Counted:
    """The doses of a curve by local day, with one drawn factor for each batch and each portion."""

    def __init__(
        self, curve: ExposureCurve, day: NDArray[np.int64], untold_day: NDArray[np.int64], every: NDArray[np.int64],
        seed: int,
    ) -> None:  # fmt: skip
        assert curve.ledger is not None
        self._intake, self._day, self._untold_day, self._every = curve.ledger.intake, day, untold_day, every
        self._rng = np.random.default_rng([seed, _STREAM])
        batches, portions = self._intake.batches, self._intake.portions
        self._batch = np.stack([
            self._rng.uniform(each.bias_low, each.bias_high, _DRAWS)
            * np.exp(self._rng.normal(0.0, each.log_sd, _DRAWS)) for each in batches
        ], axis=1)  # fmt: skip
        self._portion = np.stack([
            self._rng.uniform(each.low_g, each.high_g, _DRAWS) * 2 / (each.low_g + each.high_g) for each in portions
        ], axis=1)  # fmt: skip

    def over(self, first_day: int, last_day: int) -> DayAmounts | None:
        """Those days; None where none of them has a dose."""
        every = self._every[(self._every >= first_day) & (self._every <= last_day)]
        if not len(every):
            return None
        days, doses = np.unique(every, return_counts=True)
        there = (self._day >= first_day) & (self._day <= last_day) & ~np.isin(self._day, self._untold_day)
        grams = self._grams(there)
        return DayAmounts(
            first_day, last_day, len(days), _middle(doses.astype(np.float64)), grams, *self._milligrams(there)
        )

    def _grams(self, there: NDArray[np.bool_]) -> Middle | None:
        """Grams of product a day, of days on which every amount is a weight."""
        day, grams = self._day[there], self._intake.amt_g[there]
        unweighed = np.isin(day, day[np.isnan(grams)])
        return middle_of(np.array(_sums(day[~unweighed], grams[~unweighed])))

    def _milligrams(self, there: NDArray[np.bool_]) -> tuple[Spread | None, Spread | None]:
        """Mean mg of either analyte on a day."""
        at = np.flatnonzero(there)
        if not len(at):
            return None, None
        repeat = np.array([each.repeat_cv for each in self._intake.portions])[self._intake.portion[at]]
        factor = np.exp(self._rng.normal(0.0, 1.0, (_DRAWS, len(at))) * repeat)
        factor *= self._batch[:, self._intake.batch[at]] * self._portion[:, self._intake.portion[at]]
        days = len(np.unique(self._day[at]))
        both = [factor @ self._intake.nominal_mg[which, at] / days for which in (0, 1)]
        return tuple(spread_of(each) if each.any() else None for each in both)  # type: ignore[return-value]


def _middle(values: NDArray[np.float64]) -> Middle:
    found = middle_of(values)
    assert found is not None
    return found


def _sums(day: NDArray[np.int64], grams: NDArray[np.float64]) -> list[float]:
    _, which = np.unique(day, return_inverse=True)
    return np.bincount(which, weights=grams).tolist() if len(day) else []
