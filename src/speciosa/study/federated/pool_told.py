"""What a pool says in plain words: randomised and observational never alike, the mean before any one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.pooling import Pooled
from speciosa.knowledge import Knowledge
from speciosa.values.draws import Draws, earned_digits

_STEP = "one_step_less"
_FLOW = (
    ("registered", "registered on day 0"), ("sent", "sent a packet"), ("never_sent", "never sent one"),
    ("withdrawn", "took it back"), ("left_out", "were left out"), ("unregistered", "packets of nobody who registered"),
    ("without_consent", "packets without a consent: for looking only"), ("rejected", "files or packets left out"),
    ("pooled", "people pooled"),
)  # fmt: skip


class PoolTold(NamedTuple):
    """An answer as a terminal shows it.

    Parameters
    ----------
    question, lead : before the dots.
    dots : fifty equally likely values of the mean over people, points; `ends`: what stands left and right of them.
    lower_is_better : of the outcome.
    notice : a difference that people notice.
    numbers, doubts : sentences after them: what was found, and how it could be wrong.
    """

    question: str
    lead: str
    dots: NDArray[np.float64]
    ends: tuple[str, str]
    lower_is_better: bool
    notice: float
    numbers: tuple[str, ...]
    doubts: tuple[str, ...]


def pool_told(found: Pooled, knowledge: Knowledge) -> PoolTold:
    """The answer of a pool, in sentences.

    Parameters
    ----------
    found : of any number that packets hold.
    """
    label = knowledge.outcomes[found.outcome].label.lower()
    who = f"{found.n:,} {'person' if found.n == 1 else 'people'}"
    with_it = "with the usual amount than with a quarter less" if found.of == _STEP else "with it"
    between = found.between_sd
    mean = (
        f"{who}, {found.n_randomised:,} of them in a trial of their own. On average {label} is {_points(found.effect)} "
        f"{with_it} (95 in 100: from {_range(found.effect)})."
    )
    differ = (
        f"People differ: the SD between them is about {earned_digits(between.mean, between.sd)} "
        f"(95 in 100: from {_plain(between)}). For one more person like these: from {_range(found.new_person)}."
    )
    numbers = [mean, differ]
    if found.of != _STEP:
        share = found.share_better
        numbers.append(
            f"Better with it would be about {100 * share.median:.0f} in 100 such people (95 in 100: from "
            f"{100 * share.low:.0f} to {100 * share.high:.0f})."
        )
    if found.association is not None:
        numbers.append(
            f"Diaries alone say {_points(found.association)}: an association, before their bias is allowed for."
        )
    lead = _step_lead(found, knowledge) if found.of == _STEP else _lead(found, label)
    doubts = (*found.says, *(gap.why for gap in found.not_assessed), "Who sends a packet is not who takes kratom.")
    return PoolTold(
        _question(found, label), lead, found.effect.dots(), (f"lower {label}", f"higher {label}"),
        found.better == "lower", knowledge.choice("effect_notice"), tuple(numbers), doubts,
    )  # fmt: skip


def flow_told(flow: Mapping[str, int | None]) -> tuple[str, ...]:
    """Where people went, a line each; what is not known is not said, what is hidden is said to be.

    Parameters
    ----------
    flow : counts by name; None: hidden, for it would tell of a few.

    Examples
    --------
    >>> flow_told({"registered": 40, "never_sent": None, "pooled": 25})
    ('40 registered on day 0', 'not said, for few are meant: never sent one', '25 people pooled')
    """
    lines = ((flow[key], said) for key, said in _FLOW if key in flow)
    return tuple(
        f"not said, for few are meant: {said}" if count is None else f"{count:,} {said}" for count, said in lines
    )


def _question(found: Pooled, label: str) -> str:
    if found.of == _STEP:
        return f"A quarter less than the usual amount, and {label}"
    dose = found.of.removeprefix("dose_")
    part = "" if dose == found.of else f", at {100 * float(dose):g} % of the usual dose"
    return f"Kratom and {label}, a month on the usual pattern against one on none{part}"


def _lead(found: Pooled, label: str) -> str:
    low, high = found.effect.interval(0.95)
    if low <= 0 <= high:
        return "We can't tell yet which way it goes, on average."
    way = "lower" if high < 0 else "higher"
    if found.n_randomised == found.n:
        return f"Because of it, {label} is {way} on average."
    if not found.n_randomised:
        return f"Goes with {way} {label} on average; nobody here was randomised."
    return f"Goes with {way} {label} on average; trials of some of these people are what it leans on."


def _step_lead(found: Pooled, knowledge: Knowledge) -> str:
    """Whether a quarter less does as well: the rule of a trial, asked of the mean over people."""
    worse = -found.effect.values if found.better == "lower" else found.effect.values
    below = float((worse < knowledge.choice("trial_margin_nrs")).mean())
    sure = knowledge.choice("trial_not_worse_prob")
    if below >= sure:
        return "A quarter less did about as well on average, in their trials."
    if below <= 1 - sure:
        return "A quarter less did worse on average, in their trials."
    return "Whether a quarter less does as well on average can't be told yet."


def _points(draws: Draws) -> str:
    return f"about {earned_digits(abs(draws.mean), draws.sd)} {_way(draws.mean)}"


def _range(draws: Draws) -> str:
    low, high = draws.interval(0.95)
    if np.sign(low) == np.sign(high):
        return f"{earned_digits(abs(low), draws.sd)} to {earned_digits(abs(high), draws.sd)} {_way(low)}"
    return f"{earned_digits(abs(low), draws.sd)} {_way(low)} to {earned_digits(abs(high), draws.sd)} {_way(high)}"


def _plain(draws: Draws) -> str:
    low, high = draws.interval(0.95)
    return f"{earned_digits(low, draws.sd)} to {earned_digits(high, draws.sd)}"


def _way(points: float) -> str:
    return "lower" if points < 0 else "higher"
