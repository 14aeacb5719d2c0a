"""From a dose log to a concentration curve."""

from __future__ import annotations

from speciosa.exposure.curve import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.gaps import NotAssessed


def expose(diary: Diary, knowledge: Knowledge, *, seed: int) -> ExposureCurve | NotAssessed:
    """The person's exposure, or why it cannot be said.

    Parameters
    ----------
    diary : as known at the time of asking.
    seed : of the draws.
    """
    del seed  # no draws are made before there is a model to draw from
    doses = diary.entries.of_kind(Kind.DOSE)
    if not any(diary.is_kratom(name, knowledge) for name in doses.names(Kind.DOSE)):
        return NotAssessed("exposure", "There are no kratom doses in this record, so there is nothing to work out.")
    return NotAssessed("exposure", "This version of speciosa does not yet work out how much is in your blood.")
