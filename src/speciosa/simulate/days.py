"""The days of a record: which instant a local hour is, and which local hour an instant is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.design import Calendar
from speciosa.values.timeline import HOUR_S, Moment, hours_since, local_hour, offset_at


@dataclass(frozen=True)
class Days:
    """Wall clocks of a record, trips and changes of the clock included."""

    calendar: Calendar

    def at(self, day: int, hour_h: float) -> Moment:
        """The instant of a local hour, to the minute.

        Parameters
        ----------
        day : of the record; below zero before it.
        hour_h : hours since that day's midnight on the clock; 24 or more is the next day.

        Examples
        --------
        >>> days = Days(Calendar("2025-03-30", 2, "Europe/Berlin"))
        >>> days.at(0, 8.5).offset_min - days.at(-1, 8.5).offset_min
        60
        """
        zone = ZoneInfo(self.calendar.zone_on(day))
        midnight = datetime.combine(date.fromisoformat(self.calendar.starts) + timedelta(days=day), datetime.min.time())
        wall = midnight + timedelta(minutes=round(hour_h * 60))
        time_s = int(wall.replace(tzinfo=zone).timestamp())
        return Moment(time_s, offset_at(time_s, zone))

    @cached_property
    def origin_s(self) -> int:
        """Local midnight of day 0, UTC seconds."""
        return self.at(0, 0).time_s

    @cached_property
    def first_hour(self) -> int:
        """Hours from the origin to the start of the run-in; not above 0."""
        return -24 * self.calendar.run_in_d

    @cached_property
    def time_h(self) -> NDArray[np.float64]:
        """Whole hours of the record since its origin, [hour]."""
        hours = (self.at(self.calendar.days, 0).time_s - self.origin_s) // HOUR_S
        return np.arange(hours + 1, dtype=np.float64)

    @cached_property
    def time_s(self) -> NDArray[np.int64]:
        """The same, UTC seconds, [hour]."""
        return (self.origin_s + self.time_h * HOUR_S).astype(np.int64)

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """Day of the record on which each hour lies, [hour]."""
        midnights = [self.at(day, 0).time_s for day in range(self.calendar.days)]
        return np.searchsorted(midnights, self.time_s, side="right") - 1

    @cached_property
    def local_hour_h(self) -> NDArray[np.float64]:
        """What the clock on the wall shows at each hour, [hour], in [0, 24)."""
        zones = [ZoneInfo(self.calendar.zone_on(day)) for day in range(self.calendar.days)]
        offsets = [offset_at(t, zones[d]) for t, d in zip(self.time_s.tolist(), self.day.tolist(), strict=True)]
        return local_hour(self.time_s, np.array(offsets, dtype=np.int16))

    def hours(self, time_s: NDArray[np.int64]) -> NDArray[np.float64]:
        """Hours since the origin, [n]."""
        return hours_since(self.origin_s, time_s)
