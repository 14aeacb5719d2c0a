"""Findings as the page shows them: those about one medicine become one card, the most dangerous first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from speciosa.knowledge import Act, Urgency
from speciosa.report.urgent import Shown
from speciosa.report.wording import Wording

_OF_A_MEDICINE = re.compile(r"(?P<medicine>.+?) with kratom(?: or 7-OH)?: .+")
_FIRST = (
    "hydroxy_products", "sedatives", "buprenorphine_methadone", "naltrexone", "sedatives_other", "cannabis",
    "answer_sleepy", "seizure_threshold", "venlafaxine", "serotonin_strong", "serotonin_other", "quetiapine",
    "qt_medicines", "qt_possible_medicines", "stimulants", "anticoagulants",
)  # fmt: skip
"""Breath and waking, seizures, serotonin, the heart, bleeding; what enzymes clear comes after them."""
_LAST = ("liver_medicines", "liver_rarely_medicines")


@dataclass(frozen=True, slots=True)
class Part:
    """One finding of a card.

    Parameters
    ----------
    title : what it is; in a card of several, without the medicine's name.
    act, record : whether what to do, and what the record holds, stand here; in a card they are said once.
    adds : advice below it that no earlier part gave.
    """

    title: str
    shown: Shown
    act: bool = True
    record: bool = True
    adds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its urgency is that of its most urgent finding; `title`: of several, the medicine they are about."""

    title: str
    urgency: Urgency
    parts: tuple[Part, ...]


def finding_cards(words: Wording, findings: Sequence[Shown]) -> tuple[Card, ...]:
    """The findings in their order, each a card; of one medicine all that can wait lie in the card of the first."""
    groups: dict[str, list[Shown]] = {}
    for at, each in enumerate(findings):
        medicine = medicine_of(each)
        groups.setdefault(f"of {medicine}" if medicine else f"at {at}", []).append(each)
    return tuple(_card(words, group) for group in groups.values())


def medicine_of(shown: Shown) -> str:
    """The medicine that a finding is about; empty of anything else, and of what is urgent: that stands alone."""
    found = _OF_A_MEDICINE.fullmatch(shown.finding.title)
    if not found or shown.finding.urgency is Urgency.NOW or not shown.finding.code.startswith("interaction_"):
        return ""
    return found["medicine"]


def danger_of(shown: Shown) -> int:
    """Its place among findings about one medicine: the lower, the sooner it is read."""
    key = shown.finding.code.removeprefix("interaction_")
    if key in _FIRST:
        return _FIRST.index(key)
    return len(_FIRST) + (key in _LAST)


def _card(words: Wording, group: list[Shown]) -> Card:
    first = group[0].finding
    if len(group) == 1:
        title = words.say(first.title)
        return Card(title, first.urgency, (Part(title, group[0], adds=first.adds),))
    most = min(group, key=lambda each: list(Urgency).index(each.finding.urgency)).finding
    parts: list[Part] = []
    records: set[object] = set()
    acts: set[Act] = set()
    said: set[str] = set()
    for each in sorted(group, key=lambda each: (list(Urgency).index(each.finding.urgency), danger_of(each))):
        finding = each.finding
        record = (finding.seen, each.entries)
        adds = tuple(add for add in finding.adds if add not in said)
        title = _without_name(words, finding.title)
        parts.append(Part(title, each, finding.act not in acts, record not in records, adds))
        records.add(record)
        acts.add(finding.act)
        said.update(adds)
    name = words.say("{medicine} with kratom", medicine=medicine_of(group[0]))
    return Card(name, most.urgency, tuple(parts))


def _without_name(words: Wording, title: str) -> str:
    """What stands behind the colon, in the language of the page."""
    said = words.say(title)
    what = said.partition(": ")[2] or said
    return f"{what[:1].upper()}{what[1:]}"
