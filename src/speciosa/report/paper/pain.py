"""Pain and function: the course in one picture, questionnaires with their important change, and every other score."""

from __future__ import annotations

from speciosa.record import Kind
from speciosa.report import course_sentences, sentences, tables
from speciosa.report.chart_course import course_spec
from speciosa.report.chart_frame import Frame, Spec
from speciosa.report.chart_recent import recent_spec
from speciosa.report.chart_svg import draw
from speciosa.report.citation import short_citation
from speciosa.report.course import Course
from speciosa.report.days import MONTH_D, edges_of, grain_of
from speciosa.report.paper.blocks import Block, elsewhere, heading, par, picture, section, table
from speciosa.report.paper.drawing import on_paper
from speciosa.report.paper.room import Room
from speciosa.report.printed import about, plain
from speciosa.report.report import Report
from speciosa.report.scales import Scale
from speciosa.report.tables import Table
from speciosa.report.wording import Wording

KEY = "scores"
_FRAME = Frame(720, 158, 96, 14, 10, 30, 15, 8)
_DASH, _MINUS = "\u2013", "\u2212"
_MOST_BARS, _MOST_SCORES = 60, 40
_FIRST = ("peg", "phq4", "phq9", "phq2", "gad7", "gad2", "pgic")
_FUNCTION = ("interference", "sleep_quality", "night")


def pain_first(report: Report, words: Wording, room: Room) -> Block:
    """The picture of the leading outcome, and the table of function below it."""
    course, found = report.leading, function_table(report, words, most=room.scales)
    more = len([each for each in report.scales if each.scores]) - room.scales
    rest = words.count("and {n} more questionnaire", "and {n} more questionnaires", more) if more > 0 else ""
    below = (table(words, found, longest=3 * room.name), elsewhere(rest, KEY))
    if course is None or report.span is None:
        text = "There are no scores of “{outcome}” in this record. A score from 0 to 10 once a day is a start."
        return section(words.say("Scores"), par(words.say(text, outcome=report.primary_outcome)), *below)
    return section(course.series.label, _drawn(report, course, words), *below)


def _drawn(report: Report, course: Course, words: Wording) -> Block | None:
    """The whole of it, or its last month where there is no more."""
    assert report.span is not None
    if report.span.days > MONTH_D:
        edges = edges_of(report.span.first_day, report.span.last_day, grain_of(report.span.days))
        spec = course_spec(words, course, _FRAME, days=(int(edges[0]), int(edges[-1])))
        title, says = course_sentences.course_title(words, course), course_sentences.course_says(words, course)
        how = course_sentences.course_key(words, course.grain)
    elif report.recent is not None:
        spec = recent_spec(words, report.recent, _FRAME)
        title = course_sentences.recent_title(words, report.recent)
        says, how = course_sentences.recent_says(words, report.recent), _recent_key(report, words)
    else:
        return None
    return picture(title, says, _svg(spec, title, says), key=how)


def _svg(spec: Spec, title: str, says: str) -> str:
    return on_paper(draw(spec, name="paper", title=title, says=says))


def _recent_key(report: Report, words: Wording) -> str:
    """How to read the signs of the picture of 30 days."""
    recent = report.recent
    signs = [words.say("Dots: a score"), words.say("line: middle of the day")]
    if recent is not None and len(recent.dose_wall_s):
        signs.append(words.say("ticks: a dose"))
    if recent is not None and len(recent.none_day):
        signs.append(words.say("rings: “none” that day"))
    return words.say("{parts}.", parts="; ".join(signs))


def function_table(report: Report, words: Wording, *, most: int) -> Table:
    """First, latest and change of questionnaires, each against the change that people notice; then of daily scores."""
    cited = {each.key: short_citation(each) for each in report.sources}
    ranked = sorted((each for each in report.scales if each.scores), key=_rank)
    rows = [_scale_row(words, each, cited) for each in ranked[:most]]
    by_name = {each.series.name: each for each in report.others if each.series.kind in {Kind.RATING, Kind.SLEEP}}
    daily = [by_name[name] for name in _FUNCTION if name in by_name]
    rows += [_course_row(words, each) for each in daily if each.whole]
    head = tuple(words.say(each) for each in ("Function", "First", "Latest", "Difference", "People notice a change of"))
    caption = words.say("Questionnaires: single scores. Daily scores: the middle of the first and of the last 30 days.")
    return Table(caption, head, tuple(rows))


def _rank(scale: Scale) -> tuple[int, str]:
    return (_FIRST.index(scale.key) if scale.key in _FIRST else len(_FIRST)), scale.title


def _scale_row(words: Wording, scale: Scale, cited: dict[str, str]) -> tuple[str, ...]:
    (day, first), (last_day, last) = scale.scores[0], scale.scores[-1]
    name = words.say(scale.title)
    if scale.low is not None and scale.high is not None:
        low, high = plain(words, scale.low), plain(words, scale.high)
        name = words.say("{label} ({unit})", label=name, unit=words.say("{low} to {high}", low=low, high=high))
    one = len(scale.scores) == 1
    latest = _DASH if one else words.say("{value}, {date}", value=plain(words, last), date=words.table_date(last_day))
    notice = words.say("not known")
    if scale.important_change is not None:
        who = words.listed([cited[key] for key in scale.sources if key in cited])
        notice = words.say("about {value}", value=plain(words, scale.important_change))
        notice = words.say("{when} ({half})", when=notice, half=who) if who else notice
    begun = words.say("{value}, {date}", value=plain(words, first), date=words.table_date(day))
    return name, begun, latest, _DASH if one else _change(words, last - first, scale.better), notice


def _course_row(words: Wording, course: Course) -> tuple[str, ...]:
    series = course.series
    first, last = course.first_month, course.last_month
    if first is None or last is None:
        assert course.whole is not None
        return series.label, _DASH, about(words, course.whole, series.step, series.unit), _DASH, _DASH
    change = float(stepped_value(last.median, series.step) - stepped_value(first.median, series.step))
    return (
        series.label, about(words, first, series.step, series.unit), about(words, last, series.step, series.unit),
        _change(words, change, series.better), _DASH,
    )  # fmt: skip


def stepped_value(value: float, step: float) -> float:
    """A value as it is printed, so that a printed change is the difference of the printed ends.

    Examples
    --------
    >>> stepped_value(4.3333, 0.5)
    4.5
    """
    return float(int(value / step + 0.5) * step)


def _change(words: Wording, change: float, better: str) -> str:
    """``-1.3, better``."""
    number = plain(words, abs(change))
    if number == words.number(0):
        return words.say("none")
    signed = f"{_MINUS if change < 0 else '+'}{number}"
    if not better:
        return signed
    side = words.say("better") if (change < 0) == (better == "lower") else words.say("worse")
    return words.say("{value}, {side}", value=signed, side=side)


def pain_pages(report: Report, words: Wording) -> Block | None:
    """Each questionnaire in full, and one row for everything else that was scored or noted."""
    if not report.scales and not report.others and report.leading is None:
        return None
    found: list[Block | None] = []
    if report.leading is not None:
        found.append(heading(report.leading.series.label))
        found.append(table(words, tables.course_table(words, report.leading), most=_MOST_BARS, narrow=True))
    for scale in report.scales:
        found += [heading(words.say(scale.title)), par(sentences.questionnaire_says(words, scale),
                  sentences.scores_say(words, scale))]  # fmt: skip
        if len(scale.scores) > 1:
            found.append(table(words, tables.scale_table(words, scale), most=_MOST_SCORES, narrow=True))
    if report.others:
        found += [heading(words.say("Everything else")), table(words, tables.others_table(words, report.others)),
                  par(course_sentences.others_say(words, report.others), tone="soft")]  # fmt: skip
    return section(words.say("Scores and questionnaires"), *found, key=KEY)
