"""What an entry's own words may tell: a sign that can't wait, the worst thought, or a known word misspelt."""

from __future__ import annotations

import re

from speciosa.knowledge import Knowledge, Urgency, load_knowledge
from speciosa.record import Event, Kind
from speciosa.report import Wording
from speciosa.web.entry_words import CRISIS

_SELF_HARM = ("phq9.9", "phq9_9", "phq-9.9")
_TOLD_AS = frozenset({Kind.SYMPTOM, Kind.RATING, Kind.EVENT})
_IN_OWN_WORDS = _TOLD_AS | {Kind.GOAL, Kind.STRATEGY, Kind.ACTIVITY}
_SURE = re.compile(r"suicid|suizid|selbstmord|umbring|lebensmüde|kill(?:ing)? my ?self|end(?:ing)? my (?:own )?life")
_MOST = 3


def may_be_urgent(event: Event, knowledge: Knowledge) -> bool:
    """Whether an entry's words hold one that a rule of urgency ``now`` looks for: alone or among others.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [may_be_urgent(Event(0, 0, Kind.SYMPTOM, each), load_knowledge()) for each in ("throat is swelling", "nausea")]
    [True, False]
    """
    if is_crisis(event, knowledge):
        return True
    if event.kind not in _TOLD_AS or event.value == 0:
        return False
    return _alarms_in(event.name, knowledge)


def is_alarm_word(text: str, knowledge: Knowledge) -> bool:
    """Whether a word is one that no list to tap may offer: of a sign for now, or of the worst thought.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [is_alarm_word(each, load_knowledge()) for each in ("blue lips", "nausea")]
    [True, False]
    """
    return _alarms_in(text, knowledge) or CRISIS in _meant(text, knowledge) or bool(_SURE.search(text.casefold()))


def is_crisis(event: Event, knowledge: Knowledge) -> bool:
    """Whether an entry tells of thoughts of ending one's life: in its words, or as the questionnaire's last answer.

    In doubt it does: the calm answer harms nobody.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Answer
    >>> is_crisis(Event(0, 0, Kind.SCALE, "phq9.9", 1.0, Answer.GIVEN), load_knowledge())
    True
    >>> is_crisis(Event(0, 0, Kind.SYMPTOM, "I think about ending my life"), load_knowledge())
    True
    """
    if event.kind is Kind.SCALE:
        return event.name in _SELF_HARM and event.value > 0
    if event.kind not in _IN_OWN_WORDS or event.value == 0:
        return False
    told = [event.name, event.text] if event.kind is Kind.EVENT else [event.name]
    return any(CRISIS in _meant(each, knowledge) or _SURE.search(each.casefold()) for each in told if each)


def meant_by(words: Wording, event: Event) -> list[tuple[str, str]]:
    """What an entry's own word may have been meant to be, the closest first: the word, and its label.

    None where it is known, nothing is near, or it tells of the worst thought: nobody is asked about that spelling.
    """
    known = load_knowledge()
    if event.kind is not Kind.SYMPTOM or known.outcome(event.name).known or is_crisis(event, known):
        return []
    return [(each.word, words.say(each.label)) for each in known.near_outcomes(event.name)[:_MOST]]


def _meant(text: str, knowledge: Knowledge) -> set[str]:
    """The known word that a text is, or those that stand in it."""
    found = knowledge.outcome(text)
    return {found.word} if found.known else {each.word for each in knowledge.near_outcomes(text)}


def _alarms_in(text: str, knowledge: Knowledge) -> bool:
    meant = _meant(text, knowledge)
    return any(
        rule.urgency is Urgency.NOW and meant.intersection(rule.symptoms) for rule in knowledge.safety_rules.values()
    )
