"""What a gap's code asks, in words that somebody reads who has never seen the rules."""

from __future__ import annotations

from speciosa.report.wording import Wording
from speciosa.values.gaps import NotAssessed

_QUESTIONS = {
    "kratom_none": "What else you take", "kratom_ended": "What else you take", "doses_a_day": "How often a day",
    "doses_rising": "More than before", "amount_a_day": "How much a day", "waking": "The first dose after waking",
    "level_falls": "Feeling worse when less of it is left", "recalls": "Recalls of the product", "goals": "Goals",
    "strategies": "What is being tried", "review_dates": "What is being tried", "mood_with_pain": "Mood beside pain",
    "examination": "An examination", "rules_unreviewed": "How often the rules are right",
    "interference_range": "Pain that gets in the way", "sleep_range": "Sleep",
    "effect_tolerance": "Whether it wears off", "effect_older": "Older scores",
    "effect_allocation": "How the trial's order was drawn", "effect_direction": "Which way is better",
    "effect_analytes": "Which of its substances does it",
}  # fmt: skip
_OF_A_ROOM = {
    "exposure": "How much is in your blood", "effect": "Whether it helps you", "skin": "Your skin",
    "symptom": "Words for signs", "medicine": "What else you take", "medicines": "What else you take",
    "interactions": "What else you take", "conditions": "Known illnesses",
    "liver": "The liver", "pregnancy": "Pregnancy",
    "dependence": "Getting used to it", "cuts": "Taking less",
    "batches": "Batches of the product", "pain": "The pain itself",
    "examination": "What only a person can see", "rules": "The rules", "scale": "Questionnaires",
    "interference": "Pain that gets in the way", "sleep": "Sleep", "level": "Feeling worse when less of it is left",
}  # fmt: skip
"""By the code, or by its first word."""


_ON_PAPER = {
    "How much is in your blood": "How much is in the blood", "Whether it helps you": "Whether it helps",
    "Your skin": "Skin", "What else you take": "What else is taken",
}  # fmt: skip
"""What a doctor reads is about somebody, and not addressed to them."""


def question_of(words: Wording, gap: NotAssessed, *, on_paper: bool = False) -> str:
    """What was not assessed, or not wholly; `on_paper`: as a doctor reads it.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> question_of(wording("en"), NotAssessed("effect_tolerance", "The times on none are too few."))
    'Whether it wears off'
    """
    room = gap.code.partition("_")[0]
    asked = _QUESTIONS.get(gap.code) or _OF_A_ROOM.get(room) or gap.code.replace("_", " ").capitalize()
    return words.say(_ON_PAPER.get(asked, asked) if on_paper else asked)
