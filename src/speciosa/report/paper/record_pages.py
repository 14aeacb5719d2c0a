"""What was recorded: how many days, which gaps, what changed when."""

from __future__ import annotations

from speciosa.report import sentences
from speciosa.report.page import _changed
from speciosa.report.paper.blocks import LONGEST, Block, cut, facts, par, section, table
from speciosa.report.printed import share
from speciosa.report.report import Report
from speciosa.report.tables import Table
from speciosa.report.wording import Wording

_MOST_CHANGES = 60


def record_pages(report: Report, words: Wording) -> Block | None:
    """What the record holds, and how it was read."""
    found = report.coverage
    if found is None:
        return None
    rows = [(words.say("Days with an entry"), share(words, found.days_with, found.days))]
    if len(found.dose_day) and found.doses_timed:
        label = words.count(
            "Doses with a score in the hour before", "Doses with a score in the {n} hours before", int(found.before_h)
        )
        rows.append((label, share(words, found.doses_scored, found.doses_timed)))
    rows.append((words.say("Entries known only to the day"), share(words, found.day_only, found.entries)))
    if found.late:
        label = words.count(
            "Scores written down more than {n} hour later", "Scores written down more than {n} hours later",
            int(found.late_h),
        )  # fmt: skip
        rows.append((label, words.number(found.late)))
    rows.append((words.say("Corrected later"), words.number(found.corrected)))
    return section(
        words.say("What was recorded"),
        par(sentences.headline(words, report), sentences.coverage_says(words, found)),
        facts(rows),
        par(sentences.reading_says(words, report.reading, report.later) if report.reading.rows else ""),
    )


def changes_pages(report: Report, words: Wording) -> Block | None:
    """What changed when, the latest first."""
    if not report.changes:
        return None
    shown = report.changes[::-1][:_MOST_CHANGES]
    rows = tuple((words.table_date(each.day), cut(_changed(each, words), 2 * LONGEST)) for each in shown)
    caption = words.say("The latest first. That one thing came before another doesn't mean that it led to it.")
    found = Table(caption, (words.say("Day"), words.say("What changed")), rows, len(report.changes) - len(shown))
    return section(words.say("What changed when"), table(words, found, fractions=(1, 6)))
