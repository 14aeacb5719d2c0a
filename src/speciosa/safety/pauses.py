"""Times without any dose, and what a symptom did before, in and after them: nobody is ever asked to make one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary
from speciosa.safety.complaint import Complaint
from speciosa.values.timeline import local_day

Days = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pause:
    """One time without a dose that is long enough, and written about enough, to say something.

    Parameters
    ----------
    before, within, after : recorded local days: before it, in it once the last dose is mostly gone, and after the
        first dose that followed.
    resumed : whether a dose followed.
    """

    before: Days
    within: Days
    after: Days
    resumed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A symptom around the pauses of a record: days with it, and recorded days.

    Parameters
    ----------
    pauses : how many there are.
    better : whether it was there on clearly fewer days; None where that cannot be told.
    back : whether it came back after one in which it was gone; None without such a one.
    """

    pauses: int
    before: tuple[int, int]
    within: tuple[int, int]
    better: bool | None
    back: bool | None


def pauses_of(diary: Diary, knowledge: Knowledge) -> tuple[Pause, ...]:
    """The pauses of a record, the one after its last dose among them.

    Valid when: a day with entries and without a dose is one without a dose. A time of silence is no pause.
    """
    doses = diary.kratom_doses(knowledge)
    doses = doses.take((doses.answer != Answer.DECLINED) & ~(doses.value == 0))
    recorded = np.unique(diary.logged.day())
    if not len(doses) or not len(recorded):
        return ()
    choice = {
        each: knowledge.choice(f"safety_{each}")
        for each in ("pause_d", "pause_washout_d", "pause_before_d", "pause_recorded_share", "restart_d")
    }
    days = local_day(doses.time_s, doses.offset_min)
    ends = [*zip(days[:-1].tolist(), days[1:].tolist(), strict=True), (int(days[-1]), int(recorded[-1]) + 1)]
    found = []
    for last, following in ends:
        if following - last - 1 < choice["pause_d"]:
            continue
        resumed = following <= recorded[-1]
        within = _between(recorded, last + int(choice["pause_washout_d"]) + 1, following)
        if len(within) < choice["pause_recorded_share"] * (following - last - 1):
            continue
        before = _between(recorded, last - int(choice["pause_before_d"]) + 1, last + 1)
        after = _between(recorded, following, following + int(choice["restart_d"])) if resumed else recorded[:0]
        found.append(Pause(before, within, after, resumed))
    return tuple(found)


def change_of(complaint: Complaint, pauses: tuple[Pause, ...], knowledge: Knowledge) -> Change:
    """What one symptom did around the pauses.

    better: the share of recorded days with it fell to `safety_pause_better_share` of what it was or less, and so
    few are unlikely (5 %) had it stayed the same: P(X <= k), X ~ Bin(n, share before). Not better: as often as
    before, or more, in a time so long that its going away would have shown. Else not known.
    back: it was better in a pause, and there again in the days after.
    """
    days = complaint.days
    before, within = _count(days, [each.before for each in pauses]), _count(days, [each.within for each in pauses])
    better = _better(before, within, knowledge)
    back = [
        len(np.intersect1d(days, each.after)) > 0
        for each in pauses
        if each.resumed and _better(_count(days, [each.before]), _count(days, [each.within]), knowledge)
        and (len(np.intersect1d(days, each.after)) or len(each.after) >= knowledge.choice("safety_restart_d") / 2)
    ]  # fmt: skip
    return Change(len(pauses), before, within, better, any(back) if back else None)


def _better(before: tuple[int, int], within: tuple[int, int], knowledge: Knowledge) -> bool | None:
    if not before[0] or not within[1]:
        return None
    share, share_within, level = before[0] / before[1], within[0] / within[1], knowledge.choice("safety_follow_level")
    if _at_most(0, within[1], share) > level:
        return None  # even none at all would be no wonder
    if share_within >= share:
        return False
    fell = share_within <= knowledge.choice("safety_pause_better_share") * share
    return True if fell and _at_most(within[0], within[1], share) <= level else None


def _count(days: Days, of: list[Days]) -> tuple[int, int]:
    """Days with it, and days in all."""
    return sum(len(np.intersect1d(days, each)) for each in of), sum(len(each) for each in of)


def _at_most(count: int, of: int, share: float) -> float:
    """P(X <= count) for X ~ Bin(of, share)."""
    return float(special.bdtr(count, of, share))


def _between(recorded: Days, first: int, end: int) -> Days:
    return recorded[np.searchsorted(recorded, first) : np.searchsorted(recorded, end)]
