"""What is to be seen in a course, in a sentence or two, computed from the data. No cause, no trend."""

from __future__ import annotations

from speciosa.record import Kind
from speciosa.report.course import Course, Recent
from speciosa.report.days import Grain
from speciosa.report.middle import FEWEST_FOR_HALF, Middle
from speciosa.report.printed import about, half_of, plain, stepped
from speciosa.report.series import Series
from speciosa.report.wording import Wording

_MOST_NAMED = 4


def your(words: Wording, series: Series) -> str:
    """``Your pain``."""
    label = words.within(series.label)
    return words.say("Your {outcome}", outcome=label)


def recent_title(words: Wording, recent: Recent) -> str:
    """What the picture of 30 days shows."""
    whose = your(words, recent.series)
    if recent.ends_now:
        return words.say("{whose}, last 30 days", whose=whose)
    return words.say("{whose}, the 30 days up to {date}", whose=whose, date=words.date(recent.last_day))


def recent_says(words: Wording, recent: Recent) -> str:
    """What is to be seen in it."""
    middle = recent.middle
    if middle is None:
        return ""
    said = [typical(words, middle, recent.series)]
    empty = recent.last_day - recent.begins_day + 1 - len(recent.days)
    if recent.begins_day > recent.first_day:
        said.append(words.say("The record begins on {date}.", date=words.date(recent.begins_day)))
    if empty:
        said.append(_without(words, recent, empty))
        if len(recent.days) > 1:
            said.append(words.say("There the line breaks."))
    if not recent.ends_now:
        said.append(words.say("It ends with your last score; there is none since."))
    if recent.day_only:
        one = "For {n} score only the day is known: it is drawn as a bar across that day."
        many = "For {n} scores only the day is known: they are drawn as bars across their day."
        said.append(words.count(one, many, recent.day_only))
    if recent.part_only:
        one = "For {n} score only the part of the day is known: it is drawn as a short bar."
        many = "For {n} scores only the part of the day is known: they are drawn as short bars."
        said.append(words.count(one, many, recent.part_only))
    if recent.crowded:
        said.append(words.say("There are so many that those close together are drawn as one."))
    return " ".join(said)


def _without(words: Wording, recent: Recent, empty: int) -> str:
    if recent.begins_day > recent.first_day:
        return words.count("{n} day since then has no score.", "{n} days since then have no score.", empty)
    return words.count("{n} of these days has no score.", "{n} of these days have no score.", empty)


def typical(words: Wording, middle: Middle, series: Series) -> str:
    """How many numbers, the middle one and the middle half, as one sentence."""
    value = about(words, middle, series.step, series.unit)
    half = half_of(words, middle, series.step)
    if middle.n == 1:
        return words.say("One number: {value}.", value=plain(words, middle.median))
    if series.kind is Kind.RATING:
        said = words.count(
            "{n} score; the middle one is {value}.", "{n} scores; the middle one is {value}.", middle.n, value=value
        )
    else:
        said = words.count(
            "{n} number; the middle one is {value}.", "{n} numbers; the middle one is {value}.", middle.n, value=value
        )
    return words.say("{said} The middle half of them: {half}.", said=said, half=half) if half else said


def course_title(words: Wording, course: Course) -> str:
    """What the picture of the whole course shows."""
    by = {
        Grain.DAY: "{whose}, day by day", Grain.WEEK: "{whose}, week by week",
        Grain.MONTH: "{whose}, month by month", Grain.YEAR: "{whose}, year by year",
    }  # fmt: skip
    return words.say(by[course.grain], whose=your(words, course.series))


def course_says(words: Wording, course: Course) -> str:
    """First and last month in plain description; never a cause, never a trend."""
    series, first, last = course.series, course.first_month, course.last_month
    if first is None or last is None or course.whole is None:
        return typical(words, course.whole, series) if course.whole else ""
    said = words.say("Its first 30 days: {first}.", first=_month(words, first, series))
    return words.say(
        "{said} {when}. A record alone can't say why.",
        said=said,
        when=_last(words, course, _month(words, last, series), "Its last 30 days"),
    )


def _last(words: Wording, course: Course, value: str, when: str) -> str:
    """A value of the last 30 days; where they lie long ago, until when."""
    if course.ends_now:
        return words.say("{when}: {value}", when=words.say(when), value=value)
    until = words.month(int(course.series.day.max()))
    return words.say("{when} (until {month}): {value}", when=words.say(when), month=until, value=value)


def _month(words: Wording, middle: Middle, series: Series) -> str:
    value = about(words, middle, series.step, series.unit)
    half = half_of(words, middle, series.step)
    counted = words.count("{n} number", "{n} numbers", middle.n)
    if series.kind is Kind.RATING:
        counted = words.count("{n} score", "{n} scores", middle.n)
    if not half:
        return words.say("{value} ({counted})", value=value, counted=counted)
    return words.say("{value} (middle half {half}, {counted})", value=value, half=half, counted=counted)


def course_key(words: Wording, grain: Grain) -> str:
    """How to read one bar."""
    said = {
        Grain.DAY: "Each bar is one day, and an empty place is a day without a number.",
        Grain.WEEK: "Each bar is one week, and an empty place is a week without a number.",
        Grain.MONTH: "Each bar is one month, and an empty place is a month without a number.",
        Grain.YEAR: "Each bar is one year, and an empty place is a year without a number.",
    }
    how = words.say(
        "The dark line is the middle number; from {n} numbers on, the box holds the middle half.", n=FEWEST_FOR_HALF
    )
    return f"{words.say(said[grain])} {how}"


def others_say(words: Wording, courses: tuple[Course, ...]) -> str:
    """For which of the pictured words the good end is a guess."""
    guessed = [each.series.label for each in courses if not each.series.better_known]
    if not guessed:
        return ""
    more = words.count("{n} more", "{n} more", len(guessed) - _MOST_NAMED)
    named = words.listed([*guessed[:_MOST_NAMED], *([more] if len(guessed) > _MOST_NAMED else [])])
    return words.say("Our tables lack some words, and lower is taken as better for them: {named}.", named=named)


def better_says(words: Wording, series: Series) -> str:
    """Which way is better, where that has to be said."""
    if not series.better_known:
        return words.say(
            "This word is not in our tables. We take lower as better here; for you it may be the other way round."
        )
    return ""


def own_scale_says(words: Wording, series: Series) -> str:
    """The scale of a series that is not 0 to 10."""
    if series.scale is None or series.unit == "nrs":
        return ""
    low, high = (plain(words, each) for each in series.scale)
    return words.say("Own scale: {low} to {high}", low=low, high=high)


def other_says(words: Wording, course: Course) -> str:
    """The small line at the side of a small picture: what is typical of the last 30 days with numbers."""
    middle = course.last_month or course.whole
    if middle is None:
        return words.count(
            "noted {n} time, without a number", "noted {n} times, without a number", course.series.present
        )
    value = about(words, middle, course.series.step, course.series.unit)
    when = _last(words, course, value, "its last 30 days") if course.last_month else value
    half = half_of(words, middle, course.series.step)
    if half and half != stepped(words, middle.median, course.series.step):
        return words.say("{when} ({half}), from {n}", when=when, half=half, n=words.number(middle.n))
    return words.say("{when}, from {n}", when=when, n=words.number(middle.n))
