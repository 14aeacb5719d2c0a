"""What is said of a person at one look, and along all of them."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

from speciosa.effect import State, estimate_effect
from speciosa.exposure import expose
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.timeline import DAY_S


class Look(NamedTuple):
    """The answer at one instant; numbers are NaN where none was earned.

    `helps`, `worse`: probability of the direction; `notice_helps`, `notice_worse`: of a difference that people notice.
    """

    state: str
    why: str
    mean: float
    sd: float
    low: float
    high: float
    helps: float
    worse: float
    notice_helps: float
    notice_worse: float
    method: str
    k_hat: float
    cpu_s: float

    def claims(self, sure: float, noticed: float) -> int:
        """1 helps, -1 worse, 0 neither: as `effect.verdict.state_of` with these thresholds."""
        if self.helps >= sure and self.notice_helps >= noticed:
            return 1
        return -1 if self.worse >= sure and self.notice_worse >= noticed else 0


def look_times(diary: Diary, knowledge: Knowledge) -> list[int]:
    """The looks that fall into a record, UTC seconds."""
    ratings = diary.entries.of_kind(Kind.RATING, "pain").time_s
    first_s, last_s = int(ratings[0]), int(ratings[-1])
    first_d, every_d = knowledge.choice("effect_first_look_d"), knowledge.choice("effect_look_every_d")
    found, at_s = [], first_s + int(first_d * DAY_S)
    while at_s <= last_s:
        found.append(at_s)
        at_s = first_s + int((first_d + len(found) * every_d) * DAY_S)
    return found


def look(diary: Diary, knowledge: Knowledge, now_s: int, *, seed: int) -> Look:
    """What the record says at an instant, through the room's door."""
    began = time.process_time()
    known = diary.as_of(now_s)
    exposure = expose(known, knowledge, seed=seed, now_s=now_s)
    found = estimate_effect(known, exposure, knowledge, outcome="pain", now_s=now_s, seed=seed)
    spent = time.process_time() - began
    how = found.diagnostics
    why = found.reasons[-1] if found.reasons else ""
    if found.effect is None or found.state is State.NOT_ENOUGH_DATA:
        none = math.nan
        return Look(found.state.value, why, none, none, none, none, 0.0, 0.0, 0.0, 0.0, how.method, how.k_hat, spent)
    values, notice = found.effect.values, knowledge.choice("effect_notice")
    low, high = found.effect.interval(0.95)
    return Look(
        found.state.value, why, found.effect.mean, found.effect.sd, low, high, float((values < 0).mean()),
        float((values > 0).mean()), float((values <= -notice).mean()), float((values >= notice).mean()),
        how.method, how.k_hat, spent,
    )  # fmt: skip
