"""Sessions that had better be asked about before they are believed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import delta_e_00, ita_deg
from speciosa.skin.measurement import Asked
from speciosa.skin.series import Session
from speciosa.values.timeline import DAY_S

WRONG_SITE = Asked(
    "wrong_site",
    "This skin is very different from the time before. Is it the same spot on the same side? "
    "A difference that stays for more than a week is believed; until then it is left out.",
)
SELF_TANNER = Asked(
    "self_tanner",
    "This skin turned yellower and darker within days. Was there self-tanner or make-up on it? If the whites of your "
    "eyes are yellow, too, see a doctor today. A difference that stays for more than a week is believed.",
)
CLOCK = Asked("clock", "Some photos lie in the future or were not in order. Are the dates right?")


def setup_of(session: Session) -> tuple[int, str, int]:
    """What it was taken with: card, phone, lamp."""
    return session.card_id, session.phone, session.lamp


def in_order(sessions: Sequence[Session], now_s: int) -> tuple[tuple[Session, ...], tuple[Asked, ...]]:
    """Sessions by time, none later than now, and what has to be asked about the clock."""
    until = tuple(sorted((each for each in sessions if each.time_s <= now_s), key=lambda each: each.time_s))
    return until, () if until == tuple(sessions) else (CLOCK,)


def doubtful(sessions: Sequence[Session], knowledge: Knowledge) -> tuple[NDArray[np.bool_], tuple[Asked, ...]]:
    """Which sessions changed faster than skin does, [session], and what is asked.

    Each is compared with the last believed one of the week before it with the same set-up. A change that lasts longer
    than that week is believed.

    Parameters
    ----------
    sessions : of one site, in time order.
    """
    out = np.zeros(len(sessions), dtype=bool)
    asked: dict[str, Asked] = {}
    last: Session | None = None
    within_s = DAY_S * knowledge.choice("skin_sudden_d")
    for at, each in enumerate(sessions):
        sudden = None
        if last is not None and each.time_s - last.time_s <= within_s and setup_of(each) == setup_of(last):
            sudden = _sudden(each, last, knowledge)
        if sudden is None:
            last = each
        else:
            out[at] = True
            asked[sudden.code] = sudden
    return out, tuple(asked.values())


def _sudden(now: Session, before: Session, knowledge: Knowledge) -> Asked | None:
    lighter, _, yellower = now.lab - before.lab
    if yellower > knowledge.choice("skin_self_tanner_b") and -lighter > knowledge.choice("skin_self_tanner_l"):
        return SELF_TANNER
    jump = abs(float(ita_deg(now.lab) - ita_deg(before.lab))) > knowledge.choice("skin_wrong_site_ita")
    if jump and float(delta_e_00(now.lab, before.lab)) > knowledge.choice("skin_wrong_site_delta_e"):
        return WRONG_SITE
    return None
