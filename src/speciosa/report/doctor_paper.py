"""One or two pages for a doctor: what is taken, how it goes, what to look at, and what nobody looked at.

Made from the same frozen report as the page, with its words; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from speciosa.knowledge import Urgency
from speciosa.record import Kind
from speciosa.report import course_sentences, effect_sentences, safety_sentences, sentences, skin_sentences, tables
from speciosa.report.chart_course import course_spec
from speciosa.report.chart_frame import Frame
from speciosa.report.chart_recent import recent_spec
from speciosa.report.days import MONTH_D, edges_of, grain_of
from speciosa.report.glyphs import changed
from speciosa.report.page import _gaps
from speciosa.report.report import Report
from speciosa.report.typesetting import typeset
from speciosa.report.urgent import Shown
from speciosa.report.wording import Wording, wording

PARTS = ("doses", "medicines", "scores", "effect", "findings", "skin")
"""The paper's sections, each of which may stay away."""
_TEMPLATE = "doctor_paper.typ"
_FONT = "Hanken Grotesk"
_PAPERS = {"a4": "a4", "letter": "us-letter"}
_FRAME = Frame(720, 180, 62, 14, 12, 30, 15, 8)
_MOST_LINES, _MOST_GAPS, _MOST_SITES, _MOST_LISTED = 8, 9, 4, 14
_LONGEST = 90


def doctor_paper_pdf(
    report: Report,
    *,
    parts: Collection[str] = PARTS,
    left_out: Sequence[str] = (),
    paper: str = "a4",
    rephrase: Callable[[str], str] = str,
) -> bytes:
    """The paper as a PDF that reads aloud in order (PDF/UA-1); the same report gives the same bytes.

    Parameters
    ----------
    parts : of `PARTS`; what is not among them is not on the paper.
    left_out : what the person chose to keep, in words; the paper says so.
    paper : ``a4`` or ``letter``.
    rephrase : called with each text: where the paper comes from may say some of it in other words.
    """
    return typeset(_TEMPLATE, changed(doctor_paper(report, parts=parts, left_out=left_out, paper=paper), rephrase))


def doctor_paper(
    report: Report, *, parts: Collection[str] = PARTS, left_out: Sequence[str] = (), paper: str = "a4"
) -> dict[str, Any]:
    """What the template is told: plain words, and one picture."""
    words = wording(report.made.language)
    say = words.say
    made = [section for key, make in _MAKERS.items() if key in parts and (section := make(report, words))]
    return {
        "language": words.language,
        "paper": _PAPERS[paper],
        "title": say("For my doctor"),
        "span": _span(report, words),
        "simulated": say("Example: this person is made up by a computer.") if report.simulated else "",
        "lead": sentences.headline(words, report) if "scores" in parts and "doses" in parts else "",
        "left_out_lead": say("Left out by choice:"),
        "left_out": list(left_out),
        "left_out_after": say("What stands here was worked out without these."),
        "never": say("Notes and photos are not on this paper."),
        "unprinted_title": say("Characters that this paper can't print"),
        "sections": [*made, *([_not_assessed(report, words)] if "findings" in parts else [])],
        "foot": say(
            "Written down and kept by the person. speciosa is not a medical device; it makes no diagnosis and advises "
            "no dose."
        ),
        "made": say("As of {moment}; version {version}; fingerprint {fingerprint}",
                    moment=words.moment(report.made.now_s, report.made.offset_min), version=report.made.version,
                    fingerprint=report.made.fingerprint),
        "page": say("Page"),
    }  # fmt: skip


def _span(report: Report, words: Wording) -> str:
    if report.span is None:
        return ""
    first, last = words.date(report.span.first_day), words.date(report.span.last_day)
    return words.say("{first} to {last}", first=first, last=last) if first != last else first


def _section(title: str, *lines: str, **more: Any) -> dict[str, Any]:
    """A heading and sentences below it. `more`: ``items`` (lead, text), ``table``, ``picture``, ``small``."""
    whole: dict[str, Any] = {"title": title, "lines": [each for each in lines if each], "items": [], "table": None,
                             "picture": None, "small": False}  # fmt: skip
    return whole | more


def _findings(report: Report, words: Wording) -> dict[str, Any]:
    """By urgency: those that should not wait in full, the others by their title."""
    items = [_finding(each, report, words) for each in report.findings]
    rest = safety_sentences.rest_says(words, len(report.findings))
    return _section(words.say("What to look at"), items=items, after=rest)


def _finding(shown: Shown, report: Report, words: Wording) -> dict[str, str]:
    """One finding. What is about dependence is quoted as it was recorded, and given no name."""
    found = shown.finding
    seen = safety_sentences.dated(words, found.seen) if found.seen else ""
    evidence = safety_sentences.entries_say(words, shown.entries) if shown.entries else ""
    text = " ".join(
        each for each in (seen, f"{evidence}." if evidence and found.urgency is not Urgency.WATCH else "") if each
    )
    title = words.say(found.title)
    if found.part == "dependence":
        title = words.say("In the record")
        text = text or evidence
    act = ""
    if found.urgency is not Urgency.WATCH:
        act = safety_sentences.act_says(words, found.act, report.watch.help, shown.past_d)
    return {"mark": safety_sentences.urgency_says(words, found.urgency), "lead": title, "text": text, "act": act}


def _doses(report: Report, words: Wording) -> dict[str, Any] | None:
    doses = report.doses
    if doses is None or not any(each.kind is Kind.DOSE for each in doses.lines):
        return _section(
            words.say("What is taken"), words.say("No doses are written down. That is not the same as none taken.")
        )
    own = replace(doses, lines=tuple(each for each in doses.lines if each.kind is Kind.DOSE)[:_MOST_LINES])
    table = tables.doses_table(words, own)
    return _section(
        words.say("What is taken"), sentences.doses_says(words, own), sentences.reasons_says(words, own),
        table=_table(table),
    )  # fmt: skip


def _medicines(report: Report, words: Wording) -> dict[str, Any] | None:
    listed = report.watch.screened.listed
    named = [safety_sentences.listed_says(words, each) for each in listed[:_MOST_LISTED]]
    more = len(listed) - len(named)
    said = (
        "; ".join(each.rstrip(".") for each in named) + "."
        if named
        else words.say("None is written down. That is not the same as none taken.")
    )
    rest = words.count("and {n} more", "and {n} more", more) if more > 0 else ""
    return _section(words.say("Other medicines"), said, rest)


def _table(table: tables.Table) -> dict[str, Any]:
    rows = [[_short(cell) for cell in row] for row in table.rows]
    return {"caption": table.caption, "head": list(table.head), "rows": rows}


def _course(report: Report, words: Wording) -> dict[str, Any] | None:
    """The picture of the leading outcome: the whole of it, or its last month where there is no more."""
    course, span = report.leading, report.span
    if course is None or span is None:
        text = "There are no scores of “{outcome}” in this record. A score from 0 to 10 once a day is a start."
        return _section(words.say("Scores"), words.say(text, outcome=report.primary_outcome))
    if span.days > MONTH_D:
        edges = edges_of(span.first_day, span.last_day, grain_of(span.days))
        spec = course_spec(words, course, _FRAME, days=(int(edges[0]), int(edges[-1])))
        title, says = course_sentences.course_title(words, course), course_sentences.course_says(words, course)
    elif report.recent is not None:
        spec = recent_spec(words, report.recent, _FRAME)
        title = course_sentences.recent_title(words, report.recent)
        says = course_sentences.recent_says(words, report.recent)
    else:
        return None
    return _section(course.series.label, picture={"title": title, "says": says, "svg": _drawn(spec)})


def _drawn(spec: dict[str, Any]) -> str:
    """A spec as SVG with the paper's own type."""
    import vl_convert  # noqa: PLC0415  a large library that only a drawing needs

    config = spec["config"] | {"font": _FONT, "background": "#ffffff"}
    return str(vl_convert.vegalite_to_svg(spec | {"config": config}, allowed_base_urls=[]))


def _effect(report: Report, words: Wording) -> dict[str, Any] | None:
    """The answer in one sentence, with the kind of evidence."""
    effect = report.effect
    if effect.withheld:
        return None
    says = effect_sentences.lead_says(words, effect)
    if effect.difference is None:
        return _section(words.say("Does it help?"), says, effect_sentences.reasons_say(words, effect))
    grade = effect_sentences.grade_says(words, effect.posterior.evidence_grade)
    return _section(words.say("Does it help?"), f"{says} ({grade})", effect_sentences.fresh_says(words, effect))


def _skin(report: Report, words: Wording) -> dict[str, Any] | None:
    if report.skin is None:
        return None
    items = [
        {"mark": "", "lead": each.label, "text": skin_sentences.state_says(words, each), "act": ""}
        for each in report.skin.panels[:_MOST_SITES]
    ]
    said = "" if items else words.say("We can't say yet: no photo has a colour so far.")
    return _section(words.say("Skin"), said, items=items)


def _not_assessed(report: Report, words: Wording) -> dict[str, Any]:
    """What nobody looked at: each question with its first reason; the page has all of them."""
    gaps = _gaps(report, words)
    items = [{"mark": "", "lead": label, "text": whys[0], "act": ""} for label, whys in gaps[:_MOST_GAPS]]
    more = [label for label, _ in gaps[_MOST_GAPS:]]
    rest = words.say("Also: {parts}.", parts=words.listed(more)) if more else ""
    lead = words.say("That this page says nothing about these does not mean that all is well.")
    return _section(words.say("Not assessed"), lead, items=items, small=True, after=rest)


def _short(text: str) -> str:
    """A person's own word may be very long; a cell is not."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"


_MAKERS: dict[str, Callable[[Report, Wording], dict[str, Any] | None]] = {
    "findings": _findings, "doses": _doses, "medicines": _medicines, "scores": _course, "effect": _effect,
    "skin": _skin,
}  # fmt: skip
