"""Questionnaires: each question as its own entry, the score beside them; words as their rights allow."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import path

from speciosa.knowledge import Instrument, Knowledge, load_knowledge
from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.report import Wording
from speciosa.values.errors import EntryError
from speciosa.web.logging_form import Said, write_down
from speciosa.web.page import render, words_for

_MAY_BE_SHOWN = frozenset({"yes", "with_notice", "own_wording"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `name`: of its entry, ``peg.1``. `answers`: number and words of each answer."""

    name: str
    asks: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One questionnaire that is here with its words. `notice`: what has to stand beside it; empty: nothing."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    notice: str
    scoring: str


def offered(knowledge: Knowledge, words: Wording) -> list[Questionnaire]:
    """The questionnaires whose words may be shown and of which every question is here; 0-10 scores stand on Today.

    Examples
    --------
    >>> from speciosa.report import wording
    >>> [each.key for each in offered(load_knowledge(), wording("en"))]
    ['phq4', 'phq2', 'gad2', 'pgic', 'peg', 'withdrawal_diary']
    """
    keys = dict.fromkeys(each.instrument for each in knowledge.instrument_items)
    found = (_questionnaire(knowledge.instruments[key], knowledge, words) for key in keys)
    return [each for each in found if each is not None]


def scales(request: HttpRequest) -> HttpResponse:
    """Which one."""
    return render(request, "log_scales.html.j2", place="today", offered=offered(load_knowledge(), words_for(request)))


def scale(request: HttpRequest, key: str) -> HttpResponse:
    """One questionnaire on one page."""
    found = next((each for each in offered(load_knowledge(), words_for(request)) if each.key == key), None)
    if found is None:
        raise Http404
    return write_down(request, "log_scale.html.j2", lambda said: rows_of(found, said), asked=found)


def rows_of(asked: Questionnaire, said: QueryDict) -> Said:
    """An entry an answer, and the score where every question was answered.

    Raises
    ------
    EntryError : nothing was answered.
    """
    given = {each.name: said.get(each.name, "").strip() for each in asked.questions}
    rows = [Row("", Kind.SCALE.value, name, value) for name, value in given.items() if value]
    if not rows:
        raise EntryError("nothing was answered yet", todo="tap an answer; any may be left open")
    if len(rows) < len(given):
        return Said(rows, "Your answers are in. Some were left open, so there is no score.")
    score = _score(asked.scoring, [int(each) for each in given.values() if each.isdecimal()])
    single = len(rows) == 1
    total = Row("", Kind.SCALE.value, asked.key, f"{score:.10g}")
    return Said([total] if single else [total, *rows], "{title}: it is in.", {"title": asked.title})


def _score(scoring: str, values: list[int]) -> float:
    if not values:
        return 0.0
    return sum(values) / len(values) if scoring == "mean" else float(sum(values))


def _questionnaire(instrument: Instrument, knowledge: Knowledge, words: Wording) -> Questionnaire | None:
    items = [each for each in knowledge.instrument_items if each.instrument == instrument.key]
    if instrument.embed not in _MAY_BE_SHOWN or instrument.unit == "nrs" or len(items) != instrument.items:
        return None
    asks = [words.say(each.asks) for each in items]
    intro = _shared(asks)
    low = int(instrument.item_low or 0)
    questions = tuple(
        Question(
            ".".join(each.key.rsplit("_", 1)),
            one.removeprefix(intro).strip(),
            tuple((str(low + at), words.say(answer)) for at, answer in enumerate(each.answers)),
        )
        for each, one in zip(items, asks, strict=True)
    )
    notices = dict.fromkeys(each.notice for each in items if each.notice)
    return Questionnaire(
        instrument.key, instrument.title, intro.strip(), questions, " ".join(notices), instrument.scoring
    )


def _shared(asks: list[str]) -> str:
    """The sentence that all questions begin with, said once above them."""
    first, mark, _ = asks[0].partition(": " if ": " in asks[0] and "?" not in asks[0].partition(": ")[0] else "? ")
    begins = first + mark
    return begins if len(asks) > 1 and all(each.startswith(begins) and each != begins for each in asks) else ""


paths = [path("log/scale", scales, name="log_scales"), path("log/scale/<str:key>", scale, name="log_scale")]
