"""A difference in points as a person says it: "half a point lower", with the digits that its uncertainty earns."""

from __future__ import annotations

import math
from typing import NamedTuple

from speciosa.report.wording import Wording
from speciosa.values.draws import Draws

_FINEST = 1e-6


class Difference(NamedTuple):
    """The middle of a difference, between which values 19 in 20 answers lie, and to which step it is printed."""

    mean: float
    low: float
    high: float
    step: float

    @property
    def clear(self) -> bool:
        """Whether both ends lie on one side."""
        return self.low >= 0 or self.high <= 0

    @property
    def both_ways(self) -> bool:
        """Whether its ends lie on both sides even as they are printed."""
        return _rounded(self.low, self.step) < 0 < _rounded(self.high, self.step)

    def turned(self) -> Difference:
        """The same difference, subtracted the other way round."""
        return Difference(-self.mean, -self.high, -self.low, self.step)


def difference_of(draws: Draws, *, notice: float) -> Difference:
    """The difference that draws tell of.

    Parameters
    ----------
    notice : a difference that people notice: a tenth of it is the finest step, however sure the draws are.

    Examples
    --------
    >>> import numpy as np
    >>> difference_of(Draws(np.linspace(-2.0, 0.0, 101), "nrs"), notice=1.0).step
    0.5
    """
    low, high = draws.interval(0.95)
    return Difference(draws.mean, low, high, max(step_of_sd(draws.sd), notice / 10))


def step_of_sd(sd: float) -> float:
    """The step to which a number with this standard deviation is printed: wholes from 1 on, halves from a quarter on.

    Examples
    --------
    >>> [step_of_sd(sd) for sd in (1.2, 0.4, 0.2, 0.03, 7.0)]
    [1.0, 0.5, 0.1, 0.05, 5.0]
    """
    tens = 10.0 ** math.floor(math.log10(max(sd, _FINEST)))
    return 10 * tens / 2 if sd >= 10 * tens / 4 else tens


def points(words: Wording, size: float, step: float) -> str:
    """A number of points without its direction.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> [points(wording("en"), size, 0.5) for size in (0.1, 0.6, 1.1, 1.4, 2.6)]
    ['nothing', 'half a point', '1 point', 'one and a half points', '2.5 points']
    """
    value = _rounded(abs(size), step)
    if value == 0:
        return words.say("nothing")
    if value == 0.5:
        return words.say("half a point")
    if value == 1.5:
        return words.say("one and a half points")
    places = max(0, -math.floor(math.log10(step)))
    number = words.number(value, places)
    return words.say("{number} point", number=number) if value == 1 else words.say("{number} points", number=number)


def higher_or_lower(words: Wording, value: float, step: float) -> str:
    """``1 point lower``; ``no different`` where it rounds to nothing.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> [higher_or_lower(wording("en"), value, 0.5) for value in (-0.9, 0.1, 2.0)]
    ['1 point lower', 'no different', '2 points higher']
    """
    if _rounded(abs(value), step) == 0:
        return words.say("no different")
    text = "{points} lower" if value < 0 else "{points} higher"
    return words.say(text, points=points(words, value, step))


def better_or_worse(words: Wording, value: float, step: float, better: str) -> str:
    """``1 point better``, where `better` says which end of the scale is the good one.

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> better_or_worse(wording("en"), -1.0, 0.5, "lower"), better_or_worse(wording("en"), -1.0, 0.5, "higher")
    ('1 point better', '1 point worse')
    """
    if _rounded(abs(value), step) == 0:
        return words.say("no different")
    text = "{points} better" if (value < 0) == (better == "lower") else "{points} worse"
    return words.say(text, points=points(words, value, step))


def range_says(words: Wording, difference: Difference) -> str:
    """Between which values it lies, as it stands behind "about 1 point lower".

    Examples
    --------
    >>> from speciosa.report.wording import wording
    >>> range_says(wording("en"), Difference(-1.1, -1.9, -0.3, 0.5))
    'between half a point and 2 points'
    >>> range_says(wording("en"), Difference(-0.4, -1.2, 0.4, 0.5))
    'anywhere from 1 point lower to half a point higher'
    """
    low, high = (_rounded(each, difference.step) for each in (difference.low, difference.high))
    if low < 0 < high:
        return words.say(
            "anywhere from {low} to {high}",
            low=higher_or_lower(words, low, difference.step), high=higher_or_lower(words, high, difference.step),
        )  # fmt: skip
    near, far = sorted((abs(low), abs(high)))
    if near == far:
        return words.say("give or take less than {points}", points=points(words, difference.step, difference.step))
    return words.say(
        "between {near} and {far}",
        near=points(words, near, difference.step), far=points(words, far, difference.step),
    )  # fmt: skip


def about(words: Wording, difference: Difference) -> str:
    """``about 1 point lower (between half a point and 2 points)``."""
    middle = higher_or_lower(words, difference.mean, difference.step)
    if _rounded(abs(difference.mean), difference.step) == 0:
        return words.say("{middle} ({range})", middle=middle, range=range_says(words, difference))
    return words.say("about {middle} ({range})", middle=middle, range=range_says(words, difference))


def _rounded(value: float, step: float) -> float:
    """To the nearest step, away from nothing at a tie."""
    return math.copysign(math.floor(abs(value) / step + 0.5) * step, value) + 0.0
