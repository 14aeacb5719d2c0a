"""Findings by urgency."""

from __future__ import annotations

from speciosa.knowledge import Urgency
from speciosa.report import causality_tables, less_sentences, safety_sentences
from speciosa.report.citation import short_citation
from speciosa.report.finding_cards import Card, Part, finding_cards
from speciosa.report.paper import titles
from speciosa.report.paper.blocks import Block, brief, elsewhere, facts, heading, item, items, par, section, table
from speciosa.report.paper.room import Room
from speciosa.report.report import Report
from speciosa.report.urgent import Shown
from speciosa.report.wording import Wording

KEY = "findings"
_LONGEST_TITLE = 100


def findings_first(report: Report, words: Wording, room: Room) -> Block:
    """Those that should not wait with what was seen and what to do; the others by their title."""
    found = report.findings
    full = [each for each in found if each.finding.urgency is not Urgency.WATCH][: room.full]
    said = [_finding(each, report, words, room) for each in full]
    cards = finding_cards(words, [each for each in found if each not in full])
    if cards:
        named = "; ".join(dict.fromkeys(_card_title(words, each) for each in cards[: room.titles]))
        mark = safety_sentences.urgency_says(words, min((each.urgency for each in cards), key=list(Urgency).index))
        said.append(item("", named, mark=mark))
    more = len(cards) - room.titles
    told = words.count("and {n} more", "and {n} more", more) if more > 0 else ""
    if not told and found:
        told = words.say("Each with its reasons")
    return section(
        words.say("What to look at"),
        par(safety_sentences.old_says(words, report.watch.old_d)),
        items(*said),
        elsewhere(told, KEY),
        par(safety_sentences.rest_says(words, len(found)), tone="soft"),
    )


def _card_title(words: Wording, card: Card) -> str:
    """What it is, of several about one medicine the most dangerous."""
    if len(card.parts) == 1:
        return brief(titles.title_says(words, card.parts[0].shown.finding), _LONGEST_TITLE)
    name = words.say("{label}: {text}", label=card.title, text=card.parts[0].title)
    more = len(card.parts) - 1
    return words.count("{title} (and {n} more)", "{title} (and {n} more)", more, title=brief(name, _LONGEST_TITLE))


def _finding(shown: Shown, report: Report, words: Wording, room: Room) -> Block:
    """One finding in full."""
    found = shown.finding
    seen = titles.seen_says(words, found)
    evidence = safety_sentences.entries_say(words, shown.entries) if shown.entries else ""
    text = brief(" ".join(each for each in (seen, f"{evidence}." if evidence else "") if each), room.text)
    title = titles.title_says(words, found)
    act = safety_sentences.act_says(words, found.act, report.watch.help, shown.past_d)
    return item(title, text, mark=safety_sentences.urgency_says(words, found.urgency), act=act)


def findings_pages(report: Report, words: Wording) -> Block | None:
    """Every finding with what was seen, why it matters, whom to see and who says so; the liver's tests."""
    screened = report.watch.screened
    if not report.findings and screened.liver is None and screened.taper is None:
        return None
    cited = {each.key: short_citation(each) for each in report.sources}
    found: list[Block | None] = []
    for card in finding_cards(words, report.findings):
        mark = safety_sentences.urgency_says(words, card.urgency)
        for at, part in enumerate(card.parts):
            own = titles.title_says(words, part.shown.finding)
            title = own if len(card.parts) == 1 else f"{card.title}: {part.title}"
            found += _part(part, title, mark if at == 0 else "", report, words, cited)
    if screened.liver is not None and (screened.liver.values or causality_tables.liver_says(words, screened.liver)):
        found += [heading(words.say("The liver")),
                  table(words, causality_tables.values_table(words, screened.liver, report.zone)),
                  par(causality_tables.liver_says(words, screened.liver))]  # fmt: skip
    if screened.taper is not None:
        against = any(each.finding.code == "dose_against_withdrawal" for each in report.findings)
        said = [*less_sentences.taper_says(words, screened.taper, report.zone),
                *less_sentences.withdrawal_says(words, screened.withdrawal, dosed_against_it=against)]  # fmt: skip
        found += [heading(words.say("If you think of taking less")), par(*said),
                  par(words.say(report.watch.dont_stop), tone="quiet")]  # fmt: skip
    return section(words.say("What to watch"), *found, key=KEY)


def _part(
    part: Part, title: str, mark: str, report: Report, words: Wording, cited: dict[str, str]
) -> list[Block | None]:
    shown, found = part.shown, part.shown.finding
    until = report.span.last_day if report.span and report.watch.old_d is not None else None
    seen = titles.seen_says(words, found, until)
    evidence = safety_sentences.entries_say(words, shown.entries) if shown.entries else ""
    act = safety_sentences.act_says(words, found.act, report.watch.help, shown.past_d) if part.act else ""
    strong = safety_sentences.strength_says(words, found)
    sources = "; ".join(
        each for each in (", ".join(cited[key] for key in found.sources if key in cited), strong) if each
    )
    rows = [
        (words.say("In your record"), " ".join(each for each in (seen, f"{evidence}." if evidence else "") if each)),
        (words.say("Why"), words.say(found.because)),
        (words.say("Who"), words.say(found.who)),
        (words.say("Where this comes from"), f"{sources}." if sources else ""),
    ]
    if found.part == "dependence":
        rows = rows[:1]
    return [items(item(title, mark=mark, act=act)), facts([each for each in rows if each[1]])]
