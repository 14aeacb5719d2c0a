"""Does it help me, how much, would less do as well, is it wearing off.

An observational answer and a randomised one are never worded alike, and "we don't know yet" is an
answer.
"""

from speciosa.effect import score_noise
from speciosa.effect.arms import Arms, arms_of
from speciosa.effect.estimate import estimate_effect
from speciosa.effect.outcome import Ratings, ratings_of
from speciosa.effect.posterior import Contrast, Course, DoseResponse, EffectPosterior, Grade, State

__all__ = [
    "Arms",
    "Contrast",
    "Course",
    "DoseResponse",
    "EffectPosterior",
    "Grade",
    "Ratings",
    "State",
    "arms_of",
    "estimate_effect",
    "ratings_of",
    "score_noise",
]
