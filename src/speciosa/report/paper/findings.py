"""Findings by urgency."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.knowledge import Urgency
from speciosa.report import causality_tables, less_sentences, safety_sentences
from speciosa.report.citation import short_citation
from speciosa.report.finding_cards import Card, Part, finding_cards
from speciosa.report.paper import titles
from speciosa.report.paper.acts import act_in_short, call_first
from speciosa.report.paper.blocks import Block, brief, elsewhere, facts, fits, heading, item, items, par, section, table
from speciosa.report.paper.room import Room
from speciosa.report.paper.taken import RISES
from speciosa.report.report import Report
from speciosa.report.urgent import Shown
from speciosa.report.wording import Wording

KEY = "findings"


def findings_first(report: Report, words: Wording, room: Room) -> Block:
    """Those that should not wait with what was seen and what to do; the others by their title."""
    found = report.findings
    now = [each for each in found if each.finding.urgency is Urgency.NOW]
    later = [each for each in found if each.finding.urgency is Urgency.SOON]
    full = [*now, *later[: max(room.full - len(now), 0)]]
    said = [_finding(each, report, words, room) for each in full]
    cards = finding_cards(words, [each for each in found if each not in full])
    said += _by_title(words, cards[: room.titles])
    more = len(cards) - room.titles
    told = words.count("and {n} more", "and {n} more", more) if more > 0 else ""
    if not told and found:
        told = words.say("Each with its reasons")
    return section(
        words.say("What to look at"),
        par(safety_sentences.old_says(words, report.watch.old_d)),
        call_first(report, words),
        items(*said),
        elsewhere(told, KEY),
        par(safety_sentences.rest_says(words, len(found)), tone="soft"),
    )


def _by_title(words: Wording, cards: Sequence[Card]) -> list[Block]:
    """One line an urgency, so that no mark stands before what can wait longer."""
    found: dict[Urgency, list[str]] = {}
    for each in sorted(cards, key=lambda card: list(Urgency).index(card.urgency)):
        found.setdefault(each.urgency, []).append(_card_title(words, each))
    return [
        item("", "; ".join(dict.fromkeys(named)), mark=safety_sentences.urgency_says(words, urgency))
        for urgency, named in found.items()
    ]


def _card_title(words: Wording, card: Card) -> str:
    """What it is, of several about one medicine the most dangerous."""
    if len(card.parts) == 1:
        return titles.title_says(words, card.parts[0].shown.finding)
    name = words.say("{label}: {text}", label=card.title, text=card.parts[0].title)
    more = len(card.parts) - 1
    return words.count("{title} (and {n} more)", "{title} (and {n} more)", more, title=name)


def _finding(shown: Shown, report: Report, words: Wording, room: Room) -> Block:
    """One finding with what was seen, or at least when, and what to do."""
    found = shown.finding
    mark, title = safety_sentences.urgency_says(words, found.urgency), titles.title_says(words, found)
    seen = titles.seen_says(words, found, _counted_until(shown, report))
    return item(title, _seen_in_short(shown, seen, words, room), mark=mark, act=act_in_short(words, shown))


def _counted_until(shown: Shown, report: Report) -> int | None:
    """The day from which "the last 4 weeks" are counted back, where it is named: a rise is held against other weeks."""
    if report.span is None or (report.watch.old_d is None and shown.finding.code not in RISES):
        return None
    return report.span.last_day


def _seen_in_short(shown: Shown, seen: str, words: Wording, room: Room) -> str:
    """What was seen and the entries behind it, as much of it as there is room for; the latest day always."""
    evidence = f"{safety_sentences.entries_say(words, shown.entries)}." if shown.entries else ""
    last = words.say("Last written down on {date}.", date=words.date(shown.entries[-1].day)) if evidence else ""
    for dated in (evidence, last):
        whole = " ".join(each for each in (seen, dated) if each)
        if fits(whole, room.text):
            return whole
    short = brief(seen, room.text)
    dated = evidence if not short and fits(evidence, room.text) else last
    return " ".join(each for each in (short, dated) if each)


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
        found += [heading(words.say("Taking less")), par(*said),
                  par(words.say(report.watch.dont_stop), tone="quiet")]  # fmt: skip
    return section(words.say("What to watch"), call_first(report, words), *found, key=KEY)


def _part(
    part: Part, title: str, mark: str, report: Report, words: Wording, cited: dict[str, str]
) -> list[Block | None]:
    shown, found = part.shown, part.shown.finding
    until = _counted_until(shown, report)
    seen = titles.seen_says(words, found, until)
    evidence = safety_sentences.entries_say(words, shown.entries) if shown.entries else ""
    act = act_in_short(words, shown) if part.act else ""
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
