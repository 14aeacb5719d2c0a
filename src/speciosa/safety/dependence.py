"""Signs of getting used to it, from what was recorded: described, never a diagnosis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speciosa.record import Reason
from speciosa.safety.case import Case
from speciosa.safety.cuts import Cut, cuts_of
from speciosa.safety.dose_days import DoseDays, dose_days, said
from speciosa.safety.relief import relief_between
from speciosa.safety.rise import LAGS_D, Rise, rise_of
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import Precision

WINDOW_D = 28
"""What is usual is what the last four weeks show, as everywhere in this project."""


@dataclass(frozen=True, slots=True)
class TaperTalk:
    """What the record gives for a talk about taking less. There is no plan in it, and no amount to take.

    Parameters
    ----------
    doses_a_day : on a usual recorded day of the last four weeks; None where that is not known.
    amount_a_day, unit : the same in `unit`; None where doses were not weighed or are of several kinds.
    days : recorded days behind both.
    since_s : the first dose on record, UTC seconds; it may well have begun before.
    cuts : times of less, and how each ended.
    points : what to bring to that talk, whole sentences, in the order in which they are read out.
    """

    doses_a_day: float | None
    amount_a_day: float | None
    unit: str
    days: int
    since_s: int
    cuts: tuple[Cut, ...]
    points: tuple[str, ...]


def taper_talk(case: Case) -> TaperTalk | None:
    """The facts for a talk with a professional about taking less; None for a record without doses."""
    if not len(case.kratom):
        return None
    days = dose_days(case)
    chosen = days.within(WINDOW_D) & ~days.assigned
    count, amount = (each[chosen & np.isfinite(each)] for each in (days.count, days.amount))
    enough = int(case.knowledge.choice("safety_recorded_days_least"))
    return TaperTalk(
        doses_a_day=float(np.median(count)) if len(count) >= enough else None,
        amount_a_day=float(np.median(amount)) if len(amount) >= enough else None,
        unit=days.unit,
        days=int(chosen.sum()),
        since_s=int(case.kratom.time_s[0]),
        cuts=cuts_of(case, days),
        points=tuple(each.text for each in case.knowledge.advice.values() if each.part == "taper_talk"),
    )


def doses_frequent(case: Case) -> Sighting | None:
    """Doses on most days, several a day: the median recorded day of the last four weeks."""
    days = dose_days(case)
    count = _counts(days)
    if len(count) < case.knowledge.choice("safety_recorded_days_least"):
        return None
    usual = float(np.median(count))
    if usual < case.knowledge.choice("safety_frequent_doses"):
        return None
    says = f"{said(usual)} doses on a usual day, by {len(count)} recorded days of the last 4 weeks."
    return Sighting(int(days.doses.time_s[-1]), days.ids(WINDOW_D), says)


def doses_rising(case: Case) -> Sighting | None:
    """More doses a day, or more a day, than some weeks before. How often comes first: it tells more than how much."""
    days = dose_days(case)
    rise = rise_of(days, days.count, case.knowledge, least=case.knowledge.choice("safety_rise_doses_least"))
    if rise is not None:
        says = f"{said(rise.after)} doses a day in the last 4 weeks, and {said(rise.before)} {rise.when}."
        return Sighting(int(days.doses.time_s[-1]), days.ids(WINDOW_D), says)
    rise, unit = _amount_rise(days, case), days.unit
    if rise is None:
        return None
    says = f"{said(rise.after)} {unit} a day in the last 4 weeks, and {said(rise.before)} {unit} {rise.when}."
    return Sighting(int(days.doses.time_s[-1]), days.ids(WINDOW_D), says)


def more_for_the_same(case: Case) -> Sighting | None:
    """A rising amount while the relief stays the same or falls. A worse pain alone can do that, and it says so."""
    days = dose_days(case)
    rise, unit = _amount_rise(days, case), days.unit
    if rise is None:
        doses_least = case.knowledge.choice("safety_rise_doses_least")
        rise, unit = rise_of(days, days.count, case.knowledge, least=doses_least), "doses"
    relief = relief_between(case, days, rise.lag_d) if rise else None
    if rise is None or relief is None or relief.gained >= case.knowledge.choice("safety_relief_gain"):
        return None
    says = (
        f"{said(rise.after)} {unit} a day in the last 4 weeks, {said(rise.before)} {unit} {rise.when}; {relief.label} "
        f"in the hours after a dose was {said(relief.before)} then and {said(relief.after)} now. Worse illness "
        "alone, or a weaker product, can look like this, too."
    )
    return Sighting(int(days.doses.time_s[-1]), days.ids(WINDOW_D), says)


def early_morning_doses(case: Case) -> Sighting | None:
    """The first dose early by the clock, on most days. When the person woke up is not in the record."""
    days, choice = dose_days(case), case.knowledge.choice
    doses = days.doses.take((days.doses.precision == Precision.CLOCK) & (days.doses.day() > days.end_day - WINDOW_D))
    hour = doses.hour()
    # before that hour it is still the night of a late evening
    morning = doses.take(hour >= choice("safety_night_until_h"))
    day, first = np.unique(morning.day(), return_index=True)
    if len(day) < choice("safety_recorded_days_least"):
        return None
    early = first[morning.hour()[first] < choice("safety_early_until_h")]
    if len(early) / len(day) < choice("safety_early_share"):
        return None
    until = choice("safety_early_until_h")
    says = f"The first dose was before {until:g}:00 on {len(early)} of {len(day)} days in the last 4 weeks."
    return Sighting(int(morning.time_s[early[-1]]), tuple(morning.id[at] for at in early), says)


def dose_against_withdrawal(case: Case) -> Sighting | None:
    """Doses taken so as not to feel ill, by the reason that was written beside them."""
    days = dose_days(case)
    recent = days.doses.take(days.doses.day() > days.end_day - WINDOW_D)
    against = recent.take(recent.reason == Reason.WITHDRAWAL)
    if len(np.unique(against.day())) < case.knowledge.choice("safety_against_days_least"):
        return None
    told = int((recent.reason != Reason.NOT_SAID).sum())
    says = (
        f"{len(against)} of {told} doses with a reason, in the last 4 weeks, were against feeling ill without it, on "
        f"{len(np.unique(against.day()))} days."
    )
    return Sighting(int(against.time_s[-1]), tuple(against.id.tolist()), says)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """What the doses could not be asked, and why."""
    if not len(case.kratom):
        return
    days = dose_days(case)
    enough = case.knowledge.choice("safety_recorded_days_least")
    count = len(_counts(days))
    if count < enough:
        why = f"only {count} of the last 28 days say how often, and a day without an answer does not count as none"
        yield NotAssessed("doses_a_day", f"How often you take it was not looked at, because {why}.")
        return
    if not any(len(_counts(days, lag_d)) >= enough for lag_d in LAGS_D):
        why = "the weeks before the last four have too few recorded days"
        yield NotAssessed("doses_rising", f"Whether you take more than before was not looked at, because {why}.")
    if np.isfinite(days.amount[days.within(WINDOW_D)]).sum() < enough:
        why = "the doses are of several kinds of product, or were not counted in one unit"
        yield NotAssessed("amount_a_day", f"How much you take a day was not looked at, because {why}.")
    why = "the record does not say when you wake up, so early doses are told by the clock alone"
    yield NotAssessed("waking", f"How soon after waking you take it was not looked at, because {why}.")


def _amount_rise(days: DoseDays, case: Case) -> Rise | None:
    """A rise of the amount a day, of doses that are not rare: an amount now and then is no habit."""
    count = _counts(days)
    often = not len(count) or count.mean() >= case.knowledge.choice("safety_rise_doses_least")
    return rise_of(days, days.amount, case.knowledge) if often else None


def _counts(days: DoseDays, lag_d: int = 0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How often, on each recorded day of four weeks that no trial had assigned."""
    chosen = days.within(WINDOW_D, lag_d) & ~days.assigned & np.isfinite(days.count)
    return np.asarray(days.count[chosen])
