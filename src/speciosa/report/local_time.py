"""The person's own clock at times at which nothing was written down."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from speciosa.values.timeline import offset_at


def local_offsets(
    time_s: NDArray[np.int64],
    written_s: NDArray[np.int64],
    written_offset_min: NDArray[np.int16],
    zone: ZoneInfo | None,
) -> NDArray[np.int16]:
    """Local time minus UTC at each time, minutes, [time].

    It is the offset of the latest entry before it. If that was the home zone's own, the zone goes on
    from there (its clocks may change); if it was not, the person was travelling, and still is.

    Parameters
    ----------
    time_s : [time], UTC seconds.
    written_s, written_offset_min : [entry], at least one, ascending: when something was written down.
    zone : the person's home zone, if they said it.

    Examples
    --------
    >>> entry, on_a_trip = np.array([1772348700]), np.array([540], dtype=np.int16)
    >>> later = entry + 40 * 86_400
    >>> berlin = ZoneInfo("Europe/Berlin")
    >>> at_home = np.array([60], dtype=np.int16)
    >>> [local_offsets(later, entry, each, berlin).item() for each in (at_home, on_a_trip)]
    [120, 540]
    """
    latest = np.maximum(np.searchsorted(written_s, time_s, side="right") - 1, 0)
    offsets = written_offset_min[latest]
    if zone is None or not len(time_s):
        return offsets
    was_home = written_offset_min == _of_zone(written_s, zone)
    at_home: NDArray[np.int16] = np.where(was_home[latest], _of_zone(time_s, zone), offsets).astype(np.int16)
    return at_home


def _of_zone(time_s: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int16]:
    return np.array([offset_at(each, zone) for each in time_s.tolist()], dtype=np.int16)
