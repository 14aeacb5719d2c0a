"""Does it help: the answer as one Observation, with its kind of evidence and what it is a number of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speciosa.report import effect_sentences
from speciosa.report.difference import Difference
from speciosa.report.effect_section import Effect
from speciosa.report.fhir.codings import category, concept, local
from speciosa.report.fhir.datatypes import absent, interval, moment, quantity
from speciosa.report.fhir.provenance import software
from speciosa.report.fhir.subject import Subject
from speciosa.values.timeline import day_name


def effect_answer(subject: Subject) -> list[dict[str, Any]]:
    """The answer, or why there is none; nothing where the question may not be asked, as within a blind trial."""
    report, words = subject.report, subject.words
    effect = report.effect
    if effect.withheld or report.span is None:
        return []
    posterior = effect.posterior
    name = effect_sentences.question(words, effect)
    made = {
        **subject.resource("Observation", f"effect/{posterior.of}/{posterior.outcome}"),
        "status": "preliminary",
        "category": list(category("survey")),
        "code": concept(name, local("effect", "Effect estimated from a person's own record")),
        "subject": subject.person,
        "effectivePeriod": {
            "start": day_name(report.span.first_day), "end": moment(report.made.now_s, report.made.offset_min),
        },
        "device": software(subject),
        "interpretation": [concept(_says(subject, effect))],
        "method": {"text": effect_sentences.fresh_says(words, effect)},
    }  # fmt: skip
    if effect.difference is None or posterior.effect is None:
        return [made | {"dataAbsentReason": absent("unknown", "Unknown")}]
    middle = _rounded(effect.difference.mean, effect.difference.step)
    made["valueQuantity"] = quantity(middle, posterior.unit)
    return [made | {"component": list(_components(subject, effect, effect.difference))}]


def _says(subject: Subject, effect: Effect) -> str:
    lead = effect_sentences.lead_says(subject.words, effect)
    told = f"{lead} {effect_sentences.reasons_say(subject.words, effect)}" if effect.difference is None else lead
    return subject.words.say("As the person was told: {said}", said=told.strip())


def _components(subject: Subject, effect: Effect, found: Difference) -> Iterator[dict[str, Any]]:
    words, posterior = subject.words, effect.posterior
    grade = posterior.evidence_grade
    kind, ends = words.say("Kind of evidence"), words.say("95 % interval")
    yield {
        "code": concept(kind, local("evidence-grade", kind)),
        "valueCodeableConcept": concept(effect_sentences.grade_says(words, grade), local(grade.value, grade.value)),
    }
    yield {
        "code": concept(ends, local("effect-interval-95", ends)),
        "valueRange": interval(_rounded(found.low, found.step), _rounded(found.high, found.step), posterior.unit),
    }
    for each in effect.contrasts:
        asks = effect_sentences.contrast_question(words, each)
        answer = effect_sentences.contrast_answer(words, effect, each)
        said = f"{answer} ({effect_sentences.grade_says(words, each.grade)})"
        yield {"code": concept(asks, local(f"effect-{each.name}", asks)), "valueString": said}


def _rounded(value: float, step: float) -> float:
    """To the step that the uncertainty earns, as on the page."""
    return round(value / step) * step
