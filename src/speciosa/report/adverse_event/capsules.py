"""What the plan of a blind trial says of its capsules: the product, and the most of it a day. Nothing of the order."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.record import Diary
from speciosa.trial import Trial
from speciosa.values.errors import EntryError


@dataclass(frozen=True, slots=True)
class Planned:
    """What everybody may know of the capsules, because it was fixed before the order was drawn.

    Parameters
    ----------
    product, batch : as planned; `batch` is empty where none was named.
    most_g : grams of it a day at the highest level; every other level lies below.
    opened : the trial was opened, so what was in them is known.
    """

    product: str
    batch: str
    most_g: float
    opened: bool

    def to_json(self) -> dict[str, object]:
        """Snake-case keys, in this order."""
        return {
            "product": self.product, "batch": self.batch or None, "most_g_a_day": self.most_g, "opened": self.opened,
        }  # fmt: skip


def planned_of(whole: Diary, *, now_s: int, first_s: int, last_s: int, sealed: bool) -> Planned | None:
    """The plan behind capsules that were taken in a time; None without one, or where several name different products.

    Parameters
    ----------
    whole : the diary with what lies after `now_s`, UTC seconds: periods to come stand there.
    first_s, last_s : of that time. sealed : a trial is not opened yet.
    """
    try:
        trials = [each for each in Trial.all_in(whole) if each.planned_s <= now_s]
    except EntryError:
        return None
    designs = [each.design for each in trials if each.start_s <= last_s and each.end_s > first_s]
    if len({each.product for each in designs}) != 1:
        return None
    product, _, batch = (" ".join(part.split()) for part in designs[0].product.partition("#"))
    most_g = max(each.amount_g(level) for each in designs for level in each.levels)
    return Planned(product, batch, most_g, not sealed)
