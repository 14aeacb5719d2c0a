"""What a finding is called on a paper that goes from hand to hand: what was recorded, without a name for it."""

from __future__ import annotations

import re

from speciosa.report import safety_sentences
from speciosa.report.wording import Wording
from speciosa.safety import Finding

_RECORDED = {
    "dose_against_withdrawal": "Doses so as not to feel ill", "doses_frequent": "Several doses a day",
    "more_for_the_same": "More taken, and relief not better", "early_morning_doses": "First doses early in the morning",
    "failed_cuts": "Less for a while, then as before", "worse_as_exposure_falls": "Worse as the level falls",
    "withdrawal_strong": "Very ill without it",
    "suicide": "Recorded: thoughts of ending life",
    "perhaps_suicide": "Recorded: words that may mean thoughts of ending life",
    "suicide_item_nine": "Recorded: an answer above “never” on thoughts of being dead or of self-harm",
}  # fmt: skip
"""By the code of the rule that fired. What stands here says what the entries hold, and neither why nor what it is."""
_COUNTED = re.compile(r"[\d.,]+ doses a day ")


def title_says(words: Wording, found: Finding) -> str:
    """The title on paper.

    A finding about dependence says what happened and makes no diagnosis; one about thoughts of ending one's life is
    addressed to nobody, since others may hold this paper.
    """
    if found.code == "doses_rising":
        return words.say("Doses went up") if _COUNTED.match(found.seen) else words.say("Amount went up")
    if found.code in _RECORDED:
        return words.say(_RECORDED[found.code])
    return words.say("In the record") if found.part == "dependence" else words.say(found.title)


def seen_says(words: Wording, found: Finding, until_day: int | None = None) -> str:
    """What was seen, as `safety_sentences.seen_says` says it; empty where it would ask the person a question."""
    if not found.seen or is_of_ending_life(found):
        return ""
    return safety_sentences.seen_says(words, found.seen, until_day)


def is_of_ending_life(found: Finding) -> bool:
    """Whether it is about thoughts of being dead or of ending one's life."""
    return found.code.removeprefix("perhaps_").startswith("suicide")
