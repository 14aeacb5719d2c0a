"""All pictures of a report: each with what it shows, what is to be seen, and its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.changes import Change
from speciosa.report.chart_calendar import calendar_spec
from speciosa.report.chart_course import amounts_spec, course_spec, scale_spec
from speciosa.report.chart_frame import PAGE, PHONE, SMALL, Spec
from speciosa.report.chart_recent import recent_spec
from speciosa.report.chart_svg import draw
from speciosa.report.course import Course
from speciosa.report.course_sentences import (
    course_says,
    course_title,
    other_says,
    recent_says,
    recent_title,
    scale_says,
)
from speciosa.report.days import edges_of, grain_of
from speciosa.report.printed import about, half_of, stepped, unit_alone
from speciosa.report.report import Report
from speciosa.report.sentences import coverage_says, scale_range_says
from speciosa.report.wording import Wording

MOST_SMALL = 12
"""So many small pictures fit a page that is read in a minute; the rest stands in the table."""
MOST_MARKS = 9
"""So many changes are marked in a picture: beyond them the signs would cover each other."""
_MOST_DOSE_LINES = 2


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: `narrow` for phones, `wide` for everything else (empty: `narrow` serves both)."""

    title: str
    says: str
    beside: str
    narrow: str
    wide: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures in the order of the page; None or empty where there is nothing to draw."""

    recent: Picture | None
    course: Picture | None
    others: tuple[Picture, ...]
    doses: tuple[Picture, ...]
    scales: tuple[Picture, ...]
    calendar: Picture | None


def pictures_of(report: Report, words: Wording) -> Pictures:
    """Draw them all."""
    if report.span is None or report.coverage is None:
        return Pictures(None, None, (), (), (), None)
    edges = edges_of(report.span.first_day, report.span.last_day, grain_of(report.span.days))
    days = (int(edges[0]), int(edges[-1]))
    calendar = calendar_spec(words, report.coverage, report.span)
    title = words.say("Which days have entries")
    says = coverage_says(words, report.coverage)
    return Pictures(
        _recent(report, words),
        _course(report, words, days),
        tuple(_other(words, each, days, f"other{at}") for at, each in enumerate(pictured(report.others))),
        _doses(report, words, days),
        _scales(report, words, days),
        Picture(title, says, "", draw(calendar, name="calendar", title=title, says=says)),
    )


def pictured(others: tuple[Course, ...]) -> tuple[Course, ...]:
    """The courses that get a picture: those with at least two numbers, the first dozen."""
    return tuple(each for each in others if len(each.series) > 1)[:MOST_SMALL]


def marked(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes that are marked in the leading picture: the latest ones."""
    return changes[-MOST_MARKS:]


def _recent(report: Report, words: Wording) -> Picture | None:
    if report.recent is None:
        return None
    title, says = recent_title(words, report.recent), recent_says(words, report.recent)
    specs = [recent_spec(words, report.recent, frame) for frame in (PHONE, PAGE)]
    return _two(specs, "recent", title, says)


def _course(report: Report, words: Wording, days: tuple[int, int]) -> Picture | None:
    course = report.leading
    if course is None:
        return None
    title, says = course_title(words, course), course_says(words, course)
    marks = [(each.day, str(at)) for at, each in enumerate(marked(report.changes), 1)]
    specs = [course_spec(words, course, frame, days=days, marks=marks) for frame in (PHONE, PAGE)]
    return _two(specs, "course", title, says)


def _two(specs: list[Spec], name: str, title: str, says: str) -> Picture:
    narrow, wide = (draw(spec, name=f"{name}{at}", title=title, says=says) for at, spec in enumerate(specs))
    return Picture(title, says, "", narrow, wide)


def _other(words: Wording, course: Course, days: tuple[int, int], name: str) -> Picture:
    series = course.series
    unit = unit_alone(words, series.unit) or scale_says(words, series)
    title = words.say("{label} ({unit})", label=series.label, unit=unit) if unit else series.label
    beside = other_says(words, course)
    says = course_says(words, course)
    drawn = draw(course_spec(words, course, SMALL, days=days), name=name, title=title, says=says)
    return Picture(title, says, beside, drawn)


def _doses(report: Report, words: Wording, days: tuple[int, int]) -> tuple[Picture, ...]:
    """Doses and amount a day of the products that were taken most."""
    found = []
    lines = report.doses.lines if report.doses else ()
    for at, line in enumerate(lines[:_MOST_DOSE_LINES]):
        unit = unit_alone(words, line.unit) or line.unit
        rows = (
            (words.say("{product}: doses a day", product=line.product), line.bins_a_day, line.a_day, 0.5, ""),
            (
                words.say("{product}: {unit} a day", product=line.product, unit=unit),
                line.bins_amount,
                line.amount_a_day,
                line.step,
                line.unit,
            ),
        )
        for part, (title, bins, middle, step, of_unit) in enumerate(rows):
            if len(bins) > 1 and middle:
                half = half_of(words, middle, step)
                beside = about(words, middle, step, of_unit)
                beside = (
                    words.say("{when} ({half})", when=beside, half=half)
                    if half not in {"", stepped(words, middle.median, step)}
                    else beside
                )
                says = words.say("On days with it: {value}.", value=beside)
                drawn = draw(
                    amounts_spec(words, bins, SMALL, days=days), name=f"dose{at}{part}", title=title, says=says
                )
                found.append(Picture(title, says, beside, drawn))
    return tuple(found)


def _scales(report: Report, words: Wording, days: tuple[int, int]) -> tuple[Picture, ...]:
    """Questionnaires that were answered at least twice."""
    found = []
    for at, scale in enumerate(each for each in report.scales if len(each.scores) > 1):
        says = scale_range_says(words, scale)
        spec = scale_spec(words, scale, SMALL, days=days)
        beside = words.count("{n} score", "{n} scores", len(scale.scores))
        found.append(Picture(scale.title, says, beside, draw(spec, name=f"scale{at}", title=scale.title, says=says)))
    return tuple(found)
