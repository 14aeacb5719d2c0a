"""What the tables of safety and of other medicines have to keep, each on its own and among each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from speciosa.knowledge.contents import Contents
from speciosa.knowledge.safety_rows import SAFETY_PARTS
from speciosa.knowledge.vocabulary import (
    ACTS_OF,
    CAUSALITY_SCALES,
    INTERACTION_WITH,
    MEDICINE_GROUPS,
    MEDICINE_KINDS,
    TRIGGERS,
    VERDICTS,
)
from speciosa.values.words import folded

Problems = Iterator[tuple[str, str]]

_EVIDENCE = re.compile(r"[A-E](/[A-E])*")


def _safety_rules(contents: Contents) -> Problems:
    for row in contents.rows["safety_rules"]:
        for column in ("title", "who", "why", "say"):
            if not getattr(row, column):
                yield row.key, f"has no {column}"
        if row.part not in SAFETY_PARTS:
            yield row.key, f"part {row.part!r} is not in the list"
        if row.act not in ACTS_OF[row.urgency]:
            yield row.key, f"urgency {row.urgency} does not go with act {row.act}"
        if row.trigger and row.trigger not in TRIGGERS:
            yield row.key, f"trigger {row.trigger!r} is not in the list"
        if not row.symptoms and not row.trigger:
            yield row.key, "has neither symptoms nor a trigger"
        if row.then_act is not None and row.for_d is None:
            yield row.key, "says what to do later, and not until when to do the first"
        yield from _symptoms(contents, row.key, row.symptoms, row.at_least)
        yield from _adds(contents, row)
        keys = {each.key for each in contents.rows["safety_rules"]} - {row.key}
        yield from ((row.key, f"unless {key!r} is no other rule") for key in row.unless if key not in keys)


def _interactions(contents: Contents) -> Problems:
    for row in contents.rows["interactions"]:
        yield from _evidence(row)
        if (row.urgency is None) != (row.act is None):
            yield row.key, "has an urgency without an act, or the other way round"
        elif row.urgency is not None and row.act not in ACTS_OF[row.urgency]:
            yield row.key, f"urgency {row.urgency} does not go with act {row.act}"
        if row.urgency is not None and not (row.say and row.who and row.plain):
            yield row.key, "has no say, who or plain"
        yield from (
            (row.key, f"group {each!r} is not in the list") for each in row.groups if each not in MEDICINE_GROUPS
        )
        yield from _symptoms(contents, row.key, row.now_with, row.now_at_least)
        yield from _adds(contents, row)


def _conditions(contents: Contents) -> Problems:
    for row in contents.rows["conditions"]:
        yield from _evidence(row)
        if row.act not in ACTS_OF[row.urgency]:
            yield row.key, f"urgency {row.urgency} does not go with act {row.act}"
        if not (row.say and row.who and row.plain and row.words):
            yield row.key, "has no say, who, plain or words"
        yield from _adds(contents, row)


def _evidence(row: Any) -> Problems:
    if not _EVIDENCE.fullmatch(row.evidence):
        yield row.key, f"evidence {row.evidence!r} is not a letter from A to E"
    if row.of not in INTERACTION_WITH:
        yield row.key, f"of {row.of!r} is not in the list"


def _adds(contents: Contents, row: Any) -> Problems:
    known = {each.key for each in contents.rows["advice"]}
    yield from ((row.key, f"advice {key!r} is not in advice.csv") for key in row.adds if key not in known)


def _symptoms(contents: Contents, key: str, symptoms: tuple[str, ...], at_least: int) -> Problems:
    words = {row.word for row in contents.rows["outcomes"]}
    yield from ((key, f"symptom {word!r} is not in outcomes.csv") for word in symptoms if word not in words)
    if not (1 if symptoms else 0) <= at_least <= len(symptoms):
        yield key, f"asks for {at_least} of {len(symptoms)} symptoms"


def _medicines(contents: Contents) -> Problems:
    rows = contents.rows["medicines"]
    names = {row.name for row in rows}
    meant: dict[str, str] = {}
    for row in rows:
        for word in (row.name, *row.aliases):
            other = meant.setdefault(folded(word), row.name)
            if other != row.name:
                yield row.name, f"the word {word!r} already means {other}"
            if word != word.lower():
                yield row.name, f"{word!r} is not lower case"
        if row.kind not in MEDICINE_KINDS:
            yield row.name, f"kind {row.kind!r} is not in the list"
        yield from ((row.name, f"part {each!r} has no row of its own") for each in row.parts if each not in names)


def _medicine_groups(contents: Contents) -> Problems:
    names = {row.name for row in contents.rows["medicines"]}
    said: dict[str, str] = {}
    for row in contents.rows["medicine_groups"]:
        if row.group not in MEDICINE_GROUPS:
            yield row.key, f"group {row.group!r} is not in the list"
        if said.setdefault(row.group, row.what) != row.what:
            yield row.key, f"calls {row.group} otherwise than another row"
        yield from ((row.key, f"{each!r} is not in medicines.csv") for each in row.members if each not in names)


def _causality(contents: Contents) -> Problems:
    asked: dict[tuple[str, str], str] = {}
    for row in contents.rows["causality"]:
        if row.scale not in CAUSALITY_SCALES:
            yield row.key, f"scale {row.scale!r} is not in the list"
        if asked.setdefault((row.scale, row.item), row.asks) != row.asks:
            yield row.key, f"asks {row.item} otherwise than another row"


def _claims(contents: Contents) -> Problems:
    for row in contents.rows["claims"]:
        if row.verdict not in VERDICTS:
            yield row.key, f"verdict {row.verdict!r} is not in the list"


def _instrument_items(contents: Contents) -> Problems:
    instruments = {row.key: row for row in contents.rows["instruments"]}
    for row in contents.rows["instrument_items"]:
        instrument = instruments.get(row.instrument)
        if instrument is None:
            yield row.key, f"instrument {row.instrument!r} is not in instruments.csv"
        elif instrument.embed == "no":
            yield row.key, f"the text of {row.instrument} may not be shown"
        elif instrument.embed == "own_wording" and not row.own_wording:
            yield row.key, f"the text of {row.instrument} may be shown in our own words alone"
        elif instrument.embed == "with_notice" and not row.notice:
            yield row.key, f"the text of {row.instrument} needs its notice"


SAFETY_RULES: Mapping[str, Callable[[Contents], Problems]] = {
    "safety_rules": _safety_rules,
    "interactions": _interactions,
    "conditions": _conditions,
    "medicines": _medicines,
    "medicine_groups": _medicine_groups,
    "causality": _causality,
    "claims": _claims,
    "instrument_items": _instrument_items,
}
