"""A sign that can't wait is answered on the very next page: the worker would say so too, a second or two later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest

from speciosa.knowledge import Knowledge, Urgency, load_knowledge
from speciosa.record import Columns, Diary, Event, Kind
from speciosa.store import answers, entries
from speciosa.store.details import person_of, products_of
from speciosa.web.alarms import STRIP, alarms_in
from speciosa.web.clock import now_s
from speciosa.web.entry_words import CRISIS
from speciosa.web.page import words_for

_SELF_HARM = ("phq9.9", "phq9_9", "phq-9.9")
_TOLD_AS = frozenset({Kind.SYMPTOM, Kind.RATING, Kind.EVENT})
_IN_OWN_WORDS = _TOLD_AS | {Kind.GOAL, Kind.STRATEGY, Kind.ACTIVITY}
_SURE = re.compile(r"suicid|suizid|selbstmord|umbring|lebensmüde|kill(?:ing)? my ?self|end(?:ing)? my (?:own )?life")


def answer_at_once(request: HttpRequest, events: Sequence[Event]) -> None:
    """Put what the new entries alone call for into the strip, above what stood there.

    Most entries hold no such word and cost nothing. The worker's strip, from the whole record, takes its place.
    """
    knowledge = load_knowledge()
    now = now_s()
    if any(is_crisis(each, knowledge) for each in events):
        request.session["flash"]["crisis"] = True  # the next page has somebody to call
        request.session.modified = True
    told = [each._replace(supersedes="") for each in events if may_be_urgent(each, knowledge)]
    if not told:
        return
    alarming = {each.id for each in told}
    asks = request.session["flash"].get("asks") or []  # what was meant is asked beside the alarm, after it
    request.session["flash"]["asks"] = [each for each in asks if each[1] not in alarming]
    request.session.modified = True
    from speciosa.web.answering import urgent_strip  # noqa: PLC0415  a second of imports that few entries need

    record, language = entries.own_record(), words_for(request).language
    alone = Diary(Columns.of(told), person_of(record), products_of(record))
    fresh = urgent_strip(alone, knowledge, now_s=now, language=language)
    stood = answers.kept_answer(record, STRIP, language=language)
    before = stood.body.decode() if stood else ""
    stand = alarms_in(before)
    there = {each.sign for each in stand}
    news = [each.html for each in alarms_in(fresh) if each.sign not in there]
    if news:
        body = "\n".join([*news, *(each.html for each in stand)]).encode()
        answers.keep_answers(record, {STRIP: body}, language=language, upto=stood.upto if stood else 0)


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


def _meant(text: str, knowledge: Knowledge) -> set[str]:
    """The known word that a text is, or those that stand in it."""
    found = knowledge.outcome(text)
    return {found.word} if found.known else {each.word for each in knowledge.near_outcomes(text)}


def _alarms_in(text: str, knowledge: Knowledge) -> bool:
    meant = _meant(text, knowledge)
    return any(
        rule.urgency is Urgency.NOW and meant.intersection(rule.symptoms) for rule in knowledge.safety_rules.values()
    )
