"""What was tried and what was rated, as they stand in a sentence."""

from __future__ import annotations

from speciosa.effect import EffectPosterior
from speciosa.report.wording import Wording


def outcome_name(words: Wording, posterior: EffectPosterior) -> str:
    """``pain``: the outcome in the middle of a sentence."""
    label = words.say(posterior.label)
    return words.within(label)


def thing_name(words: Wording, posterior: EffectPosterior) -> str:
    """``Kratom``: what was tried, at the start of a sentence."""
    name = words.say(posterior.of)
    return name[:1].upper() + name[1:]
