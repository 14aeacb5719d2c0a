"""The table behind each picture: the same numbers, for who wants or needs to read them."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.course import Course, Recent
from speciosa.report.course_sentences import own_scale_says
from speciosa.report.days import Grain
from speciosa.report.doses import Doses
from speciosa.report.middle import Bin
from speciosa.report.printed import half_of, plain, range_of, unit_alone, with_unit
from speciosa.report.scales import Scale
from speciosa.report.wording import Wording

_DASH = "\u2013"
MOST_ROWS = 400
"""So many rows a table prints; the whole of it stands in report.json."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as printed; the first column heads its row. `more`: rows that were left out."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


def recent_table(words: Wording, recent: Recent) -> Table:
    """A row a day, the days without a score too: a gap is seen."""
    found = {each.start_day: each for each in recent.days}
    none = set(recent.none_day.tolist())
    rows = []
    for day in range(recent.last_day, recent.begins_day - 1, -1):
        taken = recent.doses_on(day)
        doses = words.number(taken) if taken else words.say("none") if day in none else _DASH
        rows.append((words.short_date(day), *_middle(words, found.get(day)), doses))
    head = (words.say("Day"), words.say("Scores"), words.say("Middle"), words.say("Range"), words.say("Doses"))
    return Table(words.say("Day by day; a dash means nothing was written down"), head, tuple(rows))


def course_table(words: Wording, course: Course) -> Table:
    """A row a bar, the latest first."""
    rows = [
        (
            bin_name(words, each, course.grain),
            words.number(each.middle.n),
            plain(words, each.middle.median),
            half_of(words, each.middle, None) or _DASH,
            range_of(words, each.middle),
        )
        for each in reversed(course.bins)
    ]
    head = (
        _GRAIN[course.grain],
        words.say("Scores"),
        words.say("Middle"),
        words.say("Middle half"),
        words.say("Range"),
    )
    caption = words.say("Times without a score have no row; a dash: too few scores for a middle half")
    return Table(caption, (words.say(head[0]), *head[1:]), tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def others_table(words: Wording, courses: tuple[Course, ...]) -> Table:
    """Everything else that has numbers or was noted, one row a series."""
    rows = []
    for course in courses[:MOST_ROWS]:
        series = course.series
        unit = unit_alone(words, series.unit) or own_scale_says(words, series)
        label = words.say("{label} ({unit})", label=series.label, unit=unit) if unit else series.label
        typical = plain(words, course.whole.median) if course.whole else _DASH
        half = (half_of(words, course.whole, None) if course.whole else "") or _DASH
        entries = len(series) + series.present + series.declined + series.unknown
        rows.append((label, words.number(entries), words.number(series.days_named), typical, half))
    head = (words.say("What"), words.say("Entries"), words.say("Days"), words.say("Middle"), words.say("Middle half"))
    caption = words.say("Entries count those without a number, too")
    return Table(caption, head, tuple(rows), max(0, len(courses) - MOST_ROWS))


def doses_table(words: Wording, doses: Doses) -> Table:
    """One row a product and unit."""
    rows = []
    for line in doses.lines[:MOST_ROWS]:
        amount = with_unit(words, line.amount.median, None, line.unit) if line.amount else words.say("not known")
        total = (
            with_unit(words, line.amount_a_day.median, None, line.unit) if line.amount_a_day else words.say("not known")
        )
        rows.append((line.product, words.number(line.doses), words.number(line.days), amount, total))
    head = (words.say("What"), words.say("Doses"), words.say("Days"), words.say("One dose"), words.say("A day"))
    caption = words.say("Middle values; \u201ca day\u201d counts days with it")
    return Table(caption, head, tuple(rows), max(0, len(doses.lines) - MOST_ROWS))


def scale_table(words: Wording, scale: Scale) -> Table:
    """Every score, the latest first."""
    rows = [(words.table_date(day), plain(words, score)) for day, score in reversed(scale.scores)]
    head = (words.say("Day"), words.say("Score"))
    return Table(words.say(scale.title), head, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def bin_name(words: Wording, each: Bin, grain: Grain) -> str:
    """The day, the week by its Monday, the month or the year."""
    if grain is Grain.MONTH:
        return words.month(each.start_day)
    if grain is Grain.YEAR:
        return words.year(each.start_day)
    return words.table_date(each.start_day)


_GRAIN = {Grain.DAY: "Day", Grain.WEEK: "Week from", Grain.MONTH: "Month", Grain.YEAR: "Year"}


def _middle(words: Wording, each: Bin | None) -> tuple[str, str, str]:
    if each is None:
        return _DASH, _DASH, _DASH
    return words.number(each.middle.n), plain(words, each.middle.median), range_of(words, each.middle)
