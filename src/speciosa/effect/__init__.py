"""Does it help me, how much, would less do as well, is it wearing off.

An observational answer and a randomised one are never worded alike, and "we don't know yet" is an
answer.
"""

from speciosa.effect.estimate import EffectPosterior, estimate_effect

__all__ = ["EffectPosterior", "estimate_effect"]
