"""The study report on paper, from the same sections and pictures as the page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from speciosa.report.paper import blocks as on
from speciosa.report.paper.drawing import on_paper
from speciosa.report.typesetting import typeset
from speciosa.report.wording import Wording, wording
from speciosa.study.report.blocks import Asks, Block, Bullets, Figure, Heading, Numbers, Par, Section
from speciosa.study.report.study_report import StudyReport

_TEMPLATE = "doctor_paper.typ"
"""A title, a first page that fits, what stands behind it, and all in PDF/A-2b and PDF/UA-1: as for one person."""
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_TONES = {"plain": "plain", "state": "strong", "soft": "soft", "quiet": "quiet"}


def study_report_pdf(report: StudyReport, *, paper: str = "a4") -> bytes:
    """The report as a PDF that can be kept and reads aloud in order; its date is the instant of asking.

    Parameters
    ----------
    paper : ``a4`` or ``letter``.
    """
    words = wording("en")
    say, made = words.say, report.made
    when = datetime.fromtimestamp(made.now_s, tz=UTC)
    first = [[_section(words, each)] for each in report.sections[:2]]
    told: dict[str, Any] = {
        "language": made.language, "paper": _PAPERS[paper],
        "date": [when.year, when.month, when.day, when.hour, when.minute, when.second],
        "title": report.title, "span": report.notice, "simulated": "", "lead": "",
        "left_out_lead": "", "left_out": [], "left_out_after": "", "never": "",
        "first": [[[row] for row in first]],
        "behind": [_section(words, each) for each in report.sections[2:]],
        "behind_title": say("What stands behind it"), "page_word": say("page"),
        "unprinted_title": say("Characters that this paper can't print"),
        "unprinted_lead": say("They stand as their code point, like [U+1F33F]."),
        "foot": say("speciosa is not a medical device; it makes no diagnosis and advises no dose."),
        "made": say("As of {moment}; version {version}; knowledge {knowledge}; seed {seed}; fingerprint {fingerprint}",
                    moment=words.moment(made.now_s, made.offset_min), version=made.version,
                    knowledge=made.knowledge_version, seed=made.seed, fingerprint=made.fingerprint),
        "page": say("Page"),
    }  # fmt: skip
    return typeset(_TEMPLATE, told)


def _section(words: Wording, section: Section) -> on.Block:
    found = [each for block in section.blocks for each in _printed(words, block)]
    return on.section(section.title, *found, key=section.key)


def _printed(words: Wording, block: Block) -> list[on.Block | None]:
    if isinstance(block, Par):
        return [on.par(block.text, tone=_TONES[block.tone])]
    if isinstance(block, Heading):
        return [on.heading(block.text)]
    if isinstance(block, Asks):
        return [
            each
            for asked, answer, grade in block.rows
            for each in (on.par(asked, tone="strong"), on.par(_with_grade(words, answer, grade)))
        ]
    if isinstance(block, Bullets):
        return [on.bullets(block.items)]
    if isinstance(block, Numbers):
        return [_table(words, block)]
    return _figure(words, block)


def _with_grade(words: Wording, answer: str, grade: str) -> str:
    return f"{answer} {words.say('Evidence: {grade}.', grade=grade)}" if grade else answer


def _figure(words: Wording, block: Figure) -> list[on.Block | None]:
    return [
        on.picture(block.title, block.says, on_paper(block.wide), width=_width(block.wide)),
        _table(words, block.numbers),
    ]


def _table(words: Wording, numbers: Numbers) -> on.Block | None:
    return on.table(words, numbers.table, fractions=numbers.fractions)


def _width(svg: str) -> float:
    """As a share of the page: a high drawing leaves room for words."""
    width, height = (float(each) for each in svg.split('viewBox="', 1)[1].split('"', 1)[0].split()[2:])
    return min(0.8, 0.62 * width / height)
