"""Instants that an app keeps as a count since 1970, written as a diary writes them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment, offset_at

_FIRST_S, _LAST_S = -30_000_000_000, 250_000_000_000  # the years 1019 and 9892
_MOST_OFFSET_S = 15 * 3600


def at_epoch(seconds: float, zone: ZoneInfo, offset_s: float | None = None) -> str:
    """ISO 8601 with the offset that the record states, else with that of `zone` at that instant.

    Parameters
    ----------
    seconds : since 1970-01-01T00:00Z.
    offset_s : local time minus UTC, seconds.

    Raises
    ------
    EntryError : no such time, or no such offset.

    Examples
    --------
    >>> at_epoch(1674556607.764, ZoneInfo("Europe/Paris"))
    '2023-01-24T11:36:47+01:00'
    >>> at_epoch(0, ZoneInfo("Europe/Paris"), offset_s=-3600)
    '1969-12-31T23:00:00-01:00'
    """
    if not _FIRST_S < seconds < _LAST_S:
        raise EntryError("this is not a time that exists")
    if offset_s is None:
        return format_moment(int(seconds // 1), offset_at(int(seconds // 1), zone))
    if offset_s % 60 or abs(offset_s) > _MOST_OFFSET_S:
        raise EntryError("no place on earth has this offset from UTC")
    return format_moment(int(seconds // 1), int(offset_s) // 60)
