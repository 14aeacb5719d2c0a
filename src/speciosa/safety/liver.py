"""The liver: laboratory values, the weeks after a start, and what a causality scale asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Act
from speciosa.safety.liver_values import ALP, ALT, AST, BILIRUBIN, INR, LiverValue, liver_values, near, value_gaps
from speciosa.safety.liver_watch import start_before, starts
from speciosa.safety.rucam import CHOLESTATIC, HEPATOCELLULAR, Rucam, rucam
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

if TYPE_CHECKING:
    from speciosa.safety.case import Case

SIGNS = ("jaundice", "dark_urine", "pale_stool")
"""Signs that send somebody to a doctor today, on any day."""
WEAK_SIGNS = ("itching", "right_upper_belly_pain", "fever")
"""Signs that do so in the weeks after a start, or with a high value."""


@dataclass(frozen=True, slots=True)
class LiverPicture:
    """What a clinician would want to see of the liver; never a verdict.

    Parameters
    ----------
    values : every test with its limit, in the order of time.
    r : (ALT / limit) / (ALP / limit) of the first pair with a raised value; None without such a pair.
    pattern : ``hepatocellular`` (5 or more), ``cholestatic`` (2 or less) or ``mixed``; empty without `r`.
    onset_s : first sign or first high value, UTC seconds.
    after_start : ``12 days after you started``; empty where no start lies in the watched days before.
    scales : the causality scale of the pattern, or both where the pattern is not known.
    """

    values: tuple[LiverValue, ...]
    r: float | None
    pattern: str
    onset_s: int | None
    after_start: str
    scales: tuple[Rucam, ...]

    def to_json(self) -> dict[str, object]:
        return {
            "values": [each.to_json() for each in self.values], "r": self.r, "pattern": self.pattern or None,
            "after_start": self.after_start or None, "rucam": [each.to_json() for each in self.scales],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _High:
    """Values that together are worth a visit: when, which, how soon, and in which words."""

    act: Act
    values: tuple[LiverValue, ...]
    says: str

    @property
    def time_s(self) -> int:
        return max(each.time_s for each in self.values)


def liver_picture(case: Case) -> LiverPicture | None:
    """What a clinician would want to see of the liver; None where nothing of it was recorded.

    The scale's items are answered only where a sign or a high value was recorded.
    """
    values = liver_values(case.diary.entries)
    signs = case.present((*SIGNS, "right_upper_belly_pain"))
    if not values and not len(signs):
        return None
    high = [each.time_s for each in values if _is_high(case, each)]
    onset_s = min([*high, *signs.time_s.tolist()], default=None)
    r = _ratio(case, values)
    high_r, low_r = (case.knowledge.choice(f"safety_liver_r_{each}") for each in ("hepatocellular", "cholestatic"))
    pattern = "" if r is None else "hepatocellular" if r >= high_r else "cholestatic" if r <= low_r else "mixed"
    scales = {"": (HEPATOCELLULAR, CHOLESTATIC), "hepatocellular": (HEPATOCELLULAR,)}.get(pattern, (CHOLESTATIC,))
    return LiverPicture(
        values, r, pattern, onset_s, _after_start(case, onset_s) if onset_s is not None else "",
        tuple(rucam(case, scale, values, onset_s=onset_s) for scale in scales) if onset_s is not None else (),
    )  # fmt: skip


def values_high(case: Case) -> Sighting | None:
    """Liver tests so far above their entered limits that they are for today.

    ALT or AST over 3 times with bilirubin over 2 times (Hy's law), over 10 times, or over 3 times with an INR of 1.5 or
    with a sign of the liver; bilirubin over 4 times, or over 2 times with a high ALP, with a sign, or in the weeks
    after a start; not where later values of the same tests were within their limits.
    """
    seen = _latest(case)
    return seen if seen and seen.act is Act.TODAY else None


def value_alone(case: Case) -> Sighting | None:
    """Liver tests above their entered limits that are not for today.

    This week: ALT or AST over 3 times, bilirubin over 2 times (which many have from birth), or ALP over 2 times, on its
    own; and values for today that later ones found within their limits. At the next visit: any value above its limit.
    """
    seen = _latest(case)
    if seen:
        return seen if seen.act is not Act.TODAY else None
    above = [each for each in liver_values(case.diary.entries) if each.over(1)]
    if not above:
        return None
    last = above[-1]
    return Sighting(last.time_s, last.ids, f"{last.says}.", act=Act.NEXT_VISIT)


def _latest(case: Case) -> Sighting | None:
    """The most urgent of the high values, and how soon it is."""
    values = liver_values(case.diary.entries)
    found = list(_high_values(case, values))
    if not found:
        return None
    recent_s = case.end_s - case.knowledge.choice("safety_liver_value_d") * DAY_S
    urgent = [each for each in found if each.act is Act.TODAY and each.time_s >= recent_s]
    chosen = max(urgent or found, key=lambda each: (each.time_s, each.act is Act.TODAY, len(each.values)))
    tests = {each.test for each in chosen.values} - {INR}
    later = {each.test: each for each in values if each.time_s > chosen.time_s and each.times is not None}
    settled = all(test in later and not later[test].over(1) for test in tests)
    ids = tuple(dict.fromkeys(key for each in chosen.values for key in each.ids))
    after = _after_start(case, chosen.time_s)
    says = chosen.says + (f", {after}" if after else "") + "."
    says += " Later values were within their limits." if settled else ""
    return Sighting(chosen.time_s, ids, says, act=Act.THIS_WEEK if settled else chosen.act)


def weak_sign_after_start(case: Case) -> Sighting | None:
    """Itching, fever, or pain under the right ribs in the weeks after a start or a new product."""
    rows, begun = case.present(WEAK_SIGNS), starts(case)
    for at in range(len(rows) - 1, -1, -1):
        start = start_before(case, int(rows.time_s[at]), begun)
        if start:
            days = (int(rows.time_s[at]) - start.time_s) / DAY_S
            label = case.knowledge.outcome(rows.name[at]).label
            return Sighting(
                int(rows.time_s[at]), (*start.ids, rows.id[at]), f"{label}, {days:.0f} days after {start.what}."
            )
    return None


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Liver tests that could not be held against a limit, and their absence."""
    yield from value_gaps(liver_values(case.diary.entries))


def _high_values(case: Case, values: tuple[LiverValue, ...]) -> Iterator[_High]:
    choice = case.knowledge.choice
    alt, much, bili, alp = (choice(f"safety_liver_{key}_times") for key in ("alt", "alt_alone", "bilirubin", "alp"))
    together_d = choice("safety_liver_together_d")
    yellow = tuple(each for each in values if each.test == BILIRUBIN and each.over(bili))
    clots = tuple(each for each in values if each.test == INR and each.value >= choice("safety_liver_inr"))
    signs = case.present((*SIGNS, *WEAK_SIGNS)).time_s
    for value in values:
        if value.test in (ALT, AST) and value.over(alt):
            if beside := near(yellow, value, together_d):
                yield _High(Act.TODAY, (value, beside[-1]), _both(value, beside[-1]))
            elif beside := near(clots, value, together_d):
                yield _High(Act.TODAY, (value, beside[-1]), f"{value.says}, with an INR of {beside[-1].value:g}")
            elif value.over(much):
                yield _High(Act.TODAY, (value,), value.says)
            elif (abs(signs - value.time_s) <= together_d * DAY_S).any():
                yield _High(Act.TODAY, (value,), f"{value.says}, with a sign that can come from the liver")
            else:
                yield _High(Act.THIS_WEEK, (value,), value.says)
        elif value.test == BILIRUBIN and value.over(bili) and _grave(case, value, values, signs, together_d):
            yield _High(Act.TODAY, (value,), value.says)
        elif (value.test == BILIRUBIN and value.over(bili)) or (value.test == ALP and value.over(alp)):
            yield _High(Act.THIS_WEEK, (value,), value.says)


def _both(first: LiverValue, second: LiverValue) -> str:
    one, two = first.times or 0.0, second.times or 0.0
    return f"{first.test} {one:.1f} times its upper limit and {second.test} {two:.1f} times its upper limit"


def _grave(
    case: Case, value: LiverValue, values: tuple[LiverValue, ...], signs: NDArray[np.int64], together_d: float
) -> bool:
    """High bilirubin beyond what many have from birth: very high, with ALP, with a sign, or after a start."""
    choice = case.knowledge.choice
    blocked = any(
        each.test == ALP and each.over(choice("safety_liver_alp_times")) for each in near(values, value, together_d)
    )
    beside = bool((np.abs(signs - value.time_s) <= together_d * DAY_S).any())
    return (
        value.over(choice("safety_liver_bilirubin_alone"))
        or blocked
        or beside
        or bool(_after_start(case, value.time_s))
    )


def _is_high(case: Case, value: LiverValue) -> bool:
    key = {ALT: "alt", AST: "alt", BILIRUBIN: "bilirubin", ALP: "alp"}.get(value.test)
    return key is not None and value.over(case.knowledge.choice(f"safety_liver_{key}_times"))


def _ratio(case: Case, values: tuple[LiverValue, ...]) -> float | None:
    days = case.knowledge.choice("safety_liver_ratio_d")
    alp = tuple(each for each in values if each.test == ALP and each.times)
    for value in values:
        beside = near(alp, value, days) if value.test == ALT and value.times is not None else ()
        closest = min(beside, key=lambda each: (abs(each.time_s - value.time_s), each.time_s), default=None)
        if closest and closest.times and value.times is not None and (value.over(1) or closest.over(1)):
            return value.times / closest.times
    return None


def _after_start(case: Case, time_s: int) -> str:
    start = start_before(case, time_s)
    return f"{(time_s - start.time_s) / DAY_S:.0f} days after {start.what}" if start else ""
