"""What is due now: a short list for Today. It asks once, is never red, and one tap puts it off for the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from speciosa.knowledge import load_knowledge
from speciosa.record import Event, Kind
from speciosa.store import details, entries
from speciosa.store.models import Entry, Record
from speciosa.values.errors import EntryError
from speciosa.web.local_clock import clock_on_s, day_at, day_begins_s, day_of

_SUNDAY = 6
_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. `code`: stable, for putting it off; `says`: a literal English sentence; `to`: its page."""

    code: str
    says: str
    to: str


def due_list(record: Record, now_s: int) -> list[Due]:
    """What is due, without what was put off today; empty most of the time.

    Parameters
    ----------
    now_s : UTC seconds.
    """
    day = day_at(record, now_s)
    skipped = details.setting(record, "due_skipped")
    found = [*_check_ins(record, now_s, day), *_photos(record, now_s, day), *_reviews(record, day)]
    return [each for each in found if skipped.get(each.code) != day]


def put_off(record: Record, code: str, now_s: int) -> None:
    """Not today. What was put off on earlier days is forgotten."""
    day = day_at(record, now_s)
    kept = {name: when for name, when in details.setting(record, "due_skipped").items() if when == day}
    details.save_setting(record, "due_skipped", kept | {code[:100]: day})


def _check_ins(record: Record, now_s: int, day: int) -> list[Due]:
    """The newest of the times that the person chose, if it has passed today and no score was written for it."""
    times = {clock: clock_on_s(record, day, clock) for clock in details.setting(record, "reminders")}
    passed = [clock for clock, at_s in times.items() if at_s <= now_s]
    if not passed:
        return []
    newest = max(passed)
    # people are asked at eight and write at half past seven
    since_s = times[newest] - int(60 * load_knowledge().choice("check_in_before_min"))
    if any(each.kind is Kind.RATING for each in entries.standing_since(record, since_s)):
        return []
    return [Due(f"check-in {newest}", "Your check-in, if you like", "/check-in")]


def _photos(record: Record, now_s: int, day: int) -> list[Due]:
    """On Sundays, for who photographs their skin; and later in the week where that Sunday went by."""
    if not details.setting(record, "sites"):
        return []
    since_sunday = (date.fromordinal(_ORDINAL + day).weekday() - _SUNDAY) % 7
    since_s = day_begins_s(record, day - since_sunday - 1)  # one of Saturday counts for Sunday
    if any(each.kind is Kind.PHOTO for each in entries.standing_since(record, since_s)):
        return []
    if not Entry.objects.filter(record=record, kind=Kind.PHOTO.value, time_s__lt=now_s).exists() and since_sunday:
        return []  # the first one waits for a Sunday
    return [Due("photo", "A photo of your skin, in daylight if you can", "/log/photo")]


def _reviews(record: Record, day: int) -> list[Due]:
    """A strategy whose review date has come: the newest word about each counts."""
    newest: dict[str, Event] = {}
    for each in _strategies(record):
        newest.setdefault(each.name, each)
    return [
        Due(f"review {each.id}", "You wanted to look back today at something you tried", "/log/strategy")
        for each in newest.values()
        if (when := _review_day(each.text)) is not None and when <= day
    ]


def _strategies(record: Record) -> Sequence[Event]:
    """Latest first. There are few of them, so the whole time is looked at."""
    if not Entry.objects.filter(record=record, kind=Kind.STRATEGY.value).exists():
        return []
    first_s = Entry.objects.filter(record=record, kind=Kind.STRATEGY.value).order_by("time_s")[0].time_s
    return [each for each in entries.standing_since(record, first_s) if each.kind is Kind.STRATEGY]


def _review_day(text: str) -> int | None:
    """A strategy's text is a day, or that it began or ended."""
    try:
        return day_of(text)
    except EntryError:
        return None
