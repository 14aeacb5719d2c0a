"""Exploring a posterior of a handful of numbers: weighted points, and how far to trust them."""

from speciosa.effect.exploration.explored import Explored, Target
from speciosa.effect.exploration.ladder import explore, holds

__all__ = ["Explored", "Target", "explore", "holds"]
