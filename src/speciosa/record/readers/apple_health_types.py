"""Apple Health's own words for what a diary has a place for."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PREFIX = re.compile(r"^HK(?:Quantity|Category|Data|Correlation|ScoredAssessment|Characteristic)?Type(?:Identifier)?")

STEPS = "StepCount"
DAYLIGHT = "TimeInDaylight"
SLEEP = "SleepAnalysis"
STATE_OF_MIND = "StateOfMind"
SCALES = {"PHQ9": "phq9", "GAD7": "gad7"}
SYMPTOMS = frozenset(
    """AbdominalCramps Acne AppetiteChanges BladderIncontinence Bloating BreastPain ChestTightnessOrPain Chills
    Constipation Coughing Diarrhea Dizziness DrySkin Fainting Fatigue Fever GeneralizedBodyAche HairLoss Headache
    Heartburn HotFlashes LossOfSmell LossOfTaste LowerBackPain MemoryLapse MoodChanges Nausea NightSweats PelvicPain
    RapidPoundingOrFlutteringHeartbeat RunnyNose ShortnessOfBreath SinusCongestion SkippedHeartbeat SleepChanges
    SoreThroat VaginalDryness Vomiting Wheezing""".split()  # noqa: SIM905  (39 words read best as words)
)
SEVERITY = {
    "NotPresent": "0",
    "Mild": "1",
    "Moderate": "2",
    "Severe": "3",
    "Unspecified": "",
    "Present": "",
    "NoChange": "0",
}
"""On ``score_0_3``; an empty value says that the symptom was there, and no more."""
PHOTOTYPES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
MINUTES = {"min": 1.0, "s": 1 / 60, "sec": 1 / 60, "hr": 60.0, "h": 60.0}


def short_type(identifier: str) -> str:
    """An identifier without its prefix.

    Examples
    --------
    >>> short_type("HKCategoryTypeIdentifierLowerBackPain"), short_type("HKDataTypeStateOfMind")
    ('LowerBackPain', 'StateOfMind')
    """
    return _PREFIX.sub("", identifier)


def in_words(name: str) -> str:
    """A name in CamelCase as words.

    Examples
    --------
    >>> in_words("LowerBackPain"), in_words("TraditionalStrengthTraining")
    ('lower back pain', 'traditional strength training')
    """
    return _CAMEL.sub(" ", name).lower()


def severity_of(value: str) -> tuple[str, str] | None:
    """Value on ``score_0_3`` and words for the note, from a category's value; None where it is unknown.

    Examples
    --------
    >>> severity_of("HKCategoryValueSeverityModerate"), severity_of("HKCategoryValueAppetiteChangesDecreased")
    (('2', ''), ('', 'decreased'))
    """
    word = re.sub(r"^HKCategoryValue(?:Severity|Presence|AppetiteChanges)?", "", value)
    if word in SEVERITY:
        return SEVERITY[word], ""
    return ("", word.lower()) if word in {"Decreased", "Increased"} else None
