"""Where a course goes on with another card, phone or lamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from speciosa.skin import series


@dataclass(frozen=True, slots=True)
class Setup:
    """A new set-up: UTC seconds and local time minus UTC of its first session, and what is new in it.

    `new` : of ``card``, ``phone`` and ``lamp``, in that order.
    """

    time_s: int
    offset_min: int
    new: tuple[str, ...]


def setups_of(sessions: Sequence[series.Session]) -> tuple[Setup, ...]:
    """The set-ups after the first one, in the order of time.

    A photo that does not say which phone took it begins none.
    """
    found, phone = [], sessions[0].phone if sessions else ""
    for before, after in pairwise(sessions):
        new = [name for name, changed in (
            ("card", before.card_id != after.card_id),
            ("phone", bool(phone and after.phone and phone != after.phone)),
            ("lamp", before.lamp != after.lamp),
        ) if changed]  # fmt: skip
        phone = after.phone or phone
        if new:
            found.append(Setup(after.time_s, after.offset_min, tuple(new)))
    return tuple(found)
