"""After how many doses of each size something unwanted was written down: counts, and how unsure they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind, Reason
from speciosa.values.timeline import HOUR_S, Precision

_WITHDRAWAL = frozenset({"withdrawal", "craving"})
_EDGES = (0.0, 0.55, 0.8, 1.05, math.inf)  # of the usual dose; the last group lies above it
_Z = 1.959964
_IN_GRAMS = {"g": 1.0, "mg": 0.001}


@dataclass(frozen=True, slots=True)
class HarmCount:
    """So many of `n` doses were followed by it.

    `low`, `high`: Wilson's interval of the share, 95 %.
    """

    n: int
    followed: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.followed / self.n


@dataclass(frozen=True, slots=True)
class DoseGroup:
    """Doses of about one size.

    `smallest`, `middle`, `largest`: single doses, in the unit of all groups. `above`: larger than the
    usual dose, where the curve of the effect has ended.
    """

    smallest: float
    middle: float
    largest: float
    above: bool
    side_effects: HarmCount
    withdrawal: HarmCount


@dataclass(frozen=True, slots=True)
class DoseHarms:
    """What was written down after doses, by their size.

    Parameters
    ----------
    unit : of the doses. `groups`: ascending, only those that hold a dose.
    counted, left_out : doses with a time of day and an amount in that unit, and all others.
    symptoms, withdrawals : entries of either in the whole record; with none, no share is worth anything.
    side_effect_h, withdrawal_h : within so many hours an entry counts to a dose.
    """

    unit: str
    groups: tuple[DoseGroup, ...]
    counted: int
    left_out: int
    symptoms: int
    withdrawals: int
    side_effect_h: float
    withdrawal_h: float


def dose_harms(diary: Diary, knowledge: Knowledge, *, of: str, usual: float, unit: str) -> DoseHarms | None:
    """The counts; None where no dose of it has a time of day and an amount in `unit`.

    A side effect is a symptom within so many hours of a dose. Withdrawal is a score or a symptom of
    that name, or a next dose taken because of it, after a dose and no later than the next one.

    Parameters
    ----------
    of : ``kratom``, another substance or an activity.
    usual : the usual dose, in `unit`; the groups are shares of it.
    """
    taken = _taken(diary, knowledge, of)
    amount = _amounts(taken, unit)
    counts = np.isfinite(amount) & (amount > 0) & (taken.precision == Precision.CLOCK)
    if not counts.any() or usual <= 0:
        return None
    side_h, later_h = knowledge.choice("effect_side_effect_after_h"), knowledge.choice("effect_withdrawal_after_h")
    symptom_s, withdrawal_s = _entries(diary.entries)
    dose_s = taken.time_s
    side = _any_within(dose_s, symptom_s, dose_s + int(side_h * HOUR_S))
    until_s = np.minimum(np.append(dose_s[1:], np.iinfo(np.int64).max), dose_s + int(later_h * HOUR_S))
    reasons_s = dose_s[taken.reason == Reason.WITHDRAWAL]
    later = _any_within(dose_s, withdrawal_s, until_s) | _any_within(dose_s, reasons_s, until_s)
    group = np.digitize(amount / usual, _EDGES[1:-1], right=True)
    found = [_group(amount[rows], side[rows], later[rows], above=at == len(_EDGES) - 2)
             for at in range(len(_EDGES) - 1) if (rows := counts & (group == at)).any()]  # fmt: skip
    return DoseHarms(
        unit=unit,
        groups=tuple(found),
        counted=int(counts.sum()),
        left_out=int((~counts).sum()),
        symptoms=len(symptom_s),
        withdrawals=len(withdrawal_s) + len(reasons_s),
        side_effect_h=side_h,
        withdrawal_h=later_h,
    )


def wilson(followed: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share: (low, high).

    Examples
    --------
    >>> low, high = wilson(0, 10)
    >>> low, round(high, 3)
    (0.0, 0.278)
    """
    share, more = followed / n, _Z**2 / n
    middle = (share + more / 2) / (1 + more)
    half = _Z * math.sqrt(share * (1 - share) / n + more / (4 * n)) / (1 + more)
    return (max(0.0, middle - half) if followed else 0.0), (min(1.0, middle + half) if followed < n else 1.0)


def _taken(diary: Diary, knowledge: Knowledge, of: str) -> Columns:
    """Doses of it that took place, in the order of time."""
    if of == "kratom":
        rows = diary.kratom_doses(knowledge)
        return rows.take(rows.answer != Answer.DECLINED)
    entries = diary.entries
    kinds = {kind: entries.of_kind(kind) for kind in (Kind.DOSE, Kind.MEDICINE, Kind.ACTIVITY)}
    for kind, rows in kinds.items():
        meant = [name == of or (kind is not Kind.ACTIVITY and diary.substance_of(name, knowledge) == of.lower())
                 for name in rows.name.vocabulary]  # fmt: skip
        chosen = np.array(meant, dtype=bool)[rows.name.codes] & (rows.answer != Answer.DECLINED)
        if chosen.any():
            return rows.take(chosen)
    return entries.take(np.zeros(len(entries), dtype=bool))


def _amounts(taken: Columns, unit: str) -> NDArray[np.float64]:
    """Amounts in `unit`, NaN where an entry has none or another unit."""
    factor = np.array([_IN_GRAMS.get(each, math.nan) if unit == "g" else 1.0 if each == unit else math.nan
                       for each in taken.unit.vocabulary] or [math.nan])  # fmt: skip
    known = taken.answer == Answer.GIVEN
    return np.where(known, taken.value * factor[taken.unit.codes], math.nan)


def _entries(entries: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """When side effects and withdrawal were written down, with a time of day: UTC seconds, ascending."""
    timed = entries.take(entries.precision == Precision.CLOCK)
    symptoms, ratings = timed.of_kind(Kind.SYMPTOM), timed.of_kind(Kind.RATING)
    present = symptoms.take(_present(symptoms))
    rated = ratings.take(_present(ratings) & _named_withdrawal(ratings))
    ill = _named_withdrawal(present)
    return present.time_s[~ill], np.sort(np.concatenate([present.time_s[ill], rated.time_s]))


def _present(entries: Columns) -> NDArray[np.bool_]:
    """Noted without a number, or with one above 0."""
    noted, given = np.equal(entries.answer, Answer.NONE), np.equal(entries.answer, Answer.GIVEN)
    there: NDArray[np.bool_] = noted | (given & (entries.value > 0))
    return there


def _named_withdrawal(entries: Columns) -> NDArray[np.bool_]:
    named = [entries.name.equal(word) for word in sorted(_WITHDRAWAL)]
    return named[0] | named[1]


def _any_within(
    after_s: NDArray[np.int64], entry_s: NDArray[np.int64], until_s: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether an entry lies after each time and no later than its end, [time]."""
    first = np.searchsorted(entry_s, after_s, side="right")
    beyond = np.searchsorted(entry_s, until_s, side="right")
    return beyond > first


def _group(amount: NDArray[np.float64], side: NDArray[np.bool_], later: NDArray[np.bool_], *, above: bool) -> DoseGroup:
    return DoseGroup(
        float(amount.min()), float(np.median(amount)), float(amount.max()), above, _count(side), _count(later)
    )


def _count(followed: NDArray[np.bool_]) -> HarmCount:
    n, hits = len(followed), int(followed.sum())
    return HarmCount(n, hits, *wilson(hits, n))
