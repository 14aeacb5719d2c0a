"""Items of the RUCAM, a causality scale for the liver, as far as a diary can answer them.

Danan and Teschke's update of 2016, in our own words. Points stand in the causality table. There is no verdict: most
items need a clinician, and the total is given as the range that is still possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from speciosa.safety.case import Case
from speciosa.safety.liver_values import ALP, ALT, LiverValue
from speciosa.safety.liver_watch import starts
from speciosa.values.timeline import DAY_S

HEPATOCELLULAR, CHOLESTATIC = "rucam_hepatocellular", "rucam_cholestatic"
NOT_KNOWN = "not known"
_YEAR_S = 365.2425 * DAY_S


@dataclass(frozen=True, slots=True)
class RucamItem:
    """One item, the answer that the diary gives, and the points that are still possible.

    Parameters
    ----------
    item, asks : key of the item, and what it asks. answer: ``not known`` where the diary can't say.
    low, high : points; equal where the answer is known.
    because : what in the diary the answer rests on; empty where there is none.
    """

    item: str
    asks: str
    answer: str
    low: float
    high: float
    because: str

    def to_json(self) -> dict[str, object]:
        return {"item": self.item, "asks": self.asks, "answer": self.answer, "points": [self.low, self.high],
                "because": self.because or None}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rucam:
    """One of the two scales with all its items; `low` and `high`: totals that are still possible."""

    scale: str
    items: tuple[RucamItem, ...]

    @property
    def low(self) -> float:
        return sum(each.low for each in self.items)

    @property
    def high(self) -> float:
        return sum(each.high for each in self.items)

    def to_json(self) -> dict[str, object]:
        items = [each.to_json() for each in self.items]
        return {"scale": self.scale, "total_possible": [self.low, self.high], "items": items}


def rucam(case: Case, scale: str, values: tuple[LiverValue, ...], *, onset_s: int) -> Rucam:
    """One scale's items with the diary's answers.

    Parameters
    ----------
    scale : `HEPATOCELLULAR` or `CHOLESTATIC` (which is the one for mixed injury, too).
    values : liver tests of the record. onset_s: first sign of the liver, or first value that was high, UTC seconds.

    Valid when: shown to a professional. The scale is for liver injury that tests have shown.
    """
    said = {
        "onset": _onset(case, scale, onset_s),
        "course": _course(case, scale, values, onset_s),
        "alcohol": _alcohol(case),
        "pregnancy": _pregnancy(case),
        "age": _age(case, onset_s),
        "concomitant": _concomitant(case, onset_s),
        "previous": ("published", "Liver injury after kratom was published."),
    }
    return Rucam(scale, tuple(_items(case, scale, said)))


_Answer = tuple[str, str] | None


def _items(case: Case, scale: str, said: Mapping[str, _Answer]) -> Iterator[RucamItem]:
    rows = [each for each in case.knowledge.causality if each.scale == scale]
    for item in dict.fromkeys(each.item for each in rows):
        answers = {each.answer: each for each in rows if each.item == item}
        asks = next(iter(answers.values())).asks
        answer = said.get(item)
        if answer and answer[0] in answers:
            points = answers[answer[0]].points
            yield RucamItem(item, asks, answer[0], points, points, answer[1])
        else:
            points_of = [each.points for each in answers.values()]
            yield RucamItem(item, asks, NOT_KNOWN, min(points_of), max(points_of), answer[1] if answer else "")


def _onset(case: Case, scale: str, onset_s: int) -> _Answer:
    """Days from the last start; from the last dose where it came after stopping."""
    doses = case.kratom.time_s[case.kratom.time_s <= onset_s]
    if not len(doses):
        return None
    since_last_d = (onset_s - int(doses[-1])) / DAY_S
    if since_last_d > case.knowledge.choice("safety_liver_stopped_d"):
        most = case.knowledge.choice(f"safety_{scale}_after_stop_d")
        because = f"{since_last_d:.0f} days after the last dose that was written down."
        return ("after stopping" if since_last_d <= most else NOT_KNOWN, because)
    begun = [each for each in starts(case) if each.time_s <= onset_s]
    if not begun:
        return None
    days = (onset_s - begun[-1].time_s) / DAY_S
    low, high = (case.knowledge.choice(f"safety_rucam_onset_{end}_d") for end in ("from", "until"))
    return ("5 to 90 days" if low <= days <= high else "other", f"{days:.0f} days after {begun[-1].what}.")


def _course(case: Case, scale: str, values: tuple[LiverValue, ...], onset_s: int) -> _Answer:
    """How far the leading value had fallen towards its limit by the days after the last dose."""
    test = ALT if scale == HEPATOCELLULAR else ALP
    known = [each for each in values if each.test == test and each.times is not None]
    doses = case.kratom.time_s
    if not known or not len(doses):
        return "no information", ""
    stop_s = int(doses[-1])
    peak = max(known, key=lambda each: each.times or 0.0)
    after = [each for each in known if each.time_s > max(stop_s, peak.time_s)]
    if (peak.times or 0.0) <= 1 or not after or stop_s < onset_s - _YEAR_S:
        return "no information", "No value after the last dose that was written down."
    halved = [each for each in after if _fall(peak, each) >= 0.5]
    last_d = (after[-1].time_s - stop_s) / DAY_S
    days = (halved[0].time_s - stop_s) / DAY_S if halved else None
    if days is not None:
        because = f"{test}: half of the way back {days:.0f} days after the last dose that was written down."
    else:
        because = f"{test}: less than half of the way back {last_d:.0f} days after the last dose that was written down."
    return _fallen(scale, days, last_d), because


def _fallen(scale: str, days: float | None, last_d: float) -> str:
    if scale == CHOLESTATIC:
        half_year_d = 180
        if days is not None and days <= half_year_d:
            return "half within 180 days"
        return "less than half within 180 days" if last_d <= half_year_d else "no information"
    week_d, month_d = 8, 30
    if days is None:
        return "no half after 30 days" if last_d > month_d else "no information"
    if days <= month_d:
        return "half within 8 days" if days <= week_d else "half within 30 days"
    return "half after 30 days"


def _fall(peak: LiverValue, later: LiverValue) -> float:
    """The part of the excess over the limit that is gone: (peak - value) / (peak - limit)."""
    high, low = peak.times or 0.0, later.times or 0.0
    return (high - low) / (high - 1)


def _alcohol(case: Case) -> _Answer:
    drinks = [each for each in case.listed if each.kind == "alcohol"]
    return (NOT_KNOWN, "Alcohol was written down; how many drinks a day is not known.") if drinks else None


def _pregnancy(case: Case) -> _Answer:
    person = case.diary.person
    if person.pregnant:
        return "yes", "As the person said."
    return ("no", "As the person said.") if person.pregnant is False else None


def _age(case: Case, onset_s: int) -> _Answer:
    born = case.diary.person.birth_year
    if born is None:
        return None
    most = int(1970 + onset_s / _YEAR_S) - born  # the birthday of that year may still have been to come
    older = int(case.knowledge.choice("safety_rucam_age"))
    if most == older:
        return NOT_KNOWN, "54 or 55, by the year of birth."
    return ("55 or older" if most > older else "under 55"), "By the year of birth."


def _concomitant(case: Case, onset_s: int) -> _Answer:
    others = [each for each in case.listed if each.first_s is None or each.first_s <= onset_s]
    if not others:
        return "none or no information", "No other medicine was written down before."
    toxic = [each for each in others if "liver_toxic" in each.groups]
    told = "; one of them can harm the liver" if len(toxic) == 1 else f"; {len(toxic)} can harm the liver" * bool(toxic)
    return NOT_KNOWN, f"{len(others)} other medicine{'s' * (len(others) > 1)} or supplements were written down{told}."
