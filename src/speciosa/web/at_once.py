"""A sign that can't wait is answered on the very next page: the worker would say so too, a second or two later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from django.http import HttpRequest

from speciosa.knowledge import load_knowledge
from speciosa.record import Columns, Diary, Event
from speciosa.store import answers, entries
from speciosa.store.details import person_of, products_of
from speciosa.store.models import Record
from speciosa.web.alarm_words import is_crisis, may_be_urgent
from speciosa.web.alarms import STRIP, alarms_in
from speciosa.web.clock import now_s
from speciosa.web.page import words_for

_TRIES = 2


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
    request.session["flash"]["meant"] = [each.id for each in told if not is_crisis(each, knowledge)]
    request.session.modified = True
    from speciosa.web.answering import urgent_strip  # noqa: PLC0415  a second of imports that few entries need

    record, language = entries.own_record(), words_for(request).language
    alone = Diary(Columns.of(told), person_of(record), products_of(record))
    fresh = urgent_strip(alone, knowledge, now_s=now, language=language)
    for _ in range(_TRIES):  # something may be erased between the reading of the old strip and the keeping of the new
        with suppress(answers.ErasedMeanwhileError):
            _put_above(record, fresh, language)
            return


def _put_above(record: Record, fresh: str, language: str) -> None:
    """Keep the strip with new alarms above those that stood there.

    Raises
    ------
    ErasedMeanwhileError : what stood there may have been made from what is erased by now; nothing was kept.
    """
    erased = answers.newest_erasure(record)
    stood = answers.kept_answer(record, STRIP, language=language)
    new = alarms_in(fresh)
    sure = {each.sign for each in new if not each.is_guess}
    stand = [
        each for each in alarms_in(stood.body.decode() if stood else "") if not each.is_guess or each.sign not in sure
    ]
    there = {each.sign for each in stand}
    news = [each.html for each in new if each.sign not in there]
    if news:
        body = "\n".join([*news, *(each.html for each in stand)]).encode()
        upto = stood.upto if stood else 0
        answers.keep_answers(record, {STRIP: body}, language=language, upto=upto, erased=erased)
