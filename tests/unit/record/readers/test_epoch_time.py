from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from speciosa.record.readers.epoch_time import at_epoch
from speciosa.values.errors import EntryError
from speciosa.values.timeline import parse_moment


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), 1e300, -1e12, 1.7e12])
def test_a_count_beyond_the_calendar_is_no_time(seconds: float) -> None:
    with pytest.raises(EntryError, match="not a time that exists"):
        at_epoch(seconds, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("offset", [61, 16 * 3600, float("nan")])
def test_an_offset_of_no_place_is_refused(offset: float) -> None:
    with pytest.raises(EntryError, match="offset"):
        at_epoch(0, ZoneInfo("Europe/Berlin"), offset)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00", "9999-12-31T23:59Z", "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "0999-06-01"]
)
def test_a_year_at_the_calendars_edge_is_refused_politely(text: str, zone: str) -> None:
    with pytest.raises(EntryError, match="not a time that exists"):
        parse_moment(text, ZoneInfo(zone))
