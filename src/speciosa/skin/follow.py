"""The course of the skin's colour, site by site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Kind
from speciosa.values.gaps import NotAssessed


@dataclass(frozen=True, slots=True, eq=False)
class SkinSeries:
    """One body site's colour over its sessions.

    Parameters
    ----------
    site : body site, as in the diary.
    time_s : [session], UTC seconds.
    lab : [session, 3], CIELAB under D65.
    """

    site: str
    time_s: NDArray[np.int64]
    lab: NDArray[np.float64]


def follow_skin(
    diary: Diary, photos: Mapping[str, bytes], knowledge: Knowledge, *, now_s: int
) -> tuple[SkinSeries, ...] | NotAssessed:
    """The skin's course, or why it cannot be said.

    Parameters
    ----------
    photos : the diary's paths to the photos' bytes.
    now_s : the instant of asking, UTC seconds.
    """
    del photos, knowledge, now_s  # nothing measures a colour yet
    if not len(diary.entries.of_kind(Kind.PHOTO)):
        return NotAssessed("skin", "There are no skin photos in this record, so nobody has looked at your skin.")
    return NotAssessed("skin", "This version of speciosa does not yet measure skin colour. Your photos are kept.")
