"""The four numbers at the top: what somebody sees who looks for three seconds."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.record import Kind
from speciosa.report.days import MONTH_D
from speciosa.report.middle import middle_of
from speciosa.report.printed import half_of, stepped
from speciosa.report.report import Report
from speciosa.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: what it is, the number, and what it rests on."""

    label: str
    value: str
    small: str


def glance_of(report: Report, words: Wording) -> tuple[Tile, ...]:
    """The leading outcome, doses, sleep and coverage, as far as there are any."""
    tiles = [_leading(report, words), _doses(report, words), _sleep(report, words), _coverage(report, words)]
    return tuple(each for each in tiles if each)


def _leading(report: Report, words: Wording) -> Tile | None:
    if report.recent is None or (middle := report.recent.middle) is None:
        return None
    series, half = report.recent.series, half_of(words, middle, report.recent.series.step)
    if report.recent.ends_now:
        label = words.say("{what}, last 30 days", what=series.label)
    else:
        label = words.say("{what}, until {month}", what=series.label, month=words.month(report.recent.last_day))
    value = words.say("about {value}", value=stepped(words, middle.median, series.step))
    scores = words.count("{n} score", "{n} scores", middle.n)
    return Tile(label, value, words.say("middle half {half}; {scores}", half=half, scores=scores) if half else scores)


def _doses(report: Report, words: Wording) -> Tile | None:
    if report.doses is None or (middle := report.doses.recent_a_day) is None:
        return None
    value = words.say("about {value}", value=stepped(words, middle.median, 0.5))
    days = words.count("doses a day, on {n} day with any", "doses a day, on {n} days with any", middle.n)
    return Tile(words.say("Kratom, last 30 days"), value, days)


def _sleep(report: Report, words: Wording) -> Tile | None:
    nights = [each.series for each in report.others if each.series.kind is Kind.SLEEP]
    today = report.made.today
    for series in nights:
        if middle := middle_of(series.value[series.between(today - MONTH_D + 1, today)]):
            half = half_of(words, middle, series.step)
            counted = words.count("{n} night", "{n} nights", middle.n)
            small = words.say("hours; middle half {half}; {nights}", half=half, nights=counted)
            small = small if half else words.say("hours; {nights}", nights=counted)
            label = words.say("{what}, last 30 days", what=series.label)
            return Tile(label, words.say("about {value}", value=stepped(words, middle.median, series.step)), small)
    return None


def _coverage(report: Report, words: Wording) -> Tile | None:
    if report.coverage is None:
        return None
    small = words.count("of {n} day have an entry", "of {n} days have an entry", report.coverage.days)
    return Tile(words.say("Written down"), words.number(report.coverage.days_with), small)
