"""Questionnaires: the answers as a QuestionnaireResponse, the score as an Observation derived from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any
from uuid import uuid5

from speciosa.knowledge import Instrument
from speciosa.record import Answer, Event, Kind
from speciosa.report.fhir.codings import concept
from speciosa.report.fhir.datatypes import decimal, line, moment, quantity
from speciosa.report.fhir.scores import observation
from speciosa.report.fhir.subject import NAMESPACE, Subject

_OWN_UNITS = frozenset({"", "score", "points"})
_SCORES = {"pain_nrs": "pain_now"}


def questionnaires(subject: Subject) -> list[dict[str, Any]]:
    """Every questionnaire of the record, in the order of time.

    Answers that were given at one time belong together; a score of that time is derived from them. A score has a
    public code only in the questionnaire's own points.
    """
    sheets: dict[tuple[str, int], list[Event]] = {}
    scores: list[Event] = []
    for event in subject.diary.entries.of_kind(Kind.SCALE):
        key, dot, item = event.name.partition(".")
        if dot and item:
            sheets.setdefault((key, event.time_s), []).append(event)
        else:
            scores.append(event)
    made = [_response(subject, key, rows) for (key, _), rows in sheets.items()]
    return [*made, *(_score(subject, each, sheets.get((each.name, each.time_s), [])) for each in scores)]


def _response_key(subject: Subject, rows: Sequence[Event]) -> str:
    return f"answers/{min(subject.key_of(each) for each in rows)}"


def _response(subject: Subject, key: str, rows: Sequence[Event]) -> dict[str, Any]:
    row, first = subject.knowledge.instruments.get(key), rows[0]
    complete = row is None or row.items is None or len({each.name for each in rows}) >= row.items
    title = (row.title if row else line(key)) or "-"
    return {
        **subject.resource("QuestionnaireResponse", _response_key(subject, rows)),
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{escape(title)}</div>'},
        "questionnaire": f"urn:uuid:{uuid5(NAMESPACE, f'Questionnaire/{line(key)}')}",
        "status": "completed" if complete else "in-progress",
        "subject": subject.person,
        "authored": moment(first.time_s, first.offset_min),
        "author": subject.person,
        "source": subject.person,
        "item": [_item(subject, each) for each in sorted(rows, key=lambda each: _place(each.name))],
    }


def _item(subject: Subject, event: Event) -> dict[str, Any]:
    asks = {each.key: each.asks for each in subject.knowledge.instrument_items}.get(event.name.replace(".", "_"))
    made: dict[str, Any] = {"linkId": line(event.name) or "-"}
    if asks:
        made["text"] = subject.words.say(asks)
    if event.answer is Answer.GIVEN:
        value = decimal(event.value)
        kind = "valueInteger" if isinstance(value, int) and abs(value) < 2**31 else "valueDecimal"
        made["answer"] = [{kind: value}]
    return made


def _score(subject: Subject, event: Event, items: Sequence[Event]) -> dict[str, Any]:
    row = subject.knowledge.instruments.get(event.name)
    own = event.unit in _OWN_UNITS or (row is not None and event.unit == row.unit)
    code = _code(subject, event.name) if own else None
    made = observation(subject, event, concept(_title(subject, event, row), code))
    if event.answer is Answer.GIVEN:
        made["valueQuantity"] = quantity(event.value, "score" if own else event.unit)
    if items:
        made["derivedFrom"] = [subject.reference("QuestionnaireResponse", _response_key(subject, items))]
    reworded = row is not None and row.embed == "own_wording"
    if items and reworded:
        text = "Asked in the app, the questions stand in our own words and not in the published ones."
        made["method"] = {"text": subject.words.say(text)}
    components = list(_components(subject, items)) if own and not reworded else []
    return made | ({"component": components} if components else {})


def _title(subject: Subject, event: Event, row: Instrument | None) -> str:
    if row is None or row.low is None or row.high is None:
        return row.title if row else event.name
    say = subject.words.say
    text = {"lower": "{what}, {low} to {high}, lower is better",
            "higher": "{what}, {low} to {high}, higher is better"}[row.better.value]  # fmt: skip
    return say(text, what=row.title, low=f"{row.low:g}", high=f"{row.high:g}")


def _code(subject: Subject, key: str) -> dict[str, str] | None:
    """The code of a score, never that of the panel: a panel's code on a number would say something else."""
    wanted = (_SCORES.get(key, ""), f"{key}_score", f"{key}_total")
    return next((subject.codes[each] for each in wanted if each in subject.codes), None)


def _components(subject: Subject, items: Sequence[Event]) -> Iterator[dict[str, Any]]:
    """Single answers that have an agreed code: it is the code of a question in its published words."""
    for each in sorted(items, key=lambda each: _place(each.name)):
        code = subject.codes.get(each.name.replace(".", "_"))
        if code and each.answer is Answer.GIVEN:
            yield {"code": concept(code["display"], code), "valueQuantity": quantity(each.value, "score")}


def _place(name: str) -> tuple[int, str]:
    """`peg.2` comes before `peg.10`."""
    item = name.partition(".")[2]
    return (int(item) if item.isdecimal() else 10_000), name
