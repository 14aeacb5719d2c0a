"""What was taken: by product and unit, and what is known of each day. "None" is not silence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind, Reason
from speciosa.report.days import MONTH_D, Span, edges_of, grain_of
from speciosa.report.middle import Bin, Middle, bins_of, middle_of, step_of
from speciosa.report.series import groups_of
from speciosa.values.timeline import day_name

_NONE_OF = "kratom"  # what a `no_dose` entry is about
_NOT_SAID = (Answer.DECLINED, Answer.UNKNOWN)


@dataclass(frozen=True, slots=True, eq=False)
class Kratom:
    """What is known of kratom itself.

    `doses`: those taken, of kratom or of a 7-OH product; a dose that the person was asked about and
    did not answer is none of them. `none_day`: [day], local days on which the person said "none".
    """

    doses: Columns
    none_day: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DoseLine:
    """One product in one unit.

    Parameters
    ----------
    kind : ``dose`` or ``medicine``.
    kratom : a dose of kratom or of a 7-OH product.
    doses, days : how many were taken, and on how many local days. `days_none`: local days that are
        known to be without any kratom; 0 for other substances, of which nobody says "none".
    unknown : doses whose amount is not known or was not said.
    step, step_a_day : to which step one dose, and the amount of a day, is printed.
    amount : one dose, `unit`. `a_day`: doses on a day with it. `amount_a_day`: `unit`, on days
        with it on which every amount is known.
    bins_a_day, bins_amount : the same by day, week, month or year, where a day known to be without
        counts as 0.
    """

    kind: Kind
    product: str
    unit: str
    kratom: bool
    doses: int
    days: int
    days_none: int
    unknown: int
    step: float
    step_a_day: float
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
            "doses": self.doses, "days": self.days, "days_none": self.days_none, "unknown_amounts": self.unknown,
            "amount": self.amount, "doses_a_day": self.a_day, "amount_a_day": self.amount_a_day,
            "first": day_name(self.first_day), "last": day_name(self.last_day),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """All that was taken, and each local day of the span in one of four states of kratom.

    `lines`: every substance. All else is about kratom alone:
    `days_with`: a dose. `days_none`: the person said "none". `days_silent`: something was written
    down, but neither. `days_empty`: nothing at all. `days_both`: a dose and "none" (counted under
    `days_with`). `recent_a_day`: doses on those of the last 30 days that have one. `reasons`: why
    doses were taken, as far as it was said.
    `declined`: how often the person was asked about a dose of anything and did not answer.
    """

    lines: tuple[DoseLine, ...]
    days_with: int
    days_none: int
    days_silent: int
    days_empty: int
    days_both: int
    recent_a_day: Middle | None
    reasons: tuple[tuple[Reason, int], ...]
    declined: int

    def to_json(self) -> dict[str, object]:
        """``lines``, ``days`` by state, ``reasons``, ``declined``."""
        return {
            "lines": self.lines,
            "days": {
                "with_dose": self.days_with, "none_said": self.days_none, "no_word_of_doses": self.days_silent,
                "nothing_recorded": self.days_empty, "dose_and_none": self.days_both,
            },
            "reasons": {reason.name.lower(): count for reason, count in self.reasons}, "declined": self.declined,
        }  # fmt: skip


def kratom_of(diary: Diary, knowledge: Knowledge) -> Kratom:
    """Doses of kratom, and the days without."""
    doses, none = diary.kratom_doses(knowledge), diary.entries.of_kind(Kind.NO_DOSE, _NONE_OF)
    said = ~np.isin(none.answer, _NOT_SAID)
    return Kratom(_happened(doses), np.unique(none.day()[said]))


def doses_of(diary: Diary, span: Span, kratom: Kratom, knowledge: Knowledge, *, today: int) -> Doses:
    """What was taken in the span.

    Parameters
    ----------
    today : local day of asking.
    """
    entries, day = diary.entries, kratom.doses.day()
    edges = edges_of(span.first_day, span.last_day, grain_of(span.days))
    without, no_day = np.setdiff1d(kratom.none_day, day), np.empty(0, np.int64)
    lines = []
    for kind in (Kind.DOSE, Kind.MEDICINE):
        for product, taken in _by_product(_taken(entries, kind)):
            ours = kind is Kind.DOSE and diary.is_kratom(product, knowledge)
            lines.append(_line(kind, product, taken, edges, kratom=ours, without=without if ours else no_day))
    lines.sort(key=lambda each: (each.kind is not Kind.DOSE, not each.kratom, -each.doses, each.product, each.unit))
    with_dose, said_none, any_entry = (
        set(np.unique(each).tolist()) for each in (day, kratom.none_day, diary.logged.day())
    )
    counted = np.bincount(kratom.doses.reason, minlength=len(Reason))
    asked = sum(len(entries.of_kind(kind)) - len(_taken(entries, kind)) for kind in (Kind.DOSE, Kind.MEDICINE))
    return Doses(
        tuple(lines), len(with_dose), len(said_none - with_dose), len(any_entry - with_dose - said_none),
        span.days - len(any_entry), len(with_dose & said_none),
        middle_of(np.unique(day[day > today - MONTH_D], return_counts=True)[1].astype(np.float64)),
        tuple((reason, int(counted[reason])) for reason in Reason if counted[reason]), asked,
    )  # fmt: skip


def _taken(entries: Columns, kind: Kind) -> Columns:
    """Entries of a kind that took place: an unknown amount did, an unanswered question did not."""
    return _happened(entries.of_kind(kind))


def _happened(entries: Columns) -> Columns:
    return entries.take(entries.answer != Answer.DECLINED)


def _by_product(entries: Columns) -> list[tuple[str, Columns]]:
    """Entries by product and unit; batches of one product stand together."""
    plain = [" ".join(word.partition("#")[0].split()) for word in entries.name.vocabulary]
    known = {word: at for at, word in enumerate(dict.fromkeys(plain))}
    code = np.array([known[word] for word in plain], dtype=np.int64)[entries.name.codes]
    both = code * max(len(entries.unit.vocabulary), 1) + entries.unit.codes
    return [(plain[int(entries.name.codes[group[0]])], entries.take(group)) for group in groups_of(both)]


def _line(
    kind: Kind, product: str, taken: Columns, edges: NDArray[np.int64], *, kratom: bool, without: NDArray[np.int64]
) -> DoseLine:
    given = taken.answer == Answer.GIVEN
    day, which, count = np.unique(taken.day(), return_inverse=True, return_counts=True)
    total = np.bincount(which, weights=np.where(given, taken.value, 0.0))
    whole = np.bincount(which, weights=~given) == 0
    a_day, zero = count.astype(np.float64), np.zeros(len(without))
    return DoseLine(
        kind=kind,
        product=product,
        unit=taken.unit[0],
        kratom=kratom,
        doses=len(taken),
        days=len(day),
        days_none=len(without),
        unknown=int((~given).sum()),
        step=step_of(taken.value[given]),
        step_a_day=step_of(total[whole]),
        amount=middle_of(taken.value[given]),
        a_day=middle_of(a_day),
        amount_a_day=middle_of(total[whole]),
        first_day=int(day[0]),
        last_day=int(day[-1]),
        bins_a_day=bins_of(np.append(day, without), np.append(a_day, zero), edges),
        bins_amount=bins_of(np.append(day[whole], without), np.append(total[whole], zero), edges),
    )
