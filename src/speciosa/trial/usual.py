"""A person's usual day of kratom: from their own record, and never above what it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.trial.levels import USUAL
from speciosa.values.gaps import NotAssessed
from speciosa.values.units import MASS_MG

_MINUTES = 12  # times of day are rounded to five minutes
_CAPSULE = "trial capsule"
_UNTOLD_FORMS = ("extract", "shot", "resin", "tablet", "tincture", "liquid", "gummy")


@dataclass(frozen=True, slots=True)
class UsualDay:
    """What a person usually takes on a day.

    Parameters
    ----------
    product : what they mostly take, ``name#batch`` where the batch has a name.
    hours_h, amt_g : local hour and amount of each dose, [dose], from morning to night.
    dose_most_g, day_most_g : 90th percentile of a dose and of a day: no usual amount lies above them.
    days : days behind it.
    """

    product: str
    hours_h: tuple[float, ...]
    amt_g: tuple[float, ...]
    dose_most_g: float
    day_most_g: float
    days: int


def usual_amounts(diary: Diary, knowledge: Knowledge, *, now_s: int, offset_min: int) -> UsualDay | NotAssessed:
    """The usual day: median number of doses, k-th dose at its median hour and amount, capped.

    No dose is above the 90th percentile of the window's doses, and the day not above that of its days.

    Parameters
    ----------
    now_s : UTC seconds; the window is the 28 local days before that day.
    offset_min : local minus UTC, minutes.

    Returns
    -------
    the usual day, or the code and reason why there is none: ``not_using``, ``days_few``, ``not_leaf``,
    ``not_weighed``.

    Valid when: doses are written down. A forgotten one makes the usual day smaller, never larger.
    """
    today = (now_s + offset_min * 60) // 86_400
    doses = diary.kratom_doses(knowledge)
    day = doses.day()
    window = (day >= today - int(knowledge.choice("trial_usual_window_d"))) & (doses.value != 0)
    names = set(doses.take(window).name.used()) - {_CAPSULE}
    if any(not _is_leaf(diary, knowledge, name) for name in names):
        return NotAssessed("not_leaf", "Extracts and 7-OH products are not for a trial of one's own.")
    doses = doses.take(window & (day < today) & ~_on_less(diary.entries, day))
    if not len(doses):
        return NotAssessed("not_using", "Your record shows no kratom at your usual amount in the last four weeks.")
    amt_g = _weighed_g(doses, diary)
    if amt_g is None:
        return NotAssessed(
            "not_weighed", "Some doses of the last four weeks are not in grams, so your usual amount is not known."
        )
    days = np.unique(doses.day())
    if len(days) < knowledge.choice("trial_usual_days_least"):
        return NotAssessed("days_few", f"Only {len(days)} of the last 28 days show your usual doses.")
    hours_h, usual_g, most = _middle_day(doses, amt_g, days, knowledge.choice("trial_usual_share"))
    return UsualDay(_product_of(doses, diary), hours_h, usual_g, *most, len(days))


def _middle_day(
    doses: Columns, amt_g: NDArray[np.float64], days: NDArray[np.int64], share: float
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, float]]:
    """Hours, amounts, and the two bounds that none of them exceeds."""
    by_day = [np.flatnonzero(doses.day() == each) for each in days]
    count = max(1, math.floor(np.median([len(each) for each in by_day])))
    hour = doses.hour()
    kth = [np.array([each[k] for each in by_day if len(each) > k]) for k in range(count)]
    dose_most = float(np.quantile(amt_g, share, method="lower"))
    day_most = float(np.quantile([amt_g[each].sum() for each in by_day], share, method="lower"))
    usual = [min(float(np.median(amt_g[each])), dose_most) for each in kth]
    shrink = min(1.0, day_most / sum(usual))
    return (
        tuple(round(round(float(np.median(hour[each])) * _MINUTES) / _MINUTES, 4) for each in kth),
        tuple(math.floor(each * shrink * 100 + 1e-6) / 100 for each in usual),
        (dose_most, day_most),
    )


def _on_less(entries: Columns, day: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Days that stand under an assignment other than ``usual``, bool[dose]: they are not usual days."""
    arms = entries.of_kind(Kind.ASSIGNMENT)
    if not len(arms):
        return np.zeros(len(day), dtype=bool)
    at = np.searchsorted(arms.day(), day, side="right") - 1
    return np.asarray((at >= 0) & ~arms.name.equal(USUAL)[at])


def _is_leaf(diary: Diary, knowledge: Knowledge, name: str) -> bool:
    """Plain leaf; of anything with a concentrate in it nobody can say what is usual."""
    plain = _plain(name)
    if diary.substance_of(name, knowledge) != "kratom":
        return False
    known = knowledge.substance(plain)
    forms = [each.form.lower() for each in diary.products if _plain(each.product) == plain]
    words = [plain, *forms, known.form if known and plain not in forms else ""]
    return not any(form in word for form in _UNTOLD_FORMS for word in words)


def _weighed_g(doses: Columns, diary: Diary) -> NDArray[np.float64] | None:
    """Grams of each dose; None where one is not known."""
    weights = {_plain(each.product): each.unit_weight_g for each in diary.products if each.unit_weight_g}
    grams = np.full(len(doses), np.nan)
    for at, event in enumerate(doses):
        if event.answer is not Answer.GIVEN:
            continue
        per_unit = MASS_MG[event.unit] / 1000 if event.unit in MASS_MG else weights.get(_plain(event.name))
        if per_unit and event.unit != "ml":
            grams[at] = event.value * per_unit
    return None if np.isnan(grams).any() else grams


def _product_of(doses: Columns, diary: Diary) -> str:
    """The product that most doses are of, with the batch that is in use."""
    names = [_plain(name) for name in doses.name.tolist()]
    mostly = max(sorted(set(names)), key=names.count)
    last = max(at for at, name in enumerate(names) if name == mostly)
    name, _, batch = doses.name[last].partition("#")
    changes = diary.entries.of_kind(Kind.EVENT, "product_changed").text.tolist()
    for text in reversed(changes) if not batch else ():
        product, sign, mark = text.rpartition("#")
        if sign and _plain(product) in ("", mostly):
            batch = mark
            break
    return f"{name}#{batch}" if batch else name


def _plain(name: str) -> str:
    return " ".join(name.partition("#")[0].split()).lower()
