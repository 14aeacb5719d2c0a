"""What a trial's page says after a sign that comes before every trial: the sign, and what to do with the kratom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from speciosa.knowledge import load_knowledge, safety_rows
from speciosa.report import Wording
from speciosa.trial import TrialStatus
from speciosa.web.alarms import CRISIS, TAKE_NO_MORE, Alarm

_WARNING = "warning_sign"


@dataclass(frozen=True, slots=True)
class After:
    """`why`: the most urgent sign, by name unless it is one that nobody should read over a shoulder. `then`: what to
    do now.
    """

    why: str
    then: str


def after_sign(words: Wording, status: TrialStatus, alarms: Sequence[Alarm]) -> After | None:
    """What stands after a sign; None where none is open and none ended the trial.

    Parameters
    ----------
    alarms : that stand now, the most urgent first.
    """
    rules = load_knowledge().safety_rules
    found = next((rules[each.sign] for each in alarms if each.sign in rules), None) or _that_ended(status)
    if found is None:
        return None
    if found.key == CRISIS:
        return After(words.say("You come first. The trial can wait."), words.say("Talk to somebody first."))
    why = words.say("You wrote down a sign that comes first: {sign}.", sign=words.within(words.say(found.title)))
    who = words.say("{who}.", who=words.say(found.who))
    if found.key not in TAKE_NO_MORE:
        return After(why, who)
    stop = words.say(
        "Take no more until somebody has seen you. Say that you take it daily: stopping suddenly can make you ill, and "
        "they can help with that."
    )
    return After(why, f"{who} {stop}")


def _that_ended(status: TrialStatus) -> safety_rows.SafetyRule | None:
    """The rule whose sign ended the trial."""
    if status.ending is None or status.ending.code != _WARNING:
        return None
    told = status.ending.why.casefold()
    rules = load_knowledge().safety_rules.values()
    return next((each for each in rules if f": {each.title}.".casefold() in told), None)
