"""A finding in words: how soon, what in the record, whom to see, what to say there, says who."""

from __future__ import annotations

import re
from datetime import date

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.report.citation import short_citation
from speciosa.report.urgent import Evidence
from speciosa.report.wording import Wording
from speciosa.safety import Finding, HelpLines, Listed
from speciosa.values.sources import HowRead

_MOST_NAMES = 4
_DAY_OR_QUOTE = re.compile(r"“[^”]*”|\b\d{4}-\d{2}-\d{2}\b")
_EPOCH = date(1970, 1, 1).toordinal()
_URGENCY = {Urgency.NOW: "Now", Urgency.SOON: "Soon", Urgency.WATCH: "Watch"}
_EVIDENCE = {
    "A": "a controlled study in people", "B": "a register of calls or reports", "C": "a laboratory or animal study",
    "D": "reports of single people", "E": "theory that nobody has tested",
}  # fmt: skip
_READ = {
    HowRead.ABSTRACT: "read as an abstract", HowRead.SECONDARY: "read second-hand",
    HowRead.REGISTRY: "read in a registry", HowRead.DERIVED: "worked out by us",
    HowRead.OWN_CHOICE: "our own choice", HowRead.NEEDS_CLINICAL_REVIEW: "no source seen yet",
}  # fmt: skip
_NOTHING = "Nothing in your entries set off a rule. That doesn't mean that all is well: see “Not assessed”."
_NOTHING_ELSE = "Nothing else in your entries set off a rule. That doesn't mean that all else is well."


def urgency_says(words: Wording, urgency: Urgency) -> str:
    """How soon, in one word."""
    return words.say(_URGENCY[urgency])


def act_says(words: Wording, act: Act, help_lines: HelpLines, past_d: int | None = None) -> str:
    """What to do.

    Parameters
    ----------
    past_d : of an urgent entry that is old by now, days since: nobody knows what came after. None: it is not old.
    """
    number = words.say(help_lines.emergency).replace(" ", "\u00a0")
    if act is Act.CALL_EMERGENCY and past_d is None:
        return words.say("Call {number} now. Don't wait for this page.", number=number)
    if act is Act.CALL_EMERGENCY:
        one = "You wrote this {n} day ago. If it is so now, call {number}. If it is over, see a doctor today."
        many = "You wrote this {n} days ago. If it is so now, call {number}. If it is over, see a doctor today."
        return words.count(one, many, past_d or 0, number=number)
    if act is Act.TODAY and past_d is not None:
        return words.count(
            "You wrote this {n} day ago. If nobody has looked at it since, see or call somebody today.",
            "You wrote this {n} days ago. If nobody has looked at it since, see or call somebody today.",
            past_d,
        )
    return words.say({
        Act.TODAY: "See or call somebody today.", Act.THIS_WEEK: "Ask for a visit this week.",
        Act.NEXT_VISIT: "Bring it up at your next visit.",
    }[act])  # fmt: skip


def old_says(words: Wording, days: int | None) -> str:
    """That the record ended some time ago, and what that means for the days counted here; else empty."""
    if days is None:
        return ""
    return words.count(
        "The last entry is {n} day old. Days are counted back from it; nobody knows what came after.",
        "The last entry is {n} days old. Days are counted back from it; nobody knows what came after.",
        days,
    )


def reach_says(words: Wording, found: Finding, help_lines: HelpLines, *, young: bool) -> str:
    """Whom to talk to right now, where that is somebody else than the emergency number; else empty.

    Parameters
    ----------
    young : under 18, or may be.
    """
    lines = [help_lines.youth if young else "", help_lines.crisis]
    known = list(filter(None, (words.say(each) for each in lines)))
    if not found.code.removeprefix("perhaps_").startswith("suicide") or not known:
        return ""
    number = words.say(" or ").join(known).replace(" ", "\u00a0")
    return words.say("Or talk to somebody now: {number}.", number=number)


def strength_says(words: Wording, found: Finding) -> str:
    """What the finding rests on, and how far somebody read that."""
    grades = [words.say(_EVIDENCE[each]) for each in found.evidence.split("/") if each]
    told = [words.say("rests on {grades}", grades=words.listed(grades))] if grades else []
    if found.n:
        told.append(words.count("{n} person or report behind it", "{n} people or reports behind it", found.n))
    if found.how_read in _READ:
        told.append(words.say(_READ[found.how_read]))
    return "; ".join(told)


def review_says(words: Wording, found: Finding) -> str:
    """Whose judgement the urgency is."""
    if found.act_how_read is HowRead.NEEDS_CLINICAL_REVIEW:
        return words.say("How soon is our own choice; it needs clinical review.")
    if found.act_how_read is HowRead.OWN_CHOICE:
        return words.say("How soon is our own choice.")
    return ""


def rest_says(words: Wording, findings: int) -> str:
    """What it means that nothing, or nothing else, was found."""
    return words.say(_NOTHING_ELSE if findings else _NOTHING)


def help_says(words: Wording, help_lines: HelpLines, *, young: bool) -> list[str]:
    """How to reach help, each line with its number; what is not known is left out.

    Parameters
    ----------
    young : under 18, or may be.
    """
    lines = [
        ("Emergency: {number}", help_lines.emergency),
        ("Somebody to talk to when you can't go on: {number}", help_lines.crisis),
        ("Poison information: {number}", help_lines.poison),
        ("For people under 18: {number}", help_lines.youth if young else ""),
    ]  # fmt: skip
    said = [words.say(line, number=words.say(number)) for line, number in lines if number]
    if help_lines.guessed:
        said.append(
            words.say(
                "These are for {country}, by your time zone; looked up on {date}. Numbers change.",
                country=words.say(help_lines.country),
                date=_day_said(words, help_lines.checked),
            )
        )
    elif help_lines.checked:
        said.append(words.say("Looked up on {date}. Numbers change.", date=_day_said(words, help_lines.checked)))
    return said


def entries_say(words: Wording, entries: tuple[Evidence, ...]) -> str:
    """The entries behind a finding, the latest first: each name once, with how often and when."""
    found: dict[str, list[Evidence]] = {}
    for each in reversed(entries):
        found.setdefault(each.name.replace("_", " "), []).append(each)
    named = [_named(words, name, several) for name, several in list(found.items())[:_MOST_NAMES]]
    more = len(found) - _MOST_NAMES
    return "; ".join([*named, *([words.count("and {n} other", "and {n} others", more)] if more > 0 else [])])


def _named(words: Wording, name: str, entries: list[Evidence]) -> str:
    last, first = entries[0].day, entries[-1].day
    if first == last:
        return words.say("{name}, {date}", name=name, date=words.date(last))
    return words.count(
        "{name}, {n} entry, {first} to {last}", "{name}, {n} entries, {first} to {last}", len(entries), name=name,
        first=words.date(first), last=words.date(last),
    )  # fmt: skip


def dated(words: Wording, text: str) -> str:
    """A sentence with its days as the language writes them: ``2026-03-01`` becomes ``1 March 2026``.

    What stands in quotation marks is the person's own and stays; what is no day stays, too.
    """
    return _DAY_OR_QUOTE.sub(lambda found: _day_said(words, found[0]), words.say(text))


def _day_said(words: Wording, found: str) -> str:
    try:
        return words.date(date.fromisoformat(found).toordinal() - _EPOCH)
    except ValueError:
        return found


def sources_says(words: Wording, found: Finding, knowledge: Knowledge) -> str:
    """Who says it, how strong that is, and whose judgement the urgency is."""
    cited = words.listed(list(dict.fromkeys(short_citation(each) for each in knowledge.cite(found.sources))))
    strength, review = strength_says(words, found), review_says(words, found)
    said = words.say("{cited} ({strength}).", cited=cited, strength=strength) if strength else f"{cited}."
    said = said if cited else ""
    return " ".join(each for each in (said, review) if each)


def listed_says(words: Wording, each: Listed) -> str:
    """One other medicine: as written, what it was read as, and whether it counts."""
    if not each.meant:
        if each.maybe:
            maybe = words.say("did you mean {names}?", names=words.say(" or ").join(each.maybe))
            return words.say(
                "{written}: not known here; {maybe} It does not count yet.", written=each.written, maybe=maybe
            )
        return words.say("{written}: not known here, so nobody compared it.", written=each.written)
    name = words.listed(list(each.meant))
    same = len(each.meant) == 1 and each.meant[0].casefold() == each.written.strip().casefold()
    read = each.written if same else words.say("{written}: read as {name}", written=each.written, name=name)
    return read if each.current else words.say("{read} (not of late)", read=read)
