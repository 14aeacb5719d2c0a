"""What was taken: by product and unit, and what is known of each day. "None" is not silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind, Reason
from speciosa.report.days import Grain, Span, edges_of, grain_of
from speciosa.report.middle import Bin, Middle, bins_of, middle_of, step_of
from speciosa.report.series import groups_of
from speciosa.values.timeline import day_name


@dataclass(frozen=True, slots=True, eq=False)
class DoseLine:
    """One product in one unit.

    Parameters
    ----------
    kind : ``dose`` or ``medicine``.
    kratom : a dose of kratom or of a 7-OH product.
    doses, days : how many, and on how many local days.
    unknown : doses whose amount is not known or was not said.
    step : to which step an amount is printed.
    amount : one dose, `unit`. `a_day`: doses on a day with it. `amount_a_day`: `unit`, on days
        with it on which every amount is known.
    bins_a_day, bins_amount : the same by day, week, month or year.
    """

    kind: Kind
    product: str
    unit: str
    kratom: bool
    doses: int
    days: int
    unknown: int
    step: float
    amount: Middle | None
    a_day: Middle | None
    amount_a_day: Middle | None
    first_day: int
    last_day: int
    bins_a_day: tuple[Bin, ...]
    bins_amount: tuple[Bin, ...]

    def to_json(self) -> dict[str, object]:
        """Keys as the fields; days are local dates."""
        return {
            "kind": self.kind.value, "product": self.product, "unit": self.unit, "kratom": self.kratom,
            "doses": self.doses, "days": self.days, "unknown_amounts": self.unknown,
            "amount": self.amount, "doses_a_day": self.a_day, "amount_a_day": self.amount_a_day,
            "first": day_name(self.first_day), "last": day_name(self.last_day),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """All that was taken, and each local day of the span in one of four states.

    `days_with`: a dose. `days_none`: the person said "none". `days_silent`: something was written
    down, but neither. `days_empty`: nothing at all. `days_both`: a dose and "none" (counted under
    `days_with`). `recent_a_day`: doses on those of the last 30 days that have one. `reasons`: why
    doses were taken, as far as it was said.
    """

    grain: Grain
    lines: tuple[DoseLine, ...]
    days_with: int
    days_none: int
    days_silent: int
    days_empty: int
    days_both: int
    recent_a_day: Middle | None
    reasons: tuple[tuple[Reason, int], ...]

    def to_json(self) -> dict[str, object]:
        """``lines``, ``days`` by state, ``reasons``."""
        return {
            "lines": self.lines,
            "days": {
                "with_dose": self.days_with, "none_said": self.days_none, "no_word_of_doses": self.days_silent,
                "nothing_recorded": self.days_empty, "dose_and_none": self.days_both,
            },
            "reasons": {reason.name.lower(): count for reason, count in self.reasons},
        }  # fmt: skip


def doses_of(diary: Diary, span: Span, knowledge: Knowledge, *, today: int) -> Doses:
    """What was taken in the span.

    Parameters
    ----------
    today : local day of asking.
    """
    entries = diary.entries
    doses, none = entries.of_kind(Kind.DOSE), entries.of_kind(Kind.NO_DOSE)
    grain = grain_of(span.days)
    edges = edges_of(span.first_day, span.last_day, grain)
    lines = [
        _line(kind, product, taken, edges, kratom=kind is Kind.DOSE and diary.is_kratom(product, knowledge))
        for kind in (Kind.DOSE, Kind.MEDICINE)
        for product, taken in _by_product(entries.of_kind(kind))
    ]
    lines.sort(key=lambda each: (each.kind is not Kind.DOSE, not each.kratom, -each.doses, each.product, each.unit))
    with_dose, said_none, any_entry = (set(np.unique(each.day()).tolist()) for each in (doses, none, entries))
    near = doses.day()[doses.day() > today - 30]
    counted = np.bincount(doses.reason, minlength=len(Reason))
    return Doses(
        grain, tuple(lines), len(with_dose), len(said_none - with_dose), len(any_entry - with_dose - said_none),
        span.days - len(any_entry), len(with_dose & said_none),
        middle_of(np.unique(near, return_counts=True)[1].astype(np.float64)),
        tuple((reason, int(counted[reason])) for reason in Reason if counted[reason]),
    )  # fmt: skip


def _by_product(entries: Columns) -> list[tuple[str, Columns]]:
    """Entries by product and unit; batches of one product stand together."""
    plain = [" ".join(word.partition("#")[0].split()) for word in entries.name.vocabulary]
    known = {word: at for at, word in enumerate(dict.fromkeys(plain))}
    code = np.array([known[word] for word in plain], dtype=np.int64)[entries.name.codes]
    both = code * max(len(entries.unit.vocabulary), 1) + entries.unit.codes
    return [(plain[int(entries.name.codes[group[0]])], entries.take(group)) for group in groups_of(both)]


def _line(kind: Kind, product: str, taken: Columns, edges: NDArray[np.int64], *, kratom: bool) -> DoseLine:
    given = taken.answer == Answer.GIVEN
    day, which, count = np.unique(taken.day(), return_inverse=True, return_counts=True)
    total = np.bincount(which, weights=np.where(given, taken.value, 0.0))
    whole = np.bincount(which, weights=~given) == 0
    a_day = count.astype(np.float64)
    return DoseLine(
        kind=kind,
        product=product,
        unit=taken.unit[0],
        kratom=kratom,
        doses=len(taken),
        days=len(day),
        unknown=int((~given).sum()),
        step=step_of(taken.value[given]),
        amount=middle_of(taken.value[given]),
        a_day=middle_of(a_day),
        amount_a_day=middle_of(total[whole]),
        first_day=int(day[0]),
        last_day=int(day[-1]),
        bins_a_day=bins_of(day, a_day, edges),
        bins_amount=bins_of(day[whole], total[whole], edges),
    )
