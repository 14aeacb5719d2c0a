"""Studies whose population is known: the intervals of a pool hold the truth as often as they say.

Each population comes from the priors of pooling, each person's number from the population, each record's
posterior from a first stage with a Student's t prior: so every interval has to hold its own, whatever is drawn.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from tests.scale import examples
from tests.unit.effect.pooling.people import DIARY, PRIOR, STUDENT, TRIAL, bell, number, packets

from speciosa.effect.pooling import Pooled, pool
from speciosa.values.draws import Draws

STUDIES = examples(80, release=12)
PEOPLE = 12


def share_below(draws: Draws | None, truth: float) -> float:
    assert draws is not None
    return float((draws.values < truth).mean())


def study(rng: np.random.Generator) -> tuple[list[float], list[bool], int]:
    """Where the truth lies among the draws: mean, spread, bias, one more person; who is inside; who was set aside."""
    mean, bias = rng.normal(0, PRIOR.mean_sd), rng.normal(0, PRIOR.bias_sd)
    spread, bias_spread = abs(rng.normal(0, PRIOR.between_scale)), abs(rng.normal(0, PRIOR.bias_scale))
    effect = rng.normal(mean, spread, PEOPLE)
    trial = np.arange(PEOPLE) % 2 == 0
    answer = effect + np.where(trial, 0.0, rng.normal(bias, bias_spread, PEOPLE))
    s = rng.uniform(0.3, 0.8, PEOPLE)
    numbers = [
        number(bell(rng.normal(answer[at], s[at]), s[at]), grade=TRIAL if trial[at] else DIARY, prior=STUDENT)
        for at in range(PEOPLE)
    ]
    given = packets(numbers)
    found = pool(given, rng, prior=PRIOR)
    assert isinstance(found, Pooled)
    by_id = {given[file].id: effect[at] for at, file in enumerate(sorted(given))}
    ranks = [
        share_below(found.effect, mean), share_below(found.between_sd, spread), share_below(found.bias, bias),
        share_below(found.new_person, rng.normal(mean, spread)),
    ]  # fmt: skip
    return ranks, [each.low <= by_id[each.id] <= each.high for each in found.people], len(found.rejected)


def inside(rank: NDArray[np.float64], share: float) -> float:
    """How often the truth lies in the central interval that claims `share`."""
    return float((np.abs(rank - 0.5) <= share / 2).mean())


def test_a_pool_s_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20)
    ranks, people, aside = zip(*(study(rng) for _ in range(STUDIES)), strict=True)
    told = np.array(ranks)
    for column, name in enumerate(("mean", "spread", "bias", "one more person")):
        for share in (0.5, 0.8, 0.95):
            allowed = 3.3 * math.sqrt(share * (1 - share) / STUDIES)
            assert abs(inside(told[:, column], share) - share) < allowed, (name, share)
        assert abs(told[:, column].mean() - 0.5) < 3.3 / math.sqrt(12 * STUDIES), name
    persons = [each for one in people for each in one]
    assert abs(np.mean(persons) - 0.95) < 3.3 * 1.5 * math.sqrt(0.95 * 0.05 / len(persons))
    assert sum(aside) <= 1 + STUDIES // 20  # one study in a hundred may set somebody aside
