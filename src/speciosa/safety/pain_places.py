"""Which words of a record are about pain, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import DAY_S

_PLACE = re.compile(r"(?P<where>.+?) pain|(?P<wo>.+?)\s?schmerz(?:en)?")
_DENYING = frozenset({"no", "without", "less", "more", "kein", "keine", "ohne"})
_NEW_PAIN = re.compile(r"new[\s_-]*pain", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Named:
    """One pain under one name: its entries in the order of time."""

    words: frozenset[str]
    name: str
    rows: Columns


def leading_pain(case: Case) -> str:
    """The pain that stands for all: the leading outcome where it is one, else ``pain``, else the most frequent one."""
    rated = [case.knowledge.outcome(each).word for each in case.diary.entries.names(Kind.RATING)]
    pains = [each for each in rated if each == "pain" or each.endswith(" pain")]
    for word in (case.knowledge.outcome(case.diary.person.primary_outcome).word, "pain", *pains):
        if word in pains:
            return word
    return "pain"


def place_of(name: str, knowledge: Knowledge) -> str:
    """Where a pain is by its name; empty for pain as such, for other words, and for what has a rule of its own.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [place_of(each, load_knowledge()) for each in ("left_knee pain", "Knieschmerzen", "pain", "chest pain")]
    ['left knee', 'knie', '', '']
    """
    found = _PLACE.fullmatch(" ".join(name.lower().replace("_", " ").split()))
    if found is None or knowledge.outcome(name).word in knowledge.outcomes:
        return ""
    where = found["where"] or found["wo"]
    return "" if where.split()[0] in _DENYING else where


def new_place(case: Case) -> Sighting | None:
    """Pain in a place that has a name only of late, while another pain goes on under its own."""
    since_s = case.end_s - round(case.knowledge.choice("safety_new_pain_d") * DAY_S)
    seen = [each for each in _pains(case) if _is_new(each, case, since_s)]
    events = case.told.of_kind(Kind.EVENT)
    said = [
        at for at in np.flatnonzero(events.time_s >= since_s).tolist() if _NEW_PAIN.fullmatch(events.name[at].strip())
    ]
    if not seen and not said:
        return None
    entries = [(int(each.rows.time_s[at]), each.rows.id[at]) for each in seen for at in range(len(each.rows))]
    entries += [(int(events.time_s[at]), events.id[at]) for at in said]
    says = [f"“{each.name}” is on {_days(each.rows)} of the last weeks, and was not in your record before."
            for each in seen]  # fmt: skip
    if said:
        says.append("You wrote down a new pain.")
    entries.sort()
    return Sighting(entries[-1][0], tuple(dict.fromkeys(name for _, name in entries)), " ".join(says))


def _pains(case: Case) -> list[_Named]:
    """Every pain of the record by its place; pain as such has no words of a place."""
    rows = case.told.take(np.isin(case.told.kind, [list(Kind).index(each) for each in (Kind.RATING, Kind.SYMPTOM)]))
    rows = rows.take((rows.answer != Answer.DECLINED) & ~(rows.value == 0))
    named: dict[str, list[int]] = {}
    for code in np.unique(rows.name.codes).tolist():
        name = rows.name.vocabulary[code]
        place = place_of(name, case.knowledge)
        if place or case.knowledge.outcome(name).word == "pain":
            named.setdefault(place, []).append(code)
    return [
        _Named(frozenset(place.split()), rows.name.vocabulary[codes[0]], rows.take(np.isin(rows.name.codes, codes)))
        for place, codes in sorted(named.items())
    ]


def _is_new(pain: _Named, case: Case, since_s: int) -> bool:
    choice = case.knowledge.choice
    first_s = int(pain.rows.time_s[0])
    if not pain.words or first_s < since_s or _days(pain.rows) < choice("safety_new_pain_least_d"):
        return False
    older = [each for each in _pains(case) if int(each.rows.time_s[0]) < first_s]
    # "left knee pain" after years of "knee pain" is the same place by a better name
    if any(each.words and (each.words <= pain.words or each.words >= pain.words) for each in older):
        return False
    kept_s = choice("safety_new_pain_kept_d") * DAY_S
    # a pain that ended on the day on which another word began was only given another name
    return any(
        first_s - int(each.rows.time_s[0]) >= kept_s and int(each.rows.time_s[-1]) > first_s + DAY_S for each in older
    )


def _days(rows: Columns) -> int:
    return len(np.unique(rows.day()))
