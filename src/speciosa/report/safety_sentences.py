"""A finding in words: how soon, what in the record, whom to see, what to say there, says who."""

from __future__ import annotations

import re

from speciosa.knowledge import Act, Knowledge, Urgency
from speciosa.record import Kind
from speciosa.report.citation import short_citation
from speciosa.report.urgent import Evidence
from speciosa.report.wording import Wording
from speciosa.safety import Finding, HelpLines, Listed
from speciosa.values.sources import HowRead

_MOST_NAMES = 4
_LONGEST_NUMBER = 24  # signs; what is longer is words
_OF_LATE = (
    ("in the last 4 weeks", "in the 4 weeks up to {day}"),
    ("In the last 4 weeks", "In the 4 weeks up to {day}"),
    ("of the last 4 weeks", "of the 4 weeks up to {day}"),
)
_QUOTE = re.compile(r"(“[^”]*”)")
_DAY_OR_QUOTE = re.compile(r"“[^”]*”|\b\d{4}-\d{2}-\d{2}\b")
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

_A_NUMBER = 20
"""A line of so many letters is a number, which no line's end should part; a longer one is words."""


def urgency_says(words: Wording, urgency: Urgency) -> str:
    """How soon, in one word."""
    return words.say(_URGENCY[urgency])


def act_says(words: Wording, act: Act, help_lines: HelpLines, past_d: int | None = None) -> str:
    """What to do.

    Parameters
    ----------
    past_d : of an urgent entry that is old by now, days since: nobody knows what came after. None: it is not old.
    """
    number = _unbroken(words.say(help_lines.emergency))
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
    number = talk_to(words, help_lines, young=young)
    if not found.code.removeprefix("perhaps_").startswith("suicide") or not number:
        return ""
    return words.say("Or talk to somebody now: {number}.", number=number)


def talk_to(words: Wording, help_lines: HelpLines, *, young: bool) -> str:
    """Lines of people to talk to, one that is always open first; empty where none is known.

    Parameters
    ----------
    young : under 18, or may be.
    """
    shut = {each.partition(":")[0] for each in help_lines.hours}
    lines = [("youth", help_lines.youth if young else ""), ("crisis", help_lines.crisis)]
    known = [words.say(each) for key, each in sorted(lines, key=lambda line: line[0] in shut) if each]
    return words.say(" or ").join(_unbroken(each) for each in dict.fromkeys(known))


def _unbroken(line: str) -> str:
    return line.replace(" ", "\u00a0") if len(line) <= _A_NUMBER else line


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
    ]
    said = [words.say(line, number=words.say(number)) for line, number in lines if number]
    return [*said, *more_help_says(words, help_lines, young=young)]


def help_line_says(words: Wording, help_lines: HelpLines) -> str:
    """Whom to call, in one line: ``Emergency 112 · Somebody to talk to 142``; words for a number get a colon."""
    lines = [
        ("Emergency {number}", "Emergency: {number}", help_lines.emergency),
        (
            "Somebody to talk to {number}",
            "Somebody to talk to when you can't go on: {number}",
            help_lines.crisis,
        ),
    ]
    said = []
    for short, long, number in lines:
        told = words.say(number)
        if number:
            is_number = len(told) <= _LONGEST_NUMBER
            said.append(
                words.say(short, number=told.replace(" ", "\u00a0")) if is_number else words.say(long, number=told)
            )
    return " \u00b7 ".join(said)


def more_help_says(words: Wording, help_lines: HelpLines, *, young: bool) -> list[str]:
    """The other numbers, and how they are known.

    Parameters
    ----------
    young : under 18, or may be.
    """
    lines = [
        ("Poison information: {number}", help_lines.poison),
        ("For people under 18: {number}", help_lines.youth if young else ""),
    ]
    said = [words.say(line, number=words.say(number)) for line, number in lines if number]
    if help_lines.guessed:
        said.append(
            words.say(
                "These numbers are for {country}, by your time zone; looked up on {date}. Numbers change.",
                country=words.say(help_lines.country),
                date=words.day_said(help_lines.checked),
            )
        )
    elif help_lines.checked:
        said.append(words.say("Looked up on {date}. Numbers change.", date=words.day_said(help_lines.checked)))
    return said


def entries_say(words: Wording, entries: tuple[Evidence, ...]) -> str:
    """The entries behind a finding, the latest first: each name once, with how often and when."""
    found: dict[str, list[Evidence]] = {}
    for each in reversed(entries):
        name = words.say(each.name) if each.kind == Kind.PHOTO else each.name.replace("_", " ")
        found.setdefault(name, []).append(each)
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
    return _DAY_OR_QUOTE.sub(lambda found: words.day_said(found[0]), words.say(text))


def seen_says(words: Wording, text: str, until_day: int | None) -> str:
    """What in the record it is.

    Parameters
    ----------
    until_day : local day of the last entry of a record that ended long ago, which "the last 4 weeks" are counted back
        from; None: it did not.
    """
    said = dated(words, text)
    if until_day is None:
        return said
    parts = _QUOTE.split(said)
    for now, then in _OF_LATE:
        told = words.say(then, day=words.date(until_day))
        parts[::2] = [each.replace(words.say(now), told) for each in parts[::2]]
    return "".join(parts)


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
