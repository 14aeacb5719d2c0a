"""Texts out of the knowledge tables: the columns that a person reads."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from speciosa.report.languages.text import Text

READ = {
    "advice": ("text",),
    "body_sites": ("label",),
    "card_patches": ("key",),
    "causality": ("asks", "answer"),
    "conditions": ("title", "plain", "who", "say"),
    "exposure_modifiers": ("what", "says"),
    "functions": ("title", "purpose"),
    "help_lines": ("country", "emergency", "crisis", "poison", "youth"),
    "instrument_items": ("asks", "answers"),
    "instruments": ("title",),
    "interactions": ("title", "plain", "who", "say", "on_stopping"),
    "medicine_groups": ("what",),
    "outcomes": ("label",),
    "receptors": ("what",),
    "report_fields": ("question", "options"),
    "report_places": ("name", "takes"),
    "safety_rules": ("title", "who", "why", "say"),
    "skin_causes": ("title", "sites", "colour", "tells_apart"),
    "skin_questions": ("asks", "who", "says", "why"),
    "who_umc": ("category", "criterion", "says"),
}
"""Table and columns. What was found in whom, notes and the words that people write are not said back."""

_SEVERAL = {"answers", "options"}  # one cell, parts with a bar between
_ONLY = {"receptors": ("quantity", "conversion")}  # a number's row says nothing about itself to a person
_SAID = {"card_patches": "the patch {}"}  # as it stands in a sentence: the bare word may be a product's name, too
_WORD = re.compile(r"[A-Za-z]{2}")


def texts_of_table(name: str, rows: Iterable[str]) -> list[Text]:
    """What a table says to a person, row by row.

    Examples
    --------
    >>> texts_of_table("outcomes", ["word,label,unit", "pain,Pain,nrs"])
    [Text(source='outcomes.csv', one='Pain', many='')]
    """
    found = []
    for row in csv.DictReader(each for each in rows if not each.startswith("#")):
        if name in _ONLY and row[_ONLY[name][0]] != _ONLY[name][1]:
            continue
        for column in READ.get(name, ()):
            cell = row[column] or ""
            parts = cell.split("|") if column in _SEVERAL else [cell]
            parts = [_SAID[name].format(each.replace("_", " ")) for each in parts] if name in _SAID else parts
            found += [Text(f"{name}.csv", each.strip()) for each in parts if _WORD.search(each)]
    return found
