"""Which of kratom and 7-OH products a record shows, when last, and whether it is getting less."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Columns, Kind
from speciosa.safety.case import Case, once_a_case
from speciosa.safety.listed import taken
from speciosa.safety.sighting import Sighting
from speciosa.values.timeline import DAY_S

HYDROXY_GROUP = "hydroxy_product"
"""Group of 7-hydroxymitragynine and its kin in the table of medicines."""

_HYDROXY = "7-hydroxymitragynine"
_STOPPED = frozenset({"stopped", "stop", "quit", "aufgehört"})
_LESS = re.compile(r"-\s?\d+\s?%|none")


@dataclass(frozen=True, slots=True, eq=False)
class Taking:
    """What a record shows of kratom and of 7-OH products.

    Parameters
    ----------
    leaf, hydroxy : the doses of each that were taken, in the order of time.
    leaf_now, hydroxy_now : whether it was taken in the weeks before the record's end, or stands in `person.toml`.
    """

    leaf: Columns
    hydroxy: Columns
    leaf_now: bool
    hydroxy_now: bool

    @property
    def now(self) -> bool:
        """Whether either was taken of late."""
        return self.leaf_now or self.hydroxy_now

    def concerns(self, of: str) -> bool:
        """Whether a row about `kratom`, `7-hydroxymitragynine` or `both` is about this record."""
        return {"kratom": self.leaf_now, _HYDROXY: self.hydroxy_now}.get(of, self.now)

    @property
    def last(self) -> tuple[int, str] | None:
        """Time and id of the last dose of either; None without any."""
        ends = [(int(each.time_s[-1]), each.id[len(each) - 1]) for each in (self.leaf, self.hydroxy) if len(each)]
        return max(ends, default=None)

    @property
    def times(self) -> NDArray[np.int64]:
        """Instants of all doses, UTC seconds, in order, [n]."""
        return np.sort(np.concatenate([self.leaf.time_s, self.hydroxy.time_s]))


@once_a_case
def taking_of(case: Case) -> Taking:
    """Doses by what they are: a 7-OH product, one of its kin, or kratom; written as a dose or as a medicine."""
    rows = taken(case.diary.entries)
    kinds = np.array([_kind_of(word, case) for word in rows.name.vocabulary], dtype=np.int8)
    which = kinds[rows.name.codes] if len(rows) else np.zeros(0, dtype=np.int8)
    leaf, hydroxy = rows.take(which == 1), rows.take(which == 2)
    standing = {_kind_of(each, case) for each in case.diary.person.medicines}
    since_s = case.end_s - case.knowledge.choice("safety_kratom_recent_d") * DAY_S
    leaf_now, hydroxy_now = (bool(len(each)) and int(each.time_s[-1]) >= since_s for each in (leaf, hydroxy))
    return Taking(leaf, hydroxy, leaf_now or 1 in standing, hydroxy_now or 2 in standing)


def taking_less(case: Case, taking: Taking) -> Sighting | None:
    """Signs that less is taken: said so, a period of less, fewer doses, or none in the last days.

    Parameters
    ----------
    taking : of the same record.

    Valid when: doses are written down as before; fewer entries of every kind are no sign of fewer doses.
    """
    return _said(case, taking) or _assigned(case) or _none_lately(case, taking) or _fewer(case, taking)


def _kind_of(name: str, case: Case) -> int:
    """1 for kratom, 2 for 7-OH and its kin, 0 for anything else."""
    if case.diary.is_kratom(name, case.knowledge):
        return 2 if case.diary.substance_of(name, case.knowledge) == _HYDROXY else 1
    meant = case.knowledge.medicine(name.partition("#")[0]).medicines
    return 2 if any(HYDROXY_GROUP in case.knowledge.groups_of(each.name) for each in meant) else 0


def _said(case: Case, taking: Taking) -> Sighting | None:
    """An event or a strategy that says so, and no dose after that day."""
    entries = case.diary.entries
    events = _worded(entries.of_kind(Kind.EVENT), names=_STOPPED)
    events = events.take(_texts(events, lambda text: not case.knowledge.medicine(text).medicines))
    plans = entries.of_kind(Kind.STRATEGY)
    kratom = np.array([case.diary.is_kratom(word, case.knowledge) for word in plans.name.vocabulary], dtype=bool)
    plans = plans.take(kratom[plans.name.codes] if len(plans) else np.zeros(0, dtype=bool))
    plans = plans.take(_texts(plans, lambda text: text in _STOPPED))
    stops = [(int(each.time_s[-1]), each.id[len(each) - 1]) for each in (events, plans) if len(each)]
    if not stops or not _recent(case, max(stops)[0]):
        return None
    time_s, entry = max(stops)
    if taking.last is not None and taking.last[0] > time_s + DAY_S:
        return None
    return Sighting(time_s, (entry,), "You wrote that you stopped taking it.")


def _assigned(case: Case) -> Sighting | None:
    """The latest period of a trial is one of less."""
    arms = case.diary.entries.of_kind(Kind.ASSIGNMENT)
    last = len(arms) - 1
    if last < 0 or not _LESS.fullmatch(arms.name[last]) or not _recent(case, int(arms.time_s[last])):
        return None
    return Sighting(int(arms.time_s[last]), (arms.id[last],), "A period with less of it has begun.")


def _none_lately(case: Case, taking: Taking) -> Sighting | None:
    """It was taken on most days, and not in the last ones of the record."""
    if taking.last is None:
        return None
    last_s, entry = taking.last
    free_d = case.days_before_end(last_s)
    if free_d < case.knowledge.choice("safety_stopped_after_d") or not _recent(case, last_s):
        return None
    before = taking.times[taking.times >= last_s - 14 * DAY_S] // DAY_S
    if len(np.unique(before)) < case.knowledge.choice("safety_regular_days_least"):
        return None
    return Sighting(last_s, (entry,), f"None was written down in the last {int(free_d)} days of your record.")


def _fewer(case: Case, taking: Taking) -> Sighting | None:
    """Clearly fewer doses in the last two weeks than in the two weeks before, while as much else was written down."""
    ago_d = (case.end_s - taking.times) / DAY_S
    now, before = int((ago_d < 14).sum()), int(((ago_d >= 14) & (ago_d < 28)).sum())
    most = case.knowledge.choice("safety_fewer_doses_share") * before
    if before < case.knowledge.choice("safety_regular_days_least") or now == 0 or now > most:
        return None
    days = np.unique((case.end_s - case.diary.logged.time_s) // DAY_S)
    if 2 * int((days < 14).sum()) < int(((days >= 14) & (days < 28)).sum()):
        return None
    says = f"{now} dose{'' if now == 1 else 's'} in the last 2 weeks of your record; {before} in the 2 weeks before."
    last = taking.last
    return Sighting(last[0] if last else None, (last[1],) if last else (), says)


def _recent(case: Case, time_s: int) -> bool:
    return case.days_before_end(time_s) <= case.knowledge.choice("safety_stopping_recent_d")


def _worded(rows: Columns, *, names: frozenset[str]) -> Columns:
    meant = np.array([word.strip().casefold() in names for word in rows.name.vocabulary], dtype=bool)
    return rows.take(meant[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool))


def _texts(rows: Columns, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
    """Where the text holds, asked once a text that is used."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    said = {code: holds(rows.text.vocabulary[code].strip().casefold()) for code in np.unique(rows.text.codes).tolist()}
    return np.array([said[code] for code in rows.text.codes.tolist()], dtype=bool)
