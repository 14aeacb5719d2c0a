"""All pictures of a report: each with what it shows, what is to be seen, and its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from speciosa.report.changes import Change
from speciosa.report.chart_calendar import calendar_spec, is_by_year
from speciosa.report.chart_course import amounts_spec, course_spec, scale_spec
from speciosa.report.chart_frame import PAGE, PHONE, SMALL, Spec
from speciosa.report.chart_recent import recent_spec
from speciosa.report.chart_svg import draw
from speciosa.report.course import Course
from speciosa.report.course_sentences import (
    course_says,
    course_title,
    other_says,
    own_scale_says,
    recent_says,
    recent_title,
)
from speciosa.report.days import MONTH_D, edges_of, grain_of
from speciosa.report.doses import DoseLine
from speciosa.report.effect_pictures import EffectFigure, effect_pictures
from speciosa.report.exposure_pictures import ExposurePictures, exposure_pictures
from speciosa.report.middle import Middle
from speciosa.report.printed import about, half_of, stepped, unit_alone
from speciosa.report.report import Report
from speciosa.report.sentences import coverage_says, scores_say
from speciosa.report.skin_pictures import SitePictures, skin_pictures
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
    """The pictures in the order of the page; None or empty where there is nothing to draw.

    `marked`: the changes that carry a sign in the picture of the course, in the order of the signs.
    `drawn`: the courses behind `others`. `scales`: one a questionnaire of the report, None where it has
    fewer than two scores. `skin`: a site each. `by_year`: whether the calendar has a row a year.
    """

    recent: Picture | None
    course: Picture | None
    marked: tuple[Change, ...]
    others: tuple[Picture, ...]
    drawn: tuple[Course, ...]
    doses: tuple[Picture, ...]
    exposure: tuple[ExposurePictures, ...]
    effect: tuple[EffectFigure, ...]
    skin: tuple[SitePictures, ...]
    scales: tuple[Picture | None, ...]
    calendar: Picture | None
    by_year: bool


def pictures_of(report: Report, words: Wording) -> Pictures:
    """Draw them all."""
    on_skin = skin_pictures(report.skin, words) if report.skin else ()
    if report.span is None or report.coverage is None:
        return Pictures(None, None, (), (), (), (), (), (), on_skin, (), None, by_year=False)
    edges = edges_of(report.span.first_day, report.span.last_day, grain_of(report.span.days))
    days = (int(edges[0]), int(edges[-1]))
    calendar = calendar_spec(words, report.coverage, report.span)
    title = words.say("Which days have entries")
    says = coverage_says(words, report.coverage)
    # a record of one month is seen whole in the picture of 30 days
    course = report.leading if report.span.days > MONTH_D else None
    marked = report.changes[-MOST_MARKS:] if course else ()
    drawn = tuple(each for each in report.others if len(each.series) > 1)[:MOST_SMALL]
    return Pictures(
        _recent(report, words),
        _course(words, course, marked, days) if course else None,
        marked,
        tuple(_other(words, each, days, f"other{at}") for at, each in enumerate(drawn)),
        drawn,
        _doses(report, words, days),
        exposure_pictures(report.exposure, words) if report.exposure else (),
        effect_pictures(report.effect, words),
        on_skin,
        _scales(report, words, days),
        Picture(title, says, "", draw(calendar, name="calendar", title=title, says=says)),
        by_year=is_by_year(report.span),
    )


def _recent(report: Report, words: Wording) -> Picture | None:
    if report.recent is None:
        return None
    title, says = recent_title(words, report.recent), recent_says(words, report.recent)
    specs = [recent_spec(words, report.recent, frame) for frame in (PHONE, PAGE)]
    return _two(specs, "recent", title, says)


def _course(words: Wording, course: Course, marked: tuple[Change, ...], days: tuple[int, int]) -> Picture:
    title, says = course_title(words, course), course_says(words, course)
    marks = [(each.day, str(at)) for at, each in enumerate(marked, 1)]
    specs = [course_spec(words, course, frame, days=days, marks=marks) for frame in (PHONE, PAGE)]
    return _two(specs, "course", title, says)


def _two(specs: list[Spec], name: str, title: str, says: str) -> Picture:
    narrow, wide = (draw(spec, name=f"{name}{at}", title=title, says=says) for at, spec in enumerate(specs))
    return Picture(title, says, "", narrow, wide)


def _other(words: Wording, course: Course, days: tuple[int, int], name: str) -> Picture:
    series = course.series
    unit = unit_alone(words, series.unit) or own_scale_says(words, series)
    title = words.say("{label} ({unit})", label=series.label, unit=unit) if unit else series.label
    beside = other_says(words, course)
    says = course_says(words, course)
    drawn = draw(course_spec(words, course, SMALL, days=days), name=name, title=title, says=says)
    return Picture(title, says, beside, drawn)


def _doses(report: Report, words: Wording, days: tuple[int, int]) -> tuple[Picture, ...]:
    """Doses and amount a day of the products that were taken most."""
    found = []
    for at, line in enumerate(report.doses.lines[:_MOST_DOSE_LINES] if report.doses else ()):
        unit = unit_alone(words, line.unit) or line.unit
        a_day = words.say("{product}: doses a day", product=line.product)
        amount = words.say("{product}: {unit} a day", product=line.product, unit=unit)
        for part, (title, bins, middle, step, of_unit) in enumerate(
            (
                (a_day, line.bins_a_day, line.a_day, 0.5, ""),
                (amount, line.bins_amount, line.amount_a_day, line.step_a_day, line.unit),
            )
        ):
            if len(bins) > 1 and middle:
                beside = _dose_says(words, line, middle, step, of_unit)
                says = words.say("On days with it: {value}.", value=beside)
                spec = amounts_spec(words, bins, SMALL, days=days)
                found.append(Picture(title, says, beside, draw(spec, name=f"dose{at}{part}", title=title, says=says)))
    return tuple(found)


def _dose_says(words: Wording, line: DoseLine, middle: Middle, step: float, unit: str) -> str:
    """What is typical of a day with it, and how many days that is, of those that are known."""
    value, half = about(words, middle, step, unit), half_of(words, middle, step)
    if half not in {"", stepped(words, middle.median, step)}:
        value = words.say("{when} ({half})", when=value, half=half)
    if not line.days_none:
        return words.count("{value}, on {n} day", "{value}, on {n} days", line.days, value=value)
    known = line.days + line.days_none
    return words.count(
        "{value}, on {part} of {n} day",
        "{value}, on {part} of {n} days",
        known,
        value=value,
        part=words.number(line.days),
    )


def _scales(report: Report, words: Wording, days: tuple[int, int]) -> tuple[Picture | None, ...]:
    """Questionnaires that were answered at least twice."""
    found: list[Picture | None] = []
    for at, scale in enumerate(report.scales):
        if len(scale.scores) < 2:
            found.append(None)
            continue
        says = scores_say(words, scale)
        spec = scale_spec(words, scale, SMALL, days=days)
        title = words.say(scale.title)
        found.append(Picture(title, says, "", draw(spec, name=f"scale{at}", title=title, says=says)))
    return tuple(found)
