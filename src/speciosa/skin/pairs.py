"""Each session of an exposed site beside the covered one's of those days."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.knowledge import Knowledge
from speciosa.skin.doubts import setup_of
from speciosa.skin.series import Session
from speciosa.values.timeline import DAY_S


def pairs_of(
    sessions: Sequence[Session], controls: Sequence[Session], knowledge: Knowledge
) -> tuple[tuple[Session, Session], ...]:
    """Sessions with the nearest of the covered site: within days, same card, phone and lamp; others are left out.

    Parameters
    ----------
    sessions, controls : in time order.
    """
    within_s = DAY_S * knowledge.choice("skin_control_apart_d")
    found = []
    for each in sessions:
        same = [other for other in controls if setup_of(other) == setup_of(each)]
        nearest = min(same, key=lambda other: abs(other.time_s - each.time_s), default=None)
        if nearest is not None and abs(nearest.time_s - each.time_s) <= within_s:
            found.append((each, nearest))
    return tuple(found)
