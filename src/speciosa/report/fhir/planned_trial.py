"""What the plan of a blind trial says of its capsules: which product, and the most of it in a day."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.effect import arms_of
from speciosa.record import Diary
from speciosa.report.fhir.datatypes import line
from speciosa.trial import Trial
from speciosa.values.errors import EntryError

CAPSULE = "trial capsule"
"""Name of a dose in a trial."""


class PlannedTrial(NamedTuple):
    """What the capsules of a record's trials hold, as it was planned; how much is in each is no part of it.

    `products`: as ``name#batch``, each once. `most_g`: grams a day at the highest level. `sealed`: some arm is.
    """

    products: tuple[str, ...]
    most_g: float
    sealed: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The products without their batches."""
        return tuple(dict.fromkeys(line(each.partition("#")[0]) for each in self.products))


def planned_trial(diary: Diary) -> PlannedTrial | None:
    """The plans of a record's trials; None where there is none that can still be read.

    Examples
    --------
    >>> from speciosa.record import Columns
    >>> planned_trial(Diary(Columns.of([]))) is None
    True
    """
    try:
        designs = [each.design for each in Trial.all_in(diary)]
    except EntryError:  # a row was changed: the capsules stay without a content
        return None
    if not designs:
        return None
    most_g = max(each.amount_g(level) for each in designs for level in each.levels)
    return PlannedTrial(tuple(dict.fromkeys(each.product for each in designs)), most_g, arms_of(diary).sealed)


def sealed(diary: Diary) -> bool:
    """Whether a blind trial is not opened yet, so that nothing that compares its times may leave."""
    return arms_of(diary).sealed
