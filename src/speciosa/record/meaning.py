"""What the words and the number of a row mean: everything but when it happened."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import IntEnum
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from speciosa.knowledge import Knowledge
from speciosa.record.kinds import NO_NUMBER_NEEDED, RETRACTED, RULES, Answer, Food, Kind, Reason, Rule, Takes
from speciosa.record.person import Product
from speciosa.record.row import Row
from speciosa.record.substance import is_kratom
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Precision
from speciosa.values.units import DOSE_UNITS, score_bounds, unit_of

_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$")
_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+$")
_WITH_UNIT = re.compile(r"^[\d.,]+\s*[^\W\d]+$")
_IN_TABLE_UNIT = {("h", "min"): 1 / 60, ("min", "h"): 60.0}
_DEFAULT_NAMES = {Kind.SLEEP: "night", Kind.SUN: "exposure", Kind.NO_DOSE: "kratom"}
_ANSWERS = {"unknown": Answer.UNKNOWN, "declined": Answer.DECLINED}
_YES = (math.nan, Answer.NONE, "")
_NO = (0.0, Answer.GIVEN, "")
_YES_OR_NO = {"yes": _YES, "ja": _YES, "no": _NO, "nein": _NO}
"""Whether a symptom was there, in a word: as an empty value, and as 0."""
_FOLDED = frozenset({Kind.RATING, Kind.SCALE, Kind.SYMPTOM, Kind.NO_DOSE, Kind.STRATEGY, Kind.ACTIVITY})
_UNITLESS = frozenset({Kind.NO_DOSE, Kind.STRATEGY, Kind.PHOTO, Kind.EVENT})
_MOST_CHARACTERS = 10_000
_Code = TypeVar("_Code", bound=IntEnum)


class Said(NamedTuple):
    """What a row says apart from its time: the fields of `Event` from `kind` to `precision`."""

    kind: Kind
    name: str
    value: float
    answer: Answer
    text: str
    unit: str
    reason: Reason
    food: Food
    precision: Precision


class Meaning:
    """Finds out what rows of one diary say.

    Parameters
    ----------
    knowledge : scales, body sites and words that rows refer to.
    products : the person's own; their names are doses of what they say.
    decimal_comma : the file's separator is ``;``, so that ``2,5`` is two and a half.
    """

    def __init__(self, knowledge: Knowledge, products: Sequence[Product], *, decimal_comma: bool) -> None:
        self._knowledge, self._products, self._decimal_comma = knowledge, products, decimal_comma

    def of(self, row: Row) -> Said:
        """What a row says.

        Raises
        ------
        EntryError : what is wrong with it and how to mend it; never the row's own words.
        """
        kind = _kind(row.kind)
        name = self._name(kind, row.name)
        if kind is Kind.EVENT and name == RETRACTED and not row.supersedes.strip():
            raise EntryError("this row takes nothing back", todo="name the entry's id under supersedes")
        unit, factor = self._unit(kind, name, row.unit.strip())
        value, answer, text = self._value(row.value.strip(), kind, name, unit, factor)
        reason = _code(row.reason, Reason, "reason", {"": Reason.NOT_SAID})
        food = _code(row.food, Food, "food", {"": Food.NOT_SAID})
        precision = _code(row.precision, Precision, "precision", {"": Precision.CLOCK})
        return Said(kind, name, value, answer, text, unit, reason, food, precision)

    def _name(self, kind: Kind, text: str) -> str:
        name = " ".join(text.split()) or _DEFAULT_NAMES.get(kind, "")
        if not name:
            raise EntryError("this row has no name", todo=f"say which {kind} it is")
        name = name.lower() if kind in _FOLDED else name
        if kind is Kind.RATING and (outcome := self._knowledge.outcome(name)).known:
            name = outcome.word
        sites = self._knowledge.body_sites
        if kind is Kind.PHOTO and name not in sites:
            near = difflib.get_close_matches(name, sites, 1)
            hint = f"did you mean {near[0]}?" if near else "see docs/reference/knowledge/body_sites.md"
            raise EntryError("this body site is not in the list", todo=hint)
        return name

    def _unit(self, kind: Kind, name: str, text: str) -> tuple[str, float]:
        """The unit that is kept, and the factor that the value is multiplied by to reach it."""
        rule = RULES[kind]
        if _NUMBER.match(text):
            raise EntryError(
                "the unit is a number", todo="write a decimal point (2.5), or put the value into quotation marks"
            )
        written = (text if kind is Kind.LAB else unit_of(text)) or rule.unit
        if kind in _UNITLESS:
            return "", 1.0
        if (
            kind is Kind.DOSE
            and written
            and written not in DOSE_UNITS
            and is_kratom(name, self._products, self._knowledge)
        ):
            raise EntryError("this is no unit for a dose", todo=f"use one of {', '.join(DOSE_UNITS)}")
        if rule.units and written not in rule.units:
            raise EntryError(
                f"this is no unit for {kind}", todo=f"use one of {', '.join(rule.units)}, or leave it empty"
            )
        if rule.takes is Takes.SCORE and kind is not Kind.SCALE and score_bounds(written) is None:
            raise EntryError(f"this is no unit for a {kind}", todo="use nrs, or score_LOW_HIGH for another scale")
        if (rule.unit, written) in _IN_TABLE_UNIT:
            return rule.unit, _IN_TABLE_UNIT[rule.unit, written]
        return written, 1.0

    def _bounds(self, kind: Kind, rule: Rule, name: str, unit: str) -> tuple[float, float]:
        if kind is Kind.SCALE:
            scale, _, item = name.partition(".")
            instrument = self._knowledge.instruments.get(scale)
            low, high = (instrument.item_low, instrument.item_high) if instrument and item else (
                (instrument.low, instrument.high) if instrument else (None, None)
            )  # fmt: skip
            return (-math.inf if low is None else low, math.inf if high is None else high)
        if rule.takes is Takes.SCORE:
            return score_bounds(unit) or (-math.inf, math.inf)
        return 0.0, rule.most if unit == rule.unit else math.inf

    def _value(self, text: str, kind: Kind, name: str, unit: str, factor: float) -> tuple[float, Answer, str]:
        rule = RULES[kind]
        if rule.takes is Takes.TEXT:
            return math.nan, Answer.NONE, _checked_text(kind, text)
        if rule.takes is Takes.NOTHING:
            if text:
                raise EntryError(f"{kind} has no value", todo="leave the value empty")
            return math.nan, Answer.NONE, ""
        if not text and kind in NO_NUMBER_NEEDED:
            return math.nan, Answer.NONE, ""
        if text.lower() in _ANSWERS:
            return math.nan, _ANSWERS[text.lower()], ""
        if kind is Kind.SYMPTOM and text.lower() in _YES_OR_NO:
            return _YES_OR_NO[text.lower()]
        value = self._number(text, kind) * factor
        low, high = self._bounds(kind, rule, name, unit)
        if not low <= value <= high:
            if low == 0 and math.isinf(high):
                raise EntryError("this amount is below zero", todo="write zero or more")
            raise EntryError(f"this value is outside {low:g} to {high:g}", todo="write one within, or the word unknown")
        if not unit and kind in {Kind.DOSE, Kind.MEDICINE, Kind.LAB}:
            raise EntryError(f"this {kind} has no unit", todo="name it, for example g, mg or capsule")
        return value, Answer.GIVEN, ""

    def _number(self, text: str, kind: Kind) -> float:
        if self._decimal_comma and _THOUSANDS.match(text):
            what = "this value may be a thousand or a whole number with decimals"
            raise EntryError(what, todo="write it without the point, or with a decimal comma")
        plain = text.replace(",", ".") if self._decimal_comma and text.count(",") == 1 and "." not in text else text
        if _NUMBER.match(plain) and math.isfinite(number := float(plain)):
            return number
        if not text:
            raise EntryError(f"this {kind} has no value", todo="write a number, or the word unknown or declined")
        raise EntryError("this value is not a number", todo=_hint(text))


def _hint(text: str) -> str:
    """What to write instead of a value that is no number."""
    if _WITH_UNIT.match(text):
        return "write the number alone, and its unit into the column unit"
    if ":" in text:
        return "write hours with a decimal point (7.5)"
    return "write a decimal point (2.5)" if "," in text else "write a number, or the word unknown or declined"


def _kind(text: str) -> Kind:
    try:
        return Kind(text.strip().lower())
    except ValueError:
        near = difflib.get_close_matches(text.strip().lower(), list(Kind), 1)
        what = "this kind of entry is not known" if text.strip() else "this row has no kind"
        raise EntryError(what, todo=f"did you mean {near[0]}?" if near else f"use one of {', '.join(Kind)}") from None


def _code(text: str, codes: type[_Code], column: str, known: Mapping[str, _Code]) -> _Code:
    word = text.strip().lower()
    if word in known:
        return known[word]
    choices = {each.name.lower(): each for each in codes}
    if word in choices:
        return choices[word]
    offered = ", ".join(name for name in choices if name != "not_said")
    raise EntryError(f"this {column} is not known", todo=f"use one of {offered}, or leave it empty")


def _checked_text(kind: Kind, text: str) -> str:
    if len(text) > _MOST_CHARACTERS:
        raise EntryError("this text is too long", todo="put it into the note")
    if kind is Kind.PHOTO:
        path = PurePosixPath(text.replace("\\", "/"))
        if not text or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise EntryError("a photo needs a path below the diary's folder", todo="for example photos/2026-03-01.jpg")
        return path.as_posix()
    if kind is Kind.STRATEGY:
        word = text.strip().lower()
        try:
            return word if word in {"start", "stop"} else date.fromisoformat(word).isoformat()
        except ValueError:
            raise EntryError(
                "a strategy starts, stops or has a review date", todo="write start, stop or 2026-04-01"
            ) from None
    return text
