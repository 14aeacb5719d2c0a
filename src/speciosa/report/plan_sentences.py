"""The person's strategy in words: where the pain comes from, what is tried since when, what is done besides."""

from __future__ import annotations

from typing import NamedTuple

from speciosa.report.wording import Wording
from speciosa.safety import pain_plan

_SOURCE = {
    "injury": "an injury", "illness": "an illness", "nerve": "a nerve", "other": "something else",
    "unknown": "not known",
}  # fmt: skip


class Tried(NamedTuple):
    """One thing that is tried: its name, since when, and what the record says."""

    name: str
    when: str
    says: str


def pain_says(words: Wording, plan: pain_plan.PainPlan) -> str:
    """Where the pain comes from and what kind it is, as far as the person said."""
    said = []
    if plan.source:
        came = words.listed([words.say(_SOURCE[each]) for each in plan.source])
        said.append(words.say("Where it comes from: {source}.", source=came))
    if plan.kind:
        said.append(words.say("In your words: “{kind}”.", kind=plan.kind))
    return " ".join(said)


def tried_says(words: Wording, plan: pain_plan.PainPlan) -> list[Tried]:
    """Everything that is tried, in the order of first mention; then what is done without being called a strategy."""
    found = []
    for each in plan.strategies:
        when = _when(words, each.from_day, each.until_day, each.review_day, overdue=each.overdue)
        found.append(Tried(_named(each.name), when, words.say(each.says)))
    for done in plan.doing:
        often = words.count(
            "On {days} of the last {n} day.", "On {days} of the last {n} days.", done.of_days,
            days=words.number(done.days),
        )  # fmt: skip
        if done.minutes is not None:
            minutes = words.count(
                "About {n} minute on such a day.", "About {n} minutes on such a day.", round(done.minutes)
            )
            often = f"{often} {minutes}"
        found.append(Tried(_named(done.name), words.say("not written down as a strategy"), often))
    return found


def _when(words: Wording, first: int | None, last: int | None, review: int | None, *, overdue: bool) -> str:
    said = []
    if first is not None and last is not None:
        said.append(words.say("{first} to {last}", first=words.date(first), last=words.date(last)))
    elif first is not None:
        said.append(words.say("since {first}", first=words.date(first)))
    elif last is not None:
        said.append(words.say("until {last}", last=words.date(last)))
    if review is not None:
        due = "was to be looked at again on {day}" if overdue else "to be looked at again on {day}"
        said.append(words.say(due, day=words.date(review)))
    return "; ".join(said)


def _named(name: str) -> str:
    return f"{name[:1].upper()}{name[1:]}"
