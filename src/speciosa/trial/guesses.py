"""Did the masking hold? What the person guessed at each period's end, against what it was."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from speciosa.knowledge import Knowledge

MORE, LESS, DONT_KNOW = "usual", "less", "dont_know"
GUESSES = (MORE, LESS, DONT_KNOW)
_Z = 1.959963984540054
_STEPS = 80


@dataclass(frozen=True, slots=True)
class BlindingIndex:
    """Bang's index: correct minus incorrect guesses, over all guesses.

    Parameters
    ----------
    index : -1 (all wrong) over 0 (chance, or nobody dared) to 1 (all correct).
    interval_95 : Tango's score interval, which holds for few guesses, too.
    n : guesses, those that said "don't know" among them.
    """

    index: float
    interval_95: tuple[float, float]
    n: int


@dataclass(frozen=True, slots=True)
class Masking:
    """Whether the masking held, and by what.

    Parameters
    ----------
    held : None where there are too few guesses to say.
    of_arm : index by arm.
    both : index over both; always guessing the same cancels in it.
    """

    held: bool | None
    of_arm: Mapping[str, BlindingIndex]
    both: BlindingIndex | None


def blinding_index(
    arms: Sequence[str], guesses: Sequence[str], knowledge: Knowledge, *, higher: str = "usual"
) -> Masking:
    """Bang's blinding index of each arm and of both, and whether "masked" may be claimed.

    BI = (correct - incorrect) / all guesses of that arm

    Parameters
    ----------
    arms : what each guessed period was.
    guesses : ``usual``, ``less`` or ``dont_know``, as long as `arms`.
    higher : the arm that the guess ``usual`` means; any other arm is ``less``.

    Returns
    -------
    held: True if the index over both arms is near 0 and its interval holds 0, False if not, None with too
    few guesses. Guesses that are wrong too often tell the arms apart as well, so both ends count.

    Valid when: guesses were written down before the reveal, without hints from outside.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> arms, said = ["usual", "-25%"] * 4, ["usual", "usual", "less", "less"] * 2
    >>> found = blinding_index(arms, said, load_knowledge())
    >>> found.held, found.both.index
    (True, 0.0)
    """
    means = {arm: MORE if arm == higher else LESS for arm in arms}
    told = [(arm, guess) for arm, guess in zip(arms, guesses, strict=True) if guess in GUESSES]
    of_arm = {
        each: _index([(means[arm], guess) for arm, guess in told if arm == each])
        for each in sorted({arm for arm, _ in told})
    }
    if not told:
        return Masking(None, {}, None)
    both = _index([(means[arm], guess) for arm, guess in told])
    low, high = both.interval_95
    if len(told) < knowledge.choice("trial_guesses_least") or len(of_arm) < 2:
        return Masking(None, of_arm, both)
    near = abs(both.index) <= knowledge.choice("trial_guess_index_most")
    return Masking(bool(near and low <= 0 <= high), of_arm, both)


def _index(told: Sequence[tuple[str, str]]) -> BlindingIndex:
    """Index of pairs of what it was and what was guessed."""
    right = sum(was == guess for was, guess in told)
    wrong = sum(was != guess != DONT_KNOW for was, guess in told)
    return BlindingIndex((right - wrong) / len(told), score_interval(right, wrong, len(told)), len(told))


def score_interval(right: int, wrong: int, n: int) -> tuple[float, float]:
    """Tango's 95 % score interval of the difference of two shares of the same n.

    All d with |right - wrong - n d| <= 1.96 sqrt(n (2 q(d) + d - d^2)), q the wrong share that is most likely at d.

    Parameters
    ----------
    right, wrong : counts; what is left of `n` is neither.

    References
    ----------
    Tango 1998 (doi 10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B)

    Examples
    --------
    >>> [round(each, 3) for each in score_interval(8, 0, 8)]
    [0.351, 1.0]
    """

    def distance(d: float) -> float:
        a = 2.0 * n
        b = -right - wrong + (2 * n - right + wrong) * d
        c = -wrong * d * (1 - d)
        q = (math.sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
        spread = n * (2 * q + d * (1 - d))
        gap = right - wrong - n * d
        if spread <= 0:
            return 0.0 if abs(gap) < 1e-12 else math.copysign(math.inf, gap)
        return gap / math.sqrt(spread)

    middle = (right - wrong) / n
    return _crossing(lambda d: distance(d) - _Z, -1.0, middle), _crossing(lambda d: distance(d) + _Z, middle, 1.0)


def _crossing(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling function goes through zero between two points; an end where it does not."""
    if falling(low) <= 0:
        return low
    if falling(high) >= 0:
        return high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return (low + high) / 2
