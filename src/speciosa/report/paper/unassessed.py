"""What was not assessed: each question in words that somebody reads who has never seen the rules, with its reasons."""

from __future__ import annotations

from speciosa.report.gap_questions import question_of
from speciosa.report.paper.blocks import Block, brief, elsewhere, facts, fits, item, items, par, section
from speciosa.report.paper.room import Room
from speciosa.report.report import Report
from speciosa.report.wording import Wording

KEY = "gaps"


def gaps_first(report: Report, words: Wording, room: Room) -> Block:
    """What nobody looked at: each question with its first reason."""
    gaps = gaps_of(report, words)
    said = [
        item(label, brief(whys[0], room.text) or brief(whys[0], 2 * room.text)) for label, whys in gaps[: room.gaps]
    ]
    short = any(each["text"] != " ".join(whys) for each, (_, whys) in zip(said, gaps, strict=False))
    more = [label for label, _ in gaps[room.gaps :]]
    rest = words.say("Also: {parts}", parts=words.listed(more)) if more else ""
    if rest and not fits(rest, 2 * room.text):
        rest = words.count("and {n} more", "and {n} more", len(more))
    lead = words.say("That this page says nothing about these does not mean that all is well.")
    told = rest or (words.say("All reasons") if short else "")
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
        asked = question_of(words, gap, on_paper=True)
        found.setdefault(asked, []).append(words.say(gap.why))
    return list(found.items())
