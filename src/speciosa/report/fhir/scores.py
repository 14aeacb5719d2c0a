"""What the person scored or wrote down of themselves: ratings, symptoms, nights, activity, sun, goals, events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from speciosa.knowledge import Outcome
from speciosa.record import Answer, Event, Kind
from speciosa.report.fhir.codings import DEPENDENCE, category, concept, local
from speciosa.report.fhir.datatypes import absent, line, quantity, when
from speciosa.report.fhir.subject import Subject
from speciosa.values.units import score_bounds

_ABSENT = {
    Answer.DECLINED: absent("asked-declined", "Asked But Declined"), Answer.UNKNOWN: absent("unknown", "Unknown"),
}  # fmt: skip
_NUMBERS = frozenset({Kind.LAB, Kind.SCALE})
_ELSEWHERE = frozenset({"phone_changed", "lamp_changed", "trial_planned", "trial_revealed"})
"""Events of photos, and a trial's promises: text for machines, in hexadecimal digits."""
Concept = dict[str, Any]


def observation(subject: Subject, event: Event, code: Concept, kind: str = "survey") -> dict[str, Any]:
    """An entry's Observation without its value; what was not answered says so.

    Parameters
    ----------
    kind : category of the observation.
    """
    made = subject.of_entry("Observation", event)
    made |= {
        "status": "final", "category": list(category(kind)), "code": code, "subject": subject.person,
        "effectiveDateTime": when(event), **subject.later(event), "performer": [subject.person],
    }  # fmt: skip
    if event.answer in _ABSENT or (event.answer is Answer.NONE and event.kind in _NUMBERS):
        made["dataAbsentReason"] = _ABSENT.get(event.answer, _ABSENT[Answer.UNKNOWN])
    return made | subject.note(event)


def observations(subject: Subject) -> list[dict[str, Any]]:
    """Every such entry as an Observation, in the order of time."""
    return list(_observations(subject))


def _observations(subject: Subject) -> Iterator[dict[str, Any]]:
    codes: dict[tuple[Kind, str, str], tuple[Concept, str]] = {}
    for event in subject.diary.entries:
        make = _CODES.get(event.kind)
        if make is None or (event.kind is Kind.EVENT and event.name in _ELSEWHERE):
            continue
        key = (event.kind, event.name, event.unit)
        if key not in codes:  # a record repeats a dozen words
            codes[key] = make(subject, event), _site(subject, event)
        code, site = codes[key]
        made = observation(subject, event, code) | _value(subject, event)
        yield made | ({"bodySite": {"text": site}} if site else {})


def _value(subject: Subject, event: Event) -> dict[str, Any]:
    if event.answer is Answer.GIVEN:
        return {"valueQuantity": quantity(event.value, event.unit)}
    if event.answer is not Answer.NONE:
        return {}
    if line(event.text):
        return {"valueString": line(event.text)}
    return {"valueCodeableConcept": concept(subject.words.say("it was there"))}


def _scored(subject: Subject, event: Event) -> Concept:
    """A rating or a symptom: its words say the range, and which end is the good one where that is known."""
    outcome = subject.knowledge.outcome(event.name)
    say, low_high = subject.words.say, score_bounds(event.unit)
    label = say(outcome.label) if outcome.known else line(event.name)
    text = label
    if low_high is not None:
        low, high = (f"{each:g}" for each in low_high)
        better = {"lower": "{what}, {low} to {high}, lower is better",
                  "higher": "{what}, {low} to {high}, higher is better"}[outcome.better.value]  # fmt: skip
        text = say(better if outcome.known else "{what}, {low} to {high}", what=label, low=low, high=high)
    return concept(text, *_scored_codes(subject, event, outcome))


def _scored_codes(subject: Subject, event: Event, outcome: Outcome) -> Iterator[dict[str, str]]:
    is_pain = outcome.known and (outcome.word == "pain" or outcome.word.endswith(" pain"))
    if is_pain and event.unit == "nrs":
        yield subject.codes["pain_now"]
    elif outcome.known and not is_pain and outcome.word not in DEPENDENCE:
        yield local(outcome.word, outcome.word.replace("_", " "))


def _site(subject: Subject, event: Event) -> str:
    """Where it hurts, if the name of the pain says so."""
    outcome = subject.knowledge.outcome(event.name) if event.kind is Kind.RATING else None
    place = outcome.word.removesuffix(" pain") if outcome is not None and outcome.known else ""
    return line(place) if outcome is not None and place != outcome.word else ""


def _sleep(subject: Subject, _: Event) -> Concept:
    return concept(subject.words.say("Hours of sleep"), subject.codes["sleep_duration"])


def _activity(_: Subject, event: Event) -> Concept:
    return concept(event.name)


def _sun(subject: Subject, _: Event) -> Concept:
    return concept(subject.words.say("Hours in the sun"))


def _goal(subject: Subject, event: Event) -> Concept:
    return concept(subject.words.say("Goal: {goal}; reached so far, 0 to 10", goal=line(event.name)))


def _strategy(subject: Subject, event: Event) -> Concept:
    return concept(subject.words.say("Tried: {what} (start, stop, or the date of a review)", what=line(event.name)))


def _event(subject: Subject, event: Event) -> Concept:
    outcome = subject.knowledge.outcome(event.name)
    name = subject.words.say(outcome.label) if outcome.known else line(event.name).replace("_", " ")
    coded = (
        local(outcome.word, outcome.word.replace("_", " "))
        if outcome.known and outcome.word not in DEPENDENCE
        else None
    )
    return concept(subject.words.say("Event: {what}", what=name), coded)


_CODES: dict[Kind, Callable[[Subject, Event], Concept]] = {
    Kind.RATING: _scored, Kind.SYMPTOM: _scored, Kind.SLEEP: _sleep, Kind.ACTIVITY: _activity, Kind.SUN: _sun,
    Kind.GOAL: _goal, Kind.STRATEGY: _strategy, Kind.EVENT: _event,
}  # fmt: skip
