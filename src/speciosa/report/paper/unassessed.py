"""What was not assessed: each question in words that somebody reads who has never seen the rules, with its reasons."""

from __future__ import annotations

from dataclasses import replace

from speciosa.report.page import _gaps
from speciosa.report.paper.blocks import Block, brief, elsewhere, facts, item, items, par, section
from speciosa.report.paper.room import Room
from speciosa.report.report import Report
from speciosa.report.wording import Wording
from speciosa.values.gaps import NotAssessed

KEY = "gaps"
_QUESTIONS = {
    "kratom_none": "What else you take", "kratom_ended": "What else you take", "doses_a_day": "How often a day",
    "doses_rising": "More than before", "amount_a_day": "How much a day", "waking": "The first dose after waking",
    "level_falls": "Feeling worse when less of it is left", "recalls": "Recalls of the product", "goals": "Goals",
    "strategies": "What is being tried", "review_dates": "What is being tried", "mood_with_pain": "Mood beside pain",
    "examination": "An examination", "rules_unreviewed": "How often the rules are right",
    "interference_range": "Pain that gets in the way", "sleep_range": "Sleep",
}  # fmt: skip
"""What a gap's code asks, where the page's heading would be the code itself or says too little on paper."""


def gaps_first(report: Report, words: Wording, room: Room) -> Block:
    """What nobody looked at: each question with its first reason."""
    gaps = gaps_of(report, words)
    said = [item(label, brief(whys[0], room.text // 2)) for label, whys in gaps[: room.gaps]]
    more = [label for label, _ in gaps[room.gaps :]]
    rest = brief(words.say("Also: {parts}", parts=words.listed(more)), room.text) if more else ""
    lead = words.say("That this page says nothing about these does not mean that all is well.")
    told = rest or (words.say("All reasons") if any(len(whys) > 1 for _, whys in gaps) else "")
    return section(words.say("Not assessed"), par(lead, tone="soft"), items(*said), elsewhere(told, KEY))


def gaps_pages(report: Report, words: Wording) -> Block | None:
    """Each question with every reason."""
    gaps = gaps_of(report, words)
    if not gaps:
        return None
    lead = words.say(
        "Nobody looked at these, or only at a part. That this page says nothing about them doesn't mean that all is "
        "well."
    )
    return section(
        words.say("Not assessed"), par(lead), facts([(label, " ".join(whys)) for label, whys in gaps]), key=KEY
    )


def gaps_of(report: Report, words: Wording) -> list[tuple[str, list[str]]]:
    """Each question once, in the order of the gaps, with every reason why it has no answer, or not a whole one."""
    found: dict[str, list[str]] = {}
    for gap in report.gaps:
        found.setdefault(_question(report, words, gap), []).append(words.say(gap.why))
    return list(found.items())


def _question(report: Report, words: Wording, gap: NotAssessed) -> str:
    if gap.code in _QUESTIONS:
        return words.say(_QUESTIONS[gap.code])
    return _gaps(replace(report, gaps=(gap,)), words)[0][0]
