"""Whether the symptoms that a rule names were written down, enough of them within a day; and words nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from speciosa.knowledge import Act, safety_rows
from speciosa.record import Kind
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

_MOST_NAMED = 12
_MAY_PASS = frozenset({"suicide"})
_FEVER = ("fever", "headache", "severe_headache")


def symptoms_seen(rule: safety_rows.SafetyRule, case: Case) -> Sighting | None:
    """The latest day's worth of signs that is enough for the rule, with every entry of that sign before it.

    What was denied later stays: it was there, and a stroke, a fit or a heart that mends by itself is a call all the
    same. Thoughts that passed are still a matter for today.

    Parameters
    ----------
    rule : one that names symptoms.
    """
    rows = case.present(rule.symptoms)
    if not len(rows):
        return None
    words = [case.knowledge.outcome(each).word for each in rows.name.tolist()]
    times = rows.time_s.tolist()
    for last in range(len(rows) - 1, -1, -1):
        within = [at for at in range(last + 1) if times[last] - times[at] <= DAY_S]
        if len({words[at] for at in within}) >= rule.at_least:
            break
    else:
        return None
    chosen = list(range(last + 1)) if rule.at_least == 1 else within
    later = case.denied(rule.symptoms)
    gone = bool((later.time_s > times[last]).any())
    over = gone and rule.act is Act.CALL_EMERGENCY and rule.key in _MAY_PASS
    ids = tuple(rows.id[at] for at in chosen)
    says = "You wrote later that it was gone; it was there all the same." if gone else ""
    return Sighting(times[last], ids, says, act=Act.TODAY if over else None)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """Words for symptoms that are not known here: nobody held them against a rule, whatever they mean."""
    names = case.diary.entries.names(Kind.SYMPTOM)
    unknown = [each for each in names if not case.knowledge.outcome(each).known]
    if not unknown:
        return
    told = [_asked(each, case) for each in unknown[:_MOST_NAMED]]
    more = len(unknown) - _MOST_NAMED
    listed = "; ".join([*told, *([f"{more} more"] if more > 0 else [])])
    yield NotAssessed(
        "symptom_unknown",
        f"These words are not known here, so no rule saw them: {listed}. If one of them is new and bad, or frightens "
        "you, don't wait for this page: call your emergency number, or see a doctor today.",
    )


def _asked(written: str, case: Case) -> str:
    """The word, and what it may have been meant to be."""
    near = " or ".join(f"“{each.label.lower()}”" for each in case.knowledge.near_outcomes(written))
    return f"“{written}” (did you mean {near}?)" if near else f"“{written}”"


def very_drowsy(case: Case) -> Sighting | None:
    """Sleepiness of a score that one can hardly stay awake with."""
    rows = case.present(("drowsiness",))
    rows = rows.take(rows.value >= case.knowledge.choice("safety_drowsiness_emergency"))
    if not len(rows):
        return None
    last = len(rows) - 1
    return Sighting(int(rows.time_s[last]), (rows.id[last],), f"Sleepiness of {rows.value[last]:g}.")


def fever_or_headache(case: Case) -> Sighting | None:
    """Fever or a headache within a day of a stiff neck."""
    stiff, beside = case.present(("stiff_neck",)), case.present(_FEVER)
    for at in range(len(stiff) - 1, -1, -1):
        near = np.flatnonzero(np.abs(beside.time_s - stiff.time_s[at]) <= DAY_S)
        if len(near):
            return Sighting(int(stiff.time_s[at]), tuple(beside.id[each] for each in near.tolist()))
    return None
