"""Day by day: how often and how much was taken. A day without an answer is not a day without a dose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import arms_of
from speciosa.record import Columns, Kind
from speciosa.safety.case import Case, once_a_case
from speciosa.values.timeline import DAY_S, Precision
from speciosa.values.units import MASS_MG

_NOON_S = DAY_S // 2
_LEAF = "leaf"


@dataclass(frozen=True, slots=True, eq=False)
class DoseDays:
    """The local days on which the record says whether kratom was taken, ascending.

    A day with a dose or with a "none today" is in; all others are unknown, and out. So is the day of asking,
    which is not over.

    Parameters
    ----------
    day : [day], local days since 1970.
    count : [day], how often; NaN where an entry stands for a whole day. Doses minutes apart are one.
    amount : [day], in `unit`; NaN where a dose of that day is of another kind of product or was not counted.
    assigned : [day], whether less than usual was assigned in a trial, or nobody knows yet what was.
    unit : that of most doses of the last months: ``g`` where their weight is known; empty without doses.
    end_day : local day of the record's last entry, from which all is counted back.
    doses : the doses themselves. dose_amount : [dose], in `unit`, NaN as above.
    """

    day: NDArray[np.int64]
    count: NDArray[np.float64]
    amount: NDArray[np.float64]
    assigned: NDArray[np.bool_]
    unit: str
    end_day: int
    doses: Columns
    dose_amount: NDArray[np.float64]

    @property
    def measure(self) -> NDArray[np.float64]:
        """How much of it a day was, [day]: the amount where most days have one, else how often."""
        known = np.isfinite(self.amount[self.count != 0])
        return self.amount if len(known) and known.mean() >= 0.5 else self.count

    def within(self, days: float, before_d: float = 0.0) -> NDArray[np.bool_]:
        """Which days are among the last so many before the end, or before a day so many before it, bool[day]."""
        last = self.end_day - before_d
        return np.asarray((self.day > last - days) & (self.day <= last))

    def ids(self, days: float) -> tuple[str, ...]:
        """Ids of the doses of the last so many days."""
        return tuple(self.doses.take(self.doses.day() > self.end_day - days).id.tolist())


@once_a_case
def dose_days(case: Case) -> DoseDays:
    """The doses of a record, day by day.

    Valid when: doses are written down on the days that have any. Nobody can count what was not.
    """
    entries, doses = case.diary.entries, case.kratom
    end_day = int(entries.day()[-1]) if len(entries) else 0
    unit, dose_amount = _amounts(case)
    day = np.unique(np.concatenate([doses.day(), _days_of_none(case)]))
    offset_s = int(entries.offset_min[-1]) * 60 if len(entries) else 0
    day = day[day < (case.now_s + offset_s) // DAY_S]
    at = np.searchsorted(day, doses.day())
    kept = (at < len(day)) & np.isin(doses.day(), day)
    first = _first_of_its_kind(doses, case.knowledge.choice("safety_one_dose_min"))
    count = np.bincount(at[kept & first], minlength=len(day)).astype(np.float64)
    count[at[kept & (doses.precision == Precision.DAY)]] = np.nan
    amount = np.bincount(at[kept], weights=dose_amount[kept], minlength=len(day)).astype(np.float64)
    return DoseDays(day, count, amount, _assigned(case, day * DAY_S + _NOON_S - offset_s), unit, end_day, doses,
                    dose_amount)  # fmt: skip


def stops_of(case: Case) -> Columns:
    """Entries that say that kratom was stopped: the event, or the strategy. A stop of something else is none."""
    entries = case.diary.entries
    events, tried = (entries.kind == list(Kind).index(each) for each in (Kind.EVENT, Kind.STRATEGY))
    is_ours = _is_kratom(case)
    ours = _which(entries.name.codes, entries.name.vocabulary, is_ours)
    unnamed = _which(
        entries.text.codes, entries.text.vocabulary, lambda each: not each.strip() or is_ours(each), events
    )  # fmt: skip
    said_so = entries.name.equal("stopped") & events & unnamed
    return entries.take(said_so | (tried & entries.text.equal("stop") & ours))


def said(number: float) -> str:
    """A number as a person says it.

    Examples
    --------
    >>> said(4.0), said(2.46), said(12.49)
    ('4', '2.5', '12.5')
    """
    return f"{number:.1f}".removesuffix(".0")


def _is_kratom(case: Case) -> Callable[[str], bool]:
    return lambda name: case.diary.is_kratom(name, case.knowledge)


def _which(
    codes: NDArray[np.int32], vocabulary: tuple[str, ...], holds: Callable[[str], bool],
    among: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:  # fmt: skip
    """Where a word of which it holds stands, bool[n]; each different word is asked once."""
    asked = np.unique(codes if among is None else codes[among])
    meant = np.zeros(len(vocabulary) + 1, dtype=bool)
    meant[asked] = [holds(vocabulary[code]) for code in asked.tolist()]
    return np.asarray(meant[codes])


def _days_of_none(case: Case) -> NDArray[np.int64]:
    """Days with a "none today", or with a dose of zero."""
    entries = case.diary.entries
    none, dose = (entries.kind == list(Kind).index(each) for each in (Kind.NO_DOSE, Kind.DOSE))
    rows = entries.take(none | (dose & (entries.value == 0)))
    return rows.day()[_which(rows.name.codes, rows.name.vocabulary, _is_kratom(case))]


def _first_of_its_kind(doses: Columns, apart_min: float) -> NDArray[np.bool_]:
    """Where a dose begins: not within minutes of the one before."""
    gap_s = np.diff(doses.time_s, prepend=doses.time_s[:1] - DAY_S)
    return np.asarray(gap_s > apart_min * 60)


def _assigned(case: Case, noon_s: NDArray[np.int64]) -> NDArray[np.bool_]:
    arms = arms_of(case.diary)
    return np.asarray((arms.period_at(noon_s) >= 0) & ~(arms.level_at(noon_s) >= 1.0))


def _amounts(case: Case) -> tuple[str, NDArray[np.float64]]:
    """The unit of most doses of the last months, and each dose in it, [dose]; NaN where it is another product."""
    doses = case.kratom
    if not len(doses):
        return "", np.zeros(0)
    units = len(doses.unit.vocabulary)
    pairs, which = np.unique(doses.name.codes.astype(np.int64) * units + doses.unit.codes, return_inverse=True)
    named = [divmod(each, units) for each in pairs.tolist()]
    told = [_sort_of(case, doses.name.vocabulary[name], doses.unit.vocabulary[unit]) for name, unit in named]
    recent = doses.time_s > case.end_s - case.knowledge.choice("safety_amount_d") * DAY_S
    recent = recent if recent.any() else np.ones(len(doses), dtype=bool)
    often: dict[tuple[str, str], int] = {}
    for pair, count in zip(*np.unique(which[recent], return_counts=True), strict=True):
        often[told[pair][0]] = often.get(told[pair][0], 0) + int(count)
    main = min(often, key=lambda each: (-often[each], each))
    factor = np.array([each if sort == main else np.nan for sort, each in told])
    return main[1], np.asarray(doses.value * factor[which])


def _sort_of(case: Case, name: str, unit: str) -> tuple[tuple[str, str], float]:
    """Kind of product and unit, and the factor to it: only amounts of one kind can be added up."""
    plain = " ".join(name.partition("#")[0].split()).lower()
    own = [each for each in case.diary.products if " ".join(each.product.split()).lower() == plain]
    words = [plain, *(each.form.lower() for each in own if each.form)]
    known = [case.knowledge.substance(word) for each in words for word in (each, f"kratom {each}")]
    leaf = case.diary.substance_of(name, case.knowledge) == "kratom" and not any(
        each.label_needed for each in known if each
    )
    sort = _LEAF if leaf else plain
    weight_g = next((each.unit_weight_g for each in reversed(own) if each.unit_weight_g), None)
    if unit in MASS_MG:
        return (sort, "g"), MASS_MG[unit] / 1000
    return ((sort, "g"), weight_g) if weight_g else ((sort, unit), 1.0)
