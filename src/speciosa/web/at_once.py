"""A sign that can't wait is answered on the very next page: the worker would say so too, a second or two later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest

from speciosa.knowledge import Knowledge, Urgency, load_knowledge
from speciosa.record import Columns, Diary, Event, Kind
from speciosa.store import answers, entries
from speciosa.store.details import person_of, products_of
from speciosa.web.clock import now_s
from speciosa.web.page import words_for

STRIP = "urgent"
"""Name of the kept answer that every page shows at its top."""
_CRISIS = "suicidal_thoughts"
_SELF_HARM = ("phq9.9", "phq9_9", "phq-9.9")
_TOLD_AS = frozenset({Kind.SYMPTOM, Kind.RATING, Kind.EVENT})
_ALARM = re.compile(r'<p class="finding now alarm">.*?</p>', re.DOTALL)


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
    from speciosa.web.answering import urgent_strip  # noqa: PLC0415  a second of imports that few entries need

    record, language = entries.own_record(), words_for(request).language
    alone = Diary(Columns.of(told), person_of(record), products_of(record))
    fresh = urgent_strip(alone, knowledge, now_s=now, language=language)
    stood = answers.kept_answer(record, STRIP, language=language)
    before = stood.body.decode() if stood else ""
    there = {_title(each) for each in _ALARM.findall(before)}
    news = [each for each in _ALARM.findall(fresh) if _title(each) not in there]
    if news:
        body = "\n".join([*news, before]).encode()
        answers.keep_answers(record, {STRIP: body}, language=language, upto=stood.upto if stood else 0)


def may_be_urgent(event: Event, knowledge: Knowledge) -> bool:
    """Whether an entry's word is one that a rule of urgency ``now`` looks for.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> [may_be_urgent(Event(0, 0, Kind.SYMPTOM, each), load_knowledge()) for each in ("yellow eyes", "nausea")]
    [True, False]
    """
    if is_crisis(event, knowledge):
        return True
    if event.kind not in _TOLD_AS or event.value == 0:
        return False
    word = knowledge.outcome(event.name).word
    return any(rule.urgency is Urgency.NOW and word in rule.symptoms for rule in knowledge.safety_rules.values())


def is_crisis(event: Event, knowledge: Knowledge) -> bool:
    """Whether an entry tells of thoughts of ending one's life: in a word, or as the questionnaire's last answer.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.record import Answer
    >>> is_crisis(Event(0, 0, Kind.SCALE, "phq9.9", 1.0, Answer.GIVEN), load_knowledge())
    True
    """
    if event.kind is Kind.SCALE:
        return event.name in _SELF_HARM and event.value > 0
    return event.kind in _TOLD_AS and event.value != 0 and knowledge.outcome(event.name).word == _CRISIS


def _title(alarm: str) -> str:
    found = re.search(r"<strong>(.*?)</strong>", alarm, re.DOTALL)
    return found[1] if found else alarm
