"""What the person wrote down that may be a harm: AdverseEvent, one a symptom, with what causality scales would ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speciosa.knowledge import Urgency
from speciosa.record import Columns, Event, Kind
from speciosa.report.fhir.codings import DEPENDENCE, concept, local
from speciosa.report.fhir.datatypes import moment, when
from speciosa.report.fhir.planned_trial import sealed
from speciosa.report.fhir.subject import Subject
from speciosa.safety import side_effects

Suspects = list[tuple[int, dict[str, str]]]
"""Each product's first dose, UTC seconds, and the reference to it."""


def adverse_events(subject: Subject, suspects: Suspects) -> list[dict[str, Any]]:
    """Symptoms since a first dose, and events that a rule sends to somebody at once.

    A draft by the person: whether one made the other is for somebody else to say, so there is neither a severity nor
    an outcome in it, and of the causality only what is still possible. What is not known here is no event.

    Parameters
    ----------
    suspects : the products of the bundle.
    """
    first_s = _first_dose(subject)
    if first_s is None:
        return []
    followed = subject.report.watch.screened.side_effects
    rows = {each.word: each.present for each in side_effects.complaints_of(subject.diary, subject.knowledge)}
    # a word that no table knows may be a slip of the pen: it leaves as the person's own Observation, and is no event
    events = [
        _of_symptom(subject, each, rows[each.symptom], first_s, suspects)
        for each in followed if each.last_s >= first_s and subject.knowledge.outcome(each.symptom).known
    ]  # fmt: skip
    told = {each.symptom for each in followed}
    return [
        *events,
        *(_of_event(subject, each, suspects) for each in _serious(subject, told) if each.time_s >= first_s),
    ]


def _first_dose(subject: Subject) -> int | None:
    doses = subject.diary.kratom_doses(subject.knowledge)
    doses = doses.take(doses.value != 0)
    return int(doses.time_s[0]) if len(doses) else None


def _serious(subject: Subject, told: set[str]) -> Iterator[Event]:
    """Events called like a sign that should not wait, unless it is among the symptoms already."""
    rules = (each for each in subject.knowledge.safety_rules.values() if each.urgency is Urgency.NOW)
    words = {word for rule in rules for word in rule.symptoms} - told - DEPENDENCE
    for event in subject.diary.entries.of_kind(Kind.EVENT):
        if subject.knowledge.outcome(event.name).word in words:
            yield event


def _of_symptom(
    subject: Subject, found: side_effects.SideEffect, rows: Columns, first_s: int, suspects: Suspects
) -> dict[str, Any]:
    """One symptom since the first dose; what was taken first only after it began is not suspected."""
    words = subject.words
    since = rows.take(rows.time_s >= first_s)
    times = words.count(
        "{what}: written down {n} time", "{what}: written down {n} times", len(since), what=words.say(found.label)
    )
    if len(since) < len(rows):
        times = words.say("{times} since the first dose of this record, and before it as well", times=times)
    onset_s = int(since.time_s[0])
    made = _event(subject, f"side-effect/{found.symptom}")
    made["event"] = concept(times, local(found.symptom, found.symptom.replace("_", " ")))
    made["date"] = moment(onset_s, int(since.offset_min[0]))
    return made | _suspected([each for since_s, each in suspects if since_s <= onset_s], _causality(subject, found))


def _causality(subject: Subject, found: side_effects.SideEffect) -> dict[str, Any] | None:
    """What a causality scale may still come to; nothing where the draft of a report withholds it, too."""
    report, words = subject.report, subject.words
    if report.watch.young or report.effect.withheld or sealed(subject.diary):
        return None
    low, high = found.naranjo_range
    left = words.say("Naranjo: {low} to {high} points are still possible; no category is given", low=low, high=high)
    return {"productRelatedness": left, "method": {"text": "Naranjo"}}


def _of_event(subject: Subject, event: Event, suspects: Suspects) -> dict[str, Any]:
    outcome = subject.knowledge.outcome(event.name)
    made = _event(subject, subject.key_of(event))
    made["event"] = concept(subject.words.say(outcome.label), local(outcome.word, outcome.word.replace("_", " ")))
    made["date"] = when(event)
    return made | _suspected([each for since_s, each in suspects if since_s <= event.time_s], None)


def _event(subject: Subject, key: str) -> dict[str, Any]:
    made = subject.report.made
    return {
        **subject.resource("AdverseEvent", key), "actuality": "actual", "subject": subject.person,
        "recorder": subject.person, "recordedDate": moment(made.now_s, made.offset_min),
    }  # fmt: skip


def _suspected(suspects: list[dict[str, str]], causality: dict[str, Any] | None) -> dict[str, Any]:
    """What was taken before: named as taken, not as guilty."""
    if not suspects:
        return {}
    more = {"causality": [causality]} if causality else {}
    return {"suspectEntity": [{"instance": each, **more} for each in suspects]}
