"""The paper for a doctor: page 1 in a minute, then everything behind it.

Made from the same frozen report as the page, with its words and pictures; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from speciosa.record import Columns
from speciosa.report import sentences
from speciosa.report.glyphs import changed
from speciosa.report.paper import answers, exposure_pages, findings, pain, sources_pages, taken, unassessed
from speciosa.report.paper.blocks import Block
from speciosa.report.paper.effect_pages import effect_pages
from speciosa.report.paper.entries_table import entries_pages
from speciosa.report.paper.record_pages import changes_pages, record_pages
from speciosa.report.paper.room import ROOMS, Room
from speciosa.report.paper.skin_pages import skin_pages
from speciosa.report.paper.trial_pages import trial_pages
from speciosa.report.report import Report
from speciosa.report.typesetting import typeset
from speciosa.report.wording import Wording, wording

PARTS = ("doses", "medicines", "scores", "effect", "findings", "skin")
"""The paper's sections, each of which may stay away."""
Pages = Literal["first", "all"]
_TEMPLATE = "doctor_paper.typ"
_PAPERS = {"a4": "a4", "letter": "us-letter"}


def doctor_paper_pdf(
    report: Report, *, parts: Collection[str] = PARTS, left_out: Sequence[str] = (), paper: str = "a4",
    pages: Pages = "all", entries: Columns | None = None, rephrase: Callable[[str], str] = str,
) -> bytes:  # fmt: skip
    """The paper as a PDF that can be kept (PDF/A-2b) and reads aloud in order (PDF/UA-1).

    The same report gives the same bytes; its date is the instant of asking.

    Parameters
    ----------
    parts : of `PARTS`; what is not among them is on no page.
    left_out : what the person chose to keep, in words; the paper says so.
    paper : ``a4`` or ``letter``.
    pages : ``first`` for page 1 alone, or ``all``.
    entries : of the record, as known at the instant of asking: printed as a table. None: not printed.
    rephrase : called with each text: where the paper comes from may say some of it in other words.
    """
    told = doctor_paper(report, parts=parts, left_out=left_out, paper=paper, pages=pages, entries=entries)
    return typeset(_TEMPLATE, changed(told, rephrase))


def doctor_paper(
    report: Report, *, parts: Collection[str] = PARTS, left_out: Sequence[str] = (), paper: str = "a4",
    pages: Pages = "all", entries: Columns | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the template is told: plain words and drawings."""
    words = wording(report.made.language)
    say, made = words.say, report.made
    when = datetime.fromtimestamp(made.now_s, tz=UTC)
    behind = [] if pages == "first" else list(_behind(report, words, parts, entries))
    return {
        "language": words.language,
        "paper": _PAPERS[paper],
        "date": [when.year, when.month, when.day, when.hour, when.minute, when.second],
        "title": say("For my doctor"),
        "span": _span(report, words, parts),
        "simulated": say("Example: this person is made up by a computer.") if report.simulated else "",
        "lead": sentences.headline(words, report) if "scores" in parts and "doses" in parts else "",
        "left_out_lead": say("Left out by choice:"),
        "left_out": list(left_out),
        "left_out_after": say("What stands here was worked out without these."),
        "never": say("Notes and photos are not on this paper."),
        "first": _rooms(report, words, parts),
        "behind": behind,
        "behind_title": say("What stands behind it"),
        "page_word": say("page"),
        "unprinted_title": say("Characters that this paper can't print"),
        "unprinted_lead": say("They stand as their code point, like [U+1F33F]. In the diary they are as they were."),
        "foot": say(
            "Written down and kept by the person. speciosa is not a medical device; it makes no diagnosis and advises "
            "no dose."
        ),
        "made": say("As of {moment}; version {version}; fingerprint {fingerprint}",
                    moment=words.moment(made.now_s, made.offset_min), version=made.version,
                    fingerprint=made.fingerprint),
        "page": say("Page"),
    }  # fmt: skip


def _span(report: Report, words: Wording, parts: Collection[str]) -> str:
    """The days of the entries, and where the photos of the skin begin before them, since when."""
    if report.span is None:
        return ""
    first, last = words.date(report.span.first_day), words.date(report.span.last_day)
    said = words.say("{first} to {last}", first=first, last=last) if first != last else first
    panels = report.skin.panels if report.skin is not None and "skin" in parts else ()
    begun = min((int(each.days[0]) for each in panels), default=report.span.first_day)
    if begun >= report.span.first_day:
        return said
    return words.say("Entries: {days}. Photos of the skin: from {date} on.", days=said, date=words.date(begun))


def _rooms(report: Report, words: Wording, parts: Collection[str]) -> list[list[list[list[Block]]]]:
    """Page 1 with as much as there may be room for, then with less."""
    found: list[list[list[list[Block]]]] = []
    for room in ROOMS:
        if (made := list(_first(report, words, parts, room))) not in found:
            found.append(made)
    return found


def _first(report: Report, words: Wording, parts: Collection[str], room: Room) -> Iterator[list[list[Block]]]:
    """Page 1 row by row: columns beside each other, each of sections below each other."""
    if "findings" not in parts:  # nothing else may tell of one
        report = replace(report, findings=())
    rows = (
        ((("findings", findings.findings_first),),),
        (
            (("doses", taken.taken_first),),
            (("medicines", taken.medicines_first), ("effect", answers.effect_first)),
        ),
        ((("scores", pain.pain_first),),),
        ((("skin", answers.skin_first),), (("findings", unassessed.gaps_first),)),
    )
    for row in rows:
        columns = [
            [found for part, make in column if part in parts and (found := make(report, words, room))] for column in row
        ]
        if kept := [each for each in columns if each]:
            yield kept


def _behind(report: Report, words: Wording, parts: Collection[str], entries: Columns | None) -> Iterator[Block]:
    """The sections of the pages after the first, in their order."""
    order = (
        ("findings", findings.findings_pages), ("doses", taken.taken_pages), ("doses", exposure_pages.exposure_pages),
        ("medicines", taken.medicines_pages), ("scores", pain.pain_pages), ("effect", effect_pages),
        ("effect", trial_pages), ("skin", skin_pages), ("scores", changes_pages), ("scores", record_pages),
        ("findings", unassessed.gaps_pages),
    )  # fmt: skip
    for part, make in order:
        if part in parts and (found := make(report, words)):
            yield found
    if entries is not None and (table := entries_pages(entries, words, parts)):
        yield table
    yield sources_pages.terms_pages(words)
    if found := sources_pages.sources_pages(report, words):
        yield found
    yield sources_pages.made_pages(report, words)
