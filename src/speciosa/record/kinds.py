"""The kinds of entry, and what each one's value and unit mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What an entry is about. The words are those of the diary's `kind` column."""

    DOSE = "dose"
    NO_DOSE = "no_dose"
    MEDICINE = "medicine"
    RATING = "rating"
    SCALE = "scale"
    SYMPTOM = "symptom"
    SLEEP = "sleep"
    ACTIVITY = "activity"
    SUN = "sun"
    LAB = "lab"
    GOAL = "goal"
    STRATEGY = "strategy"
    PHOTO = "photo"
    EVENT = "event"
    ASSIGNMENT = "assignment"


class Takes(StrEnum):
    """What stands in the value column of a kind."""

    AMOUNT = "amount"  # a number of its own unit, zero or more
    SCORE = "score"  # a number within the bounds of its scale
    TEXT = "text"
    NOTHING = "nothing"


class Answer(IntEnum):
    """Why there is a number, or why not. "Not asked" is the absence of an entry."""

    GIVEN = 0
    NONE = 1  # this kind holds text, or "present" without a number
    UNKNOWN = 2  # it happened; how much is not known
    DECLINED = 3  # asked, and not answered


class Reason(IntEnum):
    """Why a dose was taken, as far as the person said."""

    NOT_SAID = 0
    PLANNED = 1
    PAIN = 2
    MOOD = 3
    WITHDRAWAL = 4
    SOCIAL = 5
    OTHER = 6


class Food(IntEnum):
    """Whether there was food in the stomach."""

    NOT_SAID = 0
    FED = 1
    FASTED = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """What the value of one kind may be.

    `unit`: what an empty unit means (empty: the unit must be written). `units`: the closed list,
    or empty where any word is taken. `most`: no day holds more than this, in `unit`.
    """

    takes: Takes
    unit: str = ""
    units: tuple[str, ...] = ()
    most: float = float("inf")


RULES: dict[Kind, Rule] = {
    Kind.DOSE: Rule(Takes.AMOUNT),
    Kind.NO_DOSE: Rule(Takes.NOTHING),
    Kind.MEDICINE: Rule(Takes.AMOUNT),
    Kind.RATING: Rule(Takes.SCORE, "nrs"),
    Kind.SCALE: Rule(Takes.SCORE, "score"),
    Kind.SYMPTOM: Rule(Takes.SCORE, "nrs"),
    Kind.SLEEP: Rule(Takes.AMOUNT, "h", ("h", "min"), 24.0),
    Kind.ACTIVITY: Rule(Takes.AMOUNT, "min", ("min", "h", "steps"), 1440.0),
    Kind.SUN: Rule(Takes.AMOUNT, "h", ("h", "min"), 24.0),
    Kind.LAB: Rule(Takes.AMOUNT),
    Kind.GOAL: Rule(Takes.SCORE, "nrs"),
    Kind.STRATEGY: Rule(Takes.TEXT),
    Kind.PHOTO: Rule(Takes.TEXT),
    Kind.EVENT: Rule(Takes.TEXT),
    Kind.ASSIGNMENT: Rule(Takes.AMOUNT, "open", ("open", "masked")),
}
NO_NUMBER_NEEDED = frozenset({Kind.SYMPTOM, Kind.ACTIVITY})
"""Kinds whose empty value is an answer: the symptom is present, the activity took place."""

RETRACTED = "retracted"
"""Name of the `event` that takes the entry under `supersedes` back."""

KIND_CODE = {kind: code for code, kind in enumerate(Kind)}
